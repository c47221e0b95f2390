"""Whom the councils hear and whom they miss: associations, voices, municipalities, empty seats, the same person often."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q, Value

from associations.models import Association
from common.bars import Bar, Bars
from councils.models import Council, Mandate, Seat
from councils.words import CouncilStatus, MandateRole, Voice
from organisations.models import Municipality


@dataclass(frozen=True)
class Place:
    """A municipality and how many associations with a seat there are for those who live there."""

    name: str
    count: int


@dataclass(frozen=True)
class BusyPerson:
    """Somebody who holds several seats; told to the coordinator alone."""

    name: str
    seats: list[Mandate]


@dataclass(frozen=True)
class Balance:
    """The balance of all active councils, or of one."""

    chosen: Council | None
    councils: list[Council]
    seats: int
    filled: int
    voices: Bars
    places: Bars
    missing_places: list[str]
    without_seat: list[Association]
    empty: list[Seat]
    busy: list[BusyPerson]


def balance(slug: str = "") -> Balance:
    """Weigh the active councils together, or the one with ``slug``; an unknown one weighs all."""
    councils = list(Council.objects.filter(status=CouncilStatus.ACTIVE).in_order())
    chosen = next((one for one in councils if one.slug == slug), None)
    weighed = [chosen] if chosen else councils
    seats = list(Seat.objects.in_use().filter(council__in=weighed).select_related("council").in_order())
    everybody = list(
        Mandate.objects.current().for_listing().filter(council__in=weighed).order_by("council__name", "pk")
    )
    mandates = [one for one in everybody if one.role != MandateRole.SUBSTITUTE]
    sitting = {one.seat_id for one in mandates if one.seat_id}
    heard = {one.association_id for one in mandates if one.association_id}
    heard |= {one.association_id for one in seats if one.association_id}
    associations = _associations()
    places = _places([one for one in associations if one.pk in heard])
    return Balance(
        chosen=chosen,
        councils=councils,
        seats=len(seats),
        filled=sum(one.pk in sitting for one in seats),
        voices=_voices(seats, sitting),
        places=_bars(places),
        missing_places=[one.name for one in places if not one.count],
        without_seat=[one for one in associations if one.pk not in heard],
        empty=[one for one in seats if one.pk not in sitting],
        busy=_busy(everybody),
    )


def _voices(seats: Iterable[Seat], sitting: set[Any]) -> Bars:
    bars = []
    for voice in Voice:
        here = [one for one in seats if one.voice == voice]
        filled = sum(one.pk in sitting for one in here)
        bars.append(Bar(str(voice.label), filled, f"{filled} av {len(here)}"))
    return Bars(
        title="Vem talar platserna för?",
        base=max([bar.count or 0 for bar in bars] + [1]),
        bars=bars,
        of_what="Så många platser är tillsatta, av dem som finns",
        head="Talar för",
    )


def _associations() -> list[Association]:
    """Every association of the directory with the keys of the municipalities it covers, in one query."""
    rows = Association.objects.public().defer("search_document", "search_words", "search_terms")
    covered = ArrayAgg("covers", filter=Q(covers__isnull=False), default=Value([]))
    return list(rows.select_related("base_municipality").annotate(covered_ids=covered).in_order())


def _places(associations: Iterable[Association]) -> list[Place]:
    found = list(associations)
    rows = []
    for place in Municipality.objects.in_order():
        count = sum(
            one.covers_county or one.base_municipality_id == place.pk or place.pk in one.covered_ids  # type: ignore[attr-defined]
            for one in found
        )
        rows.append(Place(place.name, count))
    return rows


def _bars(places: list[Place]) -> Bars:
    return Bars(
        title="Kommuner",
        base=max([place.count for place in places] + [1]),
        bars=[Bar(place.name, place.count, str(place.count)) for place in places],
        of_what="Föreningar med plats som finns för dem som bor i kommunen",
        head="Kommun",
    )


def _busy(mandates: list[Mandate]) -> list[BusyPerson]:
    """Those with two seats or more, by account or else by address. Substitutes count: they need time too."""
    held: dict[str, list[Mandate]] = {}
    for one in mandates:
        if one.erased_at:
            continue
        key = f"user {one.user_id}" if one.user_id else one.email.lower()
        if key:
            held.setdefault(key, []).append(one)
    busy = [BusyPerson(many[0].name, many) for many in held.values() if len(many) > 1]
    return sorted(busy, key=lambda one: (-len(one.seats), one.name.casefold()))
