"""Two people at the same moment, each in their own connection: one seat, one claim, one text, one number."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from accounts.models import User
from common.actors import SYSTEM
from common.errors import DomainError
from common.models import OutboxMessage
from common.swedish import today
from councils.models import Claim, Invitation, Mandate, Meeting, PayrollList, Seat
from councils.queries.minutes_text import fingerprint, minutes_content
from councils.services import (
    agenda,
    fee_attests,
    fee_claims,
    meetings,
    minutes,
    notes,
    payroll,
    proposed_items,
)
from councils.services.attendance import record_attendance
from councils.services.calling import reply_to_invitation
from councils.services.fee_claims import AlreadyClaimedError
from councils.services.mandates import TAKEN, ContactFacts, MandateFacts, appoint, hand_over
from organisations.models import Principal
from tests.at_once import at_once, one_after_the_other
from tests.councils.build import make_invitation, make_meeting, make_payroll_reader
from tests.councils.fee_build import HALF, attended, attest, make_table, submitted_claim

pytestmark = pytest.mark.django_db(transaction=True)


def facts(name: str, **fields: Any) -> MandateFacts:
    day = fields.setdefault("starts_on", today())
    return MandateFacts(contact=ContactFacts(name=name), appointed_on=min(day, today()), **fields)


def refusals(done: list[Any]) -> list[str]:
    return [one.message for one in done if isinstance(one, DomainError)]


def test_two_tabs_that_claim_for_one_meeting_give_one_claim(member_mandate: Mandate, member: User) -> None:
    make_table()
    invitation = attended(member_mandate)

    def claim() -> Claim:
        return fee_claims.write_claim(invitation, HALF, submit=True, form_key=uuid.uuid4(), actor=member)

    done = at_once(claim, claim)

    assert {type(one) for one in done} == {Claim, AlreadyClaimedError}
    assert Claim.objects.count() == 1


def test_a_claim_and_the_attendance_it_rests_on_wait_for_each_other(
    member_mandate: Mandate, member: User, secretary: User
) -> None:
    make_table()
    invitation = attended(member_mandate)

    done = at_once(
        lambda: record_attendance(invitation.meeting, came={invitation.pk: True}, guests=[], actor=secretary),
        lambda: fee_claims.write_claim(invitation, HALF, submit=True, form_key=None, actor=member),
    )

    assert refusals(done) == []
    assert Claim.objects.get().status == "submitted"


def test_an_attest_waits_for_the_attendance_that_is_being_put_right(
    member_mandate: Mandate, secretary: User, coordinator: User, principal: Principal
) -> None:
    make_table()
    claim = submitted_claim(member_mandate)
    came = Invitation.objects.get()

    refused, waited = one_after_the_other(
        lambda: record_attendance(claim.meeting, came={came.pk: False}, guests=[], actor=secretary),
        lambda: attest(claim, coordinator, principal),
    )

    assert waited
    assert refused.message == fee_attests.ABSENT
    claim.refresh_from_db()
    assert claim.status == "submitted"


def _take_apart(there: Any, secretary: User) -> dict[str, Callable[[], Any]]:
    """Everything that moves items between a council's agendas, each as it is called."""
    held, ahead, treated, waiting, proposed = there
    return {
        "make_agenda": lambda: agenda.make_agenda(ahead, actor=secretary),
        "mark_item": lambda: agenda.mark_item(treated, treated=True, stays_open=True, actor=secretary),
        "place_item": lambda: proposed_items.place_item(
            proposed, ahead, expected_version=proposed.version, actor=secretary
        ),
        "remove_item": lambda: agenda.remove_item(waiting, actor=secretary),
        "hold_meeting": lambda: meetings.hold_meeting(held, actor=secretary),
        "cancel_meeting": lambda: meetings.cancel_meeting(ahead, "För få kan komma.", actor=secretary),
    }


@pytest.fixture
def agendas(council: Any, secretary: User, member: User) -> Any:
    """A meeting that goes on and one ahead, an item on each, and one that is proposed."""
    now = make_meeting(council, today() - timedelta(days=1))
    ahead = make_meeting(council, today() + timedelta(days=30))
    items = [
        agenda.add_item(one, agenda.ItemFacts(title=title), form_key=uuid.uuid4(), actor=SYSTEM)
        for one, title in ((now, "Kallelser"), (ahead, "Väntetider"))
    ]
    asked = proposed_items.propose_item(
        council, title="Fika", text="", association=None, form_key=uuid.uuid4(), actor=member
    )
    return now, ahead, *items, asked


#: What wanders between meetings is locked in this order, so that nobody waits in a ring.
ORDER = ["councils_council", "councils_meeting", "councils_agendaitem"]


@pytest.mark.parametrize(
    "verb", ["make_agenda", "mark_item", "place_item", "remove_item", "hold_meeting", "cancel_meeting"]
)
def test_whoever_moves_items_locks_the_council_then_the_meeting_then_the_item(
    agendas: Any, secretary: User, verb: str
) -> None:
    asked: list[str] = []

    def listen(execute: Callable[..., Any], sql: Any, *rest: Any) -> Any:
        asked.append(str(sql))
        return execute(sql, *rest)

    with connection.execute_wrapper(listen):
        _take_apart(agendas, secretary)[verb]()

    locks = [sql for sql in asked if " FOR " in sql and "UPDATE" in sql]
    tables = [sql.partition(" FROM ")[2].split()[0].strip('"') for sql in locks]
    first = [table for table in dict.fromkeys(tables) if table in ORDER]
    assert first == sorted(first, key=ORDER.index)
    assert first


def test_marking_an_item_waits_for_the_agenda_that_is_being_made(agendas: Any, secretary: User) -> None:
    calls = _take_apart(agendas, secretary)
    meetings.hold_meeting(agendas[0], actor=secretary)

    done, waited = one_after_the_other(calls["make_agenda"], calls["mark_item"])

    assert waited
    assert not isinstance(done, DomainError)
    ahead = agendas[1]
    assert ahead.items.filter(title="Kallelser").count() == 1


def test_member_and_substitute_who_both_say_yes_are_one_who_comes(
    meeting: Meeting, member: User, member_mandate: Mandate, substitute: User, substitute_mandate: Mandate
) -> None:
    own = make_invitation(meeting, member_mandate, "substitute")
    instead = make_invitation(meeting, substitute_mandate, stands_in_for=own)

    at_once(
        lambda: reply_to_invitation(own, "accepted", actor=member),
        lambda: reply_to_invitation(instead, "accepted", actor=substitute),
    )

    comes = Invitation.objects.get(reply="accepted")
    own.refresh_from_db()
    # The member was first and the substitute need not answer, or the member waits for the place.
    if comes == own:
        assert Invitation.objects.count() == 1
    else:
        assert own.wants_place_at


def test_a_place_that_is_given_up_and_wanted_at_once_is_not_lost(
    meeting: Meeting, member: User, member_mandate: Mandate, substitute: User, substitute_mandate: Mandate
) -> None:
    own = make_invitation(meeting, member_mandate, "substitute")
    instead = make_invitation(meeting, substitute_mandate, "accepted", stands_in_for=own)

    at_once(
        lambda: reply_to_invitation(own, "accepted", actor=member),
        lambda: reply_to_invitation(instead, "declined", actor=substitute),
    )

    assert Invitation.objects.get(reply="accepted") == own


def test_two_who_appoint_to_one_seat_give_it_to_one(seat: Seat, coordinator: User) -> None:
    done = at_once(
        *[lambda name=name: appoint(seat, facts(name), actor=coordinator) for name in ("Ett", "Två")]
    )

    assert refusals(done) == [TAKEN]
    assert Mandate.objects.count() == 1


def test_handing_over_and_appointing_at_once_leave_one_in_the_seat(
    seat: Seat, member_mandate: Mandate, coordinator: User, representative: User
) -> None:
    day = today() + timedelta(days=10)

    done = at_once(
        lambda: hand_over(member_mandate, facts("Ett", starts_on=day), actor=representative),
        lambda: appoint(seat, facts("Två", starts_on=day), actor=coordinator),
    )

    # Until it is handed over the seat is taken for a year.
    assert refusals(done) == [TAKEN]
    assert Mandate.objects.current(day).filter(seat=seat).count() == 1


def test_minutes_that_are_approved_while_somebody_edits_say_what_was_approved(
    council: Any, chair: User, secretary: User
) -> None:
    held = make_meeting(council, today() - timedelta(days=3), status="held")
    item = agenda.add_item(held, agenda.ItemFacts(title="Kallelser"), form_key=uuid.uuid4(), actor=SYSTEM)
    notes.save_note(item, "Breven är svåra.", expected_version=0, actor=secretary)
    out = minutes.send_minutes(held, kind="notes", approvers=[], views_until=today(), actor=secretary)
    type(out).objects.update(views_until=today() - timedelta(days=1))

    done = at_once(
        lambda: minutes.approve_minutes(out, out.fingerprint, actor=chair),
        lambda: notes.save_note(item, "Breven är lätta.", expected_version=1, actor=secretary),
    )

    out.refresh_from_db()
    assert len(refusals(done)) == 1
    assert out.fingerprint == fingerprint(minutes_content(held, out))
    assert (out.status == "approved") == ("svåra" in str(out.frozen))


@pytest.fixture
def to_pay(
    member_mandate: Mandate,
    chair_mandate: Mandate,
    coordinator: User,
    principal: Principal,
    payroll_reader: User,
) -> Callable[..., Any]:
    """Two attested claims, the second paid by ``elsewhere`` if one is told."""
    make_table()

    def make(elsewhere: Principal | None = None) -> list[Claim]:
        if elsewhere is not None:
            member_mandate.council.principals.add(elsewhere)
        pairs = ((member_mandate, principal), (chair_mandate, elsewhere or principal))
        return [attest(submitted_claim(mandate), coordinator, payer) for mandate, payer in pairs]

    return make


def test_a_list_that_is_run_twice_at_once_is_one_with_one_number(
    to_pay: Any, principal: Principal, coordinator: User
) -> None:
    to_pay()

    opened = at_once(*[lambda: payroll.open_payroll_list(principal, today(), actor=coordinator)] * 2)
    version = PayrollList.objects.get().version
    sent = at_once(
        *[lambda: payroll.send_payroll_list(opened[0], expected_version=version, actor=coordinator)] * 2
    )

    made = PayrollList.objects.get()
    assert {one.pk for one in opened + sent} == {made.pk}
    assert (made.number, made.total_ore) == (1, sum(Claim.objects.values_list("total_ore", flat=True)))
    assert OutboxMessage.objects.filter(dedup_key__startswith="payroll-list:").count() == 1


def test_lists_of_two_principals_opened_at_once_have_numbers_without_gaps(
    to_pay: Any, principal: Principal, coordinator: User, make_user: Callable[..., User]
) -> None:
    elsewhere = Principal.objects.create(name="Grannregionen", slug="grannregionen", kind="region")
    make_payroll_reader(elsewhere, make_user())
    to_pay(elsewhere)

    at_once(
        *[
            lambda payer=payer: payroll.open_payroll_list(payer, today(), actor=coordinator)
            for payer in (principal, elsewhere)
        ]
    )

    assert sorted(PayrollList.objects.values_list("number", flat=True)) == [1, 2]


def test_a_claim_that_is_returned_while_its_list_is_sent_is_on_it_or_not(
    to_pay: Any, principal: Principal, coordinator: User
) -> None:
    first, _ = to_pay()
    opened = payroll.open_payroll_list(principal, today(), actor=coordinator)
    version = Claim.objects.get(pk=first.pk).version

    done = at_once(
        lambda: payroll.send_payroll_list(opened, expected_version=opened.version, actor=coordinator),
        lambda: fee_attests.return_claim(first, "Se över.", expected_version=version, actor=coordinator),
    )

    first.refresh_from_db()
    opened.refresh_from_db()
    assert len(refusals(done)) == 1
    assert (first.status, opened.sent_at is None) in {("sent", False), ("returned", True)}
