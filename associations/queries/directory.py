"""The public list: filters that combine, counts per municipality, chips that take a filter away."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict
from django.urls import reverse

from associations.models import Activity, Association, Audience, Focus
from common import registries
from common.swedish import day_text, join_words
from organisations.models import Municipality

#: The query parameters the directory understands.
PARAMS = ("q", "kommun", "malgrupp", "inriktning", "verksamhet")
#: Longer searches are cut: nobody types this much, and the database would have to.
LONGEST_SEARCH = 100


@dataclass(frozen=True)
class DirectoryFilter:
    """What a visitor chose. Unknown words in the address are passed over without a fuss."""

    words: str = ""
    municipality: str = ""
    audiences: tuple[Audience, ...] = ()
    focus: tuple[Focus, ...] = ()
    activities: tuple[Activity, ...] = ()

    @classmethod
    def from_query(cls, query: QueryDict) -> "DirectoryFilter":
        """Read the address ``?kommun=gavle&inriktning=angest``."""
        return cls(
            words=" ".join(query.get("q", "").replace("\x00", "").split())[:LONGEST_SEARCH],
            municipality=query.get("kommun", "").replace("\x00", "")[:80],
            audiences=tuple(one for one in Audience if one.slug in query.getlist("malgrupp")),
            focus=tuple(one for one in Focus if one.slug in query.getlist("inriktning")),
            activities=tuple(one for one in Activity if one.slug in query.getlist("verksamhet")),
        )

    def pairs(self) -> list[tuple[str, str]]:
        """Return the parameters of a shareable address, in settled order."""
        pairs = [("q", self.words)] if self.words else []
        pairs += [("kommun", self.municipality)] if self.municipality else []
        pairs += [("malgrupp", one.slug) for one in self.audiences]
        pairs += [("inriktning", one.slug) for one in self.focus]
        pairs += [("verksamhet", one.slug) for one in self.activities]
        return pairs

    def url(self, path: str = "") -> str:
        """Return the address of this choice."""
        pairs = self.pairs()
        path = path or reverse("associations:list")
        return f"{path}?{urlencode(pairs)}" if pairs else path

    @property
    def count(self) -> int:
        """How many choices are made."""
        return len(self.pairs())

    def rows(self) -> Iterable[Association]:
        """Return the public associations that match everything but the municipality, best or first first."""
        rows = Association.objects.public().for_directory()
        if self.audiences:
            # What is for everybody is for each of them too.
            rows = rows.filter(audiences__overlap=[*self.audiences, Audience.EVERYONE])
        if self.focus:
            rows = rows.filter(focus_areas__overlap=list(self.focus))
        if self.activities:
            rows = rows.filter(activities__overlap=list(self.activities))
        if self.words:
            return rows.matching(self.words)
        return rows.in_order()


@dataclass(frozen=True)
class DirectoryRow:
    """One association in the list."""

    title: str
    url: str
    text: str
    facts: list[tuple[str, str]]
    unconfirmed: bool
    slug: str


@dataclass(frozen=True)
class Tile:
    """One municipality on the schematic map and in the list beside it."""

    name: str
    slug: str
    url: str
    count: int
    column: int
    row: int
    current: bool


@dataclass(frozen=True)
class Directory:
    """Everything the public list shows."""

    chosen: DirectoryFilter
    rows: list[DirectoryRow]
    total: int
    tiles: list[Tile]
    municipalities: Sequence[Municipality]
    chips: list[tuple[str, str]] = field(default_factory=list)

    @property
    def map_tiles(self) -> list[Tile]:
        """The tiles that have a place on the map."""
        return [tile for tile in self.tiles if tile.column and tile.row]


def directory(chosen: DirectoryFilter) -> Directory:
    """Return the public list for one choice of filters."""
    municipalities = list(Municipality.objects.in_order())
    known = {place.slug: place for place in municipalities}
    if chosen.municipality not in known:
        chosen = replace(chosen, municipality="")
    everywhere = list(chosen.rows())
    here = known.get(chosen.municipality)
    found = [one for one in everywhere if here is None or covers(one, here.pk)]
    dates = next_dates(found)
    return Directory(
        chosen=chosen,
        rows=[_row(one, dates.get(one.pk)) for one in found],
        total=Association.objects.public().count(),
        tiles=_tiles(chosen, everywhere, municipalities),
        municipalities=municipalities,
        chips=_chips(chosen, known),
    )


def covers(association: Association, municipality_id: int) -> bool:
    """Tell whether an association with prefetched ``covered`` is there for people in a municipality."""
    return (
        association.covers_county
        or association.base_municipality_id == municipality_id
        or any(place.pk == municipality_id for place in association.covered)  # type: ignore[attr-defined]
    )


def places_text(association: Association) -> str:
    """Return "Gävle och Sandviken" or "Hela länet"; empty when not told."""
    if association.covers_county:
        return "Hela länet"
    names = [place.name for place in association.covered]  # type: ignore[attr-defined]
    if not names and association.base_municipality:
        names = [association.base_municipality.name]
    return join_words(names)


def audiences_text(association: Association) -> str:
    """Return "Dig med egen erfarenhet, dig som är närstående"; empty when not told."""
    labels = [str(one.label) for one in Audience if one.value in association.audiences]
    return ", ".join([*labels[:1], *(label[0].lower() + label[1:] for label in labels[1:])])


def next_dates(associations: Sequence[Association]) -> dict[int, date]:
    """Return each association's next public activity, as the rooms above tell it."""
    dates: dict[int, date] = {}
    for panel in registries.panels("associations.next_dates", associations, AnonymousUser()):
        dates.update(panel.context["dates"])
    return dates


def _row(association: Association, next_date: date | None) -> DirectoryRow:
    facts = [
        ("pin", places_text(association)),
        ("people", audiences_text(association)),
        ("cal", f"Nästa: {day_text(next_date, year=False)}" if next_date else ""),
    ]
    return DirectoryRow(
        title=association.name,
        url=association.get_absolute_url(),
        text=association.lead,
        facts=[(icon, words) for icon, words in facts if words],
        unconfirmed=association.status == Association.Status.UNCONFIRMED,
        slug=association.slug,
    )


def _tiles(
    chosen: DirectoryFilter, associations: Sequence[Association], municipalities: Sequence[Municipality]
) -> list[Tile]:
    return [
        Tile(
            name=place.name,
            slug=place.slug,
            url=replace(chosen, municipality=place.slug).url(),
            count=sum(covers(one, place.pk) for one in associations),
            column=place.tile_column or 0,
            row=place.tile_row or 0,
            current=place.slug == chosen.municipality,
        )
        for place in municipalities
    ]


def _chips(chosen: DirectoryFilter, known: dict[str, Municipality]) -> list[tuple[str, str]]:
    chips: list[tuple[str, str]] = []
    if chosen.words:
        chips.append((f"Sökord: {chosen.words}", replace(chosen, words="").url()))
    if chosen.municipality:
        chips.append((known[chosen.municipality].name, replace(chosen, municipality="").url()))
    for name in ("audiences", "focus", "activities"):
        picked: tuple[Any, ...] = getattr(chosen, name)
        for one in picked:
            fewer = tuple(other for other in picked if other != one)
            without: dict[str, Any] = {name: fewer}
            chips.append((str(one.label), replace(chosen, **without).url()))
    return chips
