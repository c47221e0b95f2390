"""Surveys: who makes them, who sees counts and words; respondents' pages open to everybody and tell nothing."""

from typing import Any

from tests.access.matrix import EVERYBODY, NOBODY, Route
from tests.access.world import World

#: Make and handle a unit's own surveys.
MAKERS = frozenset({"coordinator", "unit_manager"})
#: See its counts once it has closed.
COUNTERS = MAKERS | {"administrator"}
#: Have a list, be it empty.
LISTERS = COUNTERS | {"other_unit_manager", "supervisor", "auditor"}
#: Staff recognise how somebody puts it: a manager never reads the words.
READERS = frozenset({"coordinator"})
COORDINATOR = frozenset({"coordinator"})


def _pk(name: str) -> Any:
    return lambda world: {"pk": world.objects[name].pk}


def _question(world: World) -> dict[str, Any]:
    return {"pk": world.draft_survey.pk, "question": world.draft_survey.questions.first().pk}


def _code(name: str) -> Any:
    return lambda world: {"code": world.objects[name].code}


def _move(action: str) -> Any:
    return lambda world: {"pk": world.draft_survey.pk, "action": action}


ROUTES = [
    Route("answers:find", EVERYBODY),
    Route("answers:find", EVERYBODY, query="?kod=finns-inte", label="wrong code"),
    Route("answers:start", EVERYBODY, _code("open_survey")),
    Route("answers:start", EVERYBODY, _code("closed_survey"), label="closed"),
    Route("answers:start", NOBODY, _code("draft_survey"), label="draft"),
    Route("answers:questions", EVERYBODY, _code("open_survey")),
    Route("answers:questions", EVERYBODY, _code("closed_survey"), label="closed"),
    Route("answers:questions", NOBODY, _code("draft_survey"), label="draft"),
    Route("answers:resume", EVERYBODY, _code("open_survey")),
    Route("answers:thanks", EVERYBODY, _code("open_survey")),
    Route("surveys:list", LISTERS),
    Route("surveys:list", LISTERS, query="?visa=stangda", label="closed"),
    Route("surveys:list", LISTERS, query="?visa=utkast", label="drafts"),
    Route("surveys:new", MAKERS | {"other_unit_manager"}),
    Route("surveys:new", NOBODY, query="?rum=okand&id=1", label="for an owner unknown"),
    Route("surveys:survey", COUNTERS, _pk("draft_survey"), label="draft"),
    Route("surveys:survey", COUNTERS, _pk("open_survey"), label="open"),
    Route("surveys:survey", COUNTERS, _pk("closed_survey"), label="closed"),
    Route("surveys:survey", COUNTERS - {"unit_manager"}, _pk("other_survey"), label="of others"),
    Route("surveys:survey", NOBODY, _pk("owned_survey"), label="of another room"),
    Route("surveys:edit", MAKERS, _pk("draft_survey")),
    Route("surveys:delete", MAKERS, _pk("draft_survey"), post_only=True),
    Route("surveys:preview", MAKERS, _pk("open_survey")),
    Route("surveys:plan", MAKERS, _pk("draft_survey"), post_only=True),
    Route("surveys:move", MAKERS, _move("oppna"), post_only=True),
    Route("surveys:close", MAKERS, _pk("open_survey")),
    Route("surveys:judge", MAKERS, _pk("closed_survey"), post_only=True),
    Route("surveys:destroy", MAKERS, _pk("closed_survey")),
    Route("surveys:question_new", MAKERS, _pk("draft_survey")),
    Route("surveys:question_edit", MAKERS, _question),
    Route("surveys:question_move", MAKERS, _question, post_only=True),
    Route("surveys:question_delete", MAKERS, _question, post_only=True),
    Route("surveys:paper", MAKERS, _pk("open_survey")),
    Route("surveys:paper_undo", MAKERS, _pk("open_survey"), post_only=True),
    Route("surveys:poster", MAKERS, _pk("open_survey")),
    Route("surveys:paper_form", MAKERS, _pk("open_survey")),
    Route("surveys:results", COUNTERS, _pk("closed_survey")),
    Route("surveys:results", COUNTERS, _pk("open_survey"), label="open"),
    Route("surveys:results", COUNTERS - {"unit_manager"}, _pk("other_survey"), label="of others"),
    Route("surveys:results", NOBODY, _pk("owned_survey"), label="of another room"),
    Route("surveys:results_csv", COUNTERS, _pk("closed_survey")),
    Route("surveys:results_pdf", COUNTERS, _pk("closed_survey")),
    Route("surveys:texts", READERS, _pk("closed_survey")),
    Route("surveys:texts", READERS, _pk("open_survey"), label="open"),
    Route("surveys:texts", NOBODY, _pk("owned_survey"), label="of another room"),
    Route("surveys:series_new", MAKERS, _pk("open_survey"), post_only=True),
    Route("surveys:series", COUNTERS, _pk("survey_series")),
    Route("surveys:series", COUNTERS - {"unit_manager"}, _pk("other_series"), label="of others"),
    Route("surveys:round_new", MAKERS, _pk("survey_series"), post_only=True),
]


def plant(world: World) -> None:
    """A unit's survey in each state, one of another unit, one owned by another room; sealed words in each."""
    coordinator = world.personas["coordinator"]
    world.objects["draft_survey"] = _survey(world, "draft", COUNTERS, unit=world.unit)
    opened = _survey(world, "open", EVERYBODY, unit=world.unit)
    _answered(world, opened, coordinator, words=NOBODY, close=False)
    closed = _survey(world, "closed", EVERYBODY, unit=world.unit)
    _answered(world, closed, coordinator, words=READERS, close=True)
    other = _survey(world, "of others", COUNTERS - {"unit_manager"}, unit=world.other_unit)
    _plant_series(world, closed, other)
    world.objects |= {"open_survey": opened, "closed_survey": closed, "other_survey": other}
    world.objects["owned_survey"] = _survey(
        world, "of another room", NOBODY, owner_room="okand", owner_id="1"
    )


def _survey(world: World, what: str, seers: frozenset[str], **place: Any) -> Any:
    from surveys.models import Question, Survey

    survey = Survey.objects.create(
        title=f"Enkät {world.canary(f'title of a survey {what}', seers)}",
        purpose=f"Därför {world.canary(f'purpose of a survey {what}', seers)}",
        information=f"Svaren {world.canary(f'information of a survey {what}', seers)}",
        thanks=f"Tack {world.canary(f'thanks of a survey {what}', seers)}",
        layout="all",
        **place,
    )
    Question.objects.create(
        survey=survey,
        kind="open",
        text=f"Vad {world.canary(f'question of a survey {what}', seers)}?",
        # Only who answers meets it.
        hint=f"Tänk på {world.canary(f'hint of a survey {what}', seers)}"
        if what in {"draft", "open"}
        else "",
    )
    Question.objects.create(
        survey=survey,
        kind="choice",
        text="Vad stämmer bäst?",
        options=[f"Väntan {world.canary(f'answer to choose in a survey {what}', seers)}", "Inget av det"],
        position=1,
    )
    return survey


def _answered(world: World, survey: Any, actor: Any, *, words: frozenset[str], close: bool) -> None:
    from uuid import uuid4

    from surveys.services.answering import Given, pause_answers, submit_answers
    from surveys.services.flow import close_survey, open_survey

    question = survey.questions.first()
    open_survey(survey, actor=actor)
    for _ in range(5):
        text = world.canary(f"words of a respondent, {'closed' if close else 'open'}", words)
        submit_answers(survey, {question.pk: Given(text=f"Jag {text}")}, token=uuid4().hex)
    if close:
        close_survey(survey, actor=actor)
    else:
        away = f"Inte färdigt {world.canary('words of a respondent, put away')}"
        pause_answers(survey, {question.pk: Given(text=away)}, token=uuid4().hex)


def _plant_series(world: World, survey: Any, other: Any) -> None:
    from surveys.models import SurveySeries

    for name, owner, seers in (
        ("survey_series", survey, COUNTERS),
        ("other_series", other, COUNTERS - {"unit_manager"}),
    ):
        series = SurveySeries.objects.create(
            name=f"Serie {world.canary(f'name of {name}', seers)}", unit=owner.unit
        )
        owner.series = series
        owner.save(update_fields=["series"])
        world.objects[name] = series
