"""From a meeting to money: a member claims on a phone by keys alone, the coordinator attests and sends, payroll pays."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from councils.models import Claim, Mandate
from organisations.models import Principal
from tests.browser import PHONE, assert_accessible_at_both_widths, sign_in
from tests.councils.fee_build import attended, make_table
from tests.journeys.keyboard import Keyboard

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_claim_goes_from_the_phone_to_payroll(
    page: Page,
    live_server: Any,
    member_mandate: Mandate,
    coordinator: User,
    payroll_reader: User,
    principal: Principal,
):
    # Given a meeting that the member was at, and rates of its day
    make_table()
    attended(member_mandate)
    keys = Keyboard(page)

    # When the member claims on a phone, by keyboard
    page.set_viewport_size(PHONE)
    sign_in(page, live_server.url, member_mandate.user)
    page.goto(f"{live_server.url}/arvode/")
    keys.follow("Mötet", nth=0)
    keys.pick("Hur länge varade uppdraget?", "Halvdag")
    keys.write("Från och till (frivilligt)", "Bollnäs – Gävle")
    keys.write("Mil med egen bil (frivilligt)", "20,5")
    expect(page.get_by_role("status").filter(has_text="1\xa0412,50\xa0kr")).to_be_visible()
    assert_accessible_at_both_widths(page)
    page.set_viewport_size(PHONE)
    keys.press("Skicka in")

    # Then it waits to be attested
    expect(page.get_by_role("main").get_by_text("Inskickat", exact=True).first).to_be_visible()
    assert_accessible_at_both_widths(page)

    # When the coordinator attests, gathers and sends
    page.context.clear_cookies()
    sign_in(page, live_server.url, coordinator)
    page.goto(f"{live_server.url}/arvode/attestera/")
    assert_accessible_at_both_widths(page)
    page.get_by_role("link", name="Love Ledamot").click()
    page.get_by_role("button", name="Attestera").click()
    page.goto(f"{live_server.url}/arvode/loneunderlag/")
    page.get_by_role("button", name="Samla").click()
    page.get_by_role("button", name="Skicka till löneenheten").click()
    expect(page.get_by_text("Skickat och låst")).to_be_visible()
    assert_accessible_at_both_widths(page)

    # Then payroll marks it as paid, and the member sees it
    page.context.clear_cookies()
    sign_in(page, live_server.url, payroll_reader)
    page.goto(f"{live_server.url}/arvode/loneunderlag/")
    page.get_by_role("link", name="Löneunderlag 1").click()
    page.get_by_role("button", name="Märk som utbetalt").click()
    expect(page.get_by_text("Märkt som utbetald")).to_be_visible()
    assert Claim.objects.get().status == "paid"
