"""The mandate ledger: appoint, co-opt, hand over, end."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError, transaction

from accounts import holdings
from accounts.queries import person_who_signs_in
from associations.models import Association
from common import trail
from common.actors import Actor
from common.errors import DomainError
from common.swedish import day_text, today
from common.transitions import record_status
from councils.models import Claim, Council, Mandate, Seat
from councils.services.calling import lock_meetings_ahead, withdraw_invitations
from councils.services.councils import lock
from councils.services.shared import cleaned, raise_stamp, require, write_facts
from councils.words import AppointedHow, CouncilStatus, MandateRole

TAKEN = "Någon annan har platsen under de dagarna. Avsluta det uppdraget först, eller välj andra dagar."
CHAIR_TAKEN = "Rådet har redan en ordförande under de dagarna. Avsluta det uppdraget först."
NOT_YOUR_CHAIR: Final = (
    "Ordförande utses av samordnaren när rådet har valt. En förening kan bara byta ut sin egen ordförande."
)
NOT_YOURS_TO_NAME: Final = (
    "Namn och e-post ändrar personen själv, föreningen eller samordnaren. Du kan ändra telefonnumret."
)
#: Whom a mandate may come from, by the model's own names.
BODIES: Final = ("association", "principal", "unit")


@dataclass(frozen=True, kw_only=True)
class ContactFacts:
    """Name and contact. ``phone`` is E.164. Address and phone may be missing: not everybody has or wants them here."""

    name: str
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, kw_only=True)
class MandateFacts:
    """Who sits, in which role, from when until when, appointed when and how."""

    contact: ContactFacts
    role: str = MandateRole.MEMBER
    starts_on: date
    ends_on: date | None = None
    appointed_on: date
    appointed_how: str = AppointedHow.BOARD


@transaction.atomic
def appoint(
    seat: Seat,
    facts: MandateFacts,
    *,
    association: Association | None = None,
    form_key: UUID | None = None,
    actor: Actor,
) -> Mandate:
    """Give somebody a seat, as their own association (or unit, or principal) has decided.

    The association's representative does it for their own seats, the coordinator on written notice. ``association`` is
    for an open seat. Who leads the council is no association's to say: the coordinator appoints the chair.

    Two in the same role never hold a seat at once: the database refuses, and the sentence stands at the
    day. An address that belongs to an account ties the mandate to it. The same form sent twice appoints once.
    """
    place = Seat.objects.select_for_update(of=("self",)).select_related("council").get(pk=seat.pk)
    if form_key and (made := Mandate.objects.filter(form_key=form_key).first()):
        return made
    require(actor, "councils.appoint", place)
    council = lock(place.council)
    _refuse_closed(council, place)
    if facts.role == MandateRole.CO_OPTED or facts.role not in MandateRole.values:
        raise DomainError("Välj ett uppdrag i listan.", field="role")
    if facts.role == MandateRole.SUBSTITUTE and not place.has_substitute:
        raise DomainError("Platsen har ingen ersättare.", field="role")
    if facts.role == MandateRole.CHAIR and not actor.has_perm("councils.oversee"):
        raise DomainError(NOT_YOUR_CHAIR, field="role")
    if place.kind == Seat.Kind.OPEN:
        if association is None:
            raise DomainError("Välj vilken förening som har utsett personen.", field="association")
        body: dict[str, Any] = {"association": association}
    else:
        body = {place.kind: place.body}
    mandate = Mandate(council=council, seat=place, form_key=form_key, **body)
    return _begin(mandate, facts, actor=actor, verb="appoint_member")


@transaction.atomic
def co_opt(
    council: Council, facts: MandateFacts, *, body: Any, form_key: UUID | None = None, actor: Actor
) -> Mandate:
    """Let somebody take part without a seat (adjungera). ``body`` is the association, unit or principal they come from."""
    locked = lock(council)
    if form_key and (made := Mandate.objects.filter(form_key=form_key).first()):
        return made
    require(actor, "councils.maintain_council", locked)
    if locked.status == CouncilStatus.ENDED:
        raise DomainError("Rådet är avslutat. Ingen kan få uppdrag där.")
    if body is None:
        raise DomainError("Välj var personen kommer ifrån.", field="body")
    mandate = Mandate(council=locked, form_key=form_key, **{body._meta.model_name: body})
    return _begin(mandate, replace(facts, role=MandateRole.CO_OPTED), actor=actor, verb="appoint_member")


@transaction.atomic
def edit_contact(mandate: Mandate, facts: ContactFacts, *, expected_version: int, actor: Actor) -> Mandate:
    """Change name or contact. A new name needs the person's own yes again before it is public.

    Who runs the council may put the telephone number right and no more: an address ties the mandate to an account.
    """
    locked = lock_mandate(mandate)
    require(actor, "councils.view_contact", locked)
    if locked.erased_at:
        raise DomainError("Uppgifterna om personen är borttagna.")
    facts = _checked_contact(facts)
    renamed = locked.name != facts.name
    moved = locked.email.lower() != facts.email.lower()
    may_rename = actor.has_perm("councils.rename_holder", locked)
    if not may_rename and (renamed or locked.email != facts.email):
        raise DomainError(NOT_YOURS_TO_NAME)
    also = []
    if renamed and locked.name_public_since and getattr(actor, "pk", None) != locked.user_id:
        locked.name_public_since = locked.name_answered_at = locked.name_ask_from = None
        also += ["name_public_since", "name_answered_at", "name_ask_from"]
    if moved and locked.user is None:
        also += tie_by_address(locked, facts.email)
    changed = write_facts(
        locked, facts, expected_version=expected_version, actor=actor, verb="edit_mandate", also=also
    )
    if "user" in also:
        give_claims(locked)
    if renamed and changed:
        raise_stamp()
    return locked


@transaction.atomic
def end_mandate(mandate: Mandate, last_day: date, *, actor: Actor) -> Mandate:
    """Let a mandate end on ``last_day``, earlier than was said. One that has not begun is withdrawn instead.

    Calls to meetings after that day are taken back.
    """
    lock_meetings_ahead(mandate.council_id)
    locked = lock_mandate(mandate)
    require_appointing(actor, locked)
    if locked.ends_on and last_day > locked.ends_on:
        raise DomainError(
            f"Uppdraget slutar redan {day_text(locked.ends_on)}. Utse personen igen för en ny tid.",
            field="ends_on",
        )
    if last_day < locked.starts_on:
        raise DomainError(
            f"Uppdraget börjar {day_text(locked.starts_on)}. Välj den dagen eller en senare.", field="ends_on"
        )
    locked.ends_on = last_day
    locked.version += 1
    locked.save(update_fields=["ends_on", "version"])
    trail.record("end_mandate", locked, actor=actor, fields=["ends_on"])
    withdraw_invitations(locked, last_day, actor=actor)
    forget_held([locked])
    raise_stamp()
    return locked


@transaction.atomic
def withdraw_mandate(mandate: Mandate, *, actor: Actor) -> None:
    """Take back an appointment that has not begun. Nobody has sat there, so nothing of it is kept but the trail."""
    lock_meetings_ahead(mandate.council_id)
    locked = lock_mandate(mandate)
    require_appointing(actor, locked)
    if locked.starts_on <= today():
        raise DomainError("Uppdraget har redan börjat. Avsluta det i stället.")
    trail.record("withdraw_mandate", locked, actor=actor)
    withdraw_invitations(locked, None, actor=actor)
    if locked.invitations.exists():
        raise DomainError("Personen har redan varit med på ett möte. Avsluta uppdraget i stället.")
    forget_held([locked])
    # An assignment that never begins pays nothing: what was offered for it goes too.
    locked.agreements.all().delete()
    locked.delete()
    raise_stamp()


@transaction.atomic
def hand_over(
    mandate: Mandate, facts: MandateFacts, *, form_key: UUID | None = None, actor: Actor
) -> Mandate:
    """Let a successor take the seat from ``facts.starts_on``; the former mandate ends the day before.

    An association hands over the chair only when it is the chair's own mandate, without a day between the two.
    """
    # Seat and council before the mandate, as whoever appoints does.
    if mandate.seat_id is not None:
        Seat.objects.select_for_update(of=("self",), no_key=True).get(pk=mandate.seat_id)
    lock(mandate.council)
    lock_meetings_ahead(mandate.council_id)
    locked = lock_mandate(mandate)
    if form_key and (made := Mandate.objects.filter(form_key=form_key).first()):
        return made
    require_appointing(actor, locked)
    if locked.successor_id:
        raise DomainError("Uppdraget är redan överlämnat.")
    if facts.starts_on <= locked.starts_on:
        raise DomainError(
            f"Uppdraget började {day_text(locked.starts_on)}. Efterträdaren kan börja tidigast dagen efter.",
            field="starts_on",
        )
    last_day = facts.starts_on - timedelta(days=1)
    leads_until_then = locked.role == MandateRole.CHAIR and (
        locked.ends_on is None or locked.ends_on >= last_day
    )
    if facts.role == MandateRole.CHAIR and not leads_until_then and not actor.has_perm("councils.oversee"):
        raise DomainError(NOT_YOUR_CHAIR, field="role")
    if locked.ends_on is None or locked.ends_on > last_day:
        locked.ends_on = last_day
        locked.save(update_fields=["ends_on"])
    follower = Mandate(
        council_id=locked.council_id,
        seat_id=locked.seat_id,
        form_key=form_key,
        **{f"{name}_id": getattr(locked, f"{name}_id") for name in BODIES},
    )
    role = MandateRole.CO_OPTED if locked.seat_id is None else facts.role
    successor = _begin(follower, replace(facts, role=role), actor=actor, verb="appoint_member")
    locked.successor, locked.handed_over_on = successor, today()
    locked.version += 1
    locked.save(update_fields=["successor", "handed_over_on", "version"])
    trail.record("pass_on_mandate", locked, actor=actor, fields=["ends_on", "successor"])
    withdraw_invitations(locked, locked.ends_on, actor=actor)
    forget_held([locked])
    return successor


def _begin(mandate: Mandate, facts: MandateFacts, *, actor: Actor, verb: str) -> Mandate:
    """Check, write and tie a new mandate."""
    contact = _checked_contact(facts.contact)
    if facts.ends_on and facts.ends_on < facts.starts_on:
        raise DomainError("Sista dagen kan inte vara före den första.", field="ends_on")
    if facts.appointed_on > today():
        raise DomainError(
            "Skriv den dag då beslutet togs. Den kan inte vara i framtiden.", field="appointed_on"
        )
    if facts.appointed_how not in AppointedHow.values:
        raise DomainError("Välj hur personen blev utsedd.", field="appointed_how")
    mandate.name, mandate.email, mandate.phone = contact.name, contact.email, contact.phone
    mandate.role = facts.role
    mandate.starts_on, mandate.ends_on = facts.starts_on, facts.ends_on
    mandate.appointed_on, mandate.appointed_how = facts.appointed_on, facts.appointed_how
    tie_by_address(mandate, contact.email)
    try:
        with transaction.atomic():
            mandate.save()
    except IntegrityError as error:
        if "one_chair_at_a_time" in str(error):
            raise DomainError(CHAIR_TAKEN, field="role") from error
        raise DomainError(TAKEN, field="starts_on") from error
    record_status(mandate, source="", target=mandate.role, actor=actor)
    trail.record(verb, mandate, actor=actor)
    forget_held([mandate])
    raise_stamp()
    return mandate


def _refuse_closed(council: Council, seat: Seat) -> None:
    if council.status == CouncilStatus.ENDED:
        raise DomainError("Rådet är avslutat. Ingen kan få uppdrag där.")
    if seat.withdrawn_on:
        raise DomainError("Platsen är indragen. Be samordnaren lägga till en ny.")


def require_appointing(actor: Actor, mandate: Mandate) -> None:
    """Ending and handing over is for whoever appointed: the association's representative or the coordinator."""
    require(actor, "councils.appoint", mandate)


def tie_by_address(mandate: Mandate, email: str) -> list[str]:
    """Tie the mandate to the account with this address, if any. Return the names of what changed."""
    person = person_who_signs_in(email) if email else None
    if person is None:
        return []
    mandate.user = person
    return ["user"]


def give_claims(mandate: Mandate) -> None:
    """Let what was claimed on paper belong to whoever holds the mandate with an account now: to read, to go on with."""
    Claim.objects.filter(mandate=mandate, claimant=None, forgotten_at=None).update(claimant=mandate.user)


def _checked_contact(facts: ContactFacts) -> ContactFacts:
    return ContactFacts(
        name=cleaned(facts.name, field="name", longest=120, required="Skriv vad personen heter."),
        email=facts.email.strip(),
        phone=facts.phone.strip(),
    )


def forget_held(mandates: Iterable[Mandate]) -> None:
    for mandate in mandates:
        if mandate.user is not None:
            holdings.forget(mandate.user)


def lock_mandate(mandate: Mandate) -> Mandate:
    return (
        Mandate.objects.select_for_update(of=("self",))
        .select_related("council", "user", "association")
        .get(pk=mandate.pk)
    )
