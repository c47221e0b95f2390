"""What the calendar holds of a person who works with it, and how it goes (GDPR art. 15 and 17)."""

from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.models import User
from associations.models import Representative
from calendar_app.models import Event, EventChange, SavedFilter
from calendar_app.pdf.formats import KIND
from calendar_app.services.edition_contacts import forget_contact_in_editions, holds_contact
from common import stamps, trail
from common.models import Edition

_CONTACT = ("contact_name", "contact_email", "contact_phone")


def held_of_person(user: User) -> list[dict[str, Any]]:
    """List activities the person wrote or stands as contact for, changes that wait, saved selections."""
    events = Event.objects.filter(Q(created_by=user.actor_id) | Q(contact_email__iexact=user.email))
    rows: list[dict[str, Any]] = [
        {
            "vad": "Aktivitet",
            "rubrik": event.title,
            "läge": event.get_status_display(),
            "skriven av dig": event.created_by == user.actor_id,
            "du står som kontakt": event.contact_email.casefold() == user.email.casefold(),
            "skapad": event.created_at.isoformat(),
        }
        for event in events.order_by("created_at")
    ]
    rows += [
        {
            "vad": "Ändring som väntar",
            "aktivitet": change.event.title,
            "skickad": change.created_at.isoformat(),
        }
        for change in EventChange.objects.filter(created_by=user.actor_id).select_related("event")
    ]
    editions = Edition.objects.filter(kind=KIND, data__rows__icontains=user.email).order_by("created_at")
    rows += [
        {"vad": "Tryckt utgåva där du står som kontakt", "utgåva": str(edition)}
        for edition in editions
        if holds_contact(edition, user.email)
    ]
    rows += [
        {"vad": "Sparat urval", "namn": saved.name, "urval": saved.query}
        for saved in SavedFilter.objects.filter(user=user)
    ]
    return rows


@transaction.atomic
def forget_person(user: User) -> None:
    """Take the person away as contact, and drop drafts that nobody else can open.

    Activities stay: they belong to the association. Who wrote them is an opaque id without its person.
    """
    as_contact = Event.objects.filter(contact_email__iexact=user.email)
    for event in as_contact.select_for_update(of=("self",)).order_by("pk"):
        for name in _CONTACT:
            setattr(event, name, "")
        event.updated_at = timezone.now()
        event.version += 1
        event.save(update_fields=[*_CONTACT, "updated_at", "version"])
        trail.record("forget_contact", event, actor=user, fields=_CONTACT)
    forget_contact_in_editions(user.email, actor=user)
    EventChange.objects.filter(created_by=user.actor_id).delete()
    for change in EventChange.objects.filter(content__contact_email__iexact=user.email).select_for_update():
        change.content |= dict.fromkeys(_CONTACT, "")
        change.save(update_fields=["content"])
    own_drafts = Event.objects.filter(
        created_by=user.actor_id, status__in=[Event.Status.DRAFT, Event.Status.DELETED]
    )
    others = Representative.objects.current().exclude(user=user)
    somebody = others.filter(association__events=OuterRef("pk"))
    for event in own_drafts.filter(~Exists(somebody)):
        trail.record("clear_draft", event, actor=user)
        event.delete()
    SavedFilter.objects.filter(user=user).delete()
    stamps.raise_stamp("calendar")
