"""Supervision: the plan, its days, whether each was held. What was said stays there: nothing here takes a word of it."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from common import trail
from common.actors import Actor
from common.errors import DomainError, EditConflictError
from common.swedish import day_text, today
from common.working_days import is_working_day
from peersupport.models import Placement, SupervisionPlan, SupervisionSession
from peersupport.services.shared import CONFLICT, locked_placement, write_facts
from peersupport.words import SessionState, SupervisionBy, SupervisionForm

_KEEP: Final = "peersupport.keep_supervision"
#: How far back a time may be entered afterwards, and how far ahead one is planned.
BACK, AHEAD = timedelta(days=366), timedelta(days=731)
MOST_TIMES: Final = 26
NEED_PLAN: Final = "Gör en plan för handledningen först."
NOT_YET: Final = "Det går att skriva hur det gick från och med dagen för handledningen."
TAKEN: Final = "Det finns redan en handledning den dagen."


@dataclass(frozen=True, kw_only=True)
class PlanFacts:
    """Form, by whom, and how many weeks there are between the times (1 to 26)."""

    form: str
    by: str
    every_weeks: int


@dataclass(frozen=True)
class Ahead:
    """Days to plan: the first, and how many times."""

    first: date
    times: int


@transaction.atomic
def save_plan(
    placement: Placement, facts: PlanFacts, *, ahead: Ahead | None = None, expected_version: int, actor: Actor
) -> int:
    """Save the plan, and put its days in the log when ``ahead`` is told. Return how many days were planned.

    Days planned before from the first day on give way; what is noted as held or missed never does. A day when
    offices are closed moves to the next when they are open. ``expected_version`` is 0 when there was no plan.
    """
    locked = locked_placement(placement, _KEEP, actor=actor)
    _check_plan(facts)
    plan = SupervisionPlan.objects.select_for_update(of=("self",)).filter(placement=locked).first()
    if plan is None:
        plan = SupervisionPlan.objects.create(placement=locked, **facts.__dict__)
        trail.record("plan_supervision", plan, actor=actor)
    else:
        write_facts(plan, facts, expected_version=expected_version, actor=actor, verb="plan_supervision")
    if ahead is None:
        return 0
    return _plan_ahead(locked, plan, ahead, actor=actor)


@transaction.atomic
def add_session(placement: Placement, day: date, form: str, *, actor: Actor) -> SupervisionSession:
    """Enter one time, to come or one that has been. Sent twice it stands there once."""
    locked = locked_placement(placement, _KEEP, actor=actor)
    _check_session(day, form)
    earlier = locked.supervision.filter(day=day).first()
    if earlier is not None:
        if earlier.form != form or earlier.state != SessionState.PLANNED:
            raise DomainError(TAKEN, field="day")
        return earlier
    session = SupervisionSession.objects.create(placement=locked, day=day, form=form)
    trail.record("add_session", session, actor=actor)
    return session


@transaction.atomic
def move_session(
    session: SupervisionSession, day: date, form: str, *, expected_version: int, actor: Actor
) -> None:
    """Give a planned time another day or form."""
    locked = _locked(session, actor=actor)
    _check_session(day, form)
    if (locked.day, locked.form) == (day, form):
        return
    if locked.version != expected_version:
        pairs = {
            "Dag": (day_text(locked.day), day_text(day)),
            "Form": (str(locked.get_form_display()), str(SupervisionForm(form).label)),
        }
        raise EditConflictError(
            CONFLICT, changed={name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
        )
    if locked.state != SessionState.PLANNED:
        raise DomainError("Det som är antecknat flyttas inte. Ångra anteckningen först.", field="day")
    if locked.placement.supervision.exclude(pk=locked.pk).filter(day=day).exists():
        raise DomainError(TAKEN, field="day")
    locked.day, locked.form = day, form
    locked.version += 1
    locked.save(update_fields=["day", "form", "version"])
    trail.record("move_session", locked, actor=actor, fields=["day", "form"])


@transaction.atomic
def remove_session(session: SupervisionSession, *, actor: Actor) -> None:
    """Take away a time to come. One whose day has been is noted as held or missed instead. Harmless when it is gone."""
    locked_placement(session.placement, _KEEP, actor=actor)
    locked = SupervisionSession.objects.select_for_update(of=("self",)).filter(pk=session.pk).first()
    if locked is None:
        return
    if locked.state != SessionState.PLANNED or locked.day < today():
        raise DomainError("Dagen har varit. Skriv om handledningen hölls eller inte.")
    trail.record("remove_session", locked, actor=actor)
    locked.delete()


@transaction.atomic
def mark_session(session: SupervisionSession, state: str, *, actor: Actor) -> None:
    """Note that a time was held or missed, on its day or later. The same again changes nothing."""
    if state not in {SessionState.HELD, SessionState.MISSED}:
        raise DomainError("Välj om handledningen hölls eller inte.")
    locked = _locked(session, actor=actor)
    if locked.day > today():
        raise DomainError(NOT_YET)
    if locked.state != state:
        _set_state(locked, state, verb="mark_session", actor=actor)


@transaction.atomic
def undo_session(session: SupervisionSession, *, actor: Actor) -> None:
    """Take back what was noted: the time is planned again. Harmless when it is."""
    locked = _locked(session, actor=actor)
    if locked.state != SessionState.PLANNED:
        _set_state(locked, SessionState.PLANNED, verb="undo_session", actor=actor)


def drop_planned(placement: Placement, *, actor: Actor) -> None:
    """Take away the times to come of a locked placement where nobody works any more: they would count as missed."""
    sessions: Any = placement.supervision
    dropped, _ = sessions.filter(state=SessionState.PLANNED, day__gt=today()).delete()
    plan = SupervisionPlan.objects.filter(placement=placement).first()
    if dropped and plan is not None:
        trail.record("plan_supervision", plan, actor=actor, fields=["sessions"])


def _set_state(session: SupervisionSession, state: str, *, verb: str, actor: Actor) -> None:
    session.state = state
    session.noted_at = None if state == SessionState.PLANNED else timezone.now()
    session.version += 1
    session.save(update_fields=["state", "noted_at", "version"])
    trail.record(verb, session, actor=actor, fields=["state"])


def _locked(session: SupervisionSession, *, actor: Actor) -> SupervisionSession:
    placement = locked_placement(session.placement, _KEEP, actor=actor)
    locked = SupervisionSession.objects.select_for_update(of=("self",)).filter(pk=session.pk).first()
    if locked is None:
        raise DomainError("Den handledningen är borttagen. Ladda om sidan.")
    locked.placement = placement
    return locked


def _plan_ahead(placement: Placement, plan: SupervisionPlan, ahead: Ahead, *, actor: Actor) -> int:
    if not 1 <= ahead.times <= MOST_TIMES:
        raise DomainError(f"Skriv mellan 1 och {MOST_TIMES} gånger.", field="times")
    _check_session(ahead.first, plan.form, field="first")
    if ahead.first < today():
        raise DomainError("Välj i dag eller en dag framåt.", field="first")
    last = ahead.first + timedelta(weeks=plan.every_weeks * (ahead.times - 1))
    if last > today() + AHEAD:
        raise DomainError("Planera högst två år framåt: skriv färre gånger.", field="times")
    sessions: Any = placement.supervision
    sessions.filter(state=SessionState.PLANNED, day__gte=ahead.first).delete()
    taken = set(sessions.values_list("day", flat=True))
    days: list[date] = []
    for number in range(ahead.times):
        day = ahead.first + timedelta(weeks=plan.every_weeks * number)
        # The first day is somebody's choice; the others are counted, and give way to closed days.
        while (number and not is_working_day(day)) or day in days:
            day += timedelta(days=1)
        if day not in taken:
            days.append(day)
    SupervisionSession.objects.bulk_create(
        SupervisionSession(placement=placement, day=day, form=plan.form) for day in days
    )
    trail.record("plan_supervision", plan, actor=actor, fields=["sessions"])
    return len(days)


def _check_plan(facts: PlanFacts) -> None:
    if facts.form not in SupervisionForm.values:
        raise DomainError("Välj enskild handledning eller i grupp.", field="form")
    if facts.by not in SupervisionBy.values:
        raise DomainError("Välj vem som handleder.", field="by")
    if not 1 <= facts.every_weeks <= 26:
        raise DomainError("Skriv mellan 1 och 26 veckor.", field="every_weeks")


def _check_session(day: date, form: str, field: str = "day") -> None:
    if form not in SupervisionForm.values:
        raise DomainError("Välj enskild handledning eller i grupp.", field="form")
    now = today()
    if not now - BACK <= day <= now + AHEAD:
        raise DomainError("Välj en dag högst ett år bakåt eller två år framåt.", field=field)
