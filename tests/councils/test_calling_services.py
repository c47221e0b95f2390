"""Calling, answering, substitutes, needs."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from common.actors import SYSTEM
from common.errors import DomainError
from common.models import OutboxMessage
from common.registries import overview_rows
from common.swedish import count_text, day_text, today
from councils.models import AgendaItem, Invitation, Mandate, Meeting, MeetingNeeds
from councils.services import meetings
from councils.services.calling import (
    call_meeting,
    erase_old_needs,
    note_refused,
    record_returned_letter,
    reply_to_invitation,
    set_needs,
)
from councils.services.mandate_accounts import erase_holder
from tests.councils.build import make_co_opted, make_invitation, make_mandate, make_meeting, make_seat


@pytest.fixture
def planned(council: Any) -> Any:
    return make_meeting(council, status="planned")


def invitation_of(user: Any) -> Invitation:
    return Invitation.objects.select_related("meeting", "mandate").get(mandate__user=user)


def letters() -> list[dict[str, Any]]:
    return [one.payload for one in OutboxMessage.objects.filter(kind="mail").order_by("not_before")]


def test_a_call_goes_to_all_who_sit_there_that_day_and_to_a_substitute_only_for_an_empty_seat(
    planned: Any, council: Any, secretary: Any, member: Any, substitute: Any, chair: Any, unit_seat: Any
) -> None:
    alone = make_mandate(unit_seat, role="substitute")
    co_opted = make_co_opted(council, association=chair.mandates.get().association)
    make_mandate(make_seat(council, unit_seat.unit), ends_on=planned.day - timedelta(days=1))

    assert call_meeting(planned, actor=secretary) == 4

    called = set(Invitation.objects.values_list("mandate_id", flat=True))
    assert called == {member.mandates.get().pk, chair.mandates.get().pk, alone.pk, co_opted.pk}
    assert call_meeting(planned, actor=secretary) == 0
    assert len(letters()) == 4
    late = make_mandate(make_seat(council, unit_seat.unit))
    assert call_meeting(planned, actor=secretary) == 1
    assert letters()[-1]["to"] == late.email


def test_a_meeting_that_is_taken_up_again_tells_how_many_letters_go_out(
    planned: Any, secretary: Any, member: Any, chair: Any, unit_seat: Any
) -> None:
    make_mandate(unit_seat, email="")
    first = call_meeting(planned, actor=secretary)
    meetings.cancel_meeting(planned, "Lokalen är stängd.", actor=secretary)
    meetings.resume_meeting(planned, actor=secretary)

    assert (first, call_meeting(planned, actor=secretary)) == (2, 2)


def test_the_letter_is_neutral_outside_and_carries_a_calendar_file(
    planned: Any, council: Any, secretary: Any, member: Any
) -> None:
    call_meeting(planned, actor=secretary)

    (letter,) = letters()
    assert letter["subject"] == "Kallelse till möte"
    assert council.name not in letter["subject"]
    assert f"/rad/kallelser/{invitation_of(member).pk}/" in letter["body"]
    (name, text, kind) = letter["attachments"][0]
    assert name == "mote.ics"
    assert kind.startswith("text/calendar")
    assert f"UID:{planned.pk}@" in text
    assert "SUMMARY:Möte\r\n" in text


def test_members_answer_for_themselves_and_the_secretary_by_phone(
    planned: Any, secretary: Any, member: Any, chair: Any
) -> None:
    call_meeting(planned, actor=secretary)

    for stranger in (chair, secretary):
        with pytest.raises(DomainError):
            reply_to_invitation(invitation_of(member), "accepted", actor=stranger)
    with pytest.raises(DomainError):
        reply_to_invitation(invitation_of(member), "accepted", actor=chair, by_phone=True)
    reply_to_invitation(invitation_of(member), "declined", actor=secretary, by_phone=True)

    assert invitation_of(member).by_phone
    reply_to_invitation(invitation_of(member), "accepted", actor=member)
    assert invitation_of(member).reply == "accepted"
    assert not invitation_of(member).by_phone


@pytest.fixture
def stood_in(planned: Any, secretary: Any, member: Any, substitute: Any) -> Invitation:
    """The substitute has said yes in the member's place."""
    call_meeting(planned, actor=secretary)
    reply_to_invitation(invitation_of(member), "substitute", actor=member)
    return reply_to_invitation(invitation_of(substitute), "accepted", actor=substitute)


def test_a_substitute_gets_a_call_and_comes_in_the_members_place(
    stood_in: Invitation, member: Any, substitute: Any
) -> None:
    assert stood_in.stands_in_for == invitation_of(member)
    assert [one["subject"] for one in letters() if one["to"] == substitute.email] == ["Kallelse till möte"]
    assert (invitation_of(member).reply, invitation_of(substitute).reply) == ("substitute", "accepted")


def test_a_member_who_wants_the_place_back_waits_and_both_and_the_secretary_are_told(
    stood_in: Invitation,
    planned: Any,
    member: Any,
    substitute: Any,
    secretary: Any,
    chair: Any,
    signed_in: Any,
) -> None:
    page = f"/rad/kallelser/{invitation_of(member).pk}/"

    told = signed_in(member).post(page, {"reply": "accepted"}, follow=True).content.decode()
    signed_in(member).post(page, {"reply": "accepted"})

    assert invitation_of(member).reply == "substitute"
    assert "har redan sagt ja till platsen" in told
    asked = [one for one in letters() if one["subject"] == "En fråga om mötet"]
    assert [one["to"] for one in asked] == [substitute.email]
    assert "kan också komma" in asked[0]["body"]
    own = signed_in(substitute).get(f"/rad/kallelser/{stood_in.pk}/").content.decode()
    assert "Den andra på platsen kan också komma." in own
    assert "Vill också ha platsen" in signed_in(secretary).get(f"/rad/moten/{planned.pk}/").content.decode()
    for runs in (secretary, chair):
        assert any("Två vill komma på samma plats" in row.title for row in overview_rows(runs))
    assert not any("Två vill komma" in row.title for row in overview_rows(member))


def test_a_place_that_is_given_up_goes_to_who_waits_for_it(
    stood_in: Invitation, member: Any, substitute: Any, secretary: Any
) -> None:
    reply_to_invitation(invitation_of(member), "accepted", actor=member)

    reply_to_invitation(stood_in, "declined", actor=secretary, by_phone=True)

    assert (invitation_of(member).reply, invitation_of(substitute).reply) == ("accepted", "declined")
    assert invitation_of(member).wants_place_at is None
    assert [one["to"] for one in letters() if one["subject"] == "Platsen är din"] == [member.email]
    with pytest.raises(DomainError, match="redan svarat nej"):
        reply_to_invitation(invitation_of(member), "substitute", actor=member)
    again = reply_to_invitation(invitation_of(substitute), "accepted", actor=substitute)
    assert (again.reply, bool(again.wants_place_at)) == ("declined", True)


def test_who_waits_for_a_place_may_stop_waiting(stood_in: Invitation, member: Any, substitute: Any) -> None:
    reply_to_invitation(invitation_of(member), "accepted", actor=member)
    reply_to_invitation(invitation_of(member), "declined", actor=member)

    reply_to_invitation(stood_in, "declined", actor=substitute)

    assert (invitation_of(member).reply, invitation_of(substitute).reply) == ("declined", "declined")


def test_a_member_who_comes_after_all_releases_a_substitute_who_has_not_said_yes(
    planned: Any, secretary: Any, member: Any, substitute: Any
) -> None:
    call_meeting(planned, actor=secretary)
    reply_to_invitation(invitation_of(member), "substitute", actor=member)
    stand_in = invitation_of(substitute)

    reply_to_invitation(invitation_of(member), "accepted", actor=member)

    assert letters()[-1]["subject"] == "Du behöver inte ersätta någon"
    with pytest.raises(DomainError, match="återtagen"):
        reply_to_invitation(stand_in, "accepted", actor=substitute)


def test_nobody_is_sent_where_there_is_no_substitute(planned: Any, secretary: Any, chair: Any) -> None:
    call_meeting(planned, actor=secretary)

    with pytest.raises(DomainError, match="ingen ersättare"):
        reply_to_invitation(invitation_of(chair), "substitute", actor=chair)


@pytest.mark.parametrize("why", ["over", "cancelled"])
def test_answers_end_with_the_meeting(planned: Any, secretary: Any, member: Any, why: str) -> None:
    call_meeting(planned, actor=secretary)
    now = timezone.now()
    if why == "over":
        type(planned).objects.filter(pk=planned.pk).update(
            starts_at=now - timedelta(hours=3), ends_at=now - timedelta(hours=1)
        )
    else:
        type(planned).objects.filter(pk=planned.pk).update(status="cancelled", cancelled_because="Nej.")

    with pytest.raises(DomainError):
        reply_to_invitation(invitation_of(member), "accepted", actor=member)


def test_needs_are_for_oneself_the_secretary_and_the_coordinator_and_are_gone_afterwards(
    planned: Any, secretary: Any, member: Any, chair: Any
) -> None:
    call_meeting(planned, actor=secretary)
    invitation = invitation_of(member)

    set_needs(invitation, ["hearing_loop", "breaks"], "Utan starkt ljus", actor=member)
    set_needs(invitation, ["hearing_loop"], "", actor=secretary)
    with pytest.raises(DomainError):
        set_needs(invitation, ["lift"], "", actor=chair)
    with pytest.raises(DomainError, match="Ring sekreteraren om adressen"):
        set_needs(invitation, ["printed"], "Till Storgatan 4, 803 10 Gävle", actor=member)
    set_needs(invitation, ["hearing_loop"], "Ring 070-174 06 05, rum 12", actor=member)
    with pytest.raises(DomainError) as refused:
        set_needs(invitation, ["diagnos"], "", actor=member)
    assert refused.value.field == "needs"
    assert MeetingNeeds.objects.get().needs == ["hearing_loop"]
    assert erase_old_needs() == 0
    type(planned).objects.filter(pk=planned.pk).update(
        starts_at=timezone.now() - timedelta(hours=2), ends_at=timezone.now() - timedelta(minutes=1)
    )
    assert erase_old_needs() == 1
    invitation = invitation_of(member)
    with pytest.raises(DomainError):
        set_needs(invitation, ["lift"], "", actor=member)


def test_a_letter_that_came_back_tells_the_secretary_whom_to_ring(
    planned: Any, secretary: Any, member: Any, chair: Any
) -> None:
    call_meeting(planned, actor=secretary)

    assert note_refused(member.email.upper()) == 1
    assert invitation_of(member).bounced_at
    assert invitation_of(chair).bounced_at is None
    title = f"Ring en person om mötet {day_text(planned.day, year=False)}"
    assert title in [row.title for row in overview_rows(secretary)]
    reply_to_invitation(invitation_of(member), "declined", actor=secretary, by_phone=True)
    assert title not in [row.title for row in overview_rows(secretary)]


def test_a_letter_that_comes_back_later_is_noted_by_hand(
    planned: Any, secretary: Any, member: Any, chair: Any, signed_in: Any
) -> None:
    call_meeting(planned, actor=secretary)
    call = invitation_of(member)
    address = f"/rad/moten/{planned.pk}/aterkom/{call.pk}/"

    assert signed_in(chair).post(address).status_code == 403
    signed_in(secretary).post(address)

    call.refresh_from_db()
    assert call.bounced_at
    assert (
        "Brevet kom tillbaka. Ring." in signed_in(secretary).get(f"/rad/moten/{planned.pk}/").content.decode()
    )
    reply_to_invitation(call, "accepted", actor=secretary, by_phone=True)
    with pytest.raises(DomainError, match="redan svarat"):
        record_returned_letter(call, actor=secretary)


def test_a_substitute_who_said_no_and_thought_better_of_it_gets_the_place_the_member_leaves(
    planned: Any, secretary: Any, member: Any, substitute: Any
) -> None:
    call_meeting(planned, actor=secretary)
    reply_to_invitation(invitation_of(member), "substitute", actor=member)
    reply_to_invitation(invitation_of(substitute), "declined", actor=substitute)
    reply_to_invitation(invitation_of(member), "accepted", actor=member)
    with pytest.raises(DomainError, match="redan svarat nej"):
        reply_to_invitation(invitation_of(member), "substitute", actor=member)
    reply_to_invitation(invitation_of(substitute), "accepted", actor=substitute)

    reply_to_invitation(invitation_of(member), "substitute", actor=member)

    assert (invitation_of(member).reply, invitation_of(substitute).reply) == ("substitute", "accepted")


def test_a_place_goes_to_nobody_whose_mandate_is_over(
    stood_in: Invitation, member: Any, substitute: Any, planned: Any
) -> None:
    reply_to_invitation(invitation_of(member), "accepted", actor=member)
    Mandate.objects.filter(user=member).update(ends_on=planned.day - timedelta(days=1))

    reply_to_invitation(stood_in, "declined", actor=substitute)

    assert invitation_of(member).reply == "substitute"


def test_nobody_is_to_ring_whoever_is_erased(planned: Any, secretary: Any, unit_seat: Any) -> None:
    gone = make_mandate(unit_seat, name="", email="", erased_at=timezone.now())
    Meeting.objects.filter(pk=planned.pk).update(status="called")
    make_invitation(planned, gone)

    rows = [row.title for row in overview_rows(secretary)]

    assert not any(title.startswith("Ring") for title in rows)
    Mandate.objects.update(erased_at=None)
    assert any(row.title.startswith("Ring en person") for row in overview_rows(secretary))


def test_the_letter_and_the_notice_tell_of_the_agenda_and_only_the_notice_what_it_is_about(
    planned: Any, council: Any, secretary: Any, member: Any, signed_in: Any
) -> None:
    for number, title in enumerate(("Mötet öppnas", "Väntetider")):
        AgendaItem.objects.create(
            council=council, meeting=planned, state="placed", title=title, position=number, minutes=15
        )

    call_meeting(planned, actor=secretary)

    number = planned.items.count()
    (letter,) = letters()
    assert f"Dagordningen har {count_text(number, 'punkt', 'punkter')}" in letter["body"]
    assert "Väntetider" not in letter["body"]
    page = signed_in(member).get(f"/rad/kallelser/{invitation_of(member).pk}/").content.decode()
    assert "13.15" in page
    assert "Väntetider" in page


def test_why_a_meeting_is_cancelled_waits_behind_the_sign_in(
    planned: Any, secretary: Any, member: Any, unit_seat: Any, signed_in: Any
) -> None:
    paper = make_mandate(unit_seat)
    call_meeting(planned, actor=secretary)
    page = f"/rad/kallelser/{invitation_of(member).pk}/"

    meetings.cancel_meeting(planned, "Ordföranden är sjuk.", actor=secretary)

    told = {one["to"]: one["body"] for one in letters() if one["subject"] == "Mötet är inställt"}
    assert not any("sjuk" in body for body in told.values())
    assert page in told[member.email]
    assert "ring" in told[paper.email]
    assert "Ordföranden är sjuk." in signed_in(member).get(page).content.decode()


def test_an_erased_person_leaves_the_seat_counted_and_no_needs(
    planned: Any, secretary: Any, member: Any, signed_in: Any
) -> None:
    call_meeting(planned, actor=secretary)
    invitation = invitation_of(member)
    set_needs(invitation, ["lift"], "", actor=member)
    Invitation.objects.update(attended=True)

    erase_holder(invitation.mandate, actor=SYSTEM)

    assert not MeetingNeeds.objects.exists()
    assert Invitation.objects.get().attended
    page = signed_in(secretary).get(f"/rad/moten/{planned.pk}/")
    assert "Love Ledamot" not in page.content.decode()
    assert today() <= planned.day
