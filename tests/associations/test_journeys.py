"""Stories in a real browser, by keyboard alone. Every page at rest is looked at in ``tests/journeys``."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from associations import services, spam_guard
from associations.models import Association, ErrorReport
from organisations.models import Municipality
from tests.browser import assert_accessible_at_both_widths, sign_in

pytestmark = pytest.mark.django_db(transaction=True)


def press_until(page: Page, target: Any, key: str = "Tab", limit: int = 150) -> None:
    """Walk with the keyboard until ``target`` has the focus."""
    for _ in range(limit):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press(key)
    pytest.fail("The keyboard never gets there.")


def follow(page: Page, target: Any) -> None:
    press_until(page, target)
    with page.expect_navigation():
        page.keyboard.press("Enter")


@pytest.fixture
def filled(association: Association, municipality: Municipality, coordinator: Any) -> Association:
    """A public entry with something of everything."""
    from dataclasses import replace

    from associations.facts import facts_of

    facts = replace(
        facts_of(association),
        lead="Vi tränar på att berätta och på att påverka.",
        description="Vi är ett trettiotal medlemmar.",
        how_to_join="Ring.\nKom.",
        audiences=("users",),
        focus_areas=("anxiety",),
        phone="+46701740611",
        covers_ids=(municipality.pk,),
    )
    services.propose_entry_change(association, facts, expected_version=1, actor=coordinator)
    services.confirm_entry(association, actor=coordinator)
    return association


def test_a_visitor_finds_an_association_and_tells_what_is_wrong(
    page: Page,
    live_server: Any,
    filled: Association,
    other_association: Association,
    monkeypatch: pytest.MonkeyPatch,
):
    # Whoever types by script is faster than a person.
    monkeypatch.setattr(spam_guard, "SHORTEST", 0)
    page.goto(f"{live_server.url}/foreningar/")

    press_until(page, page.get_by_label("Sök", exact=True))
    page.keyboard.type("angest")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("1 förening")
    follow(page, page.get_by_role("link", name="Egna Ord Hälsingland"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Egna Ord Hälsingland")
    assert_accessible_at_both_widths(page)

    follow(page, page.get_by_role("link", name="Stämmer något inte?"))
    press_until(page, page.get_by_role("radio", name="Telefon, e-post eller adress"))
    page.keyboard.press("Space")
    press_until(page, page.get_by_label("Vad är det som inte stämmer?"))
    page.keyboard.type("Numret är gammalt.")
    follow(page, page.get_by_role("button", name="Skicka"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Tack för att du berättade")
    assert ErrorReport.objects.get().text == "Numret är gammalt."


def test_a_visitor_chooses_a_municipality_on_the_map(
    page: Page, live_server: Any, filled: Association, municipality: Municipality
):
    page.goto(f"{live_server.url}/foreningar/")

    follow(page, page.get_by_role("link", name=re.compile("^Gävle, ")))

    expect(page).to_have_url(re.compile("kommun=gavle"))
    expect(page.get_by_role("link", name="Ta bort filtret Gävle")).to_be_visible()
    assert_accessible_at_both_widths(page)


def test_a_representative_changes_a_fact_and_the_coordinator_approves(
    page: Page, live_server: Any, filled: Association, representative: Any, coordinator: Any
):
    sign_in(page, live_server.url, representative)
    page.goto(f"{live_server.url}/foreningar/arbete/")

    follow(page, page.get_by_role("link", name="Ändra uppgifterna"))
    field = page.get_by_label("Föreningens telefon")
    press_until(page, field)
    field.press("Control+a")
    page.keyboard.type("inget nummer")
    follow(page, page.get_by_role("button", name="Skicka för granskning"))
    expect(page.locator(".errors")).to_be_focused()
    assert_accessible_at_both_widths(page)
    follow(page, page.locator(".errors a"))
    field = page.get_by_label("Föreningens telefon")
    expect(field).to_be_focused()
    field.press("Control+a")
    page.keyboard.type("070-174 06 12")
    follow(page, page.get_by_role("button", name="Förhandsgranska"))
    expect(page.locator("#forhandsvisning")).to_contain_text("070-174 06 12")
    assert_accessible_at_both_widths(page)
    follow(page, page.get_by_role("button", name="Skicka för granskning"))
    expect(page.get_by_role("status").first).to_contain_text("Samordnaren har fått era ändringar")
    assert_accessible_at_both_widths(page)

    sign_in(page, live_server.url, coordinator)
    page.goto(f"{live_server.url}/foreningar/arbete/")
    follow(page, page.get_by_role("link", name="Svara på förslag"))
    follow(page, page.get_by_role("button", name="Godkänn ändringen"))
    expect(page.get_by_role("status").first).to_contain_text("godkänd")

    page.goto(f"{live_server.url}{filled.get_absolute_url()}")
    expect(page.get_by_role("link", name="070-174 06 12")).to_be_visible()
