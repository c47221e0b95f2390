"""Where cost and money show elsewhere: on a placement's page, and at /oversikt/ when money is about to end."""

from collections.abc import Iterator
from typing import Any, Final

from django.urls import reverse

from common import registries
from common.registries import OverviewRow
from common.swedish import count_text, day_text
from peersupport import funding_tasks
from peersupport.queries import cost, funding
from peersupport.sections import Part, register_part

#: Workers know the task because this module is read at start.
__all__ = ["funding_tasks", "register"]
_MANAGE: Final = "peersupport.manage_placement"
#: The overview is no list: so many placements, and a way to the rest.
_MOST: Final = 3


def register() -> None:
    """Fill the registries."""
    register_part(Part("Kostnad", "peersupport:cost", _MANAGE, 20, cost.told))
    register_part(Part("Pengar", "peersupport:funding", _MANAGE, 30, funding.told))
    registries.register_overview_rows(overview_rows)


def overview_rows(user: Any) -> Iterator[OverviewRow]:
    """Placements of which ``user`` answers for the money, and whose money ends within six months."""
    found = funding.cliffs_to_mend(user)
    for cliff in found[:_MOST]:
        yield OverviewRow(
            title=f"Ordna pengar till {cliff.placement.unit.name}",
            url=reverse("peersupport:funding", args=[cliff.placement.pk]),
            consequence=cliff.words,
            label="Pengarna är slut" if cliff.has_ended else f"Slut {day_text(cliff.ends_on, year=False)}",
            tone="late" if cliff.has_ended else "wait",
            due=cliff.ends_on,
        )
    if len(found) > _MOST:
        more = len(found) - _MOST
        yield OverviewRow(
            title=f"Ordna pengar till {count_text(more, 'placering', 'placeringar')} till",
            url=reverse("peersupport:home")
            + ("?visa=lista&pengar=slut" if user.has_perm("peersupport.answer_interest") else ""),
            consequence="Pengarna tar slut inom sex månader, och inget är klart därefter.",
            label="Pengarna tar slut",
            tone="wait",
            due=found[_MOST].ends_on,
        )
