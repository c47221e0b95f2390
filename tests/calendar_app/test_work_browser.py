"""Working with the calendar in a browser, by keyboard. Every page is looked at in ``tests/journeys``."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from calendar_app.models import Event
from tests.browser import assert_accessible, sign_in
from tests.calendar_app.factories import STOCKHOLM, make_occurrence


@pytest.fixture
def soon() -> date:
    """A day some weeks on, in the same month as the day after it."""
    day = timezone.localdate() + timedelta(days=10)
    return day if day.day < 27 else day + timedelta(days=7)


@pytest.mark.django_db(transaction=True)
def test_a_representative_writes_and_sends_by_keyboard(
    page: Page, live_server: Any, association: Any, municipality: Any, representative: Any, soon: date
) -> None:
    sign_in(page, live_server.url, representative)
    page.goto(live_server.url + reverse("calendar_app:event_new"))
    keys = page.keyboard

    page.get_by_label("Rubrik").focus()
    keys.type("Studiecirkel: Återhämtning")
    keys.press("Tab")
    keys.type("Studiecirkel")
    keys.press("Tab")
    keys.type("Vi läser och pratar.")
    page.get_by_role("button", name="Skicka för granskning").focus()
    keys.press("Enter")
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    assert_accessible(page)
    keys.press("Tab")
    keys.press("Enter")
    expect(page.get_by_label("Datum", exact=True)).to_be_focused()

    page.get_by_label("Datum", exact=True).fill(soon.isoformat())
    page.get_by_label("Börjar").fill("18:00")
    page.get_by_label("Slutar").fill("20:00")
    page.get_by_label("Varje vecka").focus()
    keys.press("Space")
    page.get_by_label("Eller antal gånger").fill("4")
    page.get_by_label("Kommun").select_option("county")
    page.get_by_label("Plats", exact=True).fill("Biblioteket")
    page.get_by_label("Dig med egen erfarenhet").focus()
    keys.press("Space")
    page.get_by_label("E-post för frågor").fill("hej@forening.example.org")
    page.get_by_label("Jag har kollat").focus()
    keys.press("Space")
    page.get_by_role("button", name="Skicka för granskning").focus()
    keys.press("Enter")

    expect(page.get_by_role("status").first).to_contain_text("skickad till samordnaren")
    event = Event.objects.get()
    assert event.status == "proposed"
    assert event.occurrences.count() == 4


@pytest.mark.django_db(transaction=True)
def test_the_coordinator_writes_two_rows_without_leaving_the_keyboard(
    page: Page, live_server: Any, association: Any, coordinator: Any, soon: date
) -> None:
    sign_in(page, live_server.url, coordinator)
    page.goto(live_server.url + reverse("calendar_app:work"))
    line = page.locator("form.quick--event")

    for number, day in enumerate((soon, soon + timedelta(days=1)), start=1):
        line.get_by_label("Datum").fill(day.isoformat())
        line.get_by_label("Börjar").fill("14:00")
        line.get_by_label("Rubrik").fill(f"Öppet hus {number}")
        line.get_by_label("Förening").select_option(label="Egna Ord Hälsingland")
        line.get_by_label("Rubrik").press("Enter")
        expect(page.get_by_role("status").first).to_contain_text("publicerad")
        expect(line.get_by_label("Datum")).to_be_focused()

    page.get_by_role("button", name="Ångra").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("utkast")
    assert sorted(Event.objects.values_list("title", "status")) == [
        ("Öppet hus 1", "published"),
        ("Öppet hus 2", "draft"),
    ]


@pytest.mark.django_db(transaction=True)
def test_the_preview_follows_while_writing(
    page: Page, live_server: Any, association: Any, representative: Any, soon: date
) -> None:
    sign_in(page, live_server.url, representative)
    page.goto(live_server.url + reverse("calendar_app:event_new"))

    page.get_by_label("Rubrik").fill("Julfest")
    page.get_by_label("Datum", exact=True).fill(f"{soon.year + 1}-12-24")
    page.get_by_label("Börjar").fill("18:00")
    page.get_by_label("Slutar").fill("20:00")

    preview = page.locator("[data-preview]")
    expect(preview).to_contain_text("Julfest")
    expect(preview).to_contain_text("är julafton")
    assert not Event.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_hundred_rows_in_a_month_stay_usable(
    page: Page, live_server: Any, association: Any, coordinator: Any, soon: date
) -> None:
    long_word = "Sammanhållningsgruppsträffsplaneringsmötesförberedelsegruppen"
    start = datetime.combine(soon, time(18), STOCKHOLM)
    for number in range(200):
        make_occurrence(start, association, title=f"{long_word} {number}")

    sign_in(page, live_server.url, coordinator)
    page.goto(f"{live_server.url}{reverse('calendar_app:work')}?manad={soon:%Y-%m}")

    expect(page.locator("table.work-month tbody tr")).to_have_count(200)
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
