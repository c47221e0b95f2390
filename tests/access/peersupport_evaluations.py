"""Evaluations of ``placement``: what people wrote is the team's alone, what is written is the team's and the coordinator's.

``told_evaluation`` is reported and shown to everybody, ``read_evaluation`` is being read, ``planned_evaluation`` waits;
``hidden_evaluation`` belongs to ``hidden_placement``. The auditor is the evaluation team.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from tests.access.matrix import EVERYBODY, NOBODY, Route
from tests.access.peersupport import COORDINATOR, OPENS, OVERSEE, of
from tests.access.surveys import _answered, _survey
from tests.access.world import World

TEAM = frozenset({"auditor"})
RUN = TEAM | COORDINATOR


def _one(name: str, **more: Any) -> Callable[[World], dict[str, Any]]:
    return lambda world: {"pk": world.placement.pk, "evaluation": getattr(world, name).pk, **more}


def _finding(name: str) -> Callable[[World], dict[str, Any]]:
    return lambda world: _one(name)(world) | {"finding": world.evaluation_point.pk}


def _member(world: World) -> dict[str, Any]:
    return {"pk": world.placement.pk, "member": world.peer_evaluator.pk}


def _code(world: World) -> dict[str, Any]:
    return {"code": world.statement.code}


def _survey_pk(world: World) -> dict[str, Any]:
    return {"pk": world.evaluation_survey.pk}


def _words(world: World) -> dict[str, Any]:
    return {"conclusion": "", "text": "", "version": "1"}


ROUTES = [
    Route("peersupport_public:page", EVERYBODY),
    Route("peersupport_public:results", EVERYBODY),
    Route("peersupport_public:report", EVERYBODY, lambda w: {"pk": w.told_evaluation.pk}),
    Route("peersupport_public:report", NOBODY, lambda w: {"pk": w.read_evaluation.pk}, label="not shown"),
    Route("peersupport_answers:statement", EVERYBODY, _code),
    Route("peersupport:evaluations_compare", OVERSEE),
    Route("peersupport:evaluations", OPENS, of("placement")),
    Route("peersupport:evaluations_plan", RUN, of("placement"), post_only=True),
    Route(
        "peersupport:evaluator_add",
        COORDINATOR,
        of("placement"),
        post_only=True,
        data=lambda w: {"email": "x"},
    ),
    Route("peersupport:evaluator_end", COORDINATOR, _member, post_only=True),
    Route("peersupport:evaluation", OPENS, _one("read_evaluation"), label="being read"),
    Route("peersupport:evaluation", OPENS, _one("told_evaluation"), label="reported"),
    Route("peersupport:evaluation", OPENS, _one("planned_evaluation"), label="planned"),
    # Another placement's evaluation through one's own address.
    Route("peersupport:evaluation", NOBODY, _one("hidden_evaluation"), label="of others"),
    Route("peersupport:evaluation_move", RUN, _one("planned_evaluation"), data=_words),
    Route("peersupport:evaluation_skip", RUN, _one("read_evaluation"), post_only=True),
    Route("peersupport:evaluation_open", RUN, _one("planned_evaluation"), data=lambda w: {"asked": "x"}),
    Route("peersupport:evaluation_close", RUN, _one("planned_evaluation"), post_only=True),
    Route("peersupport:evaluation_statements", TEAM, _one("read_evaluation")),
    Route("peersupport:finding_add", RUN, _one("read_evaluation"), post_only=True, data=_words),
    Route("peersupport:finding_remove", RUN, _finding("read_evaluation"), post_only=True),
    Route(
        "peersupport:finding_remove", NOBODY, _finding("told_evaluation"), label="of others", post_only=True
    ),
    Route("peersupport:evaluation_conclusion", RUN, _one("read_evaluation"), data=_words),
    Route("peersupport:evaluation_report", RUN, _one("planned_evaluation"), post_only=True),
    Route("peersupport:evaluation_retry", RUN, _one("told_evaluation"), post_only=True),
    Route("peersupport:evaluation_progress", OPENS, _one("told_evaluation"), query="?bit=1"),
    Route("peersupport:evaluation_pdf", OPENS, _one("told_evaluation")),
    Route(
        "peersupport:evaluation_show",
        RUN,
        _one("told_evaluation"),
        post_only=True,
        data=lambda w: {"visa": "1"},
    ),
    Route("surveys:survey", OPENS, _survey_pk, label="of an evaluation"),
    Route("surveys:results", OPENS, _survey_pk, label="of an evaluation"),
    Route("surveys:texts", TEAM, _survey_pk, label="of an evaluation"),
]


def plant_public(world: World) -> None:
    """A report that team and unit have chosen to show."""
    from common import editions
    from common.actors import SYSTEM
    from common.swedish import today
    from peersupport.models import Evaluation, EvaluationFinding
    from peersupport.services.evaluation_report import make_report, show_result

    told = Evaluation.objects.create(
        placement=world.placement,
        occasion="months_3",
        due_on=today() - timedelta(days=120),
        state="reading",
        conclusion=f"Fortsätt {world.canary('conclusion of a public evaluation', EVERYBODY)}",
    )
    EvaluationFinding.objects.create(
        evaluation=told,
        kind="keep",
        text=f"Samtalen {world.canary('point of a public evaluation', EVERYBODY)}",
    )
    edition = make_report(told, actor=SYSTEM)
    editions.render_edition(edition.pk)
    told.refresh_from_db()
    world.objects["told_evaluation"] = show_result(told, publicly=True, actor=SYSTEM)


def plant(world: World) -> None:
    """One that is read, with what people wrote; one that waits; one of another placement."""
    from common.actors import SYSTEM
    from common.swedish import today
    from peersupport.models import Evaluation, EvaluationFinding, EvaluationStatement, EvaluationSurvey
    from peersupport.services.statements import send_statement
    from surveys.models import Survey

    world.objects["read_evaluation"] = read = Evaluation.objects.create(
        placement=world.placement,
        occasion="months_6",
        due_on=today() - timedelta(days=20),
        state="reading",
        conclusion=f"Kanske {world.canary('conclusion before the report', RUN)}",
    )
    world.objects["evaluation_point"] = EvaluationFinding.objects.create(
        evaluation=read, kind="change", text=f"Rollen {world.canary('point before the report', RUN)}"
    )
    world.objects["statement"] = EvaluationStatement.objects.create(evaluation=read, asked="manager")
    peers = EvaluationStatement.objects.create(evaluation=read, asked="peer")
    send_statement(peers, {"works": f"Jag trivs {world.canary('what the peer answered', TEAM)}"})
    survey = _survey(world, "of an evaluation", OPENS, owner_room="peersupport", owner_id=str(read.pk))
    _answered(world, survey, SYSTEM, words=TEAM, close=True)
    world.objects["evaluation_survey"] = Survey.objects.get(pk=survey.pk)
    EvaluationSurvey.objects.create(evaluation=read, asked="users", survey=world.evaluation_survey)
    world.objects["planned_evaluation"] = Evaluation.objects.create(
        placement=world.placement, occasion="months_12", due_on=today() + timedelta(days=150)
    )
    world.objects["hidden_evaluation"] = Evaluation.objects.create(
        placement=world.hidden_placement, occasion="end", due_on=today() + timedelta(days=300)
    )
