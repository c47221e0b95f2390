"""A mandate and the account of whoever holds it: invited, tied, erased."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts import holdings
from accounts.models import User
from accounts.queries import person_who_signs_in
from accounts.services import offer_role
from common import trail
from common.actors import SYSTEM, Actor
from common.errors import DomainError
from common.swedish import today
from councils.models import FeeAgreement, Mandate, MeetingNeeds
from councils.services.calling import lock_meetings_ahead, withdraw_invitations
from councils.services.mandates import give_claims, lock_mandate
from councils.services.shared import raise_stamp, require

#: The grant that ties an account to a mandate.
GRANT: Final = "council_mandate"


def invite_to_portal(mandate: Mandate, *, actor: Actor) -> None:
    """Give the mandate's holder an account, so that they can answer notices and read papers here."""
    require(actor, "councils.oversee", None)
    if mandate.user_id:
        raise DomainError("Personen har redan ett konto.")
    if not mandate.email:
        raise DomainError("Skriv personens e-postadress först.")
    offer_role(mandate.email, role=GRANT, scope=str(mandate.pk), actor=actor)


@transaction.atomic
def tie_account(user: User, mandate: Mandate, *, actor: Actor) -> None:
    """Let ``user`` hold the mandate with their account, and what has been claimed for it. Harmless when they already do."""
    locked = lock_mandate(mandate)
    require(actor, "councils.oversee", None)
    if locked.erased_at or (locked.user_id and locked.user_id != user.pk):
        raise DomainError("Uppdraget hör till någon annan nu. Be om en ny inbjudan.")
    if locked.user_id is None:
        locked.user = user
        locked.save(update_fields=["user"])
        give_claims(locked)
        trail.record("tie_account", locked, actor=actor, fields=["user"])
    holdings.forget(user)


def tie_accounts() -> int:
    """Tie mandates to accounts that have been opened since with the mandate's address. Return how many."""
    loose = Mandate.objects.filter(user=None, erased_at=None).exclude(email="").filter(_not_over(today()))
    tied = 0
    for mandate in loose:
        person = person_who_signs_in(mandate.email)
        if person is not None:
            tie_account(person, mandate, actor=SYSTEM)
            tied += 1
    return tied


@transaction.atomic
def erase_holder(mandate: Mandate, *, actor: Actor) -> None:
    """Take away everything that tells who held it. The row stays, and with it the minutes that count the seat."""
    lock_meetings_ahead(mandate.council_id)
    locked = lock_mandate(mandate)
    if locked.erased_at:
        return
    was_public = bool(locked.name_public_since)
    locked.name = locked.email = locked.phone = ""
    locked.user, locked.name_public_since = None, None
    locked.name_answered_at, locked.name_ask_from = None, None
    locked.erased_at = timezone.now()
    day = today()
    # Whoever is erased sits no longer; a mandate that has not begun is over on its first day.
    if locked.ends_on is None or locked.ends_on > day:
        locked.ends_on = max(day, locked.starts_on)
    fields = ["name", "email", "phone", "user", "name_public_since", "erased_at", "ends_on"]
    locked.save(update_fields=[*fields, "name_answered_at", "name_ask_from"])
    withdraw_invitations(locked, locked.ends_on, actor=actor)
    # What somebody needs to take part tells of health.
    MeetingNeeds.objects.filter(invitation__mandate=locked).delete()
    # So may the word about why an offer was declined.
    FeeAgreement.objects.filter(mandate=locked).update(declined_because="")
    trail.record("erase_holder", locked, actor=actor, fields=fields)
    if was_public:
        raise_stamp()


def of_person(user: User) -> Iterable[Mandate]:
    """Return every mandate of a person: by account, or by the address where no account is tied."""
    own = Q(user=user) | Q(user=None, email__iexact=user.email, erased_at=None)
    return Mandate.objects.for_listing().filter(own).order_by("starts_on", "pk")


def _not_over(day: date) -> Q:
    return Q(ends_on=None) | Q(ends_on__gte=day)
