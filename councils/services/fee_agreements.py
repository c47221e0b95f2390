"""What is agreed before an assignment: what, how long, how much. Offered by the coordinator, answered by the person."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from common import outbox, trail
from common.actors import Actor
from common.errors import DomainError
from common.swedish import day_text, today
from councils.models import FeeAgreement, Mandate
from councils.services.addresses import refuse_address
from councils.services.fee_rates import rates_of, table_for
from councils.services.shared import cleaned, require
from councils.words import DayType

MOST_HOURS = Decimal(100)
REPLACED: Final = "Samordnaren har skickat ett nyare erbjudande. Svara på det i stället."
NO_ADDRESS: Final = "Texten ser ut att innehålla en adress. Ta bort den. Vi sparar inga adresser."
HAS_ACCOUNT: Final = "Personen har ett konto och svarar själv här."
TAKEN_DOWN: Final = "Svaret är redan antecknat. Det som står där gäller. Är det fel, gör ett nytt erbjudande."
SAID_YES: Final = "Du har redan sagt ja. Vill du ändra något, hör av dig till samordnaren."
SAID_NO: Final = "Du har redan sagt nej. Har du ändrat dig, be samordnaren om ett nytt erbjudande."


@dataclass(frozen=True, kw_only=True)
class Offer:
    """What somebody is offered. ``preparation_hours`` are those that are paid for each meeting."""

    what: str
    how_long: str
    day_type: str
    preparation_hours: Decimal = Decimal(0)
    pays_travel: bool = True


@transaction.atomic
def offer_agreement(
    mandates: Iterable[Mandate], offer: Offer, *, form_key: UUID, actor: Actor
) -> list[FeeAgreement]:
    """Offer the same to each of ``mandates``, by the rates of today, and tell those with an address. Once for one form."""
    chosen = list(mandates)
    if not chosen:
        raise DomainError("Välj minst en person.", field="mandates")
    offer = _checked(offer)
    return [_offer_one(mandate, offer, uuid5(form_key, str(mandate.pk)), actor) for mandate in chosen]


@transaction.atomic
def accept_agreement(agreement: FeeAgreement, *, actor: Actor) -> FeeAgreement:
    """Say yes to what was offered. Twice is once; after a no, or when there is a later offer, it is refused."""
    locked = _to_answer(agreement, actor=actor)
    if locked.accepted_at is not None:
        return locked
    if locked.declined_at is not None:
        raise DomainError(SAID_NO)
    _refuse_replaced(locked)
    locked.accepted_at = timezone.now()
    locked.save(update_fields=["accepted_at"])
    trail.record("accept_agreement", locked, actor=actor, fields=["accepted_at"])
    return locked


@transaction.atomic
def decline_agreement(agreement: FeeAgreement, because: str, *, actor: Actor) -> FeeAgreement:
    """Say no to what was offered, with or without a word about why. The coordinator reads it and may offer anew.

    Twice is once, and the first word stays.
    """
    locked = _to_answer(agreement, actor=actor)
    because = cleaned(because, field="because", longest=300)
    refuse_address(because, NO_ADDRESS, field="because")
    if locked.declined_at is not None:
        return locked
    if locked.accepted_at is not None:
        raise DomainError(SAID_YES)
    _refuse_replaced(locked)
    locked.declined_at, locked.declined_because = timezone.now(), because
    locked.save(update_fields=["declined_at", "declined_because"])
    trail.record("decline_agreement", locked, actor=actor, fields=["declined_at"])
    return locked


@transaction.atomic
def record_answer(
    agreement: FeeAgreement, *, is_yes: bool, how: str, on: date, because: str = "", actor: Actor
) -> FeeAgreement:
    """Write down the yes or no of somebody without account, told on paper or by phone the day ``on``.

    The same once more is once; another answer is refused: it takes a new offer to change what was agreed.
    """
    locked = _locked(agreement)
    require(actor, "councils.record_agreement", locked)
    if locked.mandate.user is not None:
        raise DomainError(HAS_ACCOUNT)
    if how not in FeeAgreement.Told.values:
        raise DomainError("Välj om det var på papper eller per telefon.", field="told_how")
    because = "" if is_yes else cleaned(because, field="because", longest=300)
    refuse_address(because, NO_ADDRESS, field="because")
    was = (locked.accepted_at is not None, locked.told_how, locked.told_on, locked.declined_because)
    if locked.accepted_at is not None or locked.declined_at is not None:
        if was == (is_yes, how, on, because):
            return locked
        raise DomainError(TAKEN_DOWN)
    _refuse_replaced(locked)
    if on > today():
        raise DomainError("Dagen kan inte vara i framtiden.", field="told_on")
    if on < locked.agreed_on:
        raise DomainError(
            f"Erbjudandet är från {day_text(locked.agreed_on)}. Svaret kan inte vara äldre.", field="told_on"
        )
    answered = "accepted_at" if is_yes else "declined_at"
    setattr(locked, answered, timezone.now())
    locked.declined_because, locked.told_how, locked.told_on = because, how, on
    fields = [answered, "told_how", "told_on"]
    locked.save(update_fields=[*fields, "declined_because"])
    trail.record("record_answer", locked, actor=actor, fields=fields)
    return locked


def agreement_for(mandate: Mandate, day: date) -> FeeAgreement | None:
    """Return what was agreed last of what was offered by ``day``; while nothing is, what was last offered and not declined."""
    offers = FeeAgreement.objects.filter(mandate=mandate, agreed_on__lte=day, declined_at=None)
    return offers.order_by(F("accepted_at").desc(nulls_last=True), "-agreed_on", "-pk").first()


def _to_answer(agreement: FeeAgreement, *, actor: Actor) -> FeeAgreement:
    locked = _locked(agreement)
    require(actor, "councils.accept_agreement", locked)
    return locked


def _locked(agreement: FeeAgreement) -> FeeAgreement:
    """Lock the mandate first, as an offer does: an answer and a new offer come one after the other."""
    Mandate.objects.select_for_update(of=("self",)).get(pk=agreement.mandate_id)
    rows = FeeAgreement.objects.select_for_update(of=("self",)).select_related("mandate__user")
    return rows.get(pk=agreement.pk)


def _refuse_replaced(agreement: FeeAgreement) -> None:
    newest = FeeAgreement.objects.filter(mandate=agreement.mandate_id).first()
    if newest is not None and newest.pk != agreement.pk:
        raise DomainError(REPLACED)


def _offer_one(mandate: Mandate, offer: Offer, key: UUID, actor: Actor) -> FeeAgreement:
    require(actor, "councils.edit_rates", mandate)
    locked = Mandate.objects.select_for_update(of=("self",)).get(pk=mandate.pk)
    made = FeeAgreement.objects.filter(form_key=key).first()
    if made is not None:
        return made
    if locked.association_id is None or locked.erased_at is not None:
        raise DomainError("Arvode är för dem som sitter för en förening.", field="mandates")
    table = table_for(locked.council, today())
    if table is None:
        raise DomainError("Det finns ingen taxa som gäller i dag. Lägg in den först.")
    if not rates_of(table).pays(offer.day_type):
        raise DomainError("Taxan har inget belopp för det. Välj något annat.", field="day_type")
    agreement = FeeAgreement.objects.create(
        mandate=locked, table=table, agreed_on=today(), form_key=key, **offer.__dict__
    )
    trail.record("offer_agreement", agreement, actor=actor)
    if locked.user is not None:
        outbox.queue_mail(
            "councils_fee_agreement", to=locked.user.email, subject="Något att svara på", context={}
        )
    return agreement


def _checked(offer: Offer) -> Offer:
    if offer.day_type not in DayType.values:
        raise DomainError("Välj hur uppdraget räknas.", field="day_type")
    if not 0 <= offer.preparation_hours <= MOST_HOURS:
        raise DomainError("Skriv ett antal timmar mellan 0 och 100.", field="preparation_hours")
    for name in ("what", "how_long"):
        refuse_address(getattr(offer, name), NO_ADDRESS, field=name)
    return Offer(
        what=cleaned(offer.what, field="what", longest=300, required="Skriv vad uppdraget är."),
        how_long=cleaned(offer.how_long, field="how_long", longest=120, required="Skriv hur länge."),
        day_type=offer.day_type,
        preparation_hours=offer.preparation_hours,
        pays_travel=offer.pays_travel,
    )
