"""What those who are invited to a dialogue meeting see, and what those who run it see of their answers."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from common.registries import OverviewRow
from common.swedish import day_text
from councils.meeting_words import access_texts, timed_agenda
from councils.models import AgendaItem, DialogueMeeting, DialogueReply, Meeting, Paper
from councils.rules import answered_municipality_ids, answered_unit_ids
from councils.services.calling import over
from councils.services.dialogue_invited import Invited, addresses_of, invited_to
from councils.services.meeting_letters import place_text, when_text
from councils.words import MeetingStatus


@dataclass(frozen=True)
class InvitedRow:
    """One that is invited, and what they have answered; ``reply`` is ``None`` while they have not."""

    invited: Invited
    reply: DialogueReply | None
    #: The meeting has been moved since.
    is_old: bool
    label: str
    tone: str
    #: No letter reaches them: somebody must ring.
    ring: bool = False


@dataclass(frozen=True)
class InvitedPage:
    """A dialogue meeting as an invited unit or municipality sees it: never internal notes, never anybody's needs."""

    meeting: Meeting
    dialogue: DialogueMeeting
    when: str
    place: str
    access: list[str]
    agenda: list[tuple[str, AgendaItem]]
    papers: list[Paper]
    own: list[InvitedRow]
    may_answer: bool


def invited_page(meeting: Meeting, user: Any) -> InvitedPage:
    """Return the invitation as ``user`` sees it; 404 for what is no dialogue meeting."""
    dialogue = _dialogue(meeting)
    return InvitedPage(
        meeting=meeting,
        dialogue=dialogue,
        when=when_text(meeting),
        place=place_text(meeting),
        access=access_texts(meeting),
        agenda=timed_agenda(meeting),
        papers=list(meeting.papers.filter(is_public=True)),
        own=_of_own(_rows(meeting, dialogue), user),
        may_answer=meeting.status == MeetingStatus.CALLED and not over(meeting),
    )


def invited_rows(meeting: Meeting, dialogue: DialogueMeeting) -> list[InvitedRow]:
    """Return all that are invited, for those who run the meeting, with whom no letter reaches."""
    rows = _rows(meeting, dialogue)
    reached = addresses_of(one.invited for one in rows)
    return [
        InvitedRow(
            one.invited, one.reply, one.is_old, one.label, one.tone, ring=not reached[one.invited.code]
        )
        for one in rows
    ]


def invited_one(meeting: Meeting, code: str) -> InvitedRow:
    """Return one of the invited by its ``code``; 404 for any other."""
    for row in _rows(meeting, _dialogue(meeting)):
        if row.invited.code == code:
            return row
    raise Http404


def overview_rows(user: Any) -> Iterator[OverviewRow]:
    """Invitations that units and municipalities of ``user`` have not answered, for the time the meeting has now."""
    if not answered_unit_ids(user) and not answered_municipality_ids(user):
        return
    ahead = Meeting.objects.visible_to(user).filter(
        status=MeetingStatus.CALLED, ends_at__gte=timezone.now(), dialogue__isnull=False
    )
    rows = ahead.prefetch_related("dialogue__municipalities", "dialogue__units", "dialogue__replies")
    for meeting in rows.order_by("starts_at", "pk"):
        own = _of_own(_rows(meeting, meeting.dialogue), user)
        if any(one.reply is None or one.is_old for one in own):
            yield OverviewRow(
                title=f"Svara om ni kommer till dialogmötet {day_text(meeting.day, year=False)}",
                url=reverse("councils:dialogue_invitation", args=[meeting.pk]),
                consequence="Då vet de som håller i mötet hur många som kommer från er.",
                label="Väntar på ert svar",
                tone="wait",
                due=meeting.day,
            )


def _dialogue(meeting: Meeting) -> DialogueMeeting:
    rows = DialogueMeeting.objects.select_related("host")
    found = rows.prefetch_related("municipalities", "units", "replies").filter(meeting=meeting).first()
    if found is None:
        raise Http404
    return found


def _rows(meeting: Meeting, dialogue: DialogueMeeting) -> list[InvitedRow]:
    replies = {(one.unit_id, one.municipality_id): one for one in dialogue.replies.all()}
    return [_row(meeting, one, replies.get(_key(one))) for one in invited_to(dialogue)]


def _of_own(rows: list[InvitedRow], user: Any) -> list[InvitedRow]:
    """Those that ``user`` answers for."""
    return [row for row in rows if user.has_perm("councils.answer_as_invited", row.invited)]


def _key(invited: Invited) -> tuple[int | None, int | None]:
    return (
        invited.unit.pk if invited.unit else None,
        invited.municipality.pk if invited.municipality else None,
    )


def _row(meeting: Meeting, invited: Invited, reply: DialogueReply | None) -> InvitedRow:
    if reply is None or reply.replied_to < meeting.sequence:
        return InvitedRow(invited, reply, reply is not None, "Inget svar än", "wait")
    comes = reply.reply == DialogueReply.Answer.ACCEPTED
    return InvitedRow(invited, reply, False, reply.get_reply_display(), "done" if comes else "no")
