"""What the supervision log tells: what is next, what is to be noted, how often in a row it was missed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

from django.shortcuts import get_object_or_404

from common.swedish import day_text, today
from peersupport.models import Placement, SupervisionPlan, SupervisionSession
from peersupport.queries.people import supervisors
from peersupport.words import IN_WORK, Phase, SessionState

#: Phases in which somebody works in the post: supervision is expected, and its absence is told.
SUPERVISED: Final = (Phase.INTRODUCTION, *IN_WORK)
#: A time that nobody has noted so long after its day counts as missed: silence must not hide it.
NOTE_WITHIN: Final = timedelta(days=7)
#: So many in a row are told.
MISSED_IN_A_ROW: Final = 2
#: How far back is looked for what was missed in a row.
_LOOKED_AT: Final = timedelta(days=366)
#: State → look of ``{% status %}``.
TONES: Final = {SessionState.PLANNED: "wait", SessionState.HELD: "done", SessionState.MISSED: "late"}


@dataclass
class SupervisionState:
    """Supervision of one placement today. ``missed`` is how many times in a row, 0 when the last one was held."""

    next: SupervisionSession | None = None
    to_mark: list[SupervisionSession] = field(default_factory=list)
    missed: int = 0
    #: Those in the row, the first missed first.
    row: list[SupervisionSession] = field(default_factory=list)
    last_held: date | None = None

    @property
    def is_missed(self) -> bool:
        """Missed so often in a row that it is told."""
        return self.missed >= MISSED_IN_A_ROW


@dataclass(frozen=True)
class SessionRow:
    """One time in the log, in words."""

    session: SupervisionSession
    words: str
    tone: str


@dataclass(frozen=True)
class SupervisionPage:
    """The plan, the next time, what is to be noted, what is planned and what has been."""

    placement: Placement
    plan: SupervisionPlan | None
    state: SupervisionState
    ahead: list[SupervisionSession]
    log: list[SessionRow]
    held: int
    noted: int
    is_open: bool
    has_supervisor: bool

    @property
    def needs_booking(self) -> bool:
        """Somebody works there and no time lies ahead."""
        return self.state.next is None and self.placement.status in SUPERVISED


def supervision_states(placement_ids: Iterable[int]) -> dict[int, SupervisionState]:
    """Return the state of each placement that has any supervision, with one query whatever their number."""
    since = today() - _LOOKED_AT
    rows = SupervisionSession.objects.filter(placement__in=list(placement_ids), day__gte=since)
    sessions: dict[int, list[SupervisionSession]] = {}
    for one in rows.order_by("day", "pk"):
        sessions.setdefault(one.placement_id, []).append(one)
    return {pk: state_of(found) for pk, found in sessions.items()}


def state_of(sessions: Sequence[SupervisionSession], day: date | None = None) -> SupervisionState:
    """Return what the times of one placement, the earliest first, tell on ``day`` (today)."""
    now = day or today()
    state = SupervisionState()
    for one in sessions:
        planned = one.state == SessionState.PLANNED
        if planned and one.day > now:
            state.next = state.next or one
            continue
        if planned:
            state.to_mark.append(one)
        if one.state == SessionState.HELD:
            state.row, state.last_held = [], one.day
        elif not planned or one.day < now - NOTE_WITHIN:
            state.row.append(one)
    state.missed = len(state.row)
    # What is today is both the next one and one to note.
    if state.to_mark and state.to_mark[-1].day == now:
        state.next = state.to_mark[-1]
    return state


def session_of(placement: Placement, pk: int) -> SupervisionSession:
    """Return one of the placement's times, else 404."""
    session: SupervisionSession = get_object_or_404(SupervisionSession, placement=placement, pk=pk)
    session.placement = placement
    return session


def plan_of(placement: Placement) -> SupervisionPlan | None:
    """Return the plan, if there is one."""
    return SupervisionPlan.objects.filter(placement=placement).first()


def next_day(placement: Placement) -> date | None:
    """Return a day to propose for the next time: so many weeks after the last one as the plan says."""
    plan = plan_of(placement)
    last = placement.supervision.order_by("-day").first()
    if plan is None or last is None:
        return None
    return max(last.day + timedelta(weeks=plan.every_weeks), today())


def plan_version(placement: Placement) -> int:
    """Return the plan's version, 0 without a plan."""
    plan = plan_of(placement)
    return plan.version if plan else 0


def supervision_page(placement: Placement) -> SupervisionPage:
    """Return the page of supervision: what is kept of it, the newest first."""
    sessions = list(placement.supervision.order_by("day", "pk"))
    now = today()
    past = [one for one in sessions if one.day <= now and one.state != SessionState.PLANNED]
    return SupervisionPage(
        placement=placement,
        plan=plan_of(placement),
        state=state_of(sessions),
        ahead=[one for one in sessions if one.day > now and one.state == SessionState.PLANNED],
        log=[_row(one) for one in reversed(past)],
        held=sum(one.state == SessionState.HELD for one in past),
        noted=len(past),
        is_open=placement.status != Phase.ENDED,
        has_supervisor=bool(supervisors(placement.unit_id)),
    )


def told(placement: Any) -> str:
    """One line for the placement's list of parts: never a word of what was said, for there is none."""
    state = state_of(list(placement.supervision.all()))
    if state.is_missed:
        return f"{state.missed} i rad inte hållna"
    if state.to_mark:
        return "Skriv om den hölls"
    if state.next:
        return f"Nästa {day_text(state.next.day, year=False)}"
    return "Ingen tid bokad"


def _row(session: SupervisionSession) -> SessionRow:
    state = SessionState(session.state)
    return SessionRow(session, str(state.label), TONES[state])
