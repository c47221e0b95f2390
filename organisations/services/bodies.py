"""Principals (huvudmän) and units (verksamheter)."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from common import stamps, trail
from common.actors import Actor
from common.errors import DomainError
from common.slugs import free_slug
from common.transitions import record_status
from organisations.models import Municipality, Principal, Unit
from organisations.services.maintenance import (
    STAMP,
    insert,
    refuse_taken_name,
    require_maintainer,
    update,
)

PRINCIPAL_TAKEN = "Det finns redan en huvudman med det namnet eller för den kommunen."
UNIT_TAKEN = "Huvudmannen har redan en verksamhet som heter så. Välj ett annat namn."


@dataclass(frozen=True, kw_only=True)
class PrincipalFacts:
    """What is known of a principal. A municipality's principal names its municipality."""

    name: str
    kind: str
    municipality: Municipality | None = None


@dataclass(frozen=True, kw_only=True)
class UnitFacts:
    """What is known of a unit. Without a municipality it serves the whole county."""

    name: str
    principal: Principal
    municipality: Municipality | None = None


@transaction.atomic
def create_principal(facts: PrincipalFacts, *, actor: Actor) -> Principal:
    """Enter a principal: the region or a municipality."""
    require_maintainer(actor)
    _check_principal(facts, but=0)
    principal = Principal(
        name=facts.name,
        kind=facts.kind,
        municipality=facts.municipality,
        slug=free_slug(Principal, facts.name),
    )
    insert(principal, taken=PRINCIPAL_TAKEN)
    trail.record("create_principal", principal, actor=actor)
    stamps.raise_stamp(STAMP)
    return principal


@transaction.atomic
def edit_principal(
    principal: Principal, facts: PrincipalFacts, *, expected_version: int, actor: Actor
) -> Principal:
    """Change a principal's facts."""
    require_maintainer(actor)
    _check_principal(facts, but=principal.pk)
    return update(
        principal,
        facts,
        expected_version=expected_version,
        actor=actor,
        verb="edit_principal",
        taken=PRINCIPAL_TAKEN,
    )


@transaction.atomic
def create_unit(facts: UnitFacts, *, actor: Actor) -> Unit:
    """Enter a unit. It is open until it is closed."""
    require_maintainer(actor)
    _check_unit(facts, but=0)
    unit = Unit(
        name=facts.name,
        principal=facts.principal,
        municipality=facts.municipality,
        slug=free_slug(Unit, facts.name),
    )
    insert(unit, taken=UNIT_TAKEN)
    record_status(unit, source="", target="open", actor=actor)
    trail.record("create_unit", unit, actor=actor)
    stamps.raise_stamp(STAMP)
    return unit


@transaction.atomic
def edit_unit(unit: Unit, facts: UnitFacts, *, expected_version: int, actor: Actor) -> Unit:
    """Change a unit's facts. Its address stays."""
    require_maintainer(actor)
    _check_unit(facts, but=unit.pk)
    return update(
        unit, facts, expected_version=expected_version, actor=actor, verb="edit_unit", taken=UNIT_TAKEN
    )


@transaction.atomic
def close_unit(unit: Unit, *, actor: Actor) -> None:
    """Mark a unit as closed down from today. What it did stays; it can't be chosen for new things."""
    _set_closed(unit, closed=True, actor=actor)


@transaction.atomic
def reopen_unit(unit: Unit, *, actor: Actor) -> None:
    """Mark a closed unit as open again."""
    _set_closed(unit, closed=False, actor=actor)


def _set_closed(unit: Unit, *, closed: bool, actor: Actor) -> None:
    require_maintainer(actor)
    locked = Unit.objects.select_for_update().get(pk=unit.pk)
    if (locked.closed_on is not None) == closed:
        return  # pressed twice, or somebody was first: it already is as wanted
    locked.closed_on = timezone.localdate() if closed else None
    locked.version += 1
    locked.save(update_fields=["closed_on", "version"])
    before, after = ("open", "closed") if closed else ("closed", "open")
    record_status(locked, source=before, target=after, actor=actor)
    trail.record("close_unit" if closed else "reopen_unit", locked, actor=actor, fields=["closed_on"])
    stamps.raise_stamp(STAMP)
    unit.closed_on, unit.version = locked.closed_on, locked.version


def _check_principal(facts: PrincipalFacts, *, but: int) -> None:
    others = Principal.objects.exclude(pk=but)
    refuse_taken_name(others, facts.name, PRINCIPAL_TAKEN, but=0)
    if facts.kind == Principal.Kind.REGION and facts.municipality is not None:
        raise DomainError("En region hör inte till en kommun. Ta bort valet av kommun.", field="municipality")
    if facts.kind == Principal.Kind.MUNICIPALITY:
        if facts.municipality is None:
            raise DomainError("Välj vilken kommun huvudmannen är.", field="municipality")
        if others.filter(municipality=facts.municipality).exists():
            raise DomainError(f"{facts.municipality.name} finns redan som huvudman.", field="municipality")


def _check_unit(facts: UnitFacts, *, but: int) -> None:
    same_principal = Unit.objects.filter(principal=facts.principal)
    refuse_taken_name(same_principal, facts.name, UNIT_TAKEN, but=but)
