"""From a new council to a name that its person wants shown, in a real browser."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from associations.models import Association
from councils.models import Mandate
from tests.browser import assert_accessible_at_both_widths, sign_in

pytestmark = pytest.mark.django_db(transaction=True)


def test_from_a_new_council_to_a_name_that_its_person_wants_shown(
    page: Page,
    live_server: Any,
    coordinator: User,
    representative: User,
    outsider: User,
    association: Association,
) -> None:
    # The coordinator makes a council with one seat for the association.
    sign_in(page, live_server.url, coordinator)
    page.goto(f"{live_server.url}/rad/ny/")
    assert_accessible_at_both_widths(page)
    page.locator("#id_name").fill("Länets brukarråd")
    page.locator("#id_purpose").fill("Följa upp hur brukare och närstående får vara med och bestämma.")
    page.locator("#id_is_public").check()
    page.get_by_role("button", name="Lägg till rådet").click()
    page.locator("summary", has_text="Välj föreningar").click()
    page.get_by_role("checkbox", name=association.name).check()
    page.locator("input[name=voice][value=users]").check()
    page.get_by_role("button", name="Lägg till platserna").click()
    expect(page.get_by_text("Platsen är tillagd.")).to_be_visible()
    assert_accessible_at_both_widths(page)
    page.goto(f"{live_server.url}/rad/balans/")
    assert_accessible_at_both_widths(page)

    # The association's representative appoints somebody.
    sign_in(page, live_server.url, representative)
    page.goto(f"{live_server.url}/oversikt/")
    page.get_by_role("link", name="Utse till en ledig plats i råden").click()
    assert_accessible_at_both_widths(page)
    page.get_by_role("link", name="Utse till platsen för").click()
    page.locator("#id_name").fill("Ute Utanför")
    page.locator("#id_email").fill(outsider.email)
    assert_accessible_at_both_widths(page)
    page.get_by_role("button", name="Utse", exact=True).click()
    expect(page.get_by_text("Uppdraget är sparat.")).to_be_visible()
    assert_accessible_at_both_widths(page)

    # The appointed decides about her own name.
    sign_in(page, live_server.url, outsider)
    page.goto(f"{live_server.url}/rad/")
    assert_accessible_at_both_widths(page)
    page.get_by_role("link", name="Ledamot i Länets brukarråd").click()
    page.get_by_role("button", name="Ja, visa mitt namn").click()
    expect(page.get_by_text("Ditt namn visas nu för alla på rådets sida.")).to_be_visible()
    assert Mandate.objects.get().public_name == "Ute Utanför"

    # Everybody reads it.
    page.context.clear_cookies()
    page.goto(f"{live_server.url}/brukarrad/")
    assert_accessible_at_both_widths(page)
    page.get_by_role("link", name="Länets brukarråd").click()
    expect(page.get_by_text("Ute Utanför, ledamot")).to_be_visible()
    assert_accessible_at_both_widths(page)
