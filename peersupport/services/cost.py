"""What a placement is reckoned to cost: the assumptions, saved as somebody has looked at them."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.db import transaction

from common import trail
from common.actors import Actor
from common.errors import DomainError, EditConflictError
from common.swedish import today
from peersupport.models import CostCalculation, Placement
from peersupport.services.shared import CONFLICT, cleaned, locked_placement, write_facts

#: The most each may be, in öre, per cent or times: beyond it a key has been held down.
MOST: Final = {
    "monthly_salary_ore": 20_000_000,
    "contributions_percent": 100,
    "overhead_percent": 100,
    "training_ore": 100_000_000,
    "refresher_ore": 100_000_000,
    "supervision_ore": 10_000_000,
    "supervision_times": 60,
    "raise_percent": 50,
    "years": 10,
}


@dataclass(frozen=True, kw_only=True)
class CostFacts:
    """The assumptions, with money in öre. The share of full time is the post's own."""

    monthly_salary_ore: int
    contributions_percent: Decimal
    overhead_percent: Decimal
    training_ore: int
    refresher_ore: int
    supervision_ore: int
    supervision_times: int
    raise_percent: Decimal
    years: int
    first_year: int
    comment: str = ""


@transaction.atomic
def save_cost(
    placement: Placement, facts: CostFacts, *, expected_version: int, actor: Actor
) -> CostCalculation:
    """Save the assumptions of a placement's calculation; ``expected_version`` 0 when there was none.

    Raises ``EditConflictError`` when somebody saved in between, ``DomainError`` at the assumption that can't be.
    """
    locked = locked_placement(placement, "peersupport.manage_placement", actor=actor)
    facts = check_cost(facts)
    row = CostCalculation.objects.select_for_update().filter(placement=locked).first()
    if row is None:
        row = CostCalculation.objects.create(placement=locked, **facts.__dict__)
        trail.record("save_cost", row, actor=actor)
        return row
    if not expected_version and any(getattr(row, name) != value for name, value in facts.__dict__.items()):
        raise EditConflictError(CONFLICT)
    write_facts(row, facts, expected_version=expected_version, actor=actor, verb="save_cost")
    return row


def check_cost(facts: CostFacts) -> CostFacts:
    """Return the assumptions with clean words, or raise ``DomainError`` at the one that can't be."""
    for name, most in MOST.items():
        value = getattr(facts, name)
        if value < 0:
            raise DomainError("Skriv ett tal som inte är mindre än noll.", field=name)
        if value > most:
            raise DomainError("Talet är för stort. Kontrollera det.", field=name)
    if facts.years < 1:
        raise DomainError("Räkna på minst ett år.", field="years")
    if facts.monthly_salary_ore == 0:
        raise DomainError("Skriv månadslönen på heltid.", field="monthly_salary_ore")
    if abs(facts.first_year - today().year) > 10:
        raise DomainError("Kontrollera året.", field="first_year")
    comment = cleaned(facts.comment, field="comment", longest=1000)
    return CostFacts(**{**facts.__dict__, "comment": comment})
