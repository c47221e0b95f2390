"""Evaluations: planned by themselves, questions out, questions closed. The report is in ``evaluation_report``."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, Final

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db import transaction
from django.urls import reverse

from accounts.tokens import token_hash
from common import outbox, trail
from common.actors import SYSTEM, Actor
from common.errors import DomainError, EditConflictError
from common.swedish import day_text, today
from common.writing import CONFLICT
from organisations.models import UnitRole
from peersupport.models import Evaluation, EvaluationStatement, EvaluationSurvey, Placement
from peersupport.questionnaires import COUNTED, INFORMATION, SETS, SINGLE
from peersupport.services.shared import ROOM, locked_placement
from peersupport.words import IN_WORK, Asked, Occasion, Phase
from surveys.models import Survey, SurveyStatus
from surveys.services.flow import close_survey, open_survey
from surveys.services.writing import SurveyFacts, add_question, create_survey

MONTHS: Final = {Occasion.MONTHS_3: 3, Occasion.MONTHS_6: 6, Occasion.MONTHS_12: 12}
#: Questions stand this long unless another last day is chosen.
LASTS: Final = timedelta(days=21)
LONGEST: Final = timedelta(days=120)
#: A day chosen by hand lies at most this far ahead.
FURTHEST: Final = timedelta(days=5 * 366)
#: What should have been longer ago, when a placement is entered late, is not planned by itself any more.
LATEST: Final = relativedelta(months=3)
#: Phases in which somebody works, or has worked, there.
EVALUATED: Final = (*IN_WORK, Phase.PAUSED, Phase.ENDED)
#: Where it is time to ask when the day comes: not while the post rests or waits for somebody new.
DUE_IN: Final = (*IN_WORK, Phase.ENDED)
SUBJECT: Final = "Du har ett nytt meddelande"
_RUN = "peersupport.run_evaluation"
_State = Evaluation.State


def locked_evaluation(evaluation: Evaluation, permission: str, *, actor: Actor) -> Evaluation:
    """Lock the placement, then the evaluation. An evaluation is written to also when the placement has ended."""
    placement = locked_placement(evaluation.placement, permission, actor=actor, open_only=False)
    locked = Evaluation.objects.select_for_update().get(pk=evaluation.pk)
    locked.placement = placement
    return locked


@transaction.atomic
def plan_evaluations(placement: Placement, *, actor: Actor) -> list[Evaluation]:
    """Plan what the placement's days ask for: 3, 6 and 12 months after the start, and at the end. Return the new ones.

    Days that somebody has chosen stay; the others follow the placement's. Run when a placement has begun, and each
    night. Nothing is planned after an end that is known.
    """
    locked = locked_placement(placement, _RUN, actor=actor, open_only=False)
    start = _start_of(locked)
    if start is None or locked.status not in EVALUATED:
        return []
    ends_on = _end_of(locked)
    wanted = {occasion: start + relativedelta(months=months) for occasion, months in MONTHS.items()}
    wanted = {one: day for one, day in wanted.items() if ends_on is None or day < ends_on}
    if ends_on is not None:
        wanted[Occasion.END] = ends_on
    present = {one.occasion: one for one in locked.evaluations.select_for_update()}
    made = []
    for occasion, day in wanted.items():
        there = present.get(occasion)
        if there is None:
            if day < today() - LATEST:
                continue
            one = Evaluation.objects.create(placement=locked, occasion=occasion, due_on=day)
            trail.record("plan_evaluation", one, actor=actor, fields=["due_on"])
            made.append(one)
        elif there.state == _State.PLANNED and not there.is_moved and there.due_on != day:
            there.due_on, there.reminded_at = day, None
            there.save(update_fields=["due_on", "reminded_at"])
            trail.record("plan_evaluation", there, actor=actor, fields=["due_on"])
    _drop(present, wanted, actor)
    return made


@transaction.atomic
def move_evaluation(
    evaluation: Evaluation, due_on: date, *, expected_version: int, actor: Actor
) -> Evaluation:
    """Choose another day for an evaluation that has not begun."""
    locked = locked_evaluation(evaluation, _RUN, actor=actor)
    if locked.state != _State.PLANNED:
        raise DomainError("Frågorna är redan ute. Då går dagen inte att ändra.", field="due_on")
    if not today() <= due_on <= today() + FURTHEST:
        raise DomainError("Välj en dag från i dag och högst fem år framåt.", field="due_on")
    if locked.due_on == due_on:
        return locked
    if locked.version != expected_version:
        days = day_text(locked.due_on), day_text(due_on)
        raise EditConflictError(CONFLICT, changed={"Dag": days})
    locked.due_on, locked.is_moved, locked.reminded_at = due_on, True, None
    locked.version += 1
    locked.save(update_fields=["due_on", "is_moved", "reminded_at", "version"])
    trail.record("move_evaluation", locked, actor=actor, fields=["due_on"])
    return locked


@transaction.atomic
def skip_evaluation(evaluation: Evaluation, *, actor: Actor) -> None:
    """Leave out an evaluation that has not begun; it stays in the list, as left out. Harmless when it is."""
    locked = locked_evaluation(evaluation, _RUN, actor=actor)
    if locked.state == _State.SKIPPED:
        return
    if locked.state != _State.PLANNED:
        raise DomainError("Frågorna är redan ute. Då går det inte att hoppa över.")
    _set_skipped(locked, _State.SKIPPED, actor, "skip_evaluation")


@transaction.atomic
def resume_evaluation(evaluation: Evaluation, *, actor: Actor) -> None:
    """Plan an evaluation that was left out after all."""
    locked = locked_evaluation(evaluation, _RUN, actor=actor)
    if locked.state == _State.SKIPPED:
        _set_skipped(locked, _State.PLANNED, actor, "resume_evaluation")


def _set_skipped(locked: Evaluation, state: str, actor: Actor, verb: str) -> None:
    locked.state = state
    locked.version += 1
    locked.save(update_fields=["state", "version"])
    trail.record(verb, locked, actor=actor, fields=["state"])


@transaction.atomic
def open_questions(
    evaluation: Evaluation, asked: Iterable[str], *, closes_on: date | None = None, actor: Actor
) -> Evaluation:
    """Send the questions out to the chosen groups, until ``closes_on``. Opened twice, they are out once.

    Users and staff get an anonymous survey each, manager and peer an address of their own.
    """
    locked = locked_evaluation(evaluation, _RUN, actor=actor)
    if locked.state != _State.PLANNED:
        return locked
    placement = locked.placement
    if placement.status not in EVALUATED:
        raise DomainError("Utvärderingen kan börja när någon arbetar i tjänsten.")
    if not placement.evaluation_team.filter(ended_on=None, user__is_active=True).exists():
        raise DomainError("Utvärderingsteamet är tomt. Välj minst en person som läser svaren.")
    groups = [Asked(one) for one in dict.fromkeys(asked) if one in Asked.values]
    if not groups:
        raise DomainError("Välj minst en grupp att fråga.", field="asked")
    last = closes_on or today() + LASTS
    if not today() <= last <= today() + LONGEST:
        raise DomainError("Välj en sista dag från i dag och högst fyra månader framåt.", field="closes_on")
    for group in groups:
        if group in COUNTED:
            _open_survey(locked, group, last)
        elif group in SINGLE:
            statement = EvaluationStatement.objects.create(evaluation=locked, asked=group)
            if group == Asked.MANAGER:
                _ask_managers(placement, statement)
    locked.state, locked.closes_on, locked.unit = _State.OPEN, last, placement.unit
    locked.version += 1
    locked.save(update_fields=["state", "closes_on", "unit", "version"])
    trail.record("open_evaluation", locked, actor=actor, fields=["state"])
    return locked


@transaction.atomic
def close_questions(evaluation: Evaluation, *, actor: Actor) -> Evaluation:
    """End the questions before their last day, and count. Harmless when they are closed."""
    locked = locked_evaluation(evaluation, _RUN, actor=actor)
    if locked.state != _State.OPEN:
        return locked
    for survey in _surveys(locked).filter(status__in=[SurveyStatus.OPEN, SurveyStatus.PAUSED]):
        # Who may close was decided here; the survey's own managers are the team alone.
        close_survey(survey, actor=SYSTEM)
    return _read_now(locked, actor)


def follow_days() -> None:
    """Plan for what has begun, and let evaluations whose questions have closed be read. Each night; twice changes nothing."""
    for placement in Placement.objects.filter(status__in=EVALUATED).order_by("pk"):
        if (
            placement.status != Phase.ENDED
            or not placement.evaluations.filter(occasion=Occasion.END).exists()
        ):
            plan_evaluations(placement, actor=SYSTEM)
    for evaluation in Evaluation.objects.filter(state=_State.OPEN).select_related("placement"):
        _follow(evaluation)


@transaction.atomic
def _follow(evaluation: Evaluation) -> None:
    locked = locked_evaluation(evaluation, _RUN, actor=SYSTEM)
    surveys = _surveys(locked)
    # With nobody but the manager and the peer asked, it is over when both have answered, or the last day has been.
    has_been = locked.closes_on is not None and locked.closes_on < today()
    is_over = (
        not surveys.exclude(status=SurveyStatus.CLOSED).exists()
        if surveys.exists()
        else has_been or not locked.statements.filter(said_on=None).exists()
    )
    if locked.state == _State.OPEN and is_over:
        _read_now(locked, SYSTEM)


def _read_now(locked: Evaluation, actor: Actor) -> Evaluation:
    locked.state = _State.READING
    locked.version += 1
    locked.save(update_fields=["state", "version"])
    trail.record("end_questions", locked, actor=actor, fields=["state"])
    return locked


def _surveys(evaluation: Evaluation) -> Any:
    return Survey.objects.of_owner(ROOM, evaluation.pk)


def _start_of(placement: Placement) -> date | None:
    """The day somebody began; else the day that is planned for it. Where nobody ever began there is nothing to evaluate."""
    first = placement.posts.order_by("starts_on").values_list("starts_on", flat=True).first()
    return first or (None if placement.status == Phase.ENDED else placement.starts_on)


def _end_of(placement: Placement) -> date | None:
    if placement.status == Phase.ENDED:
        return min(placement.ends_on or placement.status_since, placement.status_since)
    return placement.ends_on


def _drop(present: dict[str, Evaluation], wanted: dict[Occasion, date], actor: Actor) -> None:
    """Take away what was planned by itself for days that will not come."""
    for occasion, one in present.items():
        if occasion not in wanted and one.state == _State.PLANNED and not one.is_moved:
            trail.record("remove_evaluation", one, actor=actor)
            one.delete()


def _open_survey(evaluation: Evaluation, group: Asked, last: date) -> None:
    chosen = SETS[group]
    unit = evaluation.placement.unit
    survey = create_survey(
        SurveyFacts(
            title=f"Peer support, {unit.name}"[:160],
            purpose=chosen.purpose,
            information=INFORMATION,
            layout=chosen.layout,
            closes_on=last,
        ),
        actor=SYSTEM,
        owner_room=ROOM,
        owner_id=evaluation.pk,
    )
    for question in chosen.questions:
        add_question(survey, question.facts, actor=SYSTEM, thread=question.thread)
    survey.refresh_from_db()
    open_survey(survey, actor=SYSTEM)
    EvaluationSurvey.objects.create(evaluation=evaluation, asked=group, survey=survey)


def _ask_managers(placement: Placement, statement: EvaluationStatement) -> None:
    for address in manager_addresses(placement):
        outbox.queue_mail(
            "peersupport_asked",
            to=address,
            subject=SUBJECT,
            context={
                "url": settings.PORTAL_ORIGIN
                + reverse("peersupport_answers:statement", args=[statement.code])
            },
            dedup_key=f"peer-statement:{statement.pk}:{token_hash(address)[:16]}",
        )


def manager_addresses(placement: Placement) -> list[str]:
    """Return the addresses of those who manage the unit now; none when the manager has left."""
    roles = UnitRole.objects.current().filter(
        unit=placement.unit_id, role="unit_manager", user__is_active=True
    )
    return sorted(set(roles.values_list("user__email", flat=True)))
