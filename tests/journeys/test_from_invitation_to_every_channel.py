"""The whole way of one activity, by keyboard alone: invited, proposed, published, moved – and every channel agrees."""

import io
import re
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pypdf
import pytest
import recurring_ical_events
import time_machine
from django.core import mail
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from calendar_app import tasks
from calendar_app.models import DigestSubscription
from common import swedish
from common.models import OutboxMessage
from tests.browser import assert_accessible_at_both_widths
from tests.journeys.keyboard import Keyboard

STOCKHOLM = ZoneInfo("Europe/Stockholm")
PASSWORD = "ett-helt-nytt-losenord-42"
TITLE = "Samtalsgrupp: Leva vidare"
TIMES = 4


@dataclass
class Told:
    """What one channel says: start by day, and the cancelled days."""

    starts: dict[date, str]
    cancelled: set[date]


@pytest.fixture
def first_day() -> date:
    """The Tuesday of next week, so that next Monday's digest tells of it."""
    today = timezone.localdate()
    return today + timedelta(days=8 - today.weekday())


@pytest.fixture
def days(first_day: date) -> list[date]:
    return [first_day + timedelta(weeks=n) for n in range(TIMES)]


@pytest.fixture
def new_person(browser: Any, browser_context_args: dict[str, Any]) -> Any:
    """Open a browser of one's own for each person."""
    opened: list[BrowserContext] = []

    def open_browser() -> Page:
        opened.append(browser.new_context(**browser_context_args))
        return opened[-1].new_page()

    yield open_browser
    for context in opened:
        context.close()


@pytest.mark.django_db(transaction=True)
def test_an_activity_reaches_every_channel_and_its_move_does_too(
    live_server: Any,
    new_person: Callable[[], Page],
    coordinator: Any,
    association: Any,
    municipality: Any,
    days: list[date],
    settings: Any,
) -> None:
    settings.PORTAL_ORIGIN = live_server.url
    cancelled = days[1]

    # Given a coordinator who has signed in, and a reader who has asked for the calendar by mail
    desk = new_person()
    keys = Keyboard(desk)
    desk.goto(f"{live_server.url}/konto/logga-in/")
    keys.write("E-postadress", coordinator.email)
    keys.write("Lösenord", "en-lang-losenfras")
    keys.press("Logga in", exact=True)
    expect(desk).to_have_url(re.compile("/oversikt/"))
    ask_for_the_digest(new_person(), live_server.url)

    # When she invites a representative, who takes the account
    keys.follow("Bjud in", exact=True)
    keys.follow("Bjud in någon")
    keys.write("E-postadress", "ny.representant@example.org")
    keys.tick(association.name)
    keys.press("Skicka inbjudan")
    assert_accessible_at_both_widths(desk)
    phone = new_person()
    accept_the_invitation(phone, live_server.url)

    # and the representative proposes a weekly activity and cancels one of its dates
    propose_weekly(phone, live_server.url, days[0], municipality.name)
    Keyboard(phone).press(f"Ställ in {swedish.day_text(cancelled, weekday=True)}")
    Keyboard(phone).press("Skicka för granskning")
    assert_accessible_at_both_widths(phone)

    # and the coordinator publishes it
    desk.goto(f"{live_server.url}/oversikt/")
    keys.follow("Granska", nth=-1)
    keys.press("Publicera", exact=True)
    publish_editions(desk, live_server.url, days)

    # Then page, feed, PDF and digest tell the same
    told = dict.fromkeys(days, "18.00")
    expected = Told(starts=told, cancelled={cancelled})
    assert_every_channel_says(new_person(), live_server.url, days, expected)

    # When the activity is moved an hour
    desk.goto(f"{live_server.url}/kalender/arbete/?manad={days[0]:%Y-%m}")
    keys.follow(TITLE)
    keys.follow("Ändra", exact=True)
    keys.set_time("Börjar", time(19))
    keys.set_time("Slutar", time(20, 30))
    keys.tick("Jag har kollat")
    keys.press("Spara")
    publish_editions(desk, live_server.url, days)

    # Then every channel agrees again
    expected = Told(starts=dict.fromkeys(days, "19.00"), cancelled={cancelled})
    assert_every_channel_says(new_person(), live_server.url, days, expected)


def ask_for_the_digest(page: Page, address: str) -> None:
    keys = Keyboard(page)
    page.goto(f"{address}/kalender/brev/")
    keys.write("Din e-postadress", "lasare@example.org")
    keys.press("Anmäl mig")
    page.goto(link_in(mail.outbox.pop(), "/kalender/brev/"))
    keys.press("Ja")
    assert_accessible_at_both_widths(page)


def accept_the_invitation(page: Page, address: str) -> None:
    keys = Keyboard(page)
    page.goto(link_in(mail.outbox.pop(), "/konto/inbjudan/"))
    assert_accessible_at_both_widths(page)
    keys.write("Ditt namn", "Nina Nyberg")
    for field in page.get_by_label(re.compile("[Ll]ösenord")).all():
        keys.reach(field)
        page.keyboard.type(PASSWORD)
    keys.press("Skapa kontot")


def propose_weekly(page: Page, address: str, day: date, municipality: str) -> None:
    keys = Keyboard(page)
    page.goto(f"{address}/oversikt/")
    keys.follow("Ny aktivitet")
    keys.write("Rubrik", TITLE)
    keys.choose("Typ", "Självhjälpsgrupp")
    keys.write("Beskrivning", "Vi pratar om vardagen. Du behöver inte säga något.")
    keys.set_date("Datum", day)
    keys.set_time("Börjar", time(18))
    keys.set_time("Slutar", time(19, 30))
    keys.pick("Hur ofta?", "Varje vecka")
    keys.write("Eller antal gånger (frivilligt)", str(TIMES))
    keys.choose("Kommun", municipality)
    keys.write("Plats", "Föreningshuset")
    keys.tick("Dig med egen erfarenhet")
    keys.write("E-post för frågor", "hej@example.org")
    keys.tick("Jag har kollat")
    keys.press("Spara utkast")


def months_of(days: list[date]) -> list[tuple[int, int]]:
    return sorted({(day.year, day.month) for day in days})


def publish_editions(page: Page, address: str, days: list[date]) -> None:
    keys = Keyboard(page)
    for year, month in months_of(days):
        page.goto(f"{address}/kalender/arbete/utgavor/")
        keys.choose("Månad eller termin", f"{swedish.MONTHS[month - 1].capitalize()} {year}")
        keys.press("Gör en ny utgåva")


def assert_every_channel_says(page: Page, address: str, days: list[date], expected: Told) -> None:
    assert on_the_page(page, address, days) == expected
    assert in_the_feed(address, days) == expected
    assert in_the_pdf(address, days) == expected
    assert in_the_digest(days) == expected


def on_the_page(page: Page, address: str, days: list[date]) -> Told:
    """Read the public list, month by month."""
    told = Told({}, set())
    for year, month in months_of(days):
        page.goto(f"{address}/kalender/{year}/{month:02}/")
        for day in days:
            if (day.year, day.month) == (year, month):
                row = page.locator(f"[aria-labelledby='dag-{day.isoformat()}'] li.event", has_text=TITLE)
                told.starts[day] = row.locator(".event__time").inner_text().split("–")[0]
                if row.get_by_text("Inställt").count():
                    told.cancelled.add(day)
        assert_accessible_at_both_widths(page)
    return told


def in_the_feed(address: str, days: list[date]) -> Told:
    """Read the feed of one municipality and kind with a calendar client's library."""
    calendar = feed(address, "kommun=gavle&typ=samtalsgrupp")
    assert not feed(address, "kommun=gavle&typ=forelasning").walk("VEVENT")
    told = Told({}, set())
    for found in recurring_ical_events.of(calendar).between(days[0], days[-1] + timedelta(days=1)):
        start = found["DTSTART"].dt.astimezone(STOCKHOLM)
        told.starts[start.date()] = swedish.time_text(start)
        if found.get("STATUS") == "CANCELLED":
            assert found["SUMMARY"].startswith("INSTÄLLT")
            told.cancelled.add(start.date())
    return told


def feed(address: str, chosen: str) -> icalendar.Calendar:
    with urllib.request.urlopen(f"{address}/kalender/kalender.ics?{chosen}") as answer:  # noqa: S310 - our own server
        return icalendar.Calendar.from_ical(answer.read())


def in_the_pdf(address: str, days: list[date]) -> Told:
    """Read the list in each month's latest edition."""
    told = Told({}, set())
    for year, month in months_of(days):
        with urllib.request.urlopen(f"{address}/kalender/{year}-{month:02}.pdf") as answer:  # noqa: S310 - our own server
            reader = pypdf.PdfReader(io.BytesIO(answer.read()))
        text = " ".join(" ".join(page.extract_text() for page in reader.pages[1:]).split())
        for day in days:
            if (day.year, day.month) == (year, month):
                read_line(told, day, text, swedish.short_day_text(day))
    return told


def in_the_digest(days: list[date]) -> Told:
    """Read the letters of the weeks in question, sent anew to the one subscriber."""
    told = Told({}, set())
    for day in days:
        monday = day - timedelta(days=day.weekday())
        DigestSubscription.objects.update(last_period="")
        OutboxMessage.objects.update(dedup_key=None)
        mail.outbox.clear()
        with time_machine.travel(datetime.combine(monday, time(8), STOCKHOLM), tick=False):
            tasks.send_due_digests()
        [letter] = mail.outbox
        assert letter.to == ["lasare@example.org"]
        read_line(told, day, " ".join(str(letter.body).split()), swedish.day_text(day, year=False))
    return told


def read_line(told: Told, day: date, text: str, day_text: str) -> None:
    """Take the first time after the day's name, and whether the line says that it is cancelled."""
    after = text.replace("\xa0", " ").split(day_text.replace("\xa0", " "), 1)[1]
    clock = re.search(r"\d+\.\d\d", after)
    assert clock, after
    told.starts[day] = clock.group()
    if re.search("inställt", after[: after.index(TITLE)], re.IGNORECASE):
        told.cancelled.add(day)


def link_in(letter: Any, path: str) -> str:
    found = re.search(rf"https?://\S+{path}\S+", letter.body)
    assert found, letter.body
    return found.group()
