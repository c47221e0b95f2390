"""Representatives and contact persons."""

from dataclasses import dataclass, fields
from typing import Final

from django.db import transaction
from django.utils import timezone

from accounts import holdings
from accounts.models import User
from associations.models import Association, ContactPerson, Representative
from associations.services.entries import NOT_ALLOWED
from associations.services.readers import tell_readers
from common import trail
from common.actors import Actor
from common.errors import DomainError, EditConflictError
from common.privacy import clean_text
from common.transitions import record_status

CONTACT_LABELS: Final = {
    "name": "Namn",
    "role": "Uppdrag",
    "email": "E-post",
    "phone": "Telefon",
    "publish_name": "Visa namnet",
    "publish_role": "Visa uppdraget",
    "publish_email": "Visa e-postadressen",
    "publish_phone": "Visa telefonnumret",
}


@dataclass(frozen=True, kw_only=True)
class ContactDetails:
    """A contact person's details and which of them may be shown. ``phone`` is E.164."""

    name: str = ""
    role: str = ""
    email: str = ""
    phone: str = ""
    publish_name: bool = False
    publish_role: bool = False
    publish_email: bool = False
    publish_phone: bool = False


@transaction.atomic
def give_representation(user: User, association: Association, *, actor: Actor) -> Representative:
    """Let ``user`` keep the association's entry. Harmless when they already do."""
    locked = Association.objects.select_for_update().get(pk=association.pk)
    if not actor.has_perm("associations.maintain"):
        raise DomainError(NOT_ALLOWED)
    representative, created = Representative.objects.get_or_create(
        user=user, association=locked, ended_at=None
    )
    if created:
        record_status(representative, source="", target="current", actor=actor)
        trail.record("give_representation", representative, actor=actor)
    holdings.forget(user)
    return representative


@transaction.atomic
def end_representation(representative: Representative, *, actor: Actor) -> None:
    """End it at once. What the person proposed stays with the association."""
    locked = Representative.objects.select_for_update().get(pk=representative.pk)
    if not actor.has_perm("associations.maintain"):
        raise DomainError(NOT_ALLOWED)
    if locked.ended_at is None:
        locked.ended_at = timezone.now()
        locked.save(update_fields=["ended_at"])
        record_status(locked, source="current", target="ended", actor=actor)
        trail.record("end_representation", locked, actor=actor, fields=["ended_at"])
        holdings.forget(representative.user)
    representative.ended_at = locked.ended_at


@transaction.atomic
def add_contact_person(association: Association, details: ContactDetails, *, actor: Actor) -> ContactPerson:
    """Add somebody to turn to. Nothing is shown unless its own tick says so. The same details sent twice give one."""
    locked = Association.objects.select_for_update().get(pk=association.pk)
    if not actor.has_perm("associations.edit_entry", locked):
        raise DomainError(NOT_ALLOWED)
    person = ContactPerson(association=locked)
    _fill(person, details)
    same = locked.contact_persons.filter(**{name: getattr(person, name) for name in CONTACT_LABELS}).first()
    if same is not None:
        return same
    person.save()
    trail.record("add_contact_person", person, actor=actor)
    if person.is_published and locked.is_public:
        tell_readers()
    return person


@transaction.atomic
def edit_contact_person(
    person: ContactPerson, details: ContactDetails, *, expected_version: int, actor: Actor
) -> ContactPerson:
    """Change details or ticks. Raises ``EditConflictError`` when somebody saved in between."""
    locked = _lock_person(person, actor)
    if locked.version != expected_version:
        raise EditConflictError(
            "Kontaktpersonen har ändrats sedan du öppnade sidan. Det du har skrivit är kvar. "
            "Spara igen om det är ditt som ska gälla.",
            changed={
                label: (_in_words(getattr(locked, name)), _in_words(getattr(details, name)))
                for name, label in CONTACT_LABELS.items()
                if getattr(locked, name) != getattr(details, name)
            },
        )
    before = [getattr(locked, name) for name in CONTACT_LABELS]
    _fill(locked, details)
    changed = [name for name, old in zip(CONTACT_LABELS, before, strict=True) if getattr(locked, name) != old]
    locked.version += 1
    locked.save(update_fields=[*CONTACT_LABELS, "version"])
    trail.record("edit_contact_person", locked, actor=actor, fields=changed)
    tell_readers()
    return locked


@transaction.atomic
def hide_contact_person(person: ContactPerson, *, actor: Actor) -> None:
    """Take every detail down at once: pages, feeds, search, exports and PDFs to come."""
    locked = _lock_person(person, actor)
    ticks = [name for name in CONTACT_LABELS if name.startswith("publish_")]
    for name in ticks:
        setattr(locked, name, False)
    locked.version += 1
    locked.save(update_fields=[*ticks, "version"])
    trail.record("hide_contact_person", locked, actor=actor, fields=ticks)
    tell_readers()


@transaction.atomic
def remove_contact_person(person: ContactPerson, *, actor: Actor) -> None:
    """Delete the row for good: a person who leaves is not kept."""
    locked = _lock_person(person, actor)
    trail.record("remove_contact_person", locked, actor=actor)
    locked.delete()
    tell_readers()


def _lock_person(person: ContactPerson, actor: Actor) -> ContactPerson:
    locked = (
        ContactPerson.objects.select_for_update(of=("self",))
        .select_related("association")
        .filter(pk=person.pk)
        .first()
    )
    if locked is None:
        raise DomainError("Kontaktpersonen är redan borttagen.")
    if not actor.has_perm("associations.edit_entry", locked.association):
        raise DomainError(NOT_ALLOWED)
    return locked


def _fill(person: ContactPerson, details: ContactDetails) -> None:
    for field in fields(details):
        value = getattr(details, field.name)
        setattr(person, field.name, clean_text(value) if isinstance(value, str) else value)
    if not (person.name or person.role or person.email or person.phone):
        raise DomainError("Skriv minst en uppgift, till exempel uppdrag eller telefon.", field="name")
    # A tick without anything to show would publish whatever is typed there later.
    for name in ("name", "role", "email", "phone"):
        if not getattr(person, name):
            setattr(person, f"publish_{name}", False)


def _in_words(value: object) -> str:
    if isinstance(value, bool):
        return "Ja" if value else "Nej"
    return str(value)
