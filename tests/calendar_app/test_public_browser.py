"""The public calendar in a browser: by keyboard, without script, on a phone and a desk."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from calendar_app.models import Occurrence
from common.models import CrisisLine
from organisations.models import Municipality
from tests.browser import NARROW, PHONE, assert_accessible
from tests.calendar_app.factories import STOCKHOLM, make_days, make_event, make_occurrence


def local(day: date, hour: int, minute: int = 0) -> Any:
    return timezone.datetime(day.year, day.month, day.day, hour, minute, tzinfo=STOCKHOLM)


@pytest.fixture
def today() -> date:
    return timezone.localdate()


@pytest.fixture
def complaints(page: Page) -> Iterator[list[str]]:
    """Whatever the browser refuses, such as a script that the policy forbids; nothing may be left."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    yield said
    assert said == []


@pytest.fixture
def dialogue(
    live_server: Any,
    association: Any,
    other_association: Any,
    municipality: Municipality,
    unit: Any,
    today: date,
) -> Occurrence:
    """A month with something of everything; returns a dialogue meeting with all facts."""
    for number, label in (("112", "vid fara för liv"), ("1177", "råd om vård")):
        CrisisLine.objects.create(
            number=number,
            label=label,
            who="Någon svarar.",
            hours="Dygnet runt.",
            in_strip=True,
            owner="Samordnaren",
            verified_on=today,
        )
    soderhamn = Municipality.objects.create(
        name="Söderhamn", slug="soderhamn", area=municipality.area, tile_column=4, tile_row=1
    )
    found = make_occurrence(
        local(today, 13),
        association,
        units=(unit,),
        # To the end of the day: what is over can no longer be put into a calendar.
        hours=11,
        title="Dialogmöte södra Hälsingland",
        kind="dialogue_meeting",
        attendance="both",
        place="Föreningshuset",
        street_address="Hamngatan 3",
        municipality=soderhamn,
        description=(
            "Vi pratar om hur det är att få hjälp.\n\nFrågorna finns på https://example.org/fragor. "
            "Kom som du är."
        ),
        online_link="https://mote.example.org/hemligt",
        access_facts=["step_free", "hearing_loop", "quiet_room"],
        access_note="Ring på den vita klockan.",
        audiences=["users", "relatives"],
        cost="Gratis, vi bjuder på fika",
        registration="Mejla eller ring.",
        register_by=today,
        contact_name="Föreningens telefon",
        contact_phone="+46701740611",
        contact_email="hej@egnaord.example.org",
        participation_step=3,
        interpretation="Teckenspråkstolk finns om du säger till en vecka före.",
    )
    weekly = make_event(
        other_association,
        title="Samtalsgrupp: Leva med tvång",
        kind="talk_group",
        attendance="online",
        participation_step=3,
    )
    for week in range(6):
        make_occurrence(
            local(today + timedelta(days=7 * week), 17, 30),
            event=weekly,
            hours=1.5,
            time={"status": "cancelled"} if week == 1 else {},
        )
    make_occurrence(
        local(today, 18),
        association,
        title="Studiecirkel: Återhämtning på egna villkor",
        kind="study_circle",
        participation_step=3,
        municipality=municipality,
        place="Trädgårdsgatan 6",
        time={"original_start": local(today - timedelta(days=1), 18)},
    )
    make_occurrence(
        local(today, 10),
        association,
        title="Fika och planering",
        status="cancelled",
        municipality=municipality,
        time={"status": "cancelled"},
        participation_step=4,
    )
    make_occurrence(
        local(today, 9),
        other_association,
        title="Kurs i återhämtning",
        kind="training",
        is_full=True,
        municipality=municipality,
    )
    make_days(
        today,
        today + timedelta(days=2),
        association,
        title="Utställning: Så här ser jag det",
        kind="other",
        participation_step=1,
        municipality=municipality,
    )
    return found


@pytest.mark.parametrize("view", ["list", "month", "week"])
def test_every_view_is_accessible_at_400_percent(
    page: Page, live_server: Any, dialogue: Occurrence, complaints: list[str], today: date, view: str
) -> None:
    iso = today.isocalendar()
    path = {
        "list": "/kalender/",
        "month": f"/kalender/{today:%Y/%m}/?vy=manad",
        "week": f"/kalender/vecka/{iso.year}/{iso.week:02}/",
    }[view]

    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    page.goto(live_server.url + path)

    expect(page.get_by_role("status")).to_contain_text("aktiviteter")
    assert_accessible(page)


def test_a_reader_filters_and_finds_an_activity_by_keyboard_alone(
    page: Page, live_server: Any, dialogue: Occurrence, complaints: list[str]
) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.goto(f"{live_server.url}/kalender/")

    tab_to(page, page.locator(".filter > summary"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_label("Kommun"))
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    tab_to(page, page.get_by_role("button", name="Visa aktiviteter"))
    page.keyboard.press("Enter")

    expect(page.get_by_role("status")).to_contain_text("1 aktivitet")
    expect(page.get_by_role("link", name="Ta bort filtret Söderhamn")).to_be_visible()
    tab_to(page, page.get_by_role("link", name="Dialogmöte södra Hälsingland"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Dialogmöte södra Hälsingland")
    tab_to(page, page.get_by_role("link", name="Lägg i min kalender"))
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert download.value.suggested_filename == "aktivitet.ics"


def test_the_filter_works_without_script(browser: Any, live_server: Any, dialogue: Occurrence) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    page = context.new_page()
    page.goto(f"{live_server.url}/kalender/?typ=studiecirkel")

    expect(page.get_by_role("status")).to_contain_text("1 aktivitet")
    page.locator(".filter > summary").click()
    page.get_by_label("Typ").select_option("Öppet hus")
    page.get_by_role("button", name="Visa aktiviteter").click()

    expect(page).to_have_url(re.compile("typ=oppet-hus"))
    expect(page.get_by_role("status")).to_contain_text("1 aktivitet")
    context.close()


def tab_to(page: Page, target: Any, most: int = 80) -> None:
    """Press Tab until ``target`` has the focus, as a person without a mouse does."""
    wanted = target.first.element_handle()
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("target => document.activeElement === target", wanted):
            return
    raise AssertionError("The keyboard never got there.")
