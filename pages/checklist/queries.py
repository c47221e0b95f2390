"""What the pages of saved checklists show."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.paginator import Page, Paginator
from django.urls import reverse

from common.models import TrailEntry
from common.registries import OverviewRow
from common.swedish import day_text, today
from organisations.models import Unit
from pages.checklist.result import ComparedRow, Result, compared, result_of, said_in
from pages.models import Checklist, ChecklistRound

#: So many on one page of the list.
PER_PAGE = 20
#: How long before the day a follow-up shows among what waits.
SHOWN_AHEAD = timedelta(days=14)


@dataclass(frozen=True)
class Comparison:
    """Two rounds of one checklist beside each other."""

    before: Result
    after: Result
    before_number: int
    after_number: int
    rows: list[ComparedRow]


@dataclass(frozen=True)
class ChecklistPage:
    """One saved checklist: the latest round, and an earlier one beside it when there are two."""

    checklist: Checklist
    rounds: list[ChecklistRound]
    result: Result
    comparison: Comparison | None
    is_waiting: bool


def visible(user: Any) -> Any:
    """Checklists that ``user`` may open, with everything their page shows."""
    return Checklist.objects.visible_to(user).with_answers()


def listed(user: Any, number: str | None = None) -> Page[Checklist]:
    """One page of the same in a list."""
    return Paginator(Checklist.objects.visible_to(user).for_listing(), PER_PAGE).get_page(number)


def was_removed_by(user: Any, pk: int) -> bool:
    """Tell whether ``user`` has removed the checklist: to anybody else it is as if it never was."""
    found = TrailEntry.objects.filter(verb="remove_checklist", actor_id=user.actor_id)
    return found.filter(object_type=Checklist._meta.label_lower, object_id=str(pk)).exists()


def units(user: Any) -> Any:
    """Units that a project of ``user`` can belong to: one's own, and any for a coordinator."""
    return Unit.objects.visible_to(user).active().in_order()


def checklist_page(checklist: Checklist, before: str = "", after: str = "") -> ChecklistPage:
    """Return a checklist's page. ``before`` and ``after`` are numbers of rounds; the first and the latest otherwise."""
    rounds = checklist.all_rounds
    latest = rounds[-1]
    return ChecklistPage(
        checklist=checklist,
        rounds=rounds,
        result=_result(checklist, latest),
        comparison=_comparison(checklist, rounds, before, after) if len(rounds) > 1 else None,
        is_waiting=checklist.follow_up_on is not None and checklist.follow_up_on <= today(),
    )


def follow_up_rows(user: Any) -> Iterator[OverviewRow]:
    """Checklists to fill in again soon or since some time, for those who fill them in."""
    waiting = Checklist.objects.kept_up_by(user).filter(follow_up_on__lte=today() + SHOWN_AHEAD)
    for checklist in waiting.select_related("unit").order_by("follow_up_on", "pk"):
        day = checklist.follow_up_on
        if day is None:
            continue
        is_late = day < today()
        yield OverviewRow(
            title=f"Fyll i checklistan igen för {checklist.project}",
            url=reverse("pages:checklist", args=[checklist.pk]),
            consequence=f"{checklist.unit}. Då syns vad som har ändrats sedan förra gången.",
            label=f"Försenad sedan {day_text(day)}" if is_late else f"Följs upp {day_text(day)}",
            tone="late" if is_late else "wait",
            due=day,
        )


def _result(checklist: Checklist, round_: ChecklistRound) -> Result:
    return result_of(said_in(round_), project=checklist.project, day=round_.day)


def _comparison(checklist: Checklist, rounds: list[ChecklistRound], before: str, after: str) -> Comparison:
    by_number = {str(one.number): one for one in rounds}
    later = by_number.get(after, rounds[-1])
    earlier = by_number.get(before, rounds[0])
    if earlier.number >= later.number:
        earlier, later = rounds[0], rounds[-1]
    return Comparison(
        before=_result(checklist, earlier),
        after=_result(checklist, later),
        before_number=earlier.number,
        after_number=later.number,
        rows=compared(said_in(earlier), said_in(later)),
    )
