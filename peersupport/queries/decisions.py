"""Decisions on peer support as pages show them."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from common.swedish import day_text
from peersupport.models import Decision, Placement
from peersupport.words import Outcome, Phase

_TONES = {Outcome.YES: "done", Outcome.NO: "no", Outcome.INQUIRY: "wait"}


@dataclass(frozen=True)
class DecisionRow:
    """One decision on a placement's page. ``others`` are units it concerns too that the reader may know of."""

    decision: Decision
    tone: str
    others: list[str]
    more: int


def decisions_of(placement: Placement, user: Any) -> list[DecisionRow]:
    """Return the placement's decisions, the latest first: it is the one that counts."""
    found = list(placement.decisions.prefetch_related("placements__unit"))
    seen = set(Placement.objects.visible_to(user).filter(decisions__in=found).values_list("pk", flat=True))
    rows = []
    for one in found:
        others = [each for each in one.placements.all() if each.pk != placement.pk]
        names = sorted(each.unit.name for each in others if each.pk in seen)
        rows.append(DecisionRow(one, _TONES[Outcome(one.outcome)], names, len(others) - len(names)))
    return rows


def told(placement: Placement) -> str:
    """ "Ja, 3 mars 2026", or that there is none."""
    latest = placement.decisions.first()
    return f"{latest.get_outcome_display()}, {day_text(latest.decided_on)}" if latest else "Inget beslut än"


def placements_to_decide(decision: Decision | None = None) -> "QuerySet[Placement]":
    """Those a decision may concern: all that have not ended, and those it has."""
    going: QuerySet[Placement] = Placement.objects.exclude(status=Phase.ENDED)
    if decision is not None:
        going = going | Placement.objects.filter(decisions=decision)
    return going.select_related("unit").distinct().order_by("unit__name", "pk")
