"""Amounts, numbers and states of claims in templates."""

from decimal import Decimal
from typing import Any

from django import template

from councils import fees
from councils.words import ClaimStatus

register = template.Library()

_TONES = {
    ClaimStatus.DRAFT: "wait",
    ClaimStatus.SUBMITTED: "going",
    ClaimStatus.RETURNED: "late",
    ClaimStatus.ATTESTED: "going",
    ClaimStatus.SENT: "going",
    ClaimStatus.PAID: "done",
}


@register.filter
def kronor(ore: int) -> str:
    """2 131,20 kr"""
    return fees.kronor(ore)


@register.filter
def number(value: Decimal) -> str:
    """2,5"""
    return fees.number_words(value)


@register.filter
def claim_tone(claim: Any) -> str:
    """The look of a claim's state, for ``{% status %}``."""
    return _TONES[ClaimStatus(claim.status)]
