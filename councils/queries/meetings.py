"""What the working pages of meetings show."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils import timezone

from common.models import Edition
from common.swedish import time_range_text, today
from common.working_days import is_working_day
from councils.meeting_words import access_texts, papers_record
from councils.models import Council, DialogueMeeting, Invitation, Meeting, MeetingNeeds, Paper
from councils.print_pack import has_changed, holds_removed, newest_pack
from councils.queries.dialogue_invited import InvitedRow, invited_rows
from councils.queries.dialogues import gap_text
from councils.queries.reach import left_council_ids
from councils.rules import office_council_ids
from councils.services.calling import over, to_call
from councils.services.dialogues import StepGap, slip_of, step_gap
from councils.services.meeting_letters import address_of, place_text, when_text
from councils.services.meetings import HAS_PAPERS_TO_SEND
from councils.words import MeetingStatus, Need, Reply
from surveys.models import Survey

_PER_PAGE: Final = 50
#: Status → tone of its label.
TONES: Final = {"planned": "info", "called": "going", "held": "done", "cancelled": "no"}
_REPLY_TONES: Final = {"waiting": "wait", "accepted": "done", "declined": "no", "substitute": "going"}


@dataclass(frozen=True)
class MeetingRow:
    """One meeting in a list."""

    meeting: Meeting
    tone: str
    clock: str
    place: str
    coming: int
    waiting: int


@dataclass(frozen=True)
class MeetingList:
    """Meetings ahead or held, a page at a time."""

    rows: list[MeetingRow]
    page: "Page[Meeting]"
    shows_held: bool
    views: list[tuple[str, str, bool]]
    councils: list[Council]


def may_list(user: Any) -> bool:
    """Whether the list is anything to ``user``."""
    finds = Council.objects.visible_to(user).exists() or Meeting.objects.visible_to(user).exists()
    return bool(user.has_perm("councils.work")) or finds


def meeting_list(user: Any, *, held: bool, page: str) -> MeetingList:
    """Return the meetings ``user`` can find: those ahead soonest first, or those that have been, newest first."""
    visible = Meeting.objects.visible_to(user).select_related("council", "municipality")
    now = timezone.now()
    wanted = (
        visible.filter(ends_at__lt=now).order_by("-starts_at", "pk")
        if held
        else visible.filter(ends_at__gte=now).order_by("starts_at", "pk")
    )
    counted = wanted.annotate(
        coming=Count("invitations", filter=Q(invitations__reply=Reply.ACCEPTED)),
        waiting=Count("invitations", filter=Q(invitations__reply=Reply.WAITING)),
    )
    shown = Paginator(counted, _PER_PAGE).get_page(page)
    url = reverse("councils:meetings")
    return MeetingList(
        rows=[
            MeetingRow(
                one,
                TONES[one.status],
                time_range_text(one.starts_at, one.ends_at),
                place_text(one),
                one.coming,
                one.waiting,
            )
            for one in shown
        ],
        page=shown,
        shows_held=held,
        views=[("Kommande", url, not held), ("Har varit", f"{url}?visa=varit", held)],
        councils=councils_to_plan(user),
    )


def councils_to_plan(user: Any) -> list[Council]:
    """Return the active councils whose meetings ``user`` plans."""
    active = Council.objects.visible_to(user).filter(status="active").in_order()
    return [one for one in active if user.has_perm("councils.run_meeting", one)]


def plannable(user: Any) -> Any:
    """Return the councils among which an address of one may be asked for."""
    return Council.objects.visible_to(user)


def visible_meetings(user: Any) -> Any:
    """Return the meetings ``user`` can find, with what every page of one reads."""
    return Meeting.objects.visible_to(user).select_related("council", "municipality")


def own_invitations(user: Any) -> Any:
    """Return the invitations of ``user``'s own mandates, to meetings on days that the mandate holds."""
    sits = Q(mandate__ends_on=None) | Q(mandate__ends_on__gte=F("meeting__day"))
    rows = Invitation.objects.filter(sits, mandate__user=user, mandate__starts_on__lte=F("meeting__day"))
    return rows.select_related(
        "meeting__council", "meeting__municipality", "mandate", "stands_in_for__mandate"
    )


@dataclass(frozen=True)
class InvitationRow:
    """One of the called, as those see it who run the meeting; members see body and reply."""

    invitation: Invitation
    body: str
    name: str
    tone: str
    label: str
    #: Why somebody must ring: no address, the letter came back, or two want to come on one seat.
    ring: str
    #: A letter went out that nobody has answered: it may have come back.
    may_note_return: bool
    needs: list[str]
    note: str


@dataclass(frozen=True)
class SlipFacts:
    """The participants' slip: open or closed, and the gap between host and participants."""

    survey: Survey
    is_open: bool
    gap: StepGap | None


@dataclass(frozen=True)
class PackRow:
    """The newest print pack of one size, and whether it is as the meeting is now."""

    size: str
    words: str
    edition: Edition | None
    is_ready: bool
    is_changed: bool
    #: A paper in it is taken away: it is handed out no more.
    is_withdrawn: bool


@dataclass(frozen=True)
class MeetingPage:
    """All of one meeting's page in the workspace."""

    meeting: Meeting
    when: str
    place: str
    access: list[str]
    tone: str
    record_tone: str
    record: str
    papers: list[Paper]
    invitations: list[InvitationRow]
    counts: list[tuple[str, int]]
    need_counts: list[tuple[str, int]]
    own: Invitation | None
    packs: list[PackRow]
    dialogue: DialogueMeeting | None
    slip: SlipFacts | None
    gap_text: str
    #: Of those who run a dialogue meeting: the invited, and what they answer.
    invited: list[InvitedRow]
    is_invited: bool
    can: dict[str, bool]
    to_call: int
    is_over: bool
    #: What the page tells of somebody's needs: the trail notes who opened it.
    opened: list[MeetingNeeds]


def meeting_page(meeting: Meeting, user: Any) -> MeetingPage:
    """Return one meeting as ``user`` may see it."""
    runs = user.has_perm("councils.run_meeting", meeting)
    reads = runs or user.has_perm("councils.read_papers", meeting)
    sees_needs = user.has_perm("councils.view_needs", meeting)
    sees_contact = user.has_perm("councils.reply_for", meeting)
    called = list(
        meeting.invitations.select_related(
            "mandate__user", "mandate__association", "mandate__unit", "mandate__principal", "stands_in_for"
        ).order_by("seat_id", "pk")
        if reads
        else ()
    )
    needs = _needs(meeting) if sees_needs else {}
    mine = (one for one in called if one.mandate.user_id == user.pk)
    own = next((one for one in mine if user.has_perm("councils.reply", one)), None)
    tone, record = papers_record(meeting)
    dialogue = (
        DialogueMeeting.objects.select_related("host")
        .prefetch_related("municipalities", "units", "replies")
        .filter(meeting=meeting)
        .first()
    )
    slip = _slip(dialogue) if dialogue else None
    have = {one.mandate_id for one in called}
    new = [one for one in to_call(meeting) if one.pk not in have] if runs else []
    return MeetingPage(
        meeting=meeting,
        when=when_text(meeting),
        place=place_text(meeting),
        access=access_texts(meeting),
        tone=TONES[meeting.status],
        record_tone=tone,
        record=record,
        papers=list(meeting.papers.select_related("item")) if reads else [],
        invitations=[_row(one, needs.get(one.pk), names=sees_contact or runs) for one in called],
        counts=_counts(called),
        need_counts=_need_counts(needs.values()),
        own=own,
        packs=_packs(meeting) if reads else [],
        dialogue=dialogue,
        slip=slip,
        gap_text=gap_text(slip.gap) if slip else "",
        invited=invited_rows(meeting, dialogue) if dialogue and runs else [],
        is_invited=dialogue is not None and user.has_perm("councils.open_dialogue_invitation", meeting),
        can={
            "run": runs,
            "read": reads,
            "reply_for": sees_contact,
            "needs": sees_needs,
        },
        to_call=len(new),
        is_over=over(meeting),
        opened=list(needs.values()),
    )


def _needs(meeting: Meeting) -> dict[int, MeetingNeeds]:
    return {one.invitation_id: one for one in MeetingNeeds.objects.filter(invitation__meeting=meeting)}


def _row(one: Invitation, needs: MeetingNeeds | None, *, names: bool) -> InvitationRow:
    ring = ""
    if one.reply == Reply.WAITING and one.mandate.erased_at is None:
        if one.bounced_at:
            ring = "Brevet kom tillbaka. Ring."
        elif not address_of(one.mandate):
            ring = "Har ingen e-post. Ring."
    if one.wants_place_at:
        ring = "Vill också ha platsen"
    return InvitationRow(
        invitation=one,
        body=str(one.mandate.body or one.mandate.get_role_display()),
        name=(one.mandate.name or "Borttagen person") if names else "",
        tone=_REPLY_TONES[one.reply],
        label=str(Reply(one.reply).label),
        ring=ring if names else "",
        may_note_return=one.reply == Reply.WAITING and not ring,
        needs=[str(Need(code).label) for code in needs.needs if code in Need.values] if needs else [],
        note=needs.note if needs else "",
    )


def _counts(called: Iterable[Invitation]) -> list[tuple[str, int]]:
    counts = dict.fromkeys(Reply.values, 0)
    for one in called:
        counts[one.reply] += 1
    return [(str(Reply(code).label), count) for code, count in counts.items() if count]


def _need_counts(rows: Iterable[MeetingNeeds]) -> list[tuple[str, int]]:
    counts: dict[str, int] = {}
    for row in rows:
        for code in row.needs:
            counts[code] = counts.get(code, 0) + 1
    return [(str(Need(code).label), counts[code]) for code in Need.values if code in counts]


def _packs(meeting: Meeting) -> list[PackRow]:
    rows = []
    for size, words, large in (("vanlig", "Vanlig stil", False), ("stor", "Stor stil", True)):
        pack = newest_pack(meeting, large=large)
        ready = pack is not None and pack.state == Edition.State.READY
        rows.append(
            PackRow(
                size,
                words,
                pack,
                is_ready=ready,
                is_changed=ready and pack is not None and has_changed(pack, meeting),
                is_withdrawn=ready and pack is not None and holds_removed(pack, meeting),
            )
        )
    return rows


def _slip(dialogue: DialogueMeeting) -> SlipFacts | None:
    survey = slip_of(dialogue)
    if survey is None:
        return None
    return SlipFacts(survey, survey.takes_paper, step_gap(dialogue, survey))


def proposed_days(year: int, each_term: int) -> list[date]:
    """Return ``each_term`` days spread over spring and as many over autumn: Tuesdays, or the next working day.

    >>> [day.month for day in proposed_days(2026, 2)]
    [2, 4, 9, 11]
    """
    found = []
    for first, last in ((date(year, 1, 20), date(year, 6, 5)), (date(year, 8, 25), date(year, 12, 10))):
        span = (last - first).days
        for number in range(each_term):
            day = first + timedelta(days=span * (2 * number + 1) // (2 * each_term))
            day += timedelta(days=(1 - day.weekday()) % 7)
            while not is_working_day(day):
                day += timedelta(days=1)
            found.append(day)
    return found


#: Whoever is erased has no address either, and is not to be rung.
_NO_ADDRESS: Final = Q(
    invitations__mandate__user=None, invitations__mandate__email="", invitations__mandate__erased_at=None
)
_UNREACHED: Final = Q(invitations__reply=Reply.WAITING) & (
    Q(invitations__bounced_at__isnull=False) | _NO_ADDRESS
)


@dataclass(frozen=True)
class Waiting:
    """What waits for somebody at ``/oversikt/``."""

    to_answer: list[Invitation]
    papers_due: list[Meeting]
    to_call: list[Meeting]
    #: Called, with how many wait for a seat that somebody else has (``clashes``) and no letter reaches (``unreached``).
    to_help: list[Any]


def waiting_for(user: Any) -> Waiting:
    """Return unanswered notices; for those who run meetings papers due within a week or late, calls to send, clashes, who must be rung.

    The coordinator gets what belongs to those who run meetings where a council has no secretary.
    """
    now = timezone.now()
    answers = own_invitations(user).filter(
        reply=Reply.WAITING, meeting__status=MeetingStatus.CALLED, meeting__ends_at__gte=now
    )
    answers = answers.exclude(attended=True)
    run = office_council_ids(user) | left_council_ids(user)
    ahead = Meeting.objects.filter(council__in=run, ends_at__gte=now).select_related("council")
    return Waiting(
        to_answer=list(answers.order_by("meeting__starts_at")),
        papers_due=list(
            ahead.filter(
                status=MeetingStatus.CALLED,
                papers_out_at=None,
                papers_due__lte=today() + timedelta(days=7),
            )
            .filter(HAS_PAPERS_TO_SEND)
            .order_by("papers_due")
        ),
        to_call=list(
            ahead.filter(status=MeetingStatus.PLANNED, day__lte=today() + timedelta(days=28)).order_by("day")
        ),
        to_help=list(
            ahead.filter(status=MeetingStatus.CALLED)
            .annotate(
                clashes=Count("invitations", filter=Q(invitations__wants_place_at__isnull=False)),
                unreached=Count("invitations", filter=_UNREACHED),
            )
            .filter(Q(clashes__gt=0) | Q(unreached__gt=0))
            .order_by("day", "pk")
        ),
    )
