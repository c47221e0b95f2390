"""Units that say they want to know more: received, answered by the coordinator, forgotten after half a year."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from common import outbox, trail
from common.actors import PUBLIC, SYSTEM, Actor
from common.errors import DomainError
from organisations.models import Unit
from peersupport.models import Interest, Placement
from peersupport.services.placements import PlacementFacts, start_placement
from peersupport.services.shared import cleaned, require

#: Contact data is emptied so long after the answer, or after it came when nobody answered.
CONTACT_KEPT: Final = timedelta(days=180)
#: Neutral: a letter's outside never tells what it is about.
SUBJECT_NEW: Final = "Du har ett nytt meddelande"
SUBJECT_ANSWER: Final = "Svar på det du skrev till oss"
ANSWERED: Final = "Någon har redan svarat. Ladda om sidan och se hur det ser ut nu."


@dataclass(frozen=True, kw_only=True)
class InterestFacts:
    """What a unit writes. ``unit`` when it is in the portal's list, else ``unit_text``; contact is somebody in their work."""

    unit: Unit | None = None
    unit_text: str = ""
    why: str = ""
    contact_name: str = ""
    contact_email: str = ""
    contact_phone: str = ""


@transaction.atomic
def send_interest(facts: InterestFacts, *, form_key: UUID, sender: User | None = None) -> Interest:
    """Take a unit's interest and let the coordinator know. ``sender`` is the signed-in manager of ``facts.unit``, if any.

    The same form sent twice is one interest.
    """
    made: Interest | None = Interest.objects.filter(form_key=form_key).first()
    if made is not None:
        return made
    facts = _checked(facts)
    interest, is_new = Interest.objects.get_or_create(
        form_key=form_key,
        defaults={**{name: getattr(facts, name) for name in facts.__dataclass_fields__}, "sent_by": sender},
    )
    if not is_new:
        return interest
    trail.record("send_interest", interest, actor=sender or PUBLIC)
    to = settings.PORTAL["coordinator_email"]
    if to:
        context = {"path": reverse("peersupport:interests")}
        outbox.queue_mail("peersupport_interest", to=to, subject=SUBJECT_NEW, context=context)
    return interest


@transaction.atomic
def begin_from_interest(interest: Interest, unit: Unit, *, words: str, actor: Actor) -> Placement:
    """Begin a placement at ``unit`` because it has asked, and send ``words`` to who asked."""
    locked = _locked(interest, actor)
    # Who asked was promised that only the coordinator reads it: the unit writes its own purpose and contact person.
    placement = start_placement(unit, PlacementFacts(), form_key=locked.form_key, actor=actor)
    locked.placement, locked.unit = placement, unit
    _answer(locked, Interest.State.BEGUN, words, ("placement", "unit"), actor=actor)
    return placement


@transaction.atomic
def decline_interest(interest: Interest, *, words: str, actor: Actor) -> None:
    """Answer that nothing comes of it now, with ``words`` that say why and what can be done instead."""
    _answer(_locked(interest, actor), Interest.State.DECLINED, words, (), actor=actor)


@transaction.atomic
def forget_contacts() -> int:
    """Empty contact data that is half a year old. Return how many. Twice changes nothing."""
    old = (
        Interest.objects.annotate(last=Coalesce("answered_at", "created_at"))
        .filter(last__lt=timezone.now() - CONTACT_KEPT, erased_at=None)
        .select_for_update(skip_locked=True, of=("self",))
    )
    found = list(old.order_by("pk"))
    for interest in found:
        _empty(interest)
        trail.record("forget_interest", interest, actor=SYSTEM, fields=["contact_email"])
    return len(found)


def forget_sender(user: User) -> None:
    """Empty what ``user`` sent of who they are; the unit's question stays."""
    for interest in Interest.objects.filter(sent_by=user).select_for_update(of=("self",)):
        _empty(interest)


def _empty(interest: Interest) -> None:
    interest.contact_name = interest.contact_email = interest.contact_phone = ""
    interest.sent_by, interest.erased_at = None, timezone.now()
    interest.save(update_fields=["contact_name", "contact_email", "contact_phone", "sent_by", "erased_at"])


def _locked(interest: Interest, actor: Actor) -> Interest:
    require(actor, "peersupport.answer_interest", None)
    locked: Interest = Interest.objects.select_for_update(of=("self",)).get(pk=interest.pk)
    if locked.state != Interest.State.WAITING:
        raise DomainError(ANSWERED)
    return locked


def _answer(locked: Interest, state: str, words: str, also: tuple[str, ...], *, actor: Actor) -> None:
    locked.answer = cleaned(
        words, field="words", longest=600, required="Skriv några ord till den som frågade."
    )
    locked.state, locked.answered_at = state, timezone.now()
    locked.version += 1
    locked.save(update_fields=["state", "answer", "answered_at", "version", *also])
    trail.record("answer_interest", locked, actor=actor, fields=["state", "answer"])
    if locked.contact_email:
        context = {"answer": locked.answer, "has_begun": state == Interest.State.BEGUN}
        outbox.queue_mail(
            "peersupport_interest_answer",
            to=locked.contact_email,
            subject=SUBJECT_ANSWER,
            context=context,
            dedup_key=f"peer-interest-answer:{locked.pk}",
        )


def _checked(facts: InterestFacts) -> InterestFacts:
    if facts.unit is not None:
        facts = replace(facts, unit_text="")
    elif not facts.unit_text.strip():
        raise DomainError("Skriv vad verksamheten heter.", field="unit_text")
    return replace(
        facts,
        unit_text=cleaned(facts.unit_text, field="unit_text", longest=160),
        why=cleaned(facts.why, field="why", longest=1500, required="Skriv några ord om varför ni vill."),
        contact_name=cleaned(
            facts.contact_name, field="contact_name", longest=120, required="Skriv ditt namn."
        ),
        contact_email=facts.contact_email.strip(),
        contact_phone=facts.contact_phone.strip(),
    )
