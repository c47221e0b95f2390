"""The mandate ledger: appoint, hand over, end; the person's own tick for a public name; reminders before the end."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts import holdings
from accounts.models import User
from accounts.queries import person_who_signs_in
from accounts.services import offer_role
from accounts.tokens import token_hash
from associations.models import Association, Representative
from common import outbox, trail
from common.actors import SYSTEM, Actor
from common.errors import DomainError
from common.swedish import day_text, today
from common.transitions import record_status
from councils.models import Council, Mandate, MeetingNeeds, Seat
from councils.services.councils import lock
from councils.services.shared import cleaned, raise_stamp, require, write_facts
from councils.words import AppointedHow, CouncilStatus, MandateRole

#: The grant that ties an account to a mandate.
GRANT: Final = "council_mandate"
#: Days before the last day when the association and the coordinator are reminded.
REMIND_AT: Final = (90, 30)
#: How long the link to say yes or no to a public name works.
NAME_LINK_LASTS: Final = timedelta(days=60)
_SALT: Final = "councils.name"
#: Neutral: a mail must not say which council or association, or that the person sits in one (domain.md 8).
END_SUBJECT = "Ett uppdrag går snart ut"
NAME_SUBJECT = "En fråga till dig"
TAKEN = "Någon annan har platsen under de dagarna. Avsluta det uppdraget först, eller välj andra dagar."
CHAIR_TAKEN = "Rådet har redan en ordförande under de dagarna. Avsluta det uppdraget först."
LINK_OVER = "Länken gäller inte längre. Be samordnaren om en ny."
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
    for an open seat. Two in the same role never hold it at once: the database refuses, and the sentence stands at the
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
    """Change name or contact. A new name needs the person's own yes again before it is public."""
    locked = _lock(mandate)
    require(actor, "councils.view_contact", locked)
    if locked.erased_at:
        raise DomainError("Uppgifterna om personen är borttagna.")
    facts = _checked_contact(facts)
    renamed = locked.name != facts.name
    moved = locked.email.lower() != facts.email.lower()
    also = []
    if renamed and locked.name_public_since and getattr(actor, "pk", None) != locked.user_id:
        locked.name_public_since = None
        also.append("name_public_since")
    if moved and locked.user is None:
        also += _tie(locked, facts.email)
    changed = write_facts(
        locked, facts, expected_version=expected_version, actor=actor, verb="edit_mandate", also=also
    )
    if renamed and changed:
        raise_stamp()
    return locked


@transaction.atomic
def end_mandate(mandate: Mandate, last_day: date, *, actor: Actor) -> Mandate:
    """Let a mandate end on ``last_day``, earlier than was said. One that has not begun is withdrawn instead."""
    locked = _lock(mandate)
    _require_appointing(actor, locked)
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
    _forget_held([locked])
    raise_stamp()
    return locked


@transaction.atomic
def withdraw_mandate(mandate: Mandate, *, actor: Actor) -> None:
    """Take back an appointment that has not begun. Nobody has sat there, so nothing of it is kept but the trail."""
    locked = _lock(mandate)
    _require_appointing(actor, locked)
    if locked.starts_on <= today():
        raise DomainError("Uppdraget har redan börjat. Avsluta det i stället.")
    if locked.invitations.exists():
        raise DomainError("Personen är redan kallad till ett möte. Avsluta uppdraget i stället.")
    trail.record("withdraw_mandate", locked, actor=actor)
    _forget_held([locked])
    locked.delete()
    raise_stamp()


@transaction.atomic
def hand_over(
    mandate: Mandate, facts: MandateFacts, *, form_key: UUID | None = None, actor: Actor
) -> Mandate:
    """Let a successor take the seat from ``facts.starts_on``; the former mandate ends the day before."""
    locked = _lock(mandate)
    if form_key and (made := Mandate.objects.filter(form_key=form_key).first()):
        return made
    _require_appointing(actor, locked)
    if locked.successor_id:
        raise DomainError("Uppdraget är redan överlämnat.")
    if facts.starts_on <= locked.starts_on:
        raise DomainError(
            f"Uppdraget började {day_text(locked.starts_on)}. Efterträdaren kan börja tidigast dagen efter.",
            field="starts_on",
        )
    last_day = facts.starts_on - timedelta(days=1)
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
    _forget_held([locked])
    return successor


@transaction.atomic
def show_name(mandate: Mandate, shown: bool, *, actor: Actor) -> Mandate:
    """The person's own yes to a public name, or the same yes taken back: pages and search follow at once."""
    locked = _lock(mandate)
    require(actor, "councils.publish_own_name", locked)
    if locked.erased_at:
        raise DomainError("Uppgifterna om personen är borttagna.")
    if bool(locked.name_public_since) != shown:
        locked.name_public_since = timezone.now() if shown else None
        locked.save(update_fields=["name_public_since"])
        trail.record(
            "publish_name" if shown else "hide_name", locked, actor=actor, fields=["name_public_since"]
        )
        raise_stamp()
    return locked


@transaction.atomic
def send_name_link(mandate: Mandate, *, actor: Actor) -> None:
    """Ask somebody without account by mail whether the name may be shown. The link answers both yes and no."""
    locked = _lock(mandate)
    _require_appointing(actor, locked)
    if not locked.email or locked.erased_at:
        raise DomainError("Det finns ingen e-postadress att skicka frågan till.")
    outbox.queue_mail(
        "councils_name",
        to=locked.email,
        subject=NAME_SUBJECT,
        context={"path": reverse("councils:name_by_link", args=[name_token(locked)])},
        dedup_key=f"council-name:{locked.pk}:{token_hash(locked.email)[:16]}:{today()}",
    )
    trail.record("send_name_link", locked, actor=actor)


def name_token(mandate: Mandate) -> str:
    """Return what the link holds: the mandate, signed, bound to its address. It tells nothing by itself."""
    return signing.dumps([mandate.pk, token_hash(mandate.email.lower())[:16]], salt=_SALT)


def mandate_of_link(token: str) -> Mandate | None:
    """Return the mandate a mailed link belongs to, while it holds: not erased, address not changed, not ended long ago."""
    try:
        pk, mark = signing.loads(token, salt=_SALT, max_age=NAME_LINK_LASTS)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    found = Mandate.objects.for_listing().filter(pk=pk, erased_at=None).first()
    if found is None or not found.email or token_hash(found.email.lower())[:16] != mark:
        return None
    return found


@transaction.atomic
def show_name_by_link(token: str, shown: bool) -> Mandate:
    """The yes or no of somebody without account, by the link in a mail to them. Pressing twice is harmless."""
    found = mandate_of_link(token)
    if found is None:
        raise DomainError(LINK_OVER)
    return show_name(found, shown, actor=SYSTEM)


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
    """Let ``user`` hold the mandate with their account. Harmless when they already do."""
    locked = _lock(mandate)
    require(actor, "councils.oversee", None)
    if locked.erased_at or (locked.user_id and locked.user_id != user.pk):
        raise DomainError("Uppdraget hör till någon annan nu. Be om en ny inbjudan.")
    if locked.user_id is None:
        locked.user = user
        locked.save(update_fields=["user"])
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


def remind_of_ends(day: date | None = None) -> int:
    """Write 90 and 30 days before a mandate ends to who appoints next. Return how many letters.

    Once for each step: a mandate shorter than that gets the nearest. One that is handed over is left alone.
    """
    day = day or today()
    due = Mandate.objects.current(day).filter(
        ends_on__lte=day + timedelta(days=REMIND_AT[0]),
        successor=None,
        erased_at=None,
        council__status=CouncilStatus.ACTIVE,
    )
    return sum(_remind(pk, day) for pk in due.values_list("pk", flat=True))


@transaction.atomic
def _remind(mandate_id: int, day: date) -> int:
    mandate = Mandate.objects.select_for_update(of=("self",)).get(pk=mandate_id)
    left = (mandate.ends_on - day).days if mandate.ends_on else REMIND_AT[0] + 1
    step = sum(left <= days for days in REMIND_AT)
    if step <= mandate.reminded:
        return 0
    mandate.reminded = step
    mandate.save(update_fields=["reminded"])
    addresses = {settings.PORTAL["coordinator_email"]} - {""}
    if mandate.association_id:
        ours = Representative.objects.current().filter(association=mandate.association_id)
        addresses |= set(ours.values_list("user__email", flat=True))
    context = {"path": reverse("councils:ledger"), "ends_on": mandate.ends_on}
    for to in sorted(addresses):
        outbox.queue_mail(
            "councils_mandate_ends",
            to=to,
            subject=END_SUBJECT,
            context=context,
            dedup_key=f"mandate-ends:{mandate.pk}:{mandate.ends_on}:{step}:{token_hash(to)[:16]}",
        )
    return len(addresses)


@transaction.atomic
def erase_holder(mandate: Mandate, *, actor: Actor) -> None:
    """Take away everything that tells who held it. The row stays, and with it the minutes that count the seat."""
    locked = _lock(mandate)
    if locked.erased_at:
        return
    was_public = bool(locked.name_public_since)
    locked.name = locked.email = locked.phone = ""
    locked.user, locked.name_public_since = None, None
    locked.erased_at = timezone.now()
    day = today()
    # Whoever is erased sits no longer; a mandate that has not begun is over on its first day.
    if locked.ends_on is None or locked.ends_on > day:
        locked.ends_on = max(day, locked.starts_on)
    fields = ["name", "email", "phone", "user", "name_public_since", "erased_at", "ends_on"]
    locked.save(update_fields=fields)
    # What somebody needs to take part tells of health.
    MeetingNeeds.objects.filter(invitation__mandate=locked).delete()
    trail.record("erase_holder", locked, actor=actor, fields=fields)
    if was_public:
        raise_stamp()


def of_person(user: User) -> Iterable[Mandate]:
    """Return every mandate of a person: by account, or by the address where no account is tied."""
    own = Q(user=user) | Q(user=None, email__iexact=user.email, erased_at=None)
    return Mandate.objects.for_listing().filter(own).order_by("starts_on", "pk")


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
    _tie(mandate, contact.email)
    try:
        with transaction.atomic():
            mandate.save()
    except IntegrityError as error:
        if "one_chair_at_a_time" in str(error):
            raise DomainError(CHAIR_TAKEN, field="role") from error
        raise DomainError(TAKEN, field="starts_on") from error
    record_status(mandate, source="", target=mandate.role, actor=actor)
    trail.record(verb, mandate, actor=actor)
    _forget_held([mandate])
    raise_stamp()
    return mandate


def _refuse_closed(council: Council, seat: Seat) -> None:
    if council.status == CouncilStatus.ENDED:
        raise DomainError("Rådet är avslutat. Ingen kan få uppdrag där.")
    if seat.withdrawn_on:
        raise DomainError("Platsen är indragen. Be samordnaren lägga till en ny.")


def _require_appointing(actor: Actor, mandate: Mandate) -> None:
    """Ending and handing over is for whoever appointed: the association's representative or the coordinator."""
    require(actor, "councils.appoint", mandate)


def _tie(mandate: Mandate, email: str) -> list[str]:
    """Tie the mandate to the account with this address, if any. Return the names of what changed."""
    person = person_who_signs_in(email) if email else None
    if person is None:
        return []
    mandate.user = person
    return ["user"]


def _checked_contact(facts: ContactFacts) -> ContactFacts:
    return ContactFacts(
        name=cleaned(facts.name, field="name", longest=120, required="Skriv vad personen heter."),
        email=facts.email.strip(),
        phone=facts.phone.strip(),
    )


def _not_over(day: date) -> Q:
    return Q(ends_on=None) | Q(ends_on__gte=day)


def _forget_held(mandates: Iterable[Mandate]) -> None:
    for mandate in mandates:
        if mandate.user is not None:
            holdings.forget(mandate.user)


def _lock(mandate: Mandate) -> Mandate:
    return (
        Mandate.objects.select_for_update(of=("self",))
        .select_related("council", "user", "association")
        .get(pk=mandate.pk)
    )
