"""What the clock looks for: supervision missed twice in a row, obstacles that nobody answers, a log that is old."""

from datetime import date, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.tokens import token_hash
from common import outbox, trail
from common.actors import SYSTEM
from common.swedish import today
from peersupport.models import Obstacle, Placement, SupervisionSession
from peersupport.queries.people import coordinators, managers, supervisors
from peersupport.queries.supervision import MISSED_IN_A_ROW, SUPERVISED, supervision_states
from peersupport.services.obstacles import SUBJECT
from peersupport.words import ObstacleState, Phase, SessionState

#: Steps of reminding: the supervisor, then the unit's manager.
SUPERVISOR, MANAGER = 1, 2
#: How long the supervisor has before the manager is told.
MANAGER_AFTER: Final = timedelta(days=7)
#: An obstacle that nobody has answered for so long comes back to the manager.
ANSWER_WITHIN: Final = timedelta(days=14)
#: How long the log of supervision is kept: over the evaluation after a year, and the next one.
LOG_KEPT: Final = timedelta(days=730)


def remind_of_supervision() -> int:
    """Write when supervision was missed twice in a row: to the supervisor, a week later to the manager. Return how many placements.

    When nobody supervises there any more, the coordinator gets the first letter. Once for each row of missed times.
    """
    placements = dict(Placement.objects.filter(status__in=SUPERVISED).values_list("pk", "unit"))
    reminded = 0
    for pk, state in supervision_states(placements).items():
        if state.is_missed:
            # The time that made it two in a row carries the reminder for the whole row.
            reminded += _remind(state.row[MISSED_IN_A_ROW - 1].pk, placements[pk])
    return reminded


def remind_of_obstacles() -> int:
    """Write once to the manager of each obstacle that has waited for 14 days; return how many."""
    waiting = Obstacle.objects.filter(
        state=ObstacleState.RAISED, reminded_at=None, raised_at__lte=timezone.now() - ANSWER_WITHIN
    ).exclude(placement__status=Phase.ENDED)
    return sum(_remind_of(pk) for pk in waiting.order_by("pk").values_list("pk", flat=True))


def forget_old_log() -> int:
    """Remove times of supervision that are older than two years; return how many."""
    removed, _ = SupervisionSession.objects.filter(day__lt=today() - LOG_KEPT).delete()
    return removed


@transaction.atomic
def _remind(session_id: int, unit_id: int) -> int:
    session = SupervisionSession.objects.select_for_update(of=("self",)).filter(pk=session_id).first()
    # Removed or noted as held since: nothing to write.
    if session is None or session.state == SessionState.HELD:
        return 0
    step = _next_step(session, today())
    if not step:
        return 0
    session.reminded, session.reminded_on = step, today()
    session.save(update_fields=["reminded", "reminded_on"])
    trail.record("remind_session", session, actor=SYSTEM)
    named = supervisors(unit_id) if step == SUPERVISOR else managers(unit_id)
    url = settings.PORTAL_ORIGIN + reverse("peersupport:supervision", args=[session.placement_id])
    for address in named or coordinators():
        outbox.queue_mail(
            "peersupport_supervision_missed",
            to=address,
            subject=SUBJECT,
            context={"url": url, "is_manager": step == MANAGER, "has_supervisor": bool(supervisors(unit_id))},
            dedup_key=f"supervision-missed:{session.pk}:{step}:{token_hash(address)[:16]}",
        )
    return 1


def _next_step(session: SupervisionSession, day: date) -> int:
    if session.reminded == 0:
        return SUPERVISOR
    if session.reminded == SUPERVISOR and session.reminded_on and session.reminded_on <= day - MANAGER_AFTER:
        return MANAGER
    return 0


@transaction.atomic
def _remind_of(obstacle_id: int) -> int:
    rows = Obstacle.objects.select_for_update(of=("self",)).select_related("placement")
    obstacle = rows.filter(pk=obstacle_id, state=ObstacleState.RAISED, reminded_at=None).first()
    if obstacle is None:
        return 0
    obstacle.reminded_at = timezone.now()
    obstacle.save(update_fields=["reminded_at"])
    trail.record("remind_obstacle", obstacle, actor=SYSTEM)
    url = settings.PORTAL_ORIGIN + reverse("peersupport:obstacles", args=[obstacle.placement_id])
    for address in managers(obstacle.placement.unit_id) or coordinators():
        outbox.queue_mail(
            "peersupport_obstacle_waits",
            to=address,
            subject=SUBJECT,
            context={"url": url, "days": ANSWER_WITHIN.days},
            dedup_key=f"obstacle-waits:{obstacle.pk}:{token_hash(address)[:16]}",
        )
    return 1
