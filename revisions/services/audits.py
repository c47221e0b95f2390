"""An audit from enquiry to closing: its facts, whom it addresses, timetable, cost, phases."""

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from associations.models import Association
from common import trail
from common.actors import Actor
from common.errors import DomainError, EditConflictError
from common.privacy import clean_text
from common.swedish import day_text, sort_key
from common.transitions import change_status, record_status
from organisations.models import Principal, PriorityGroup, Unit
from organisations.rules import held_unit_ids
from revisions.models import (
    AuditCommissioner,
    AuditStatus,
    AuditUnit,
    CostLine,
    InformationText,
    Presentation,
    TimetableEntry,
    TopicWish,
    UserAudit,
)
from revisions.services.shared import (
    CONFLICT,
    free_audit_slug,
    locked_audit,
    locked_open_audit,
    require,
    stamp_if_public,
    write_facts,
)


@dataclass(frozen=True, kw_only=True)
class AuditFacts:
    """What is agreed. Everything but the title may wait during the enquiry."""

    title: str
    question: str = ""
    lead_text: str = ""
    association: Association | None = None
    commissioner_name: str = ""
    purpose: str = ""
    scope: str = ""
    target_group: str = ""
    plan_for_results: str = ""
    planned_interviews: int | None = None
    diary_number: str = ""
    reply_days: int = 20
    answer_days: int = 60
    follow_up_months: int = 6
    retention_months: int = 6


@dataclass(frozen=True, kw_only=True)
class Addressed:
    """Whom the audit looks at: units, or principals whose collaboration is examined."""

    units: tuple[Unit, ...] = ()
    principals: tuple[Principal, ...] = ()
    priority_groups: tuple[PriorityGroup, ...] = ()


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
def register_enquiry(facts: AuditFacts, addressed: Addressed, *, actor: Actor) -> UserAudit:
    """Enter that somebody asks for an audit."""
    require(actor, "revisions.register_enquiry", None)
    audit = UserAudit(slug=free_audit_slug(facts.title), **vars(facts))
    audit.save(force_insert=True)
    _write_addressed(audit, addressed)
    record_status(audit, source="", target=audit.status, actor=actor)
    trail.record("register_enquiry", audit, actor=actor)
    return audit


@transaction.atomic
def ask_for_audit(unit: Unit, *, title: str, purpose: str, actor: User) -> UserAudit:
    """Let a unit's manager ask for an audit of the own unit; the manager becomes its commissioner."""
    require(actor, "revisions.order_audit", None)
    if unit.pk not in held_unit_ids(actor, "unit_manager"):
        raise DomainError("Välj en verksamhet som du är chef för.", field="unit")
    audit = UserAudit(title=title, slug=free_audit_slug(title), purpose=purpose, commissioner_name=unit.name)
    audit.save(force_insert=True)
    _write_addressed(audit, Addressed(units=(unit,)))
    AuditCommissioner.objects.create(audit=audit, user=actor)
    record_status(audit, source="", target=audit.status, actor=actor)
    trail.record("ask_for_audit", audit, actor=actor)
    return audit


@transaction.atomic
def revise_agreement(
    audit: UserAudit, facts: AuditFacts, addressed: Addressed, *, expected_version: int, actor: Actor
) -> UserAudit:
    """Change what is agreed. Raises ``EditConflictError`` when somebody else saved in between."""
    locked = locked_open_audit(audit)
    require(actor, "revisions.plan_audit", locked)
    if locked.has_reached(AuditStatus.PUBLISHED):
        raise DomainError("Rapporten är publicerad. Överenskommelsen ändras inte längre.")
    moved = _differing(locked, addressed)
    if moved.keys() & {"units", "principals"} and locked.has_reached(AuditStatus.FACTCHECK):
        raise DomainError(
            "Rapporten är skickad till dem den gäller. Nu går det inte att byta vem den gäller."
        )
    if moved and locked.version != expected_version:
        raise EditConflictError(CONFLICT, changed={_ADDRESSED[name]: pair for name, pair in moved.items()})
    changed = write_facts(
        locked, facts, expected_version=expected_version, actor=actor, verb="revise_agreement"
    )
    if moved:
        _write_addressed(locked, addressed)
        if not changed:
            locked.version += 1
            locked.save(update_fields=["version"])
        trail.record("revise_agreement", locked, actor=actor, fields=moved)
    if changed or moved:
        stamp_if_public(locked)
    return locked


@transaction.atomic
def set_contact_person(row: AuditUnit, person: ContactPerson, *, actor: Actor) -> None:
    """Say whom at the unit the team talks with."""
    audit = locked_open_audit(row.audit)
    require(actor, "revisions.plan_audit", audit)
    locked = audit.audit_units.filter(pk=row.pk).first()
    if locked is None:
        raise DomainError("Verksamheten ingår inte längre i revisionen.")
    wanted = {
        "contact_name": person.name.strip(),
        "contact_title": person.title.strip(),
        "contact_email": person.email.strip(),
        "contact_phone": person.phone.strip(),
    }
    changed = [name for name, value in wanted.items() if getattr(locked, name) != value]
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
    locked.cost_lines.all().delete()
    CostLine.objects.bulk_create(
        CostLine(audit=locked, label=item.label, hours=item.hours, amount=item.amount, order=order)
        for order, item in enumerate(wanted)
    )
    trail.record("set_cost_estimate", locked, actor=actor, fields=["cost_lines"])


@transaction.atomic
def move_audit(audit: UserAudit, target: str, *, actor: Actor, note: str = "") -> None:
    """Take the audit to its next phase. Publishing and cancelling have services of their own.

    Pressed twice, or by two at once, it is one move: an audit that stands at ``target`` already stays there.
    """
    if target in {AuditStatus.PUBLISHED, AuditStatus.CANCELLED, AuditStatus.FACTCHECK}:
        raise DomainError("Den fasen nås på en egen sida.")
    if locked_audit(audit).status == target and actor.has_perm("revisions.plan_audit", audit):
        audit.status = target
        return
    change_status(audit, target, actor=actor, note=note.strip(), verb="move_audit")
    stamp_if_public(audit)


@transaction.atomic
def cancel_audit(audit: UserAudit, reason: str, *, actor: Actor) -> None:
    """End an audit before publication and say why."""
    locked = locked_audit(audit)
    require(actor, "revisions.plan_audit", locked)
    if locked.status == AuditStatus.CANCELLED:
        raise DomainError("Revisionen är redan avbruten. Någon annan hann före.")
    reason = clean_text(reason)
    if not reason:
        raise DomainError("Skriv varför revisionen avbryts.", field="reason")
    locked.cancelled_reason = reason
    locked.save(update_fields=["cancelled_reason"])
    change_status(locked, AuditStatus.CANCELLED, actor=actor, note=reason, verb="cancel_audit")
    audit.status, audit.cancelled_reason = locked.status, reason
    stamp_if_public(audit)


@transaction.atomic
def write_information(audit: UserAudit, *, text: str, plain_text: str = "", actor: Actor) -> InformationText:
    """Write a new version of what is read aloud before an interview; earlier consents keep theirs."""
    locked = locked_open_audit(audit)
    require(actor, "revisions.edit_guide", locked)
    newest = locked.information_texts.first()
    if newest is not None and (newest.text, newest.plain_text) == (text, plain_text):
        return newest
    number = newest.number + 1 if newest else 1
    written = InformationText.objects.create(audit=locked, number=number, text=text, plain_text=plain_text)
    trail.record("write_information", locked, actor=actor, fields=["text"])
    return written


@transaction.atomic
def record_presentation(
    audit: UserAudit, *, audience: str, on: date, place: str = "", unit: Unit | None = None, actor: Actor
) -> Presentation:
    """Note that the result was told to users, staff or management. It is a record, never a condition."""
    locked = locked_audit(audit)
    require(actor, "revisions.plan_audit", locked)
    if on > timezone.localdate():
        raise DomainError("Dagen har inte varit än. Skriv in den när ni har träffats.", field="on")
    row = Presentation.objects.create(audit=locked, audience=audience, on=on, place=place.strip(), unit=unit)
    trail.record("record_presentation", locked, actor=actor, fields=["audience", "on"])
    stamp_if_public(locked)
    return row


@transaction.atomic
def remove_presentation(row: Presentation, *, actor: Actor) -> None:
    """Take away a record that was entered by mistake."""
    audit = locked_audit(row.audit)
    require(actor, "revisions.plan_audit", audit)
    row.delete()
    trail.record("remove_presentation", audit, actor=actor)
    stamp_if_public(audit)


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
    wish = TopicWish.objects.create(audit=locked, text=text, by_id=getattr(actor, "pk", None))
    trail.record("wish_topic", locked, actor=actor)
    return wish


@transaction.atomic
def decide_wish(wish: TopicWish, *, taken: bool, reason: str = "", actor: Actor) -> None:
    """Only the auditors decide what is asked (domain.md 2)."""
    audit = locked_open_audit(wish.audit)
    require(actor, "revisions.decide_wish", audit)
    if not taken and not reason.strip():
        raise DomainError("Skriv varför önskemålet inte kommer med.", field="reason")
    if audit.has_reached(AuditStatus.ANALYSING):
        raise DomainError("Intervjuerna är klara. Det går inte att ändra vad ni frågade om.")
    wish.decision = TopicWish.Decision.TAKEN if taken else TopicWish.Decision.DECLINED
    wish.reason = clean_text(reason)
    wish.save(update_fields=["decision", "reason"])
    trail.record("decide_wish", audit, actor=actor, fields=["decision"])


_ADDRESSED = {"units": "Verksamheter", "principals": "Huvudmän", "priority_groups": "Prioriterade grupper"}


def _differing(audit: UserAudit, addressed: Addressed) -> dict[str, tuple[str, str]]:
    """Return which of the three differ from what is saved, with the names on both sides."""
    found = {}
    for name in _ADDRESSED:
        saved, wanted = set(getattr(audit, name).all()), set(getattr(addressed, name))
        if saved != wanted:
            found[name] = _names(saved), _names(wanted)
    return found


def _write_addressed(audit: UserAudit, addressed: Addressed) -> None:
    """Write whom it addresses. A unit that stays keeps its contact person."""
    wanted, present = set(addressed.units), set(audit.units.all())
    audit.audit_units.filter(unit__in=present - wanted).delete()
    AuditUnit.objects.bulk_create(AuditUnit(audit=audit, unit=unit) for unit in wanted - present)
    audit.principals.set(addressed.principals)
    audit.priority_groups.set(addressed.priority_groups)


def _names(rows: Iterable[Unit | Principal | PriorityGroup]) -> str:
    return ", ".join(sorted((row.name for row in rows), key=sort_key))


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
