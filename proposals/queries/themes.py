"""Themes across audits and gatherings: which improvement areas recur, where, and what got better, with how many in all."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, Q
from django.urls import reverse

from common.swedish import join_words, sort_key
from organisations.models import Theme
from proposals.models import Addressee, Proposal, ProposalSource
from proposals.sources import found_areas
from proposals.words import State, Status

#: More places than this are counted, not named.
MOST_NAMED = 6


@dataclass(frozen=True)
class ThemeRow:
    """One theme: sources that name it, its proposals in all, done, late, and where."""

    name: str
    url: str
    sources: int
    total: int
    done: int
    late: int
    where: str

    @property
    def recurs(self) -> bool:
        """Whether more than one source has named it."""
        return self.sources > 1


@dataclass(frozen=True)
class ThemesPage:
    """Every theme that a public source names, those that recur most first."""

    rows: list[ThemeRow]
    total: int
    sources: int
    done: int


def themes_page() -> ThemesPage:
    """Return how improvement areas and public proposals fall on the themes, at a cost that rows don't change."""
    public = Proposal.objects.public().with_status().order_by()
    counts: dict[int | None, dict[str, int]] = defaultdict(dict)
    for theme, status, number in public.values_list("theme", "status_now").annotate(number=Count("pk")):
        counts[theme][status] = number
    sources, places, everything = _sources_and_places()
    return ThemesPage(
        rows=sorted(
            (
                ThemeRow(
                    name=theme.name,
                    url=f"{reverse('loop:list')}?tema={theme.slug}" if theme.pk in counts else "",
                    sources=len(sources[theme.pk]),
                    total=sum(counts[theme.pk].values()),
                    done=counts[theme.pk].get(Status.DONE, 0),
                    late=counts[theme.pk].get(Status.LATE, 0),
                    where=_where(places[theme.pk]),
                )
                for theme in Theme.objects.filter(pk__in=sources)
            ),
            key=lambda row: (-row.sources, -row.total, sort_key(row.name)),
        ),
        total=sum(sum(found.values()) for found in counts.values()),
        sources=len(everything),
        done=sum(found.get(Status.DONE, 0) for found in counts.values()),
    )


_Source = tuple[str, str]


def _sources_and_places() -> tuple[dict[int, set[_Source]], dict[int, set[str]], set[_Source]]:
    """Return sources and places by theme, and all sources; a source counts once per theme."""
    sources: dict[int, set[_Source]] = defaultdict(set)
    places: dict[int, set[str]] = defaultdict(set)
    everything: set[_Source] = set(
        ProposalSource.objects.filter(public_on__isnull=False).values_list("room", "source_id")
    )
    named = Proposal.objects.public().exclude(theme=None).order_by()
    for theme, room, source_id in named.values_list("theme", "source__room", "source__source_id").distinct():
        sources[theme].add((room, source_id))
    rows = Addressee.objects.filter(~Q(proposal__theme=None), proposal__state=State.PUBLIC).order_by()
    for theme, unit, principal in rows.values_list("proposal__theme", "unit__name", "principal__name"):
        places[theme].add(unit or principal)
    for room, area in found_areas():
        everything.add((room, area.source_id))
        if area.theme is not None:
            sources[area.theme].add((room, area.source_id))
            places[area.theme].update(area.places)
    return sources, places, everything


def _where(names: set[str]) -> str:
    ordered = sorted(names, key=sort_key)
    if len(ordered) <= MOST_NAMED:
        return join_words(ordered)
    return f"{', '.join(ordered[:MOST_NAMED])} och {len(ordered) - MOST_NAMED} till"
