"""What is planned within an agreement: contact persons, timetable, cost; wishes; the information before an interview.

Forms say what they were opened on (``seen``), so that nobody's words are overwritten unseen.
"""

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from common import trail
from common.actors import Actor
from common.errors import DomainError, EditConflictError
from common.privacy import clean_text
from common.swedish import day_text
from revisions.models import (
    AuditStatus,
    AuditUnit,
    CostLine,
    InformationText,
    TimetableEntry,
    TopicWish,
    UserAudit,
)
from revisions.models.phases import STEPS_AT_AGREEMENT
from revisions.services.shared import CONFLICT, locked_open_audit, require, stamp_if_public


@dataclass(frozen=True, kw_only=True)
class ContactPerson:
    """Whom at a unit the team talks with; at work, never at home."""

    name: str
    title: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, kw_only=True)
class CostItem:
    """One line of the estimate: hours and kronor."""

    label: str
    hours: Decimal = Decimal(0)
    amount: Decimal = Decimal(0)


@transaction.atomic
def set_contact_person(
    row: AuditUnit, person: ContactPerson, *, actor: Actor, seen: ContactPerson | None = None
) -> None:
    """Say whom at the unit the team talks with.

    ``seen`` is what the form was opened on: where somebody else has written something since, and it is written anew
    here, ``EditConflictError`` is raised.
    """
    audit = locked_open_audit(row.audit)
    require(actor, "revisions.plan_audit", audit)
    locked = audit.audit_units.filter(pk=row.pk).first()
    if locked is None:
        raise DomainError("Verksamheten ingår inte längre i revisionen.")
    wanted = _as_columns(person)
    changed = [name for name, value in wanted.items() if getattr(locked, name) != value]
    if seen is not None:
        # What was left as it was gives way to what somebody else has written meanwhile.
        opened = _as_columns(seen)
        changed = [name for name in changed if wanted[name] != opened[name]]
        doubled = [name for name in changed if getattr(locked, name) != opened[name]]
        if doubled:
            raise EditConflictError(CONFLICT, changed=_pairs(locked, wanted, doubled))
    for name in changed:
        setattr(locked, name, wanted[name])
    if changed:
        locked.save(update_fields=changed)
        trail.record("set_contact_person", audit, actor=actor, fields=changed)


@transaction.atomic
def set_timetable(
    audit: UserAudit,
    days: Mapping[str, date | None],
    *,
    actor: Actor,
    seen: Mapping[str, date | None] | None = None,
) -> None:
    """Set the day of each step; ``None`` takes a step away. Raises ``DomainError`` when steps come in wrong order.

    ``seen`` is what the form showed when it was opened: a day that somebody else changed since then, and that is
    changed here too, raises ``EditConflictError``.
    """
    locked = locked_open_audit(audit)
    require(actor, "revisions.plan_audit", locked)
    present = dict(locked.timetable.values_list("kind", "on"))
    changed = {kind: day for kind, day in days.items() if present.get(kind) != day}
    if seen is not None:
        # A day left as it was gives way to what somebody else has set meanwhile.
        changed = {kind: day for kind, day in changed.items() if seen.get(kind) != day}
        doubled = [kind for kind in changed if seen.get(kind) != present.get(kind)]
        if doubled:
            raise EditConflictError(
                CONFLICT,
                changed={
                    TimetableEntry.Kind(kind).label: (_day(present.get(kind)), _day(changed[kind]))
                    for kind in doubled
                },
            )
    _refuse_wrong_order(present | changed)
    if locked.has_reached(AuditStatus.AGREED):
        for kind, sentence in STEPS_AT_AGREEMENT.items():
            if kind in changed and changed[kind] is None:
                raise DomainError(f"{sentence} Det behövs i en överenskommelse.", field=kind)
    for kind, day in changed.items():
        if day is None:
            locked.timetable.filter(kind=kind).delete()
        else:
            TimetableEntry.objects.update_or_create(audit=locked, kind=kind, defaults={"on": day})
    if changed:
        trail.record("set_timetable", locked, actor=actor, fields=sorted(changed))
        stamp_if_public(locked)


@transaction.atomic
def set_cost_estimate(
    audit: UserAudit, items: Iterable[CostItem], *, actor: Actor, seen: Iterable[CostItem] | None = None
) -> None:
    """Replace the estimate of hours and kronor. ``seen`` is the estimate that the form was opened on."""
    locked = locked_open_audit(audit)
    require(actor, "revisions.plan_audit", locked)
    present = [
        CostItem(label=one.label, hours=one.hours, amount=one.amount) for one in locked.cost_lines.all()
    ]
    wanted = list(items)
    if wanted == present:
        return
    if seen is not None and list(seen) != present:
        raise EditConflictError(CONFLICT, changed={"Tid och kostnad": (_lines(present), _lines(wanted))})
    if not wanted and locked.has_reached(AuditStatus.AGREED):
        raise DomainError("Skriv minst en rad. Tid och kostnad behövs i en överenskommelse.")
    locked.cost_lines.all().delete()
    CostLine.objects.bulk_create(
        CostLine(audit=locked, label=item.label, hours=item.hours, amount=item.amount, order=order)
        for order, item in enumerate(wanted)
    )
    trail.record("set_cost_estimate", locked, actor=actor, fields=["cost_lines"])


@transaction.atomic
def write_information(
    audit: UserAudit, *, text: str, plain_text: str = "", actor: Actor, seen: int | None = None
) -> InformationText:
    """Write a new version of what is read aloud before an interview; earlier consents keep theirs.

    ``seen`` is the number of the version that the form was opened on, 0 for none: where somebody has written another
    since, ``EditConflictError`` is raised.
    """
    locked = locked_open_audit(audit)
    require(actor, "revisions.edit_guide", locked)
    newest = locked.information_texts.first()
    if newest is not None and (newest.text, newest.plain_text) == (text, plain_text):
        return newest
    if seen is not None and newest is not None and newest.number != seen:
        raise EditConflictError(
            CONFLICT,
            changed={
                "Information före intervjun": (newest.text, text),
                "På lättare svenska": (newest.plain_text, plain_text),
            },
        )
    number = newest.number + 1 if newest else 1
    written = InformationText.objects.create(audit=locked, number=number, text=text, plain_text=plain_text)
    trail.record("write_information", locked, actor=actor, fields=["text"])
    return written


@transaction.atomic
def wish_topic(audit: UserAudit, text: str, *, actor: Actor) -> TopicWish:
    """Let the commissioner, or a unit's manager, wish that something is asked about."""
    locked = locked_open_audit(audit)
    require(actor, "revisions.wish_topic", locked)
    if locked.has_reached(AuditStatus.ANALYSING):
        raise DomainError("Intervjuerna är klara. Det går inte att önska fler ämnen.")
    text = clean_text(text)
    if not text:
        raise DomainError("Skriv vad du önskar att de frågar om.", field="text")
    by = getattr(actor, "pk", None)
    present = locked.wishes.filter(text=text, by_id=by, decision=TopicWish.Decision.WAITING).first()
    if present is not None:
        return present
    wish = TopicWish.objects.create(audit=locked, text=text, by_id=by)
    trail.record("wish_topic", locked, actor=actor)
    return wish


@transaction.atomic
def decide_wish(
    wish: TopicWish, *, taken: bool, reason: str = "", actor: Actor, seen: tuple[str, str] | None = None
) -> None:
    """Only the auditors decide what is asked (domain.md 2).

    ``seen`` is decision and reason as the form was opened on: an answer that somebody else gave since then raises
    ``EditConflictError``.
    """
    audit = locked_open_audit(wish.audit)
    require(actor, "revisions.decide_wish", audit)
    if not taken and not reason.strip():
        raise DomainError("Skriv varför önskemålet inte kommer med.", field="reason")
    if audit.has_reached(AuditStatus.ANALYSING):
        raise DomainError("Intervjuerna är klara. Det går inte att ändra vad ni frågade om.")
    decision = TopicWish.Decision.TAKEN if taken else TopicWish.Decision.DECLINED
    wanted = str(decision), clean_text(reason)
    present = audit.wishes.get(pk=wish.pk)
    if present.answer == wanted:
        return
    if seen not in {None, present.answer}:
        raise EditConflictError(
            CONFLICT,
            changed={
                "Kommer det med?": (present.get_decision_display(), str(decision.label)),
                "Varför": (present.reason, wanted[1]),
            },
        )
    wish.decision, wish.reason = wanted
    wish.save(update_fields=["decision", "reason"])
    trail.record("decide_wish", audit, actor=actor, fields=["decision"])


def _as_columns(person: ContactPerson) -> dict[str, str]:
    return {
        "contact_name": person.name.strip(),
        "contact_title": person.title.strip(),
        "contact_email": person.email.strip(),
        "contact_phone": person.phone.strip(),
    }


def _pairs(row: AuditUnit, wanted: Mapping[str, str], names: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Return what is saved and what is typed, by the field's own name."""
    pairs = {}
    for name in names:
        field: Any = row._meta.get_field(name)
        pairs[str(field.verbose_name).capitalize()] = getattr(row, name), wanted[name]
    return pairs


def _day(day: date | None) -> str:
    return day_text(day) if day else ""


def _lines(items: Iterable[CostItem]) -> str:
    return "\n".join(f"{item.label}: {item.hours:g} timmar, {item.amount:g} kronor" for item in items)


def _refuse_wrong_order(days: Mapping[str, date | None]) -> None:
    known = [(kind, day) for kind in TimetableEntry.Kind.values if (day := days.get(kind)) is not None]
    for (before, first), (after, second) in itertools.pairwise(known):
        if second < first:
            earlier, later = TimetableEntry.Kind(before).label, TimetableEntry.Kind(after).label
            raise DomainError(f"”{later}” är före ”{earlier}”. Ändra en av dagarna.", field=after)
