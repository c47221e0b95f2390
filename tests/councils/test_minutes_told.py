"""Minutes and those without account: who is written to, what they say by phone, an approval on paper."""

import uuid
from datetime import timedelta
from typing import Any

import pytest

from accounts.models import User
from common.errors import DomainError
from common.models import OutboxMessage, TrailEntry
from common.registries import overview_rows
from common.swedish import today
from councils.models import Mandate, Meeting, Minutes, MinutesApprover, MinutesView
from councils.services import agenda, minutes, notes
from councils.services import minutes_told as told
from councils.services.agenda import ItemFacts
from councils.services.minutes_reminders import ask_approvers
from tests.councils.build import make_mandate, make_meeting, make_seat


@pytest.fixture
def held(council: Any) -> Meeting:
    return make_meeting(council, today() - timedelta(days=9), status="held")


@pytest.fixture
def item(held: Meeting, secretary: User) -> Any:
    row = agenda.add_item(held, ItemFacts(title="Kallelser"), form_key=uuid.uuid4(), actor=secretary)
    notes.save_note(row, "Breven är svåra att läsa.", expected_version=0, actor=secretary)
    return row


@pytest.fixture
def paper_chair(other_seat: Any) -> Mandate:
    """The chair, reached by mail and without account."""
    return make_mandate(other_seat, role="chair", email="ordforande@example.org")


@pytest.fixture
def out(held: Meeting, item: Any, paper_chair: Mandate, secretary: User) -> Minutes:
    """Minutes that are out for views."""
    return minutes.send_minutes(held, kind="notes", approvers=[], views_until=today(), actor=secretary)


@pytest.fixture
def approvable(out: Minutes) -> Minutes:
    """The time for views went by yesterday; they were sent the day before."""
    Minutes.objects.update(views_until=today() - timedelta(days=1), sent_at=out.sent_at - timedelta(days=7))
    out.refresh_from_db()
    return out


def letters(words: str) -> dict[str, str]:
    rows = OutboxMessage.objects.filter(kind="mail", payload__body__icontains=words)
    return {one.payload["to"]: one.payload["body"] for one in rows}


def test_whoever_has_no_account_is_told_of_the_notes_and_whom_to_ring(
    held: Meeting,
    item: Any,
    member: User,
    paper_chair: Mandate,
    unit_seat: Any,
    secretary: User,
    signed_in: Any,
) -> None:
    make_mandate(unit_seat, email="", name="Ingen Brevlåda")

    minutes.send_minutes(held, kind="notes", approvers=[], views_until=today(), actor=secretary)

    sent = letters("mötesanteckningar för dig att läsa")
    assert set(sent) == {member.email, paper_chair.email}
    assert "Logga in" in sent[member.email]
    assert "/rad/" not in sent[paper_chair.email]
    assert "ring" in sent[paper_chair.email]
    # Those whom no letter reaches are told to who keeps the notes, and to nobody else.
    page = f"/rad/moten/{held.pk}/anteckningar/"
    assert "Ingen Brevlåda" in signed_in(secretary).get(page).content.decode()
    assert "Ingen Brevlåda" not in signed_in(member).get(page).content.decode()


def test_a_view_that_somebody_told_by_phone_is_written_down_and_answered_like_others(
    out: Minutes, paper_chair: Mandate, member: User, secretary: User, signed_in: Any
) -> None:
    key = uuid.uuid4()
    sent = {"mandate": paper_chair.pk, "text": "Det var i mars.", "form_key": str(key)}
    address = f"/rad/moten/{out.meeting_id}/anteckningar/horde/"

    assert signed_in(member).post(address, sent).status_code == 403
    signed_in(secretary).post(address, sent)
    signed_in(secretary).post(address, sent)

    view = MinutesView.objects.get()
    assert (view.by, view.mandate, view.by_phone, view.text) == (None, paper_chair, True, "Det var i mars.")
    page = signed_in(secretary).get(f"/rad/moten/{out.meeting_id}/anteckningar/").content.decode()
    assert "Per telefon eller på papper." in page
    former = make_mandate(make_seat(out.meeting.council), association=paper_chair.association)
    Mandate.objects.filter(pk=former.pk).update(ends_on=today() - timedelta(days=1))
    with pytest.raises(DomainError, match="sitter i rådet"):
        told.record_view(out, former, "Nej.", form_key=uuid.uuid4(), actor=secretary)


def test_what_an_approver_objects_to_by_phone_is_answered_before_anything_is_approved(
    approvable: Minutes,
    paper_chair: Mandate,
    member_mandate: Mandate,
    secretary: User,
    coordinator: User,
) -> None:
    with pytest.raises(DomainError, match="Tiden för synpunkter är slut"):
        told.record_view(approvable, member_mandate, "Nej.", form_key=uuid.uuid4(), actor=secretary)

    view = told.record_view(
        approvable, paper_chair, "Det var i mars.", form_key=uuid.uuid4(), actor=secretary
    )

    mine = MinutesApprover.objects.get()
    tick = {"how": "phone", "on": today(), "seen": approvable.fingerprint, "actor": coordinator}
    with pytest.raises(DomainError, match="ingen har svarat på"):
        told.record_tick(mine, **tick)
    minutes.answer_view(view, state="left", answer="Mötet var i april.", actor=secretary)
    minutes.refreeze(approvable, actor=secretary)
    assert told.record_tick(mine, **tick | {"seen": approvable.fingerprint}).status == "approved"


def test_a_chair_without_account_is_no_silent_approver(
    held: Meeting, item: Any, paper_chair: Mandate, secretary: User, coordinator: User, signed_in: Any
) -> None:
    page = f"/rad/moten/{held.pk}/anteckningar/"
    client = signed_in(secretary)
    before = client.get(f"{page}skicka/").content.decode()
    client.post(f"{page}skicka/", {"kind": "notes", "views_until": str(today())})

    assert "Ordföranden har inget konto" in before
    assert MinutesApprover.objects.get().mandate == paper_chair
    shown = client.get(page).content.decode()
    assert "Samordnaren antecknar" in shown
    assert "Anteckna godkännandet" not in shown
    Minutes.objects.update(views_until=today() - timedelta(days=1))
    assert "Anteckna godkännandet" in signed_in(coordinator).get(page).content.decode()
    assert any("Hör med den som ska godkänna" in row.title for row in overview_rows(coordinator))
    assert not any("Välj någon annan" in row.title for row in overview_rows(secretary))
    ask_approvers()
    ask_approvers()
    assert set(letters("på papper eller per telefon")) == {paper_chair.email}


def test_the_coordinator_writes_down_an_approval_on_paper_with_its_day(
    approvable: Minutes, secretary: User, coordinator: User, signed_in: Any
) -> None:
    mine = MinutesApprover.objects.get()
    page = f"/rad/moten/{approvable.meeting_id}/anteckningar/"
    sent = {"told_how": "paper", "told_on": str(today()), "same_text": "on", "seen": approvable.fingerprint}

    assert signed_in(secretary).post(f"{page}godkant/{mine.pk}/", sent).status_code == 403
    early = {**sent, "told_on": str(approvable.views_until)}
    refused = signed_in(coordinator).post(f"{page}godkant/{mine.pk}/", early).content.decode()
    unread = signed_in(coordinator).post(f"{page}godkant/{mine.pk}/", {**sent, "same_text": ""})
    assert "tiden för synpunkter gick ut" in refused
    assert "Texten måste vara den" in unread.content.decode()
    signed_in(coordinator).post(f"{page}godkant/{mine.pk}/", sent)

    mine.refresh_from_db()
    approvable.refresh_from_db()
    assert (mine.told_how, mine.told_on, approvable.status) == ("paper", today(), "approved")
    row = TrailEntry.objects.get(verb="record_tick")
    assert (row.actor_id, row.object_id) == (coordinator.actor_id, str(approvable.pk))
    shown = signed_in(secretary).get(page).content.decode()
    assert "Samordnaren antecknade det." in shown


def test_an_approval_that_was_told_goes_with_the_text_and_is_never_given_for_who_can_tick(
    approvable: Minutes, item: Any, member_mandate: Mandate, secretary: User, coordinator: User
) -> None:
    mine = MinutesApprover.objects.get()
    own = MinutesApprover.objects.create(minutes=approvable, mandate=member_mandate)

    with pytest.raises(DomainError, match="godkänner själv"):
        told.record_tick(own, how="phone", on=today(), seen=approvable.fingerprint, actor=coordinator)
    with pytest.raises(DomainError, match="behörighet"):
        told.record_tick(mine, how="phone", on=today(), seen=approvable.fingerprint, actor=secretary)
    # Another approver is another text: it is frozen, refused once, and then there to be read.
    with pytest.raises(DomainError, match="Texten har ändrats"):
        told.record_tick(mine, how="phone", on=today(), seen=approvable.fingerprint, actor=coordinator)
    approvable.refresh_from_db()
    told.record_tick(mine, how="phone", on=today(), seen=approvable.fingerprint, actor=coordinator)
    notes.save_note(item, "Något annat.", expected_version=1, actor=secretary)

    mine.refresh_from_db()
    assert (mine.ticked_at, mine.fingerprint, mine.told_how, mine.told_on) == (None, "", "", None)


def test_nobody_is_asked_to_approve_when_the_mandate_has_ended(
    approvable: Minutes, those_to_approve_have_left: None, secretary: User
) -> None:
    assert ask_approvers() == 0
    assert any("Välj någon annan" in row.title for row in overview_rows(secretary))


@pytest.fixture
def those_to_approve_have_left(approvable: Minutes) -> None:
    """Everybody who was to approve sat until yesterday."""
    Mandate.objects.filter(pk__in=MinutesApprover.objects.values("mandate")).update(
        ends_on=today() - timedelta(days=1)
    )
