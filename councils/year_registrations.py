"""What the portal shows of the year's plan elsewhere: areas that lack their dialogue meeting of a term."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from common import registries
from common.registries import OverviewRow
from common.swedish import join_words, today
from councils.queries.year_plan import missing_terms
from councils.rules import runs_dialogue_meetings


def register() -> None:
    """Fill the registries."""
    registries.register_overview_rows(overview_rows)


def overview_rows(user: Any) -> Iterator[OverviewRow]:
    """One row for each term, for whoever plans dialogue meetings: once a term in every area."""
    if not (user.has_perm("councils.oversee") or runs_dialogue_meetings(user)):
        return
    for one in missing_terms(user):
        names = join_words([str(area.area or area) for area in one.areas])
        has_begun = one.term.first <= today()
        yield OverviewRow(
            title=f"Planera dialogmöten {one.term.name}",
            url=reverse("councils:year_plan", args=[one.term.year]),
            consequence=f"{names} har inget möte bestämt. Det ska vara ett varje termin i varje område.",
            label="Saknas" if has_begun else "Börjar snart",
            tone="wait",
            due=one.term.last,
        )
