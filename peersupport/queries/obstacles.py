"""A placement's obstacles: what is in the way, what is done about it, where it has gone."""

from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Prefetch, QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from common.swedish import today
from peersupport.models import Obstacle, Placement
from peersupport.services.support_reminders import ANSWER_WITHIN
from peersupport.words import ObstacleState, Phase
from proposals.models import Proposal
from proposals.words import TONES as LOOP_TONES
from proposals.words import Status

_TONES: Final = {ObstacleState.RAISED: "wait", ObstacleState.IN_HAND: "going", ObstacleState.CLOSED: "done"}


@dataclass(frozen=True)
class ObstacleRow:
    """One obstacle as the page shows it. ``loop_*`` tell where the proposal stands that it became."""

    obstacle: Obstacle
    words: str
    tone: str
    is_own: bool
    may_edit: bool
    may_answer: bool
    may_forward: bool
    may_reopen: bool
    loop_words: str = ""
    loop_tone: str = ""
    loop_url: str = ""


@dataclass(frozen=True)
class ObstaclePage:
    """What is open, those that wait longest first, and what is closed, the latest first."""

    placement: Placement
    open: list[ObstacleRow]
    closed: list[ObstacleRow]
    is_open: bool


def obstacle_page(placement: Placement, user: Any) -> ObstaclePage:
    """Return a placement's obstacles, for those who hold ``raise_obstacle``."""
    rows = list(obstacles_of(placement).order_by("raised_at", "pk"))
    is_open = placement.status != Phase.ENDED
    may_answer = is_open and user.has_perm("peersupport.answer_obstacle", placement)
    shown = [_row(one, user, is_open=is_open, may_answer=may_answer) for one in rows]
    closed = [row for row in shown if row.obstacle.state == ObstacleState.CLOSED]
    closed.sort(key=lambda row: (row.obstacle.closed_at, row.obstacle.pk), reverse=True)
    return ObstaclePage(
        placement=placement,
        open=[row for row in shown if row.obstacle.state != ObstacleState.CLOSED],
        closed=closed,
        is_open=is_open,
    )


def obstacles_of(placement: Placement) -> "QuerySet[Obstacle]":
    """Return the placement's obstacles with where their proposals stand."""
    standing = Prefetch("proposal", Proposal.objects.with_status())
    return Obstacle.objects.filter(placement=placement).prefetch_related(standing)


def obstacle_of(placement: Placement, pk: int) -> Obstacle:
    """Return one of the placement's obstacles, else 404."""
    obstacle: Obstacle = get_object_or_404(Obstacle, placement=placement, pk=pk)
    obstacle.placement = placement
    return obstacle


def unanswered(placements: Any) -> "QuerySet[Obstacle]":
    """Return what waits for an answer at ``placements``."""
    rows = Obstacle.objects.filter(placement__in=placements, state=ObstacleState.RAISED)
    return rows.exclude(placement__status=Phase.ENDED).select_related("placement__unit")


def is_waiting_long(obstacle: Obstacle) -> bool:
    """Tell whether nobody has answered it for 14 days."""
    return obstacle.state == ObstacleState.RAISED and obstacle.raised_at <= timezone.now() - ANSWER_WITHIN


def past_their_day(placements: Any) -> "QuerySet[Obstacle]":
    """Return what should have been done by now."""
    rows = Obstacle.objects.filter(placement__in=placements, state=ObstacleState.IN_HAND, due_on__lt=today())
    return rows.exclude(placement__status=Phase.ENDED).select_related("placement__unit")


def told(placement: Any) -> str:
    """One line for the placement's list of parts."""
    rows = list(placement.obstacles.all())
    waiting = sum(one.state == ObstacleState.RAISED for one in rows)
    if waiting:
        return f"{waiting} väntar på svar"
    going = sum(one.state == ObstacleState.IN_HAND for one in rows)
    return f"{going} pågår" if going else "Inget öppet"


def _row(obstacle: Obstacle, user: Any, *, is_open: bool, may_answer: bool) -> ObstacleRow:
    state = ObstacleState(obstacle.state)
    late = is_waiting_long(obstacle) or (
        state == ObstacleState.IN_HAND and obstacle.due_on is not None and obstacle.due_on < today()
    )
    loop_words, loop_tone, loop_url = _loop(obstacle)
    is_raised = state == ObstacleState.RAISED and obstacle.forwarded_on is None
    return ObstacleRow(
        obstacle=obstacle,
        words=str(state.label),
        tone="late" if late else _TONES[state],
        is_own=obstacle.raised_by_id is not None and obstacle.raised_by_id == user.pk,
        may_edit=is_open and is_raised,
        may_answer=may_answer and state != ObstacleState.CLOSED,
        may_forward=may_answer and state != ObstacleState.CLOSED and obstacle.forwarded_on is None,
        may_reopen=is_open and state == ObstacleState.CLOSED,
        loop_words=loop_words,
        loop_tone=loop_tone,
        loop_url=loop_url,
    )


def _loop(obstacle: Obstacle) -> tuple[str, str, str]:
    proposal: Any = obstacle.proposal
    if proposal is None:
        return "", "", ""
    status = Status(proposal.status_now)
    return str(status.label), LOOP_TONES[status], reverse("proposals:proposal", args=[proposal.pk])
