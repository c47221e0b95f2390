"""Themes across audits and gatherings: what recurs, where, and what got better, always with how many in all."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, Q
from django.urls import reverse

from common.swedish import join_words, sort_key
from organisations.models import Theme
from proposals.models import Addressee, Proposal
from proposals.words import State, Status

#: More places than this are counted, not named.
MOST_NAMED = 6


@dataclass(frozen=True)
class ThemeRow:
    """One theme: proposals in all, sources they come from, done, late, and where."""

    name: str
    url: str
    total: int
    sources: int
    done: int
    late: int
    where: str

    @property
    def recurs(self) -> bool:
        """Whether more than one source has asked for it."""
        return self.sources > 1


@dataclass(frozen=True)
class ThemesPage:
    """Every theme with a public proposal, those that recur most first."""

    rows: list[ThemeRow]
    total: int
    sources: int
    done: int


def themes_page() -> ThemesPage:
    """Return how the public proposals fall on the themes, in four queries however many there are."""
    public = Proposal.objects.public().with_status().order_by()
    # One row per theme and status; a source counts once per theme whatever its proposals' statuses.
    by_status = public.values_list("theme", "status_now").annotate(number=Count("pk"))
    counts: dict[int | None, dict[str, int]] = defaultdict(dict)
    for theme, status, number in by_status:
        counts[theme][status] = number
    sources = dict(public.values_list("theme").annotate(number=Count("source", distinct=True)))
    names = {theme.pk: theme for theme in Theme.objects.filter(pk__in=[pk for pk in counts if pk])}
    places = _places()
    rows = [
        ThemeRow(
            name=names[pk].name,
            url=f"{reverse('loop:list')}?omrade={names[pk].slug}",
            total=sum(found.values()),
            sources=sources[pk],
            done=found.get(Status.DONE, 0),
            late=found.get(Status.LATE, 0),
            where=_where(places[pk]),
        )
        for pk, found in counts.items()
        if pk is not None
    ]
    return ThemesPage(
        rows=sorted(rows, key=lambda row: (-row.sources, -row.total, sort_key(row.name))),
        total=sum(sum(found.values()) for found in counts.values()),
        sources=Proposal.objects.public().aggregate(number=Count("source", distinct=True))["number"],
        done=sum(found.get(Status.DONE, 0) for found in counts.values()),
    )


def _places() -> dict[int, set[str]]:
    rows = Addressee.objects.filter(~Q(proposal__theme=None), proposal__state=State.PUBLIC)
    found: dict[int, set[str]] = defaultdict(set)
    for theme, unit, principal in rows.order_by().values_list(
        "proposal__theme", "unit__name", "principal__name"
    ):
        found[theme].add(unit or principal)
    return found


def _where(names: set[str]) -> str:
    ordered = sorted(names, key=sort_key)
    if len(ordered) <= MOST_NAMED:
        return join_words(ordered)
    return f"{', '.join(ordered[:MOST_NAMED])} och {len(ordered) - MOST_NAMED} till"
