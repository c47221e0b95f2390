"""Rates, a meeting somebody was at, and what they claim: for tests of fees."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from common.actors import SYSTEM
from common.swedish import today
from councils.fees import ClaimFacts
from councils.models import Claim, Council, Invitation, Mandate, RateTable
from councils.services import fee_attests, fee_claims, payroll
from councils.services.fee_rates import TableFacts, create_rate_table
from organisations.models import Principal
from tests.councils.build import make_invitation, make_meeting

AMOUNTS = {"whole": 180_000, "half": 90_000, "short": 45_000, "hour": 20_000, "preparation": 20_000}
HALF = ClaimFacts(day_type="half", route="Bollnäs – Gävle", mil=Decimal("20.5"))
#: 900 kr and 20,5 mil à 25 kr.
HALF_ORE = 90_000 + 51_250


def make_table(council: Council | None = None, valid_from: date | None = None, **fields: Any) -> RateTable:
    """Fixed amounts from a year ago, for all councils unless one is told; two attest above 3 000 kr."""
    facts = TableFacts(
        name=fields.pop("name", "Taxan"),
        council_id=council.pk if council else None,
        valid_from=valid_from or today() - timedelta(days=400),
        mileage_ore=fields.pop("mileage_ore", 2_500),
        second_attest_ore=fields.pop("second_attest_ore", 300_000),
        amounts=fields.pop("amounts", AMOUNTS),
        **fields,
    )
    return create_rate_table(facts, actor=SYSTEM)


def attended(mandate: Mandate, days_ago: int = 7) -> Invitation:
    """A meeting of the mandate's council that its holder was at."""
    meeting = make_meeting(mandate.council, today() - timedelta(days=days_ago), status="held")
    return make_invitation(meeting, mandate, "accepted", attended=True)


def submitted_claim(mandate: Mandate, facts: ClaimFacts = HALF, *, days_ago: int = 7) -> Claim:
    """A claim that waits to be attested, written by the mandate's holder."""
    invitation = attended(mandate, days_ago)
    return fee_claims.write_claim(invitation, facts, submit=True, form_key=None, actor=mandate.user or SYSTEM)


def attest(claim: Claim, actor: Any, principal: Principal) -> Claim:
    """One attest by ``actor``."""
    version = Claim.objects.get(pk=claim.pk).version
    return fee_attests.attest_claim(
        claim, principal=principal, cost_centre="4711", expected_version=version, actor=actor
    )


def sent_list(principal: Principal, coordinator: Any) -> Any:
    """Everything attested of ``principal``, gathered and sent."""
    made = payroll.open_payroll_list(principal, today(), actor=coordinator)
    return payroll.send_payroll_list(made, expected_version=made.version, actor=coordinator)
