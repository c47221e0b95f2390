"""Who pays for a placement: sources added, changed and taken away."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final
from uuid import UUID

from django.db import transaction

from common import trail
from common.actors import Actor
from common.errors import DomainError, EditConflictError
from common.swedish import day_text, today
from organisations.models import Principal
from peersupport.models import FundingPeriod, Placement
from peersupport.services.shared import CONFLICT, cleaned, locked_placement, write_facts
from peersupport.words import FundingKind
from proposals.services.shared import SentBeforeError

#: A hundred million kronor: the database refuses more.
MOST_ORE: Final = 10_000_000_000
#: More years than this from now is a slip of the keyboard.
_MOST_YEARS: Final = 20
_VERB: Final = "edit_funding"


@dataclass(frozen=True, kw_only=True)
class FundingFacts:
    """Money from one source. ``amount_ore`` is for the whole period; for a year when there is no last day."""

    kind: str
    source: str
    principal_id: int | None = None
    amount_ore: int
    starts_on: date
    ends_on: date | None = None


@transaction.atomic
def add_funding(
    placement: Placement, facts: FundingFacts, *, form_key: UUID | None = None, actor: Actor
) -> FundingPeriod:
    """Add a source. Several at once and gaps between them are for the page to tell; the same form sent twice makes one."""
    locked = locked_placement(placement, "peersupport.manage_placement", actor=actor)
    facts = _checked(facts)
    made = FundingPeriod.objects.filter(form_key=form_key, placement=locked).first() if form_key else None
    if made is not None:
        if any(getattr(made, name) != value for name, value in facts.__dict__.items()):
            raise SentBeforeError("en källa till")
        return made
    period = FundingPeriod.objects.create(placement=locked, form_key=form_key, **facts.__dict__)
    trail.record("add_funding", period, actor=actor)
    return period


@transaction.atomic
def edit_funding(
    period: FundingPeriod, facts: FundingFacts, *, expected_version: int, actor: Actor
) -> FundingPeriod:
    """Change a source. A new last day is warned about anew."""
    locked = _locked(period, actor)
    facts = _checked(facts)
    write_facts(locked, facts, expected_version=expected_version, actor=actor, verb=_VERB)
    return locked


@transaction.atomic
def remove_funding(period: FundingPeriod, *, expected_version: int, actor: Actor) -> None:
    """Take a source away that was written by mistake. Raises ``EditConflictError`` when somebody saved in between."""
    locked = _locked(period, actor)
    if locked.version != expected_version:
        raise EditConflictError(CONFLICT)
    trail.record("remove_funding", locked, actor=actor)
    locked.delete()


def _locked(period: FundingPeriod, actor: Actor) -> FundingPeriod:
    locked_placement(period.placement, "peersupport.manage_placement", actor=actor)
    found: FundingPeriod | None = FundingPeriod.objects.select_for_update().filter(pk=period.pk).first()
    if found is None:
        raise DomainError("Någon annan har tagit bort källan.")
    return found


def _checked(facts: FundingFacts) -> FundingFacts:
    if facts.kind not in FundingKind.values:
        raise DomainError("Välj vilket slags pengar det är.", field="kind")
    source = cleaned(facts.source, field="source", longest=160, required="Skriv vem som betalar.")
    if facts.amount_ore <= 0:
        raise DomainError("Skriv ett belopp som är större än noll.", field="amount_ore")
    if facts.amount_ore > MOST_ORE:
        raise DomainError("Beloppet är för stort. Skriv högst 100 miljoner kronor.", field="amount_ore")
    if abs(facts.starts_on.year - today().year) > _MOST_YEARS:
        raise DomainError("Kontrollera året.", field="starts_on")
    if facts.ends_on is None:
        if facts.kind != FundingKind.ORDINARY:
            raise DomainError(
                "Skriv till och med när pengarna räcker. Bara ordinarie budget kan sakna slutdag.",
                field="ends_on",
            )
    elif facts.ends_on < facts.starts_on:
        raise DomainError(
            f"Slutdagen är före den första dagen, {day_text(facts.starts_on)}. Ändra en av dem.",
            field="ends_on",
        )
    elif facts.ends_on.year - today().year > _MOST_YEARS:
        raise DomainError("Kontrollera året.", field="ends_on")
    if facts.principal_id is not None and not Principal.objects.filter(pk=facts.principal_id).exists():
        raise DomainError("Huvudmannen finns inte längre i listan. Välj en annan.", field="principal")
    return replace(facts, source=source)
