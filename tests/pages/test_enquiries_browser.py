"""Somebody asks to take part on a phone, and the coordinator answers: one story in a browser."""

from typing import Any

import pytest
from playwright.sync_api import Page

from accounts.models import User
from common import form_note as guard
from common.models import CrisisLine
from common.swedish import today
from pages.models import Enquiry
from tests.browser import assert_accessible_at_both_widths, sign_in


@pytest.mark.django_db(transaction=True)
def test_somebody_asks_to_take_part_by_keyboard_and_gets_an_answer(
    page: Page, live_server: Any, coordinator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "SHORTEST", -1)
    CrisisLine.objects.create(
        number="90101",
        label="Linjen",
        who="Någon svarar.",
        hours="Dygnet runt.",
        owner="Vi",
        verified_on=today(),
    )
    # Given the page with every way to take part
    page.goto(f"{live_server.url}/engagera-dig/")
    assert_accessible_at_both_widths(page)

    # When one of them is chosen and sent by keyboard, first without a way to be reached
    page.get_by_role("link", name="Bli peer supporter").press("Enter")
    page.get_by_label("Vad vill du att vi kallar dig?").fill("Lo")
    page.get_by_role("button", name="Skicka").press("Enter")
    page.get_by_role("link", name="Skriv e-post eller telefon.").wait_for()
    assert_accessible_at_both_widths(page)
    page.get_by_label("E-post").fill("lo@example.org")
    page.get_by_role("button", name="Skicka").press("Enter")

    # Then the day of the answer is told, and help now is near
    page.get_by_role("heading", name="Tack. Vi har fått det du skrev.").wait_for()
    assert_accessible_at_both_widths(page)
    page.get_by_role("complementary", name="Medan du väntar").get_by_role("link", name="Fler nummer").press(
        "Enter"
    )
    page.get_by_role("heading", name="Behöver du hjälp nu?", level=1).wait_for()
    assert_accessible_at_both_widths(page)

    # And the coordinator marks it as answered
    sign_in(page, live_server.url, coordinator)
    page.goto(f"{live_server.url}/fragor/")
    assert_accessible_at_both_widths(page)
    page.get_by_role("button", name="Besvarad").press("Enter")
    page.get_by_text("Frågan är besvarad.").wait_for()
    assert Enquiry.objects.get().status == "answered"
