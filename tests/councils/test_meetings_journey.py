"""From a planned meeting to a reply on a phone, in a browser."""

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from common.swedish import today
from councils.models import Council, DialogueMeeting, Invitation, Meeting
from councils.services.calling import call_meeting
from tests.browser import PHONE, assert_accessible_at_both_widths, sign_in
from tests.councils.build import make_council, make_meeting, make_secretary

pytestmark = pytest.mark.django_db(transaction=True)


def test_from_planning_to_a_reply_on_a_phone(
    page: Page, live_server: Any, council: Council, secretary: User, member: User, substitute: User
) -> None:
    day = today() + timedelta(days=30)
    # The secretary plans and calls.
    sign_in(page, live_server.url, secretary)
    page.goto(f"{live_server.url}/rad/{council.slug}/moten/ny/")
    assert_accessible_at_both_widths(page)
    page.locator("#id_day").fill(str(day))
    page.locator("#id_starts").fill("13:00")
    page.locator("#id_ends").fill("15:00")
    page.locator("#id_place").fill("Folkets hus")
    page.locator("#id_in_calendar").check()
    page.get_by_role("button", name="Planera mötet").click()
    page.get_by_role("button", name="Skicka kallelsen").click()
    expect(page.get_by_text("Kallelsen är skickad till en person.")).to_be_visible()
    assert_accessible_at_both_widths(page)
    page.get_by_role("link", name="Ny handling").click()
    assert_accessible_at_both_widths(page)
    page.goto(f"{live_server.url}/rad/{council.slug}/moten/ar/")
    assert_accessible_at_both_widths(page)

    # The member can't come and sends the substitute, who says yes: one tap each.
    own = Invitation.objects.get(mandate__user=member)
    for who, pk, button in (
        (member, own.pk, "Min ersättare kommer"),
        (substitute, None, "Jag kommer"),
    ):
        sign_in(page, live_server.url, who)
        page.set_viewport_size(PHONE)
        number = pk or Invitation.objects.get(mandate__user=who).pk
        page.goto(f"{live_server.url}/rad/kallelser/{number}/")
        assert_accessible_at_both_widths(page)
        page.get_by_role("button", name=button).click()
        expect(page.get_by_text("Tack, ditt svar är sparat.")).to_be_visible()

    # The member can come after all: both are told that one of them has the place.
    sign_in(page, live_server.url, member)
    page.goto(f"{live_server.url}/rad/kallelser/{own.pk}/")
    page.get_by_role("button", name="Jag kommer").click()
    expect(page.get_by_text("Någon annan har redan sagt ja till platsen.")).to_be_visible()
    assert_accessible_at_both_widths(page)

    assert Invitation.objects.get(mandate__user=substitute).reply == "accepted"
    assert Meeting.objects.get().in_calendar


def test_an_invited_manager_answers_who_comes_on_a_phone(
    page: Page, live_server: Any, area: Any, unit: Any, unit_manager: User, secretary: User
) -> None:
    council = make_council("Dialogmöten i Gästrikland", kind="dialogue_area", area=area)
    make_secretary(council, secretary)
    meeting = make_meeting(council, status="planned")
    dialogue = DialogueMeeting.objects.create(meeting=meeting, questions="Vad gör en bra plan?")
    dialogue.units.add(unit)
    call_meeting(meeting, actor=User.objects.get(pk=secretary.pk))

    sign_in(page, live_server.url, unit_manager)
    page.set_viewport_size(PHONE)
    page.goto(f"{live_server.url}/oversikt/")
    page.get_by_role("link", name="Svara om ni kommer till dialogmötet").click()
    assert_accessible_at_both_widths(page)
    page.set_viewport_size(PHONE)
    page.get_by_label("Ja, vi kommer").check()
    page.get_by_label("Hur många blir ni?").fill("3")
    page.get_by_label("Vilka kommer?").fill("Enhetschef och två skötare")
    page.get_by_role("button", name="Spara svaret").click()
    expect(page.get_by_text("Tack, ert svar är sparat.")).to_be_visible()

    # Who keeps the meetings sees it.
    sign_in(page, live_server.url, secretary)
    page.goto(f"{live_server.url}/rad/moten/{meeting.pk}/")
    expect(page.get_by_text("3: Enhetschef och två skötare")).to_be_visible()
    assert_accessible_at_both_widths(page)
