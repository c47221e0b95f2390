"""Introduction, supervision, obstacles and training of placements; the courses that coordinators keep."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from tests.access.matrix import NOBODY, Route
from tests.access.peersupport import (
    CARRIES,
    COORDINATOR,
    HIDDEN_CARRIES,
    HIDDEN_OPENS,
    OPENS,
    SEES_PEER,
    of,
)
from tests.access.world import World

#: Who carries ``placement``, or keeps its supervision and raises obstacles.
KEEPS = SEES_PEER


def _child(placement: str, name: str, key: str) -> Callable[[World], dict[str, Any]]:
    return lambda world: {"pk": getattr(world, placement).pk, key: world.objects[name].pk}


def _step(world: World) -> dict[str, Any]:
    return {"what_for": "", "text": "", "version": "1"}


def _day(world: World) -> dict[str, Any]:
    return {"day": "x", "form": "group", "version": "1"}


def _words(world: World) -> dict[str, Any]:
    return {"text": "", "answer": "", "outcome": "", "title": "", "version": "1"}


def _numbers(world: World) -> dict[str, Any]:
    return {"name": "", "completed_on": "x", "version": "1"}


#: Route → who opens it at ``placement``, whether it only takes POST, what is sent; each is about one row.
_ROWS: tuple[tuple[str, str, frozenset[str], bool, Any], ...] = (
    ("step_edit", "step", CARRIES, False, _step),
    ("step_remove", "step", CARRIES, True, _step),
    ("step_finish", "step", CARRIES, True, _step),
    ("step_reopen", "step", CARRIES, True, _step),
    ("session_edit", "session", KEEPS, False, _day),
    ("session_remove", "session", KEEPS, True, _day),
    ("session_held", "session", KEEPS, True, _day),
    ("session_missed", "session", KEEPS, True, _day),
    ("session_undo", "session", KEEPS, True, _day),
    ("obstacle_edit", "obstacle", KEEPS, False, _words),
    ("obstacle_answer", "obstacle", CARRIES, False, _words),
    ("obstacle_resolve", "obstacle", CARRIES, False, _words),
    ("obstacle_forward", "obstacle", CARRIES, False, _words),
    ("obstacle_reopen", "obstacle", KEEPS, True, _words),
    ("training_edit", "training", CARRIES, False, _numbers),
    ("training_remove", "training", CARRIES, True, _numbers),
)
ROUTES = [
    Route("peersupport:courses", COORDINATOR),
    Route("peersupport:course_add", COORDINATOR, data=_numbers),
    Route("peersupport:course_edit", COORDINATOR, lambda w: {"course": w.course.pk}, data=_numbers),
    Route("peersupport:course_remove", COORDINATOR, lambda w: {"course": w.course.pk}, post_only=True),
]
for _name, _opens, _carries, _keeps in (
    ("placement", OPENS, CARRIES, KEEPS),
    ("hidden_placement", HIDDEN_OPENS, HIDDEN_CARRIES, HIDDEN_CARRIES),
):
    ROUTES += [
        Route("peersupport:introduction", _opens, of(_name), label=_name),
        Route("peersupport:introduction_begin", _carries, of(_name), label=_name, post_only=True),
        Route("peersupport:step_add", _carries, of(_name), label=_name, data=_step),
        Route("peersupport:supervision", _keeps, of(_name), label=_name),
        Route("peersupport:supervision_plan", _keeps, of(_name), label=_name, data=_day),
        Route("peersupport:session_add", _keeps, of(_name), label=_name, data=_day),
        Route("peersupport:obstacles", _keeps, of(_name), label=_name),
        Route("peersupport:obstacle_raise", _keeps, of(_name), label=_name, data=_words),
        Route("peersupport:training", _opens, of(_name), label=_name),
        Route("peersupport:training_add", _carries, of(_name), label=_name, data=_numbers),
    ]
for _route, _key, _who, _post_only, _data in _ROWS:
    ROUTES += [
        Route(
            f"peersupport:{_route}",
            _who,
            _child("placement", f"peer_{_key}", _key),
            post_only=_post_only,
            data=_data,
        ),
        # Another placement's row through one's own address.
        Route(
            f"peersupport:{_route}",
            NOBODY,
            _child("placement", f"hidden_{_key}", _key),
            label="of others",
            post_only=_post_only,
            data=_data,
        ),
    ]
ROUTES.append(
    Route(
        "peersupport:session_edit",
        HIDDEN_CARRIES,
        _child("hidden_placement", "hidden_session", "session"),
        label="hidden",
        data=_day,
    )
)


def plant(world: World) -> None:
    """One of everything at both placements, and two rounds of courses."""
    from common.swedish import today
    from peersupport.models import Course

    world.objects["course"] = Course.objects.create(
        name=f"PEER {world.canary('name of a course', OPENS | HIDDEN_OPENS)}",
        organiser=f"NSPH {world.canary('organiser of a course that has been', COORDINATOR)}",
        cohort=f"våren {world.canary('cohort of a course', OPENS | HIDDEN_OPENS)}",
        starts_on=today() - timedelta(days=400),
        ends_on=today() - timedelta(days=370),
        places=12,
        link=f"https://example.org/{world.canary('link of a course that has been', COORDINATOR)}",
    )
    ahead = OPENS | HIDDEN_OPENS
    Course.objects.create(
        name="Team inför peer support",
        organiser=f"NSPH {world.canary('organiser of a course to come', ahead)}",
        starts_on=today() + timedelta(days=60),
        ends_on=today() + timedelta(days=61),
        places=20,
        link=f"https://example.org/{world.canary('link of a course to come', ahead)}",
    )
    for name, prefix, opens, sees in (
        ("placement", "peer", OPENS, SEES_PEER),
        ("hidden_placement", "hidden", HIDDEN_OPENS, HIDDEN_CARRIES),
    ):
        _plant_at(world, name, prefix, opens, sees)


def _plant_at(world: World, name: str, prefix: str, opens: frozenset[str], sees: frozenset[str]) -> None:
    from django.utils import timezone

    from common.swedish import today
    from peersupport.models import IntroductionStep, Obstacle, SupervisionPlan, SupervisionSession, Training

    placement = getattr(world, name)
    world.objects[f"{prefix}_step"] = IntroductionStep.objects.create(
        placement=placement,
        what_for="team",
        text=f"Prata igenom {world.canary(f'step of the introduction of {name}', opens)}",
    )
    SupervisionPlan.objects.create(placement=placement, form="group", by="nsph")
    # A day that nothing else of the portal has: whoever meets it has met the log.
    number = 41 if prefix == "peer" else 47
    world.objects[f"{prefix}_session"] = SupervisionSession.objects.create(
        placement=placement,
        day=world.day(f"day of supervision of {name}", today() - timedelta(days=number * 7 + 3), sees),
        form="group",
    )
    world.objects[f"{prefix}_obstacle"] = Obstacle.objects.create(
        placement=placement,
        text=f"Tid saknas {world.canary(f'obstacle of {name}', sees)}",
        # Who wrote it finds the words among what the portal holds of the person.
        raised_by=world.personas["supervisor" if prefix == "peer" else "other_unit_manager"],
        form_key="7b0d3a52-6f0e-4d1c-9c1a-5d0b7f5f1c" + ("01" if prefix == "peer" else "02"),
    )
    Obstacle.objects.create(
        placement=placement,
        text=f"Rum saknas {world.canary(f'closed obstacle of {name}', sees)}",
        answer=f"Vi ordnar det {world.canary(f'answer to an obstacle of {name}', sees)}",
        outcome=f"Det blev av {world.canary(f'outcome of an obstacle of {name}', sees)}",
        state="closed",
        answered_at=timezone.now(),
        closed_at=timezone.now(),
    )
    world.objects[f"{prefix}_training"] = Training.objects.create(
        placement=placement,
        course=world.course,
        who="team",
        completed_on=today() - timedelta(days=370),
        refresh_on=today() + timedelta(days=20),
    )
