"""Placements on their way, straight in the database; ``far_placement`` has everything each step asks for."""

from datetime import timedelta
from typing import Any

from common.swedish import today
from organisations.models import Unit
from peersupport.models import (
    CostCalculation,
    Decision,
    Evaluation,
    FundingPeriod,
    IntroductionStep,
    PeerPost,
    Placement,
    ReadinessAnswer,
    SupervisionPlan,
    SupervisionSession,
)
from peersupport.services.placements import PlacementFacts
from peersupport.words import Condition


def make_placement(unit: Unit, status: str = "interest", **fields: Any) -> Placement:
    """Make a post of three quarters."""
    return Placement.objects.create(
        unit=unit, status=status, **{"status_since": today(), "share": 75, **fields}
    )


def facts(**changed: Any) -> PlacementFacts:
    """A whole set of facts."""
    told = {
        "share": 75,
        "employer_kind": "unit",
        "contact_name": "Ida på enheten",
        "contact_email": "ida@region.example.org",
        "purpose": "Stöd i vardagen.",
    }
    return PlacementFacts(**{**told, **changed})


def fill(placement: Placement) -> Placement:
    """Give a placement everything that any step forward asks for."""
    day = today()
    placement.purpose, placement.contact_name, placement.employer_kind = "Stöd i vardagen.", "Ida", "unit"
    placement.save()
    for condition in Condition:
        ReadinessAnswer.objects.create(placement=placement, condition=condition, answer="yes")
    CostCalculation.objects.create(placement=placement, first_year=day.year)
    decide(placement, "yes")
    FundingPeriod.objects.create(
        placement=placement,
        kind="ordinary",
        source="Regionen",
        amount_ore=1,
        starts_on=day - timedelta(days=9),
    )
    PeerPost.objects.create(placement=placement, share=50, starts_on=day - timedelta(days=9))
    IntroductionStep.objects.create(placement=placement, what_for="unit", text="Nycklar", done_on=day)
    SupervisionPlan.objects.create(placement=placement, form="group", by="nsph")
    SupervisionSession.objects.create(placement=placement, day=day + timedelta(days=7), form="group")
    Evaluation.objects.create(
        placement=placement, occasion="months_3", due_on=day, state="reported", reported_on=day
    )
    return placement


def decide(placement: Placement, outcome: str, days_ago: int = 5) -> Decision:
    """Write a decision on one placement."""
    made = Decision.objects.create(
        body="Nämnden", decided_on=today() - timedelta(days=days_ago), outcome=outcome
    )
    made.placements.add(placement)
    return made
