"""What is agreed before an assignment, as those read it who offer and who are offered."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any, Final

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from common.swedish import today
from councils.fees import kronor, number_words
from councils.models import FeeAgreement
from councils.services.fee_rates import rates_of
from councils.words import DayType

#: So long a no to an offer stands in the coordinator's overview, unless something else is offered.
DECLINED_SHOWN: Final = timedelta(days=30)


@dataclass(frozen=True)
class AgreementPage:
    """What was offered, what came of it, and what the reader may do now."""

    agreement: FeeAgreement
    facts: list[tuple[str, str, str]]
    is_own: bool
    may_answer: bool
    is_replaced: bool
    may_offer_anew: bool
    #: The person has no account: the coordinator asks, and writes the answer down.
    may_record: bool


def agreement_page(agreement: FeeAgreement, user: Any) -> AgreementPage:
    """Return one agreement as ``user`` reads it."""
    newest = FeeAgreement.objects.filter(mandate=agreement.mandate_id).first()
    is_replaced = newest is not None and newest.pk != agreement.pk
    is_own = user.has_perm("councils.accept_agreement", agreement)
    is_open = agreement.accepted_at is None and agreement.declined_at is None
    return AgreementPage(
        agreement=agreement,
        facts=agreement_facts(agreement),
        is_own=is_own,
        may_answer=is_own and is_open and not is_replaced,
        is_replaced=is_replaced and is_open,
        may_offer_anew=user.has_perm("councils.edit_rates") and not is_replaced and not is_open,
        may_record=is_open and not is_replaced and user.has_perm("councils.record_agreement", agreement),
    )


def visible_agreements(user: Any) -> "QuerySet[FeeAgreement]":
    """Return the agreements ``user`` may read: one's own, all for the coordinator."""
    rows = FeeAgreement.objects.select_related("mandate__council", "mandate__association", "table")
    return rows if user.has_perm("councils.edit_rates") else rows.filter(mandate__user=user)


def agreement_facts(agreement: FeeAgreement) -> list[tuple[str, str, str]]:
    """Return an agreement as facts, with what it pays."""
    rates = rates_of(agreement.table)
    pay = rates.of_day(agreement.day_type)
    unit = " per timme" if agreement.day_type == DayType.HOURS else " för varje möte"
    hour = rates.amounts.get("preparation")
    prepared = (
        f"{hours_text(agreement.preparation_hours)} för varje möte" if agreement.preparation_hours else ""
    )
    if prepared and hour is not None:
        prepared += f", {kronor(hour)} per timme"
    return [
        ("Råd", agreement.mandate.council.name, ""),
        ("Uppdrag", agreement.what, ""),
        ("Hur länge", agreement.how_long, ""),
        (
            "Arvode",
            f"{kronor(pay)}{unit} ({agreement.get_day_type_display().lower()})" if pay is not None else "",
            "",
        ),
        ("Förberedelse", prepared, ""),
        ("Resor", "Ersätts" if agreement.pays_travel else "Ersätts inte", ""),
        ("Taxa", agreement.table.name, ""),
    ]


def offered_to(user: Any) -> list[FeeAgreement]:
    """Return what ``user`` has been offered last, for each mandate, and not answered."""
    offers = FeeAgreement.objects.filter(mandate__user=user).select_related("mandate__council")
    return [one for one in latest_of_each(offers) if one.accepted_at is None and one.declined_at is None]


def declined_lately() -> int:
    """Return how many of those who still sit have said no within ``DECLINED_SHOWN``, and been offered nothing since."""
    later = FeeAgreement.objects.filter(mandate=OuterRef("mandate"), pk__gt=OuterRef("pk"))
    since = timezone.now() - DECLINED_SHOWN
    rows = FeeAgreement.objects.filter(~Exists(later), declined_at__gte=since, mandate__erased_at=None)
    people = rows.exclude(mandate__ends_on__lt=today()).order_by()
    # Somebody without account and address is told apart by the mandate alone.
    return len(
        {
            user or email or f"mandate {mandate}"
            for user, email, mandate in people.values_list("mandate__user", "mandate__email", "mandate")
        }
    )


def latest_of_each(offers: "QuerySet[FeeAgreement]") -> list[FeeAgreement]:
    """Return the newest of each mandate: an older one is replaced by it."""
    found: dict[int, FeeAgreement] = {}
    for one in offers.order_by("-agreed_on", "-pk"):
        found.setdefault(one.mandate_id, one)
    return list(found.values())


def hours_text(number: Decimal) -> str:
    """Return "1 timme" or "2,5 timmar"."""
    return f"{number_words(number)} {'timme' if number == 1 else 'timmar'}"
