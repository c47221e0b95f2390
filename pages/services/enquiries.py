"""What visitors send the coordinator: received with a promised day, answered, and deleted after six months."""

import json
from dataclasses import asdict, dataclass, replace
from datetime import date
from uuid import UUID, uuid5

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from common import outbox, trail
from common.actors import PUBLIC, SYSTEM, Actor
from common.errors import DomainError
from common.privacy import clean_text
from common.swedish import today
from common.transitions import change_status, record_status
from common.working_days import last_working_day
from organisations.models import Municipality
from pages.models.enquiries import PERMISSION, Enquiry, Kind

#: How long a message is kept, answered or not (issue "The public pages", 3).
KEPT = relativedelta(months=6)
#: Neutral: a letter's outside never tells what it is about.
SUBJECT = "Du har ett nytt meddelande"
SUBJECT_LATE = "Något väntar på dig"


@dataclass(frozen=True, kw_only=True)
class Message:
    """What a visitor wrote. ``email`` or ``phone`` is how to answer; without both nobody is to be answered."""

    kind: Kind
    name: str = ""
    email: str = ""
    phone: str = ""
    municipality: Municipality | None = None
    place: str = ""
    text: str = ""


@transaction.atomic
def send_enquiry(message: Message, *, form_id: UUID, actor: Actor = PUBLIC) -> Enquiry:
    """Take a message, promise a day when it can be answered, and let the coordinator know.

    ``form_id`` is that of the form as it was shown: the same form with the same words is the same message, however
    often it is sent, so a double press gives one. The trail says ``PUBLIC`` also of somebody who is signed in: no
    account is tied to what is asked.
    """
    clean = _cleaned(message)
    can_answer = bool(clean.email or clean.phone)
    enquiry, is_new = Enquiry.objects.get_or_create(
        sending=_sending(clean, form_id),
        defaults={
            **{name: getattr(clean, name) for name in Message.__dataclass_fields__},
            "answer_by": promised_day() if can_answer else None,
        },
    )
    if not is_new:
        return enquiry
    record_status(enquiry, source="", target=Enquiry.Status.NEW, actor=actor)
    trail.record("send_enquiry", enquiry, actor=actor)
    _write_to_coordinator("pages_enquiry", SUBJECT, dedup_key=None)
    return enquiry


def answer_days() -> int:
    """Return how many working days the portal promises to answer within."""
    return settings.PORTAL_ANSWER_DAYS


def promised_day() -> date:
    """Return the last day for an answer to what is sent today."""
    return last_working_day(today(), answer_days())


@transaction.atomic
def settle_enquiry(enquiry: Enquiry, outcome: str, *, actor: Actor) -> None:
    """Note that the message is ``answered``, or ``closed`` without an answer, by whom and when."""
    if outcome not in {Enquiry.Status.ANSWERED, Enquiry.Status.CLOSED}:
        raise DomainError("Välj om frågan är besvarad eller stängd utan svar.")
    _found(enquiry)
    locked = change_status(enquiry, outcome, actor=actor, verb="settle_enquiry")
    locked.settled_at = timezone.now()
    locked.settled_by = actor.actor_id
    locked.save(update_fields=["settled_at", "settled_by"])


@transaction.atomic
def reopen_enquiry(enquiry: Enquiry, *, actor: Actor) -> None:
    """Put the message back among those that wait."""
    _found(enquiry)
    locked = change_status(enquiry, Enquiry.Status.NEW, actor=actor, verb="reopen_enquiry")
    locked.settled_at = None
    locked.settled_by = None
    locked.save(update_fields=["settled_at", "settled_by"])


@transaction.atomic
def delete_enquiry(enquiry: Enquiry, *, actor: Actor) -> None:
    """Delete the message at once, as when the sender asks for it. Already gone is as good as deleted."""
    if not actor.has_perm(PERMISSION):
        raise DomainError("Bara samordnaren kan ta bort frågor.")
    locked = Enquiry.objects.select_for_update().filter(pk=enquiry.pk).first()
    if locked is None:
        return
    trail.record("delete_enquiry", locked, actor=actor)
    locked.delete()


@transaction.atomic
def forget_old_enquiries() -> int:
    """Delete every message that is six months old, whatever became of it. Return how many."""
    old = list(Enquiry.objects.select_for_update().filter(created_at__lt=timezone.now() - KEPT))
    for enquiry in old:
        trail.record("forget_enquiry", enquiry, actor=SYSTEM)
    Enquiry.objects.filter(pk__in=[enquiry.pk for enquiry in old]).delete()
    return len(old)


def remind_of_unanswered() -> bool:
    """Write to the coordinator when a promised day has come and somebody still waits; once for each such day.

    Returns whether a letter was queued.
    """
    waiting = Enquiry.objects.waiting().filter(answer_by__lte=today())
    latest = waiting.order_by("-answer_by").values_list("answer_by", flat=True).first()
    if latest is None:
        return False
    return _write_to_coordinator("pages_enquiry_late", SUBJECT_LATE, dedup_key=f"enquiries-late:{latest}")


def _found(enquiry: Enquiry) -> None:
    if not Enquiry.objects.select_for_update().filter(pk=enquiry.pk).exists():
        raise DomainError("Frågan är borttagen. Gå till listan och se hur det ser ut nu.")


def _cleaned(message: Message) -> Message:
    return replace(
        message,
        name=clean_text(message.name),
        email=message.email.strip(),
        place=clean_text(message.place),
        text=clean_text(message.text),
    )


def _sending(message: Message, form_id: UUID) -> UUID:
    # What was changed and sent again from the same form is another message: nothing of it may be lost.
    words = asdict(replace(message, municipality=None))
    place = message.municipality.pk if message.municipality else None
    return uuid5(form_id, json.dumps([words, place], sort_keys=True))


def _write_to_coordinator(template: str, subject: str, *, dedup_key: str | None) -> bool:
    """Queue a letter that holds nothing of the message, only where to read it."""
    to = settings.PORTAL["coordinator_email"]
    if not to:
        return False
    url = settings.PORTAL_ORIGIN + reverse("pages:enquiries")
    sent = outbox.queue_mail(template, to=to, subject=subject, context={"url": url}, dedup_key=dedup_key)
    return sent is not None
