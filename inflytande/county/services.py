"""Writes a county through the rooms' services: new rows are created, known ones updated by their address."""

from collections import Counter
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from common.actors import Actor
from common.errors import DomainError
from common.models import CrisisLine
from inflytande.county.reading import CountyFileError, Row
from organisations.models import Area, Municipality, Principal, Unit
from organisations.services import bodies, places
from pages.services import crisis_lines


@transaction.atomic
def setup_county(rows: list[Row], *, actor: Actor) -> Counter[str]:
    """Write the county and return how many rows of each section were created or updated.

    Idempotent: a second run with the same file changes nothing. All or nothing: faults roll back.
    """
    written: Counter[str] = Counter()
    faults: list[str] = []
    _lift_moving_tiles(rows, actor)
    for row in rows:
        try:
            with transaction.atomic():
                changed = _WRITERS[row.section](row, actor)
        except DomainError as error:
            faults.append(f"{row.where}: {error.message}")
        else:
            written[row.section] += int(changed)
    if faults:
        raise CountyFileError(faults)
    return written


def _address(row: Row) -> str:
    return str(row.values["adress"] or slugify(row.values["namn"]))


def _lift_moving_tiles(rows: list[Row], actor: Actor) -> None:
    wanted = {_address(row): row.values for row in rows if row.section == "kommuner"}
    moving = [
        municipality
        for municipality in Municipality.objects.filter(slug__in=wanted)
        if (municipality.tile_column, municipality.tile_row)
        != (wanted[municipality.slug]["kolumn"], wanted[municipality.slug]["rad"])
    ]
    places.clear_map(moving, actor=actor)


def _write_area(row: Row, actor: Actor) -> bool:
    facts = places.AreaFacts(name=row.values["namn"], order=row.values["ordning"])
    area = Area.objects.filter(slug=_address(row)).first()
    if area is None:
        area = places.create_area(facts, actor=actor)
        return _keep_address(area, row)
    before = area.version
    return places.edit_area(area, facts, expected_version=before, actor=actor).version != before


def _write_municipality(row: Row, actor: Actor) -> bool:
    facts = places.MunicipalityFacts(
        name=row.values["namn"],
        area=_named(Area, row.values["område"], "området"),
        code=row.values["kod"],
        tile_column=row.values["kolumn"],
        tile_row=row.values["rad"],
    )
    municipality = Municipality.objects.filter(slug=_address(row)).first()
    if municipality is None:
        return _keep_address(places.create_municipality(facts, actor=actor), row)
    before = municipality.version
    edited = places.edit_municipality(municipality, facts, expected_version=before, actor=actor)
    return edited.version != before


def _write_principal(row: Row, actor: Actor) -> bool:
    facts = bodies.PrincipalFacts(
        name=row.values["namn"], kind=row.values["slag"], municipality=_municipality(row)
    )
    principal = Principal.objects.filter(slug=_address(row)).first()
    if principal is None:
        return _keep_address(bodies.create_principal(facts, actor=actor), row)
    before = principal.version
    return bodies.edit_principal(principal, facts, expected_version=before, actor=actor).version != before


def _write_unit(row: Row, actor: Actor) -> bool:
    facts = bodies.UnitFacts(
        name=row.values["namn"],
        principal=_named(Principal, row.values["huvudman"], "huvudmannen"),
        municipality=_municipality(row),
    )
    unit = Unit.objects.filter(slug=_address(row), principal=facts.principal).first()
    if unit is None:
        return _keep_address(bodies.create_unit(facts, actor=actor), row)
    before = unit.version
    return bodies.edit_unit(unit, facts, expected_version=before, actor=actor).version != before


def _write_crisis_line(row: Row, actor: Actor) -> bool:
    values = row.values
    line = CrisisLine.objects.filter(number=values["nummer"]).first()
    facts = crisis_lines.CrisisLineFacts(
        number=values["nummer"],
        label=values["text"],
        who=values["vem"],
        hours=values["tider"],
        in_strip=values["överst"],
        order=values["ordning"],
        owner=values["ansvarig"],
        # A check made in the portal after the file was written is the newer truth.
        verified_on=max(values["kontrollerat"], line.verified_on) if line else values["kontrollerat"],
    )
    if line is None:
        crisis_lines.add_crisis_line(facts, actor=actor)
        return True
    before = line.version
    edited = crisis_lines.edit_crisis_line(line, facts, expected_version=before, actor=actor)
    return edited.version != before


_WRITERS = {
    "områden": _write_area,
    "kommuner": _write_municipality,
    "huvudmän": _write_principal,
    "verksamheter": _write_unit,
    "hjälpnummer": _write_crisis_line,
}


def _keep_address(made: Any, row: Row) -> bool:
    """A new row takes the address the file names, so that the next run finds it."""
    wanted = row.values["adress"]
    if wanted and made.slug != wanted:
        if slugify(wanted) != wanted:
            raise DomainError("adress får bara ha små bokstäver a–z, siffror och bindestreck.")
        if type(made)._base_manager.filter(slug=wanted).exists():
            raise DomainError(f"adressen {wanted} är upptagen.")
        made.slug = wanted
        made.save(update_fields=["slug"])
    return True


def _municipality(row: Row) -> Municipality | None:
    name = row.values["kommun"]
    found: Municipality | None = _named(Municipality, name, "kommunen") if name else None
    return found


def _named(model: type[Any], name: str, what: str) -> Any:
    found = model.objects.filter(name__iexact=name).first()
    if found is None:
        raise DomainError(f"{what} ”{name}” finns inte, varken i filen eller i portalen.")
    return found
