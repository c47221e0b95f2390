"""The introduction's checklist as its page shows it: by whom it is for, and how much is done."""

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.shortcuts import get_object_or_404

from common.swedish import today
from peersupport.models import IntroductionStep, Placement
from peersupport.services.introduction import READY
from peersupport.words import Phase, StepFor


class StepRow(NamedTuple):
    """One step: ``is_late`` when its day has been and it isn't done."""

    step: IntroductionStep
    is_late: bool


@dataclass(frozen=True)
class StepGroup:
    """The steps for one of the three; ``done_on`` is the day the last one was done, when all are."""

    title: str
    code: str
    rows: list[StepRow]
    done: int
    done_on: date | None

    @property
    def total(self) -> int:
        return len(self.rows)

    @property
    def sentence(self) -> str:
        """Said when everything is done."""
        return "Teamet är förberett" if self.code == StepFor.TEAM else "Allt är klart"


@dataclass(frozen=True)
class IntroductionPage:
    """The checklist of one placement."""

    placement: Placement
    groups: list[StepGroup]
    done: int
    total: int
    missing_ready: int
    may_change: bool


def introduction_page(placement: Placement, user: Any) -> IntroductionPage:
    """Return the checklist, those with a day first."""
    steps = list(placement.introduction.all())
    # By day: the soonest first; those without a day in the order they came.
    steps.sort(key=lambda one: (one.due_on is None, one.due_on or date.max, one.position, one.pk))
    groups = [_group(what_for, [one for one in steps if one.what_for == what_for]) for what_for in StepFor]
    there = {one.code for one in steps}
    may = user.has_perm("peersupport.manage_placement", placement) and placement.status != Phase.ENDED
    return IntroductionPage(
        placement=placement,
        groups=[group for group in groups if group.rows],
        done=sum(one.done_on is not None for one in steps),
        total=len(steps),
        missing_ready=sum(one.code not in there for one in READY),
        may_change=may,
    )


def step_of(placement: Placement, pk: int) -> IntroductionStep:
    """Return one of the placement's steps, else 404."""
    step: IntroductionStep = get_object_or_404(IntroductionStep, placement=placement, pk=pk)
    step.placement = placement
    return step


def team_prepared_on(placement: Placement) -> date | None:
    """Return the day the team's preparation was done; ``None`` while a step is left, or when there are none."""
    steps = [one for one in placement.introduction.all() if one.what_for == StepFor.TEAM]
    return _done_on(steps)


def told(placement: Any) -> str:
    """One line for the placement's list of parts."""
    steps = list(placement.introduction.all())
    done = sum(one.done_on is not None for one in steps)
    return f"{done} av {len(steps)} klara" if steps else "Ingen lista än"


def _group(what_for: StepFor, steps: list[IntroductionStep]) -> StepGroup:
    now = today()
    rows = [
        StepRow(one, one.done_on is None and one.due_on is not None and one.due_on < now) for one in steps
    ]
    done = sum(one.done_on is not None for one in steps)
    return StepGroup(str(what_for.label), what_for.value, rows, done, _done_on(steps))


def _done_on(steps: list[IntroductionStep]) -> date | None:
    days = [one.done_on for one in steps]
    if not days or None in days:
        return None
    return max(day for day in days if day is not None)
