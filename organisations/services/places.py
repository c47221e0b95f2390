"""Areas and municipalities: the county's map."""

from dataclasses import dataclass

from django.db import transaction

from common import registries, stamps, trail
from common.actors import Actor
from common.errors import DomainError
from common.slugs import free_slug
from organisations.models import Area, Municipality
from organisations.services.maintenance import (
    STAMP,
    insert,
    refuse_taken_name,
    require_maintainer,
    update,
)

AREA_TAKEN = "Det finns redan ett område som heter så. Välj ett annat namn."
MUNICIPALITY_TAKEN = "Det finns redan en kommun som heter så. Välj ett annat namn."
#: The map has at most this many columns and rows; a county has fewer than 50 municipalities.
MAP_SIDE = 20


@dataclass(frozen=True, kw_only=True)
class AreaFacts:
    """What is known of an area. ``order`` sorts areas, lowest first."""

    name: str
    order: int = 0


@dataclass(frozen=True, kw_only=True)
class MunicipalityFacts:
    """What is known of a municipality. ``code`` is Statistics Sweden's four digits or empty."""

    name: str
    area: Area
    code: str = ""
    tile_column: int = 0
    tile_row: int = 0


@transaction.atomic
def create_area(facts: AreaFacts, *, actor: Actor) -> Area:
    """Enter an area of the county."""
    require_maintainer(actor)
    refuse_taken_name(Area.objects.all(), facts.name, AREA_TAKEN, but=0)
    area = Area(name=facts.name, order=facts.order, slug=free_slug(Area, facts.name))
    insert(area, taken=AREA_TAKEN)
    trail.record("create_area", area, actor=actor)
    stamps.raise_stamp(STAMP)
    return area


@transaction.atomic
def edit_area(area: Area, facts: AreaFacts, *, expected_version: int, actor: Actor) -> Area:
    """Change an area's facts. Its address stays."""
    require_maintainer(actor)
    refuse_taken_name(Area.objects.all(), facts.name, AREA_TAKEN, but=area.pk)
    return update(
        area, facts, expected_version=expected_version, actor=actor, verb="edit_area", taken=AREA_TAKEN
    )


@transaction.atomic
def create_municipality(facts: MunicipalityFacts, *, actor: Actor) -> Municipality:
    """Enter a municipality and its place on the map."""
    require_maintainer(actor)
    _check_municipality(facts, but=0)
    municipality = Municipality(
        name=facts.name,
        area=facts.area,
        code=facts.code,
        tile_column=facts.tile_column,
        tile_row=facts.tile_row,
        slug=free_slug(Municipality, facts.name),
    )
    insert(municipality, taken=MUNICIPALITY_TAKEN)
    trail.record("create_municipality", municipality, actor=actor)
    stamps.raise_stamp(STAMP)
    return municipality


@transaction.atomic
def edit_municipality(
    municipality: Municipality, facts: MunicipalityFacts, *, expected_version: int, actor: Actor
) -> Municipality:
    """Change a municipality's facts. Its address stays. Rooms that search by its name are told of a new one."""
    require_maintainer(actor)
    before = Municipality.objects.select_for_update().get(pk=municipality.pk)
    _check_municipality(facts, but=municipality.pk)
    saved = update(
        municipality,
        facts,
        expected_version=expected_version,
        actor=actor,
        verb="edit_municipality",
        taken=MUNICIPALITY_TAKEN,
    )
    if saved.name != before.name:
        registries.tell_renamed("organisations.municipality", saved)
    return saved


@transaction.atomic
def clear_map(municipalities: list[Municipality], *, actor: Actor) -> None:
    """Lift municipalities off the map, so that they can change places with each other."""
    require_maintainer(actor)
    for municipality in municipalities:
        municipality.tile_column = municipality.tile_row = 0
        municipality.save(update_fields=["tile_column", "tile_row"])


def _check_municipality(facts: MunicipalityFacts, *, but: int) -> None:
    others = Municipality.objects.exclude(pk=but)
    refuse_taken_name(others, facts.name, MUNICIPALITY_TAKEN, but=0)
    if facts.code and not (len(facts.code) == 4 and facts.code.isascii() and facts.code.isdigit()):
        raise DomainError("Kommunkoden är fyra siffror, till exempel 2180 för Gävle.", field="code")
    if facts.code and others.filter(code=facts.code).exists():
        raise DomainError(f"En annan kommun har redan koden {facts.code}.", field="code")
    if (facts.tile_column == 0) != (facts.tile_row == 0):
        raise DomainError(
            "Ange både kolumn och rad, eller 0 i båda om kommunen inte ska finnas på kartan.",
            field="tile_row",
        )
    if max(facts.tile_column, facts.tile_row) > MAP_SIDE:
        raise DomainError(f"Kartan har högst {MAP_SIDE} kolumner och {MAP_SIDE} rader.", field="tile_column")
    neighbour = others.on_map().filter(tile_column=facts.tile_column, tile_row=facts.tile_row).first()
    if neighbour is not None:
        raise DomainError(f"{neighbour.name} har redan den platsen på kartan.", field="tile_column")
