"""What anybody reads of a meeting: when and where, agenda, papers, minutes, what came of what the council said."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from common.models import Edition
from common.swedish import sort_key
from councils.meeting_words import access_texts, papers_record
from councils.models import (
    AgendaItem,
    Council,
    Decision,
    FormerMeetingAddress,
    Invitation,
    Meeting,
    MinutesEdition,
    Paper,
)
from councils.pdf_minutes import shown
from councils.queries.agenda import LoopState, loop_states, with_loop
from councils.queries.dialogues import DialogueCard, dialogue_card
from councils.queries.minutes_text import Content, items_of
from councils.services.meeting_letters import place_text, when_text
from councils.words import MeetingStatus

_ADDRESS = re.compile(r"(\d{4}-\d{2}-\d{2})(?:-([2-9]|[1-9]\d))?")
#: Agenda and papers are public from the call on.
OPEN = frozenset({MeetingStatus.CALLED, MeetingStatus.HELD})


@dataclass(frozen=True)
class PublicMeeting:
    """One meeting's public page."""

    meeting: Meeting
    when: str
    place: str
    access: list[str]
    record: tuple[str, str]
    agenda: list[AgendaItem]
    papers: list[Paper]
    edition: MinutesEdition | None
    content: Content | None
    loop: list[LoopState]
    names: list[str]
    earlier: Meeting | None
    later: Meeting | None
    dialogue: Any
    #: What a dialogue meeting tells besides: invited, how many came, the step as host and participants saw it.
    told: DialogueCard | None

    @property
    def questions_title(self) -> str:
        """Before a dialogue meeting its questions are something to think about; afterwards they were the subject."""
        is_held = self.meeting.status == MeetingStatus.HELD
        return "Frågorna på mötet" if is_held else "Frågor att fundera på före mötet"


@dataclass(frozen=True)
class ArchiveYear:
    """A year of meetings, and the ways to other years."""

    council: Council
    year: int
    rows: list[tuple[Meeting, bool]]
    years: list[int]


def find_meeting(council_slug: str, address: str) -> Meeting | None:
    """Return the public meeting behind an address such as "2026-04-14" or "2026-04-14-2"."""
    found = _ADDRESS.fullmatch(address)
    if found is None:
        return None
    try:
        day = date.fromisoformat(found[1])
    except ValueError:
        return None
    rows = Meeting.objects.public().filter(council__slug=council_slug, day=day, number=int(found[2] or 1))
    meeting: Meeting | None = rows.select_related("council", "municipality", "dialogue__host").first()
    return meeting


def moved_meeting(council_slug: str, address: str) -> Meeting | None:
    """Return the public meeting that used to have the address."""
    row = FormerMeetingAddress.objects.filter(council__slug=council_slug, slug=address)
    found = row.values_list("meeting", flat=True).first()
    meeting: Meeting | None = Meeting.objects.public().filter(pk=found).select_related("council").first()
    return meeting


def public_page(meeting: Meeting) -> PublicMeeting:
    """Return what the page of ``meeting`` shows."""
    edition = newest_edition(meeting)
    is_open = meeting.status in OPEN
    near = Meeting.objects.public().filter(council=meeting.council).select_related("council")
    return PublicMeeting(
        meeting=meeting,
        when=when_text(meeting),
        place=place_text(meeting),
        access=access_texts(meeting),
        record=papers_record(meeting),
        agenda=items_of(meeting) if is_open and edition is None else [],
        papers=list(public_papers(meeting)),
        edition=edition,
        content=shown(edition.content) if edition else None,
        loop=_sent_on(meeting) if edition else [],
        names=_names(meeting) if edition else [],
        earlier=near.filter(starts_at__lt=meeting.starts_at).order_by("-starts_at").first(),
        later=near.filter(starts_at__gt=meeting.starts_at).order_by("starts_at").first(),
        dialogue=getattr(meeting, "dialogue", None),
        told=dialogue_card(meeting),
    )


def newest_edition(meeting: Meeting) -> MinutesEdition | None:
    """Return the newest published edition of the minutes."""
    rows = MinutesEdition.objects.filter(minutes__meeting=meeting).order_by("-number")
    return rows.select_related("document", "large_print").first()


def public_papers(meeting: Meeting) -> Any:
    """Return the papers that anybody may read; none before the call."""
    return meeting.papers.filter(is_public=True) if meeting.status in OPEN else meeting.papers.none()


def minutes_file(meeting: Meeting, *, large: bool) -> Edition | None:
    """Return the newest file of the minutes that is ready."""
    rows = MinutesEdition.objects.filter(minutes__meeting=meeting).order_by("-number")
    name = "large_print" if large else "document"
    found = rows.filter(**{f"{name}__state": Edition.State.READY}).select_related(name).first()
    return getattr(found, name) if found else None


def public_council(slug: str) -> Council | None:
    """Return a council with a public page."""
    council: Council | None = Council.objects.public().filter(slug=slug).first()
    return council


def archive(council: Council, year: int) -> ArchiveYear | None:
    """Return a year's meetings, newest first, each with whether its minutes are published; ``None`` for an empty year."""
    public = Meeting.objects.public().filter(council=council)
    years = [day.year for day in public.dates("day", "year", order="DESC")]
    if year not in years:
        return None
    rows = public.filter(day__year=year).select_related("council", "minutes").order_by("-starts_at")
    return ArchiveYear(council, year, [(one, _has_minutes(one)) for one in rows], years)


def _has_minutes(meeting: Meeting) -> bool:
    minutes = getattr(meeting, "minutes", None)
    return minutes is not None and minutes.published_at is not None


def _sent_on(meeting: Meeting) -> list[LoopState]:
    rows = Decision.objects.filter(meeting=meeting, proposal__isnull=False)
    found = AgendaItem.objects.filter(meeting=meeting, decisions__in=rows).distinct()
    decisions = [one for item in found.prefetch_related(with_loop()) for one in item.decisions.all()]
    return loop_states(sorted((one for one in decisions if one.proposal_id), key=lambda one: one.number))


def _names(meeting: Meeting) -> list[str]:
    """Names of those who came and have themselves ticked that their name may be public."""
    came = Invitation.objects.filter(
        meeting=meeting, attended=True, mandate__name_public_since__isnull=False
    ).select_related("mandate__association", "mandate__unit", "mandate__principal")
    return sorted((f"{one.mandate.public_name}, {one.mandate.body}" for one in came), key=sort_key)
