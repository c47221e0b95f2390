"""A unit is carried from interest to its twelve-month evaluation, in a real browser, the first steps by keyboard alone."""

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from common import form_note
from common.swedish import today
from organisations.models import Unit
from peersupport.models import Placement
from peersupport.words import Condition, Phase
from tests.browser import assert_accessible_at_both_widths, sign_in
from tests.journeys.keyboard import Keyboard

pytestmark = pytest.mark.django_db(transaction=True)


def _step(page: Page, button: str) -> None:
    """Take the placement on with its page's button."""
    page.get_by_role("button", name=button, exact=True).click()
    expect(page.get_by_text("Placeringen är nu i fasen")).to_be_visible()


def test_a_unit_is_carried_from_interest_to_its_twelve_month_evaluation(
    page: Page,
    live_server: Any,
    unit: Unit,
    unit_manager: User,
    coordinator: User,
    outsider: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(form_note, "SHORTEST", -1)
    address, keys = live_server.url, Keyboard(page)

    # Somebody at the unit asks, without an account and without a mouse.
    page.goto(f"{address}/peer-support/intresse/")
    assert_accessible_at_both_widths(page)
    keys.write("Vad heter verksamheten?", unit.name)
    keys.write("Varför vill ni?", "Vi vill att den som kommer hit möter någon som själv har varit här.")
    keys.write("Ditt namn", "Ida Enhet")
    keys.write("E-post i tjänsten", "ida@region.example.org")
    keys.press("Skicka")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Tack")

    # The coordinator answers and begins a placement.
    sign_in(page, address, coordinator)
    page.goto(f"{address}/oversikt/")
    keys.follow("Svara en verksamhet som vill ha peer support")
    assert_accessible_at_both_widths(page)
    keys.reach(page.locator("main .btn", has_text="Svara"))
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.locator("input[name=answer][value=begin]").check()
    page.locator("#id_unit").select_option(label=unit.name)
    page.locator("#id_words").fill("Vad roligt. Vi börjar.")
    assert_accessible_at_both_widths(page)
    keys.press("Svara", exact=True)
    placement = Placement.objects.get()
    own = f"{address}/placeringar/{placement.pk}/"

    # The manager prepares: what is in place, and what it costs.
    sign_in(page, address, unit_manager)
    page.goto(f"{own}andra/")
    page.locator("#id_purpose").fill("Den som kommer hit möter någon som själv har varit här.")
    page.locator("#id_contact_name").fill("Ida Enhet")
    page.get_by_role("button", name="Spara").click()
    page.goto(own)
    assert_accessible_at_both_widths(page)
    keys.press("Börja förbereda")
    page.get_by_role("link", name="Gå till beredskapen").click()
    for condition in Condition:
        page.locator(f"select[name={condition}_answer]").select_option("yes")
    page.get_by_role("button", name="Spara allt").click()
    page.goto(own)
    page.get_by_role("link", name="Räkna ut").click()
    page.get_by_role("button", name="Spara beräkningen").click()
    page.goto(own)
    _step(page, "Be om beslut")

    # The coordinator writes the decision; the manager who employs and who pays.
    sign_in(page, address, coordinator)
    page.goto(f"{own}beslut/nytt/")
    page.locator("input[name=outcome][value=yes]").check()
    page.locator("#id_body").fill("Hälso- och sjukvårdsnämnden")
    page.locator("#id_decided_on").fill(today().isoformat())
    assert_accessible_at_both_widths(page)
    page.get_by_role("button", name="Spara").click()
    expect(page.get_by_text("Beslutet är sparat.")).to_be_visible()
    sign_in(page, address, unit_manager)
    page.goto(f"{own}andra/")
    page.locator("input[name=employer_kind][value=unit]").check()
    assert_accessible_at_both_widths(page)
    page.get_by_role("button", name="Spara").click()
    page.get_by_role("link", name="Gå till pengarna").click()
    page.goto(f"{own}pengar/ny/")
    page.locator("input[name=kind][value=ordinary]").check()
    page.locator("#id_source").fill("Regionen")
    page.locator("#id_amount_ore").fill("450 000")
    page.locator("#id_starts_on").fill((today() - timedelta(days=400)).isoformat())
    page.get_by_role("button", name="Spara").click()
    page.goto(own)
    _step(page, "Börja rekrytera")

    # Somebody began a year ago, was introduced and has supervision.
    page.get_by_role("link", name="Gå till tjänsten").click()
    page.get_by_role("link", name="Lägg till").click()
    page.locator("#id_starts_on").fill((today() - timedelta(days=370)).isoformat())
    page.locator("#id_share").fill("75")
    assert_accessible_at_both_widths(page)
    page.get_by_role("button", name="Spara", exact=True).click()
    expect(page.get_by_text("Utan namn")).to_be_visible()
    page.goto(own)
    _step(page, "Börja introduktionen")
    page.goto(f"{own}introduktion/")
    page.get_by_role("button", name="Börja med den färdiga listan").click()
    left = page.locator("form[action$='/klar/']:not([action$='inte-klar/']) button")
    for number in range(left.count() - 1, -1, -1):
        left.first.click()
        expect(left).to_have_count(number)
    assert_accessible_at_both_widths(page)
    page.goto(f"{own}handledning/plan/")
    page.locator("input[name=form][value=group]").check()
    page.locator("input[name=by][value=nsph]").check()
    page.locator("#id_first").fill((today() + timedelta(days=7)).isoformat())
    page.get_by_role("button", name="Spara planen").click()
    expect(page.get_by_text("Nästa:")).to_be_visible()
    assert_accessible_at_both_widths(page)
    page.goto(f"{own}hinder/nytt/")
    page.locator("#id_text").fill("Tid för handledning saknas i schemat.")
    page.get_by_role("button", name="Skicka till chefen").click()
    page.get_by_role("link", name="Svara på hindret").click()
    page.locator("#id_answer").fill("Vi lägger in en timme varannan vecka.")
    assert_accessible_at_both_widths(page)
    page.get_by_role("button", name="Spara svaret").click()
    expect(page.get_by_text("Vi lägger in en timme")).to_be_visible()
    page.goto(own)
    _step(page, "Introduktionen är klar")
    page.get_by_role("button", name="Visa när det är i gång").click()

    # The coordinator takes somebody into the team, who sends out the questions of twelve months.
    sign_in(page, address, coordinator)
    page.goto(f"{own}utvardering/")
    page.locator("#id_email").fill(outsider.email)
    page.get_by_role("button", name="Ta med i teamet").click()
    page.get_by_role("button", name="Planera efter tjänstens dagar").click()
    sign_in(page, address, outsider)
    page.goto(f"{own}utvardering/")
    page.get_by_role("link", name="Efter 12 månader").click()
    page.get_by_role("link", name="Skicka ut frågorna").click()
    page.locator("input[name=asked][value=users]").check()
    page.get_by_role("button", name="Skicka ut frågorna").click()
    sign_in(page, address, unit_manager)
    page.goto(own)
    _step(page, "Börja utvärdera")
    assert_accessible_at_both_widths(page)

    placement.refresh_from_db()
    assert placement.status == Phase.EVALUATION
    page.goto(f"{address}/peer-support/")
    expect(page.get_by_text(unit.name).first).to_be_visible()
    sign_in(page, address, coordinator)
    page.goto(f"{address}/placeringar/")
    assert_accessible_at_both_widths(page)
