"""Decisions, minutes, ticks, editions, and what goes on into the loop."""

import hashlib
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from accounts.models import User
from accounts.services import delete_account
from common import editions
from common.actors import SYSTEM
from common.errors import DomainError
from common.models import Edition, OutboxMessage, TrailEntry
from common.registries import overview_rows
from common.swedish import day_text, today
from councils.models import AgendaItem, Council, Decision, Mandate, Meeting, Minutes, MinutesApprover
from councils.queries.fees import claimable
from councils.services import agenda, minutes, notes
from councils.services.agenda import ItemFacts
from councils.services.attendance import record_attendance
from councils.services.decisions import DecisionFacts, add_decision, edit_decision, remove_decision
from councils.services.minutes_reminders import ask_approvers
from councils.services.public_names import show_name
from organisations.models import Unit
from proposals.models import Proposal
from tests.councils.build import make_invitation, make_mandate, make_meeting, make_seat


@pytest.fixture
def held(council: Any) -> Meeting:
    return make_meeting(council, today() - timedelta(days=3), status="held")


@pytest.fixture
def item(held: Meeting, secretary: User) -> Any:
    row = agenda.add_item(held, ItemFacts(title="Kallelser"), form_key=uuid.uuid4(), actor=secretary)
    notes.save_note(row, "Breven är svåra att läsa.", expected_version=0, actor=secretary)
    return row


@pytest.fixture
def out(
    held: Meeting, item: Any, secretary: User, chair_mandate: Mandate, member_mandate: Mandate
) -> Minutes:
    """Minutes that are out; the time for views went by yesterday."""
    sent = minutes.send_minutes(
        held, kind="notes", approvers=[member_mandate], views_until=today(), actor=secretary
    )
    Minutes.objects.update(views_until=today() - timedelta(days=1))
    sent.refresh_from_db()
    return sent


@pytest.fixture
def decide(item: Any, secretary: User) -> Callable[..., Decision]:
    def add(text: str = "Regionen skriver om kallelserna.", **facts: Any) -> Decision:
        made = DecisionFacts(**({"kind": "proposes", "text": text} | facts))
        return add_decision(item, made, form_key=uuid.uuid4(), actor=secretary)

    return add


def publish(out: Minutes, chair: User, member: User, secretary: User) -> Any:
    for person in (chair, member):
        minutes.approve_minutes(out, out.fingerprint, actor=person)
    return minutes.publish_minutes(out, actor=secretary)


def test_decisions_are_numbered_and_stay_without_gaps(
    decide: Callable[..., Decision], secretary: User
) -> None:
    first, _, third = decide("Ett."), decide("Två."), decide("Tre.")

    remove_decision(first, actor=secretary)

    third.refresh_from_db()
    assert list(Decision.objects.values_list("number", "text")) == [(1, "Två."), (2, "Tre.")]


def test_what_is_forwarded_needs_a_day_and_a_proposal(decide: Callable[..., Decision], unit: Unit) -> None:
    with pytest.raises(DomainError) as no_day:
        decide(forwarded_to=unit)
    with pytest.raises(DomainError) as only_noted:
        decide(kind="notes", forwarded_to=unit, answer_due=today() + timedelta(days=30))

    assert (no_day.value.field, only_noted.value.field) == ("answer_due", "kind")


def test_nothing_is_approved_while_there_is_time_for_views(
    held: Meeting, item: Any, secretary: User, chair: User, member: User
) -> None:
    sent = minutes.send_minutes(held, kind="notes", approvers=[], views_until=today(), actor=secretary)

    with pytest.raises(DomainError, match="till och med"):
        minutes.approve_minutes(sent, sent.fingerprint, actor=chair)
    minutes.give_view(sent, "Det var i mars.", form_key=uuid.uuid4(), actor=member)
    Minutes.objects.update(views_until=today() - timedelta(days=1))
    with pytest.raises(DomainError, match="synpunkter"):
        minutes.approve_minutes(sent, sent.fingerprint, actor=chair)
    with pytest.raises(DomainError, match="slut"):
        minutes.give_view(sent, "För sent.", form_key=uuid.uuid4(), actor=member)


def test_the_last_tick_approves(out: Minutes, chair: User, member: User) -> None:
    first = minutes.approve_minutes(out, out.fingerprint, actor=chair)
    assert first.status == "sent"

    assert minutes.approve_minutes(out, out.fingerprint, actor=member).status == "approved"


def test_an_edit_while_they_approve_empties_the_ticks(
    out: Minutes, item: Any, chair: User, member: User, secretary: User
) -> None:
    seen = out.fingerprint
    minutes.approve_minutes(out, seen, actor=chair)

    notes.save_note(item, "Breven är lätta att läsa.", expected_version=1, actor=secretary)

    assert not out.approvers.exclude(ticked_at=None).exists()
    with pytest.raises(DomainError, match="har ändrats"):
        minutes.approve_minutes(out, seen, actor=member)


def test_only_those_chosen_approve(out: Minutes, substitute: User, other_member: User) -> None:
    for person in (substitute, other_member):
        with pytest.raises(DomainError):
            minutes.approve_minutes(out, out.fingerprint, actor=person)


def test_approved_minutes_are_locked(
    out: Minutes, item: Any, chair: User, member: User, secretary: User
) -> None:
    for person in (chair, member):
        minutes.approve_minutes(out, out.fingerprint, actor=person)

    with pytest.raises(DomainError, match="godkända"):
        notes.save_note(item, "Annat", expected_version=1, actor=secretary)


def test_publishing_makes_one_edition_and_sends_on_what_is_forwarded(
    decide: Callable[..., Decision], unit: Unit, out: Minutes, chair: User, member: User, secretary: User
) -> None:
    due = today() + timedelta(days=45)
    decision = decide(forwarded_to=unit, answer_due=due)
    out.refresh_from_db()

    edition = publish(out, chair, member, secretary)
    again = minutes.publish_minutes(out, actor=secretary)

    proposal = Proposal.objects.get()
    decision.refresh_from_db()
    assert (edition, again.number) == (again, 1)
    assert (decision.proposal, proposal.state) == (proposal, "public")
    assert [(row.unit, row.answer_due) for row in proposal.addressees.all()] == [(unit, due)]
    assert proposal.source.kind == "council"
    assert Edition.objects.filter(kind__startswith="councils.").count() == 2


def test_what_has_been_sent_on_keeps_its_words(
    decide: Callable[..., Decision], unit: Unit, out: Minutes, chair: User, member: User, secretary: User
) -> None:
    decision = decide(forwarded_to=unit, answer_due=today() + timedelta(days=45))
    out.refresh_from_db()
    publish(out, chair, member, secretary)
    minutes.correct_minutes(out, "Fel datum.", actor=secretary)
    decision.refresh_from_db()

    with pytest.raises(DomainError, match="redan skickad"):
        edit_decision(
            decision, DecisionFacts(kind="agrees", text="Annat."), expected_version=1, actor=secretary
        )


def test_a_correction_is_a_new_edition_and_the_old_one_stays(
    out: Minutes, item: Any, chair: User, member: User, secretary: User
) -> None:
    first = publish(out, chair, member, secretary)

    minutes.correct_minutes(out, "Det var i mars.", actor=secretary)
    notes.save_note(item, "Breven i mars är svåra.", expected_version=1, actor=secretary)
    again = minutes.send_minutes(
        out.meeting,
        kind="notes",
        approvers=[member.mandates.get()],
        views_until=None,
        actor=secretary,
    )
    second = publish(again, chair, member, secretary)

    first.refresh_from_db()
    assert (first.number, second.number, second.correction) == (1, 2, "Det var i mars.")
    assert first.content["items"][0]["note"] == "Breven är svåra att läsa."


def test_minutes_count_who_came_and_name_nobody(
    held: Meeting, item: Any, chair: User, member: User, member_mandate: Mandate, secretary: User, unit: Unit
) -> None:
    invitation = make_invitation(held, member_mandate)
    record_attendance(held, came={invitation.pk: True}, guests=[(unit, 2)], actor=secretary)

    sent = minutes.send_minutes(held, kind="notes", approvers=[], views_until=today(), actor=secretary)

    counted = {row["name"]: row["count"] for row in sent.frozen["attendance"]}
    assert counted == {str(member_mandate.body): 1, str(unit): 2}
    assert member.name not in str(sent.frozen)
    assert chair.name not in str(sent.frozen)


def test_nobody_has_come_before_the_meeting_begins_and_the_tab_says_when(
    meeting: Meeting, member_mandate: Mandate, secretary: User, signed_in: Any
) -> None:
    invitation = make_invitation(meeting, member_mandate)
    page = f"/rad/moten/{meeting.pk}/narvaro/"

    shown = signed_in(secretary).get(page).content.decode()
    refused = signed_in(secretary).post(page, {"came": [member_mandate.pk]}).content.decode()

    assert f"när mötet har börjat, {day_text(meeting.day)} kl. 13.00" in shown
    assert "Spara närvaron" not in shown
    assert "Mötet har inte börjat än" in refused
    invitation.refresh_from_db()
    assert invitation.attended is None
    Meeting.objects.update(status="cancelled", cancelled_because="Ingen kunde.")
    assert "Mötet är inställt" in signed_in(secretary).get(page).content.decode()


def test_member_and_substitute_cannot_both_have_had_the_seat(
    held: Meeting, member_mandate: Mandate, substitute_mandate: Mandate, secretary: User
) -> None:
    both = {make_invitation(held, one).pk: True for one in (member_mandate, substitute_mandate)}

    with pytest.raises(DomainError, match="på samma plats"):
        record_attendance(held, came=both, guests=[], actor=secretary)


def test_who_came_without_a_call_is_present_and_may_claim(
    held: Meeting, member_mandate: Mandate, substitute_mandate: Mandate, secretary: User, signed_in: Any
) -> None:
    make_invitation(held, member_mandate, "accepted")
    before = make_mandate(
        make_seat(held.council, member_mandate.association), ends_on=held.day - timedelta(days=1)
    )
    page = f"/rad/moten/{held.pk}/narvaro/"

    shown = signed_in(secretary).get(page).content.decode()
    for _ in "pressed", "pressed again":
        signed_in(secretary).post(page, {"came": [substitute_mandate.pk]})

    assert f"{substitute_mandate.name}, {substitute_mandate.body} (inte kallad)" in shown
    assert before.name not in shown
    came = held.invitations.order_by("attended").values_list("mandate", "attended")
    assert list(came) == [(member_mandate.pk, False), (substitute_mandate.pk, True)]
    assert claimable(substitute_mandate.user).get().meeting == held
    with pytest.raises(DomainError, match="satt inte i rådet"):
        record_attendance(held, came={}, guests=[], uncalled=[before.pk], actor=secretary)


def test_formal_minutes_need_somebody_besides_the_chair(
    held: Meeting, item: Any, chair: User, secretary: User
) -> None:
    with pytest.raises(DomainError) as refusal:
        minutes.send_minutes(held, kind="formal", approvers=[], views_until=today(), actor=secretary)

    assert refusal.value.field == "approvers"


def test_a_view_that_changes_nothing_says_why(
    held: Meeting, item: Any, chair: User, member: User, secretary: User
) -> None:
    sent = minutes.send_minutes(held, kind="notes", approvers=[], views_until=today(), actor=secretary)
    view = minutes.give_view(sent, "Skriv mer.", form_key=uuid.uuid4(), actor=member)

    with pytest.raises(DomainError) as refusal:
        minutes.answer_view(view, state="left", answer="", actor=secretary)
    minutes.answer_view(view, state="left", answer="Det sades inte.", actor=secretary)

    assert refusal.value.field == "answer"


def test_an_erased_person_leaves_the_minutes_and_their_file_whole(
    out: Minutes, chair: User, member: User, member_mandate: Mandate, secretary: User, signed_in: Any
) -> None:
    invitation = make_invitation(out.meeting, member_mandate)
    record_attendance(out.meeting, came={invitation.pk: True}, guests=[], actor=secretary)
    out.refresh_from_db()
    show_name(member_mandate, True, actor=member)
    edition = publish(out, chair, member, secretary)
    editions.render_edition(edition.document_id)
    before, address = edition.content, out.meeting.get_absolute_url()

    def read() -> bytes:
        return b"".join(signed_in(secretary).get(f"{address}anteckningar.pdf").streaming_content)

    file, name = read(), member.name
    assert name in signed_in(secretary).get(address).content.decode()

    delete_account(member, actor=member)

    edition.refresh_from_db()
    edition.document.refresh_from_db()
    assert edition.content == before
    assert read() == file
    assert hashlib.sha256(file).hexdigest() == edition.document.sha256
    assert out.approvers.count() == 2
    assert name not in signed_in(secretary).get(address).content.decode()


def test_an_approver_who_is_gone_is_told_to_those_who_can_choose_another(
    out: Minutes, chair: User, member: User, secretary: User
) -> None:
    def told() -> bool:
        return any("Välj någon annan som godkänner" in row.title for row in overview_rows(secretary))

    before = told()
    delete_account(member, actor=member)

    assert (before, told()) == (False, True)
    minutes.take_back_minutes(out, actor=secretary)
    minutes.send_minutes(out.meeting, kind="notes", approvers=[], views_until=today(), actor=secretary)
    assert not told()


def test_a_page_that_saves_by_itself_is_one_row_on_the_trail_an_hour(
    held: Meeting, secretary: User, chair: User
) -> None:
    rows = [
        agenda.add_item(held, ItemFacts(title=title), form_key=uuid.uuid4(), actor=secretary)
        for title in ("Ett", "Två")
    ]

    for item, text, version, who in (
        (rows[0], "Vi", 0, secretary),
        (rows[0], "Vi talade", 1, secretary),
        (rows[1], "Om brev", 0, secretary),
        (rows[1], "Om brev.", 1, chair),
    ):
        notes.save_note(item, text, expected_version=version, actor=who)

    written = TrailEntry.objects.filter(verb="save_notes", object_id=str(held.pk))
    assert [one.actor_id for one in written.order_by("pk")] == [secretary.actor_id, chair.actor_id]


def test_approvers_are_asked_once_when_the_time_for_views_is_over_and_all_are_answered(
    held: Meeting, item: Any, secretary: User, chair: User, member: User
) -> None:
    def asked() -> list[str]:
        ask_approvers()
        ask_approvers()
        rows = OutboxMessage.objects.filter(kind="mail", payload__body__icontains="godkänner dem")
        return [one.payload["to"] for one in rows]

    def waits() -> bool:
        return any("Godkänn anteckningarna" in row.title for row in overview_rows(chair))

    out = minutes.send_minutes(held, kind="notes", approvers=[], views_until=today(), actor=secretary)
    view = minutes.give_view(out, "Skriv mer.", form_key=uuid.uuid4(), actor=member)
    assert (asked(), waits()) == ([], False)
    Minutes.objects.update(views_until=today() - timedelta(days=1))
    assert (asked(), waits()) == ([], False)
    minutes.answer_view(view, state="taken", answer="", actor=secretary)
    assert (asked(), waits()) == ([chair.email], True)
    out.refresh_from_db()
    letter = OutboxMessage.objects.get(payload__body__icontains="godkänner dem").payload
    assert held.council.name not in letter["subject"] + letter["body"]
    # Somebody has to read again: the tick is gone, so one more letter.
    MinutesApprover.objects.update(ticked_at=out.sent_at, fingerprint=out.fingerprint)
    notes.save_note(item, "Något mer.", expected_version=1, actor=secretary)
    assert asked() == [chair.email, chair.email]


def test_the_portal_itself_may_run_a_meeting(held: Meeting) -> None:
    assert agenda.add_item(held, ItemFacts(title="Ett"), form_key=uuid.uuid4(), actor=SYSTEM).position == 1


def test_a_council_that_changes_its_name_while_minutes_are_out_is_read_and_then_approved(
    out: Minutes, chair: User, member: User, signed_in: Any
) -> None:
    page = f"/rad/moten/{out.meeting_id}/anteckningar/"
    shown = out.fingerprint
    Council.objects.update(name="Rådet med det nya namnet")

    with pytest.raises(DomainError, match="Texten har ändrats"):
        minutes.approve_minutes(out, shown, actor=member)

    out.refresh_from_db()
    assert out.fingerprint != shown
    assert out.fingerprint in signed_in(member).get(page).content.decode()
    assert out.frozen["council"] == "Rådet med det nya namnet"
    for person in (member, chair):
        minutes.approve_minutes(out, out.fingerprint, actor=person)
    out.refresh_from_db()
    assert out.status == "approved"


def test_published_minutes_are_opened_by_a_correction_alone_and_sent_ones_never_by_it(
    out: Minutes, chair: User, member: User, secretary: User, signed_in: Any
) -> None:
    page = f"/rad/moten/{out.meeting_id}/anteckningar/"
    refused = signed_in(secretary).post(f"{page}ratta/", {"reason": "Fel dag."}).content.decode()
    with pytest.raises(DomainError, match="Bara publicerade"):
        minutes.correct_minutes(out, "Fel dag.", actor=secretary)
    publish(out, chair, member, secretary)

    # An old tab.
    signed_in(secretary).post(f"{page}ta-tillbaka/")
    with pytest.raises(DomainError, match="inte ute för synpunkter"):
        minutes.take_back_minutes(out, actor=secretary)

    assert "Bara publicerade anteckningar" in refused
    out.refresh_from_db()
    assert (out.status, out.correction) == ("published", "")
    assert minutes.correct_minutes(out, "Fel dag.", actor=secretary).status == "draft"


def test_somebody_chosen_by_two_mandates_ticks_for_both_and_is_one_approver(
    held: Meeting, item: Any, chair: User, chair_mandate: Mandate, secretary: User, signed_in: Any
) -> None:
    twice = make_mandate(make_seat(held.council, chair_mandate.association), chair)
    both = {"approvers": [twice], "views_until": today(), "actor": secretary}
    with pytest.raises(DomainError, match="vid sidan av ordföranden"):
        minutes.send_minutes(held, kind="formal", **both)
    sent = minutes.send_minutes(held, kind="notes", **both)
    Minutes.objects.update(views_until=today() - timedelta(days=1))
    sent.refresh_from_db()

    ticked = minutes.approve_minutes(sent, sent.fingerprint, actor=chair)

    assert MinutesApprover.objects.exclude(ticked_at=None).count() == 2
    assert ticked.status == "approved"


def test_a_proposer_reads_what_is_published_while_it_is_corrected(
    out: Minutes,
    item: Any,
    decide: Callable[..., Decision],
    chair: User,
    member: User,
    secretary: User,
    signed_in: Any,
) -> None:
    AgendaItem.objects.filter(pk=item.pk).update(proposed_by=member, proposed_at=out.sent_at)
    first, second = decide("Regionen skriver om breven."), decide("Det andra förslaget.")
    out.refresh_from_db()
    publish(out, chair, member, secretary)
    minutes.correct_minutes(out, "Fel ord.", actor=secretary)

    remove_decision(first, actor=secretary)
    second.refresh_from_db()
    edit_decision(
        second,
        DecisionFacts(kind="notes", text="Det ingen har godkänt."),
        expected_version=second.version,
        actor=secretary,
    )
    decide("Ett nytt som ingen har godkänt.")

    page = signed_in(member).get("/rad/mina-fragor/").content.decode()
    assert "Regionen skriver om breven." in page
    assert "Det andra förslaget." in page
    assert "ingen har godkänt" not in page
