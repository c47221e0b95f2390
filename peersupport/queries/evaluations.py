"""The pages of evaluations: the list of one placement, one evaluation, what waits for a person."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.conf import settings
from django.db.models import Prefetch, QuerySet
from django.http import Http404
from django.urls import reverse

from accounts.rules import is_administrator, is_coordinator
from common.models import Edition
from common.swedish import day_text, today
from organisations.rules import held_unit_ids
from peersupport.models import (
    Evaluation,
    EvaluationFinding,
    EvaluationMember,
    EvaluationStatement,
    EvaluationSurvey,
    Placement,
)
from peersupport.queries.evaluation_report import missing_for_report
from peersupport.queries.evaluation_results import GroupResult, over_time, table_of
from peersupport.rules import evaluated_placement_ids
from peersupport.services.evaluations import EVALUATED
from peersupport.words import Asked, FindingKind, Occasion
from surveys.models import SurveyStatus

#: How long before its day an evaluation is told of.
AHEAD: Final = timedelta(days=14)
TONES: Final = {"planned": "info", "open": "going", "reading": "wait", "reported": "done", "skipped": "info"}
_State = Evaluation.State


@dataclass(frozen=True)
class EvaluationRow:
    """One evaluation in the placement's list."""

    evaluation: Evaluation
    tone: str
    label: str
    told: str


@dataclass(frozen=True)
class EvaluationsPage:
    """A placement's evaluations: what is planned, who evaluates, how answers have changed."""

    placement: Placement
    rows: list[EvaluationRow]
    team: list[EvaluationMember]
    results: list[GroupResult]
    may_run: bool
    may_choose: bool
    may_begin: bool


@dataclass(frozen=True)
class Asking:
    """The questions to one group. ``survey_url`` is for the team; ``answer_url`` is where the group answers."""

    title: str
    told: str
    survey_url: str
    texts_url: str
    answer_url: str
    code: str


@dataclass(frozen=True)
class EvaluationPage:
    """One evaluation, as the person who looks may see it."""

    placement: Placement
    evaluation: Evaluation
    tone: str
    askings: list[Asking]
    #: Kind in words, its points; empty until the report is made, for those who do not run the evaluation.
    findings: list[tuple[str, list[EvaluationFinding]]]
    conclusion: str
    missing: list[str]
    edition: Edition | None
    may_run: bool
    may_read: bool
    may_publish: bool
    is_written: bool
    has_statements: bool


def evaluations_page(placement: Placement, user: Any) -> EvaluationsPage:
    """Return a placement's evaluations."""
    may_run = user.has_perm("peersupport.run_evaluation", placement)
    rows = [_row(one) for one in placement.evaluations.order_by("due_on", "pk")]
    team = list(placement.evaluation_team.filter(ended_on=None).select_related("user").order_by("pk"))
    return EvaluationsPage(
        placement=placement,
        rows=rows,
        team=team if may_run else [],
        results=over_time(placement),
        may_run=may_run,
        may_choose=user.has_perm("peersupport.choose_evaluators", placement),
        may_begin=placement.status in EVALUATED,
    )


def evaluation_of(placement: Placement, pk: int) -> Evaluation:
    """Return one of the placement's evaluations, or raise ``Http404``."""
    found = placement.evaluations.select_related("edition").filter(pk=pk).first()
    if found is None:
        raise Http404
    # The same row as the page has, with its unit.
    found.placement = placement
    return found


def member_of(placement: Placement, pk: int) -> EvaluationMember:
    """Return somebody in the placement's team, or raise ``Http404``."""
    found = placement.evaluation_team.select_related("user", "placement").filter(pk=pk, ended_on=None).first()
    if found is None:
        raise Http404
    return found


def finding_of(evaluation: Evaluation, pk: int) -> EvaluationFinding:
    """Return one point, or raise ``Http404``."""
    found = evaluation.findings.filter(pk=pk).first()
    if found is None:
        raise Http404
    found.evaluation = evaluation
    return found


def evaluation_page(evaluation: Evaluation, user: Any) -> EvaluationPage:
    """Return one evaluation. Those who run it see what is written; others what the report's latest edition holds."""
    placement = evaluation.placement
    may_run = user.has_perm("peersupport.run_evaluation", evaluation)
    may_read = user.has_perm("peersupport.read_evaluation_text", evaluation)
    findings, conclusion = _written(evaluation) if may_run else _reported(evaluation)
    is_written = evaluation.state in {_State.READING, _State.REPORTED}
    statements = list(evaluation.statements.all()) if may_run else []
    return EvaluationPage(
        placement=placement,
        evaluation=evaluation,
        tone=TONES[evaluation.state],
        askings=_askings(evaluation, statements, may_read=may_read),
        findings=findings,
        conclusion=conclusion,
        missing=missing_for_report(evaluation) if may_run and is_written else [],
        edition=evaluation.edition,
        may_run=may_run,
        may_read=may_read,
        may_publish=user.has_perm("peersupport.publish_evaluation", evaluation),
        is_written=is_written,
        has_statements=may_read and any(one.sealed is not None for one in statements),
    )


#: Kinds of findings, each with its points.
_Findings = list[tuple[str, list[EvaluationFinding]]]


def _written(evaluation: Evaluation) -> tuple[_Findings, str]:
    """What stands now, also what no edition holds yet."""
    points = list(evaluation.findings.all())
    kinds = [(str(kind.label), [one for one in points if one.kind == kind]) for kind in FindingKind]
    return [(label, found) for label, found in kinds if found], evaluation.conclusion


def _reported(evaluation: Evaluation) -> tuple[_Findings, str]:
    """What the latest edition froze; nothing before there is one."""
    if evaluation.edition is None or evaluation.state != _State.REPORTED:
        return [], ""
    data = evaluation.edition.data
    kinds = [
        (str(one["kind"]), [EvaluationFinding(text=text) for text in one["texts"]])
        for one in data["findings"]
    ]
    return [(label, found) for label, found in kinds if found], str(data["conclusion"])


def statement_by(code: str) -> EvaluationStatement:
    """Return the statement behind an address, or raise ``Http404``."""
    rows = EvaluationStatement.objects.select_related("evaluation__placement__unit")
    found = rows.filter(code=code).first()
    if found is None:
        raise Http404
    return found


def told(placement: Placement) -> str:
    """Say in one line how far a placement's evaluations have come."""
    rows = list(placement.evaluations.order_by("due_on", "pk"))
    if not rows:
        return "Planeras när någon börjar"
    rows = [one for one in rows if one.state != _State.SKIPPED]
    done = sum(one.state == _State.REPORTED for one in rows)
    going = next((one for one in rows if one.state in {_State.OPEN, _State.READING}), None)
    if going is not None:
        return f"{going.get_occasion_display()}: {going.get_state_display().lower()}"
    waiting = next((one for one in rows if one.state == _State.PLANNED), None)
    if waiting is not None:
        return f"{done} av {len(rows)} klara. Nästa {day_text(waiting.due_on)}"
    return f"{done} av {len(rows)} klara"


def visible_evaluations(user: Any) -> "QuerySet[Evaluation]":
    """Return the evaluations of the placements ``user`` can find."""
    placements = Placement.objects.visible_to(user)
    return Evaluation.objects.filter(placement__in=placements).select_related("placement__unit")


def may_have_any(user: Any) -> bool:
    """Whether it is worth asking the database: roles are known already."""
    return bool(
        is_coordinator(user)
        or is_administrator(user)
        or held_unit_ids(user, "unit_manager")
        or held_unit_ids(user, "supervisor")
        or evaluated_placement_ids(user)
    )


def waiting_evaluations(user: Any) -> list[Evaluation]:
    """Return what is due within two weeks or late, what is out, and what is to be read, with team and statements."""
    if not may_have_any(user):
        return []
    rows = visible_evaluations(user).exclude(state__in=[_State.REPORTED, _State.SKIPPED])
    rows = rows.exclude(state=_State.PLANNED, due_on__gt=today() + AHEAD)
    team = Prefetch(
        "placement__evaluation_team", EvaluationMember.objects.filter(ended_on=None), to_attr="team"
    )
    asked = Prefetch("statements", EvaluationStatement.objects.filter(said_on=None), to_attr="unsaid")
    return list(rows.prefetch_related(team, asked).order_by("due_on", "pk"))


def evaluator_places(user: Any) -> list[tuple[int, str]]:
    """Return the placements ``user`` evaluates, by id and unit."""
    ids = evaluated_placement_ids(user)
    if not ids:
        return []
    rows = Placement.objects.filter(pk__in=ids).order_by("unit__name", "pk")
    return list(rows.values_list("pk", "unit__name"))


def occasion_or_404(name: str) -> Occasion:
    """Return the occasion an address names, or raise ``Http404``."""
    if name not in Occasion.values:
        raise Http404
    return Occasion(name)


def _row(evaluation: Evaluation) -> EvaluationRow:
    late = evaluation.state == _State.PLANNED and evaluation.due_on < today()
    return EvaluationRow(
        evaluation=evaluation,
        tone="late" if late else TONES[evaluation.state],
        label="Skulle ha börjat" if late else str(evaluation.get_state_display()),
        told=_when(evaluation),
    )


def _when(evaluation: Evaluation) -> str:
    if evaluation.reported_on:
        return f"Rapport {day_text(evaluation.reported_on)}"
    return f"Planerad till {day_text(evaluation.due_on)}"


def _askings(
    evaluation: Evaluation, statements: list[EvaluationStatement], *, may_read: bool
) -> list[Asking]:
    rows = evaluation.surveys.select_related("survey__results").order_by("asked")
    found = [
        _survey_asking(one, may_read=may_read)
        for one in sorted(rows, key=lambda one: one.asked, reverse=True)
    ]
    return found + [_statement_asking(one, evaluation) for one in statements]


def _survey_asking(row: EvaluationSurvey, *, may_read: bool) -> Asking:
    survey = row.survey
    is_closed = survey.status == SurveyStatus.CLOSED
    reads = may_read and is_closed and (table_of(row) or {}).get("answers") is not None
    return Asking(
        title=str(row.get_asked_display()),
        told=_survey_told(row),
        survey_url=survey.get_absolute_url() if may_read else "",
        texts_url=reverse("surveys:texts", args=[survey.pk]) if reads and survey.destroyed_on is None else "",
        answer_url="" if is_closed else f"{settings.PORTAL_ORIGIN}{survey.public_url}",
        code="" if is_closed else survey.code,
    )


def _survey_told(row: EvaluationSurvey) -> str:
    survey = row.survey
    if survey.status != SurveyStatus.CLOSED:
        last = f" till och med {day_text(survey.closes_on)}" if survey.closes_on else ""
        return f"Frågorna är ute{last}. Hur många som har svarat syns när de har stängt."
    table = table_of(row)
    if table is None:
        return "Stängd. Svar i karantän ska bedömas innan de räknas ihop."
    answers = table["answers"]
    return (
        "Färre än fem svarade, så svaren visas inte." if answers is None else f"{answers} personer svarade."
    )


def _statement_asking(row: EvaluationStatement, evaluation: Evaluation) -> Asking:
    takes = row.said_on is None and evaluation.state in {_State.OPEN, _State.READING}
    return Asking(
        title=str(Asked(row.asked).label),
        told=_statement_told(row.said_on, takes=takes),
        survey_url="",
        texts_url="",
        answer_url=settings.PORTAL_ORIGIN + reverse("peersupport_answers:statement", args=[row.code])
        if takes
        else "",
        code="",
    )


def _statement_told(said_on: date | None, *, takes: bool) -> str:
    if said_on is not None:
        return "Har svarat. Svaret läses bara av utvärderingsteamet och räknas inte."
    return "Har inte svarat än. Lämna över adressen till personen." if takes else "Svarade inte."
