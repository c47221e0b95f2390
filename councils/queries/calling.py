"""What one's own notice shows."""

from dataclasses import dataclass
from typing import Any

from councils.meeting_words import access_texts, papers_record, timed_agenda
from councils.models import AgendaItem, Invitation, Mandate, Meeting, MeetingNeeds, Paper
from councils.queries.meetings import TONES
from councils.services.calling import over
from councils.services.meeting_letters import place_text, when_text
from councils.words import MandateRole, MeetingStatus, Reply


@dataclass(frozen=True)
class InvitationPage:
    """One's own notice."""

    invitation: Invitation
    meeting: Meeting
    when: str
    place: str
    access: list[str]
    tone: str
    record_tone: str
    record: str
    papers: list[Paper]
    #: What is to be taken up, each with the time it begins; none before the call.
    agenda: list[tuple[str, AgendaItem]]
    #: What a dialogue meeting asks beforehand.
    questions: str
    #: Where the meeting is held online, for who may read its papers.
    online_link: str
    may_answer: bool
    may_send_substitute: bool
    #: For whom a substitute is asked to come.
    is_stand_in: bool
    label: str
    needs: dict[str, Any]
    must_answer_anew: bool
    #: Said yes when the place was taken, and waits for it.
    waits_for_place: bool
    #: Has the place, and the other one of the seat can come too.
    place_is_wanted: bool


def invitation_page(invitation: Invitation, user: Any) -> InvitationPage:
    """Return the notice as its receiver sees it."""
    meeting = invitation.meeting
    tone, record = papers_record(meeting)
    open_for_answers = meeting.status == MeetingStatus.CALLED and not over(meeting)
    reads = user.has_perm("councils.read_papers", meeting)
    return InvitationPage(
        invitation=invitation,
        meeting=meeting,
        when=when_text(meeting),
        place=place_text(meeting),
        access=access_texts(meeting),
        tone=TONES[meeting.status],
        record_tone=tone,
        record=record,
        papers=list(meeting.papers.all()) if reads else [],
        agenda=timed_agenda(meeting) if reads else [],
        questions=getattr(getattr(meeting, "dialogue", None), "questions", ""),
        online_link=meeting.online_link if reads else "",
        may_answer=open_for_answers,
        may_send_substitute=open_for_answers and _has_substitute(invitation),
        is_stand_in=invitation.stands_in_for_id is not None,
        label=str(Reply(invitation.reply).label),
        needs=needs_of(invitation),
        must_answer_anew=(
            open_for_answers and invitation.reply == Reply.WAITING and meeting.sequence > invitation.replied_to
            and invitation.version > 1
        ),
        waits_for_place=open_for_answers and invitation.wants_place_at is not None,
        place_is_wanted=open_for_answers and _place_is_wanted(invitation),
    )  # fmt: skip


def invitation_of(meeting: Meeting, pk: int) -> Invitation | None:
    """Return one of the meeting's invitations."""
    found: Invitation | None = (
        meeting.invitations.select_related("meeting__council", "mandate").filter(pk=pk).first()
    )
    return found


def needs_of(invitation: Invitation) -> dict[str, Any]:
    """Return what was said before, as the form opens it."""
    row = MeetingNeeds.objects.filter(invitation=invitation).first()
    return {"needs": row.needs, "note": row.note} if row else {}


def _place_is_wanted(invitation: Invitation) -> bool:
    if invitation.seat_id is None or invitation.reply != Reply.ACCEPTED:
        return False
    same = Invitation.objects.filter(meeting=invitation.meeting_id, seat=invitation.seat_id)
    return same.filter(wants_place_at__isnull=False).exclude(pk=invitation.pk).exists()


def _has_substitute(invitation: Invitation) -> bool:
    if invitation.seat_id is None or invitation.stands_in_for_id is not None:
        return False
    if invitation.mandate.role == MandateRole.SUBSTITUTE:
        return False
    return (
        Mandate.objects.filter(seat=invitation.seat_id, role=MandateRole.SUBSTITUTE)
        .current(invitation.meeting.day)
        .exists()
    )
