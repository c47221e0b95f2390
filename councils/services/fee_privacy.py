"""What is kept of a person about fees, and what happens to it when the account goes."""

from typing import Any

from accounts.models import User
from councils.fees import kronor, number_words
from councils.models import Claim, FeeAgreement
from councils.words import ClaimStatus


def held_of_person(user: User) -> list[dict[str, Any]]:
    """Return the claims and agreements of a person, in words."""
    claims = Claim.objects.filter(claimant=user).for_listing().order_by("meeting__day", "created_at")
    rows = [_claim(one) for one in claims]
    offers = FeeAgreement.objects.filter(mandate__user=user).select_related("mandate__council")
    rows += [
        {
            "vad": "Överenskommelse om arvode",
            "råd": one.mandate.council.name,
            "uppdrag": one.what,
            "hur länge": one.how_long,
            "erbjuden": one.agreed_on,
            "du sa ja": one.accepted_at,
            "du sa nej": one.declined_at,
            "varför": one.declined_because,
            "svarade": f"{one.get_told_how_display()} {one.told_on}" if one.told_on else "",
        }
        for one in offers.order_by("agreed_on", "pk")
    ]
    return rows


def forget_person(user: User) -> None:
    """Remove what hasn't been handed in. The rest keeps its name until bookkeeping lets go: it is to be paid, or was."""
    mine = Claim.objects.filter(claimant=user)
    mine.filter(status__in=[ClaimStatus.DRAFT, ClaimStatus.RETURNED]).delete()
    mine.update(claimant=None)


def _claim(claim: Claim) -> dict[str, Any]:
    return {
        "vad": "Begäran om arvode och resa" if claim.corrects_id is None else "Rättelse av arvode och resa",
        "råd": claim.meeting.council.name,
        "mötet": claim.meeting.day,
        "läge": claim.get_status_display(),
        "avstår": "ja" if claim.waives else "nej",
        "hur länge": claim.get_day_type_display(),
        "timmar": number_words(claim.hours) if claim.hours is not None else "",
        "timmar förberedelse": number_words(claim.preparation_hours),
        "från och till": claim.route,
        "mil": number_words(claim.mil),
        "biljetter": kronor(claim.ticket_ore),
        "kvittots nummer": claim.receipt_number,
        "förlorad arbetsinkomst": "ja" if claim.lost_earnings else "nej",
        "summa": kronor(claim.total_ore),
        "tillbaka därför att": claim.returned_because,
        "inskickad": claim.submitted_at,
    }
