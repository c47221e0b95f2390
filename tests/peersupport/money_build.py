"""Placements, money and cost, straight in the database."""

from datetime import date
from decimal import Decimal
from typing import Any

from common.swedish import today
from organisations.models import Unit
from peersupport.models import FundingPeriod, Placement
from peersupport.services.cost import CostFacts
from peersupport.services.funding import FundingFacts


def make_placement(unit: Unit, status: str = "readiness", **fields: Any) -> Placement:
    """Make a post of half time at ``unit``."""
    return Placement.objects.create(
        unit=unit, status=status, **{"status_since": today(), "share": 50, **fields}
    )


def make_money(
    placement: Placement,
    starts_on: date,
    ends_on: date | None,
    *,
    kind: str = "project",
    kronor: int = 300_000,
) -> FundingPeriod:
    """Make one source."""
    return FundingPeriod.objects.create(
        placement=placement,
        kind=kind if ends_on else "ordinary",
        source=f"Källan till {ends_on or 'vidare'}",
        amount_ore=kronor * 100,
        starts_on=starts_on,
        ends_on=ends_on,
    )


def cost_facts(**changed: Any) -> CostFacts:
    """Half the country's usual, in round numbers."""
    facts: dict[str, Any] = {
        "monthly_salary_ore": 3_000_000,
        "contributions_percent": Decimal(45),
        "overhead_percent": Decimal(10),
        "training_ore": 2_500_000,
        "refresher_ore": 500_000,
        "supervision_ore": 120_000,
        "supervision_times": 12,
        "raise_percent": Decimal(3),
        "years": 3,
        "first_year": today().year + 1,
    }
    return CostFacts(**facts | changed)


def funding_facts(**changed: Any) -> FundingFacts:
    """A project of next year."""
    year = today().year + 1
    facts: dict[str, Any] = {
        "kind": "project",
        "source": "Projektet",
        "amount_ore": 30_000_000,
        "starts_on": date(year, 1, 1),
        "ends_on": date(year, 12, 31),
    }
    return FundingFacts(**facts | changed)
