"""All placements for those who oversee them: by phase, how long they have stood, how much work and money it is."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, Final
from urllib.parse import urlencode

from dateutil.relativedelta import relativedelta
from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Q, QuerySet, Sum, Window
from django.db.models.functions import RowNumber
from django.urls import reverse

from common.money import number_words
from common.swedish import count_text, day_text, join_words, swedish_order, today
from organisations.models import Municipality
from peersupport.models import Interest, PeerPost, Placement
from peersupport.queries.funding import WARN_MONTHS, Cliff, KindSum, cliffs, mix_by_kind
from peersupport.queries.missing import missing_words, with_missing
from peersupport.queries.placements import tone_of, visible_placements
from peersupport.words import RESTING, WAY, Phase

#: As many as a column shows; the rest stand in the list.
MOST_IN_COLUMN: Final = 5
#: As many ends of money as the overview tells; the soonest first.
MOST_CLIFFS: Final = 8
PER_PAGE: Final = 25
#: So long in a phase before somebody works there says that something holds it up.
STALE: Final = relativedelta(months=6)
_BEFORE_WORK: Final = (Phase.INTEREST, Phase.READINESS, Phase.DECISION, Phase.RECRUITMENT, Phase.INTRODUCTION)


@dataclass(frozen=True)
class PlacementRow:
    """One placement in a column or a list. ``note`` says how long it has stood and what it lacks."""

    placement: Placement
    note: str
    is_stale: bool
    tone: str


@dataclass(frozen=True)
class Column:
    """The placements in one phase, those that have stood longest first."""

    phase: str
    name: str
    count: int
    rows: list[PlacementRow]
    url: str

    @property
    def more(self) -> int:
        return self.count - len(self.rows)


@dataclass(frozen=True)
class Tile:
    """A municipality on the schematic map, with how many placements it has."""

    name: str
    url: str
    count: int
    column: int
    row: int
    current: bool = False


@dataclass(frozen=True)
class Pipeline:
    """The overview of all placements."""

    columns: list[Column]
    resting: Column
    total: int
    posts: int
    full_time: str
    tiles: list[Tile]
    mix: list[KindSum]
    year: int
    cliffs: list[Cliff]
    interests: int

    @property
    def map_tiles(self) -> list[Tile]:
        """The tiles that have a place on the map."""
        return [tile for tile in self.tiles if tile.column and tile.row]

    @property
    def has_money(self) -> bool:
        return any(one.ore for one in self.mix)


@dataclass(frozen=True)
class PlacementList:
    """The same as a list, page by page. ``query`` keeps the choice in the links between pages."""

    rows: list[PlacementRow]
    page: "Page[Placement]"
    phases: list[tuple[str, str, bool]]
    places: list[tuple[str, str, bool]]
    query: str
    is_chosen: bool
    without_money: bool


def pipeline(user: Any) -> Pipeline:
    """Return the overview for somebody who oversees all. As many queries at five hundred placements as at ten."""
    found = Placement.objects.visible_to(user)
    by_place = list(found.order_by().values_list("status", "unit__municipality").annotate(number=Count("pk")))
    counts: dict[str, int] = {}
    places: dict[int | None, int] = {}
    for status, place, number in by_place:
        counts[status] = counts.get(status, 0) + number
        if status != Phase.ENDED:
            places[place] = places.get(place, 0) + number
    rows = _longest_in_each(user)
    keeps_money = user.has_perm("peersupport.answer_interest")
    posts, share = _work(found)
    year = today().year
    return Pipeline(
        columns=[_column(str(phase), str(phase.label), counts.get(phase, 0), rows) for phase in WAY],
        resting=_column("vilar", "Vilar", sum(counts.get(one, 0) for one in RESTING), rows),
        total=sum(counts.values()),
        posts=posts,
        # With one post the sum is that person's own share, which is not for everybody who oversees.
        full_time=number_words((Decimal(share) / 100).quantize(Decimal("0.01"))) if keeps_money else "",
        tiles=_tiles(places),
        mix=_in_kronor(mix_by_kind(found, year)) if keeps_money else [],
        year=year,
        cliffs=cliffs(found, months=WARN_MONTHS) if keeps_money else [],
        interests=Interest.objects.visible_to(user).waiting().count() if keeps_money else 0,
    )


def placement_list(
    user: Any, phase: str, place: str, page: object, *, without_money: bool = False
) -> PlacementList:
    """Return the list for one choice of phase and municipality; what is unknown is not chosen.

    ``without_money``: those alone whose money ends within half a year, for whoever answers for it.
    """
    found = visible_placements(user)
    without_money = without_money and user.has_perm("peersupport.answer_interest")
    if without_money:
        ending = cliffs(Placement.objects.visible_to(user), months=WARN_MONTHS)
        found = found.filter(pk__in=[one.placement.pk for one in ending])
    phase = phase if phase in {*Phase.values, "vilar"} else ""
    municipalities = list(Municipality.objects.in_order())
    place = place if place in {one.slug for one in municipalities} else ""
    if phase:
        found = found.filter(status__in=RESTING if phase == "vilar" else [phase])
    if place:
        found = found.filter(unit__municipality__slug=place)
    ordered = with_missing(found).order_by("status_since", swedish_order("unit__name"), "pk")
    shown = Paginator(ordered, PER_PAGE).get_page(page)  # type: ignore[arg-type] # as it was asked for
    chosen = {"visa": "lista", "fas": phase, "kommun": place, "pengar": "slut" if without_money else ""}
    return PlacementList(
        rows=[row_of(one) for one in shown],
        page=shown,
        phases=[("vilar", "Vilar", phase == "vilar"), *((v, str(label), v == phase) for v, label in Phase.choices)],
        places=[(one.slug, one.name, one.slug == place) for one in municipalities],
        query=urlencode({name: value for name, value in chosen.items() if value}),
        is_chosen=bool(phase or place or without_money),
        without_money=without_money,
    )  # fmt: skip


def row_of(placement: Placement) -> PlacementRow:
    """Return one row; ``placement`` comes from ``with_missing``."""
    stale = placement.status in _BEFORE_WORK and placement.status_since <= today() - STALE
    return PlacementRow(placement, _note(placement), stale, tone_of(placement))


def time_in_phase(since: date) -> str:
    """Return "i 9 månader", "i två år" or, within the first month, "sedan 3 november 2026"."""
    past = relativedelta(today(), since)
    if past.years >= 2:
        return f"i {count_text(past.years, 'år', 'år', neuter=True)}"
    months = past.years * 12 + past.months
    return f"i {count_text(months, 'månad', 'månader')}" if months > 0 else f"sedan {day_text(since)}"


def _note(placement: Placement) -> str:
    """ "Har stått i förberedelse i nio månader: beslut saknas." """
    status = Phase(placement.status)
    if status in RESTING and placement.review_on:
        return f"Ses över {day_text(placement.review_on)}: {placement.reason}"
    if status == Phase.ENDED:
        return f"Avslutad {day_text(placement.ends_on or placement.status_since)}"
    missing = missing_words(placement)
    time = time_in_phase(placement.status_since)
    begins = (
        f"{status.label} {time}"
        if status not in _BEFORE_WORK
        else f"Har stått i {status.label.lower()} {time}"
    )
    return f"{begins}: {join_words(missing)}" if missing else begins


def _longest_in_each(user: Any) -> dict[str, list[PlacementRow]]:
    placed = (
        Placement.objects.visible_to(user)
        .exclude(status=Phase.ENDED)
        .annotate(
            place=Window(RowNumber(), partition_by=F("status"), order_by=[F("status_since").asc(), F("pk").asc()])
        )
        .filter(place__lte=MOST_IN_COLUMN)
    )  # fmt: skip
    shown = with_missing(Placement.objects.for_listing().filter(pk__in=placed.values("pk")))
    rows: dict[str, list[PlacementRow]] = {}
    for one in shown.order_by("status_since", "pk"):
        rows.setdefault("vilar" if one.status in RESTING else one.status, []).append(row_of(one))
    return rows


def _column(phase: str, name: str, count: int, rows: dict[str, list[PlacementRow]]) -> Column:
    url = f"{reverse('peersupport:home')}?{urlencode({'visa': 'lista', 'fas': phase})}"
    return Column(phase, name, count, rows.get(phase, []), url)


def _work(found: "QuerySet[Placement]") -> tuple[int, int]:
    """Return how many have a post today, and their shares together in per cent."""
    day = today()
    now = PeerPost.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=day),
        starts_on__lte=day,
        placement__in=found.exclude(status=Phase.ENDED),
    )
    sums = now.aggregate(number=Count("pk"), share=Sum("share"))
    return sums["number"], sums["share"] or 0


def _in_kronor(mix: list[KindSum]) -> list[KindSum]:
    """A part of a year's money has öre that nobody has decided."""
    return [replace(one, ore=round(one.ore, -2)) for one in mix]


def _tiles(places: dict[int | None, int]) -> list[Tile]:
    home = reverse("peersupport:home")
    return [
        Tile(
            name=one.name,
            url=f"{home}?{urlencode({'visa': 'lista', 'kommun': one.slug})}",
            count=places.get(one.pk, 0),
            column=one.tile_column,
            row=one.tile_row,
        )
        for one in Municipality.objects.in_order()
    ]
