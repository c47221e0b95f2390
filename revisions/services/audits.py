"""An audit from enquiry to closing: its facts, whom it addresses, timetable, cost, phases."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User
from associations.models import Association
from common import trail
from common.actors import Actor
from common.errors import DomainError, EditConflictError
from common.privacy import clean_text
from common.swedish import sort_key
from common.transitions import change_status, record_status
from organisations.models import Principal, PriorityGroup, Unit
from organisations.rules import held_unit_ids
from revisions.models import (
    AuditCommissioner,
    AuditStatus,
    AuditUnit,
    Presentation,
    UserAudit,
)
from revisions.models.phases import FACTS_AT_AGREEMENT
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


@transaction.atomic
def register_enquiry(facts: AuditFacts, addressed: Addressed, *, actor: Actor) -> UserAudit:
    """Enter that somebody asks for an audit. The same form sent twice gives one enquiry."""
    require(actor, "revisions.register_enquiry", None)
    _hold_new_audits()
    alike = UserAudit.objects.filter(status=AuditStatus.ENQUIRY, version=1, **vars(facts))
    present: UserAudit | None = next((one for one in alike if not _differing(one, addressed)), None)
    if present is not None:
        return present
    audit = UserAudit(slug=free_audit_slug(facts.title), **vars(facts))
    audit.save(force_insert=True)
    _write_addressed(audit, addressed)
    record_status(audit, source="", target=audit.status, actor=actor)
    trail.record("register_enquiry", audit, actor=actor)
    return audit


@transaction.atomic
def ask_for_audit(unit: Unit, *, title: str, purpose: str, actor: User) -> UserAudit:
    """Let a unit's manager ask for an audit of the own unit; the manager becomes its commissioner.

    The same question sent twice gives one enquiry.
    """
    require(actor, "revisions.order_audit", None)
    if unit.pk not in held_unit_ids(actor, "unit_manager"):
        raise DomainError("Välj en verksamhet som du är chef för.", field="unit")
    _hold_new_audits()
    asked = UserAudit.objects.filter(status=AuditStatus.ENQUIRY, title=title, purpose=purpose)
    present: UserAudit | None = asked.filter(units=unit, commissioners__user=actor).first()
    if present is not None:
        return present
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
    if locked.has_reached(AuditStatus.AGREED):
        _refuse_less_than_agreed(facts, addressed)
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
def record_presentation(
    audit: UserAudit, *, audience: str, on: date, place: str = "", unit: Unit | None = None, actor: Actor
) -> Presentation:
    """Note that the result was told to users, staff or management. It is a record, never a condition.

    Sent twice, it is there once.
    """
    locked = locked_audit(audit)
    require(actor, "revisions.plan_audit", locked)
    if on > timezone.localdate():
        raise DomainError("Dagen har inte varit än. Skriv in den när ni har träffats.", field="on")
    row, is_new = Presentation.objects.get_or_create(
        audit=locked, audience=audience, on=on, place=clean_text(place), unit=unit
    )
    if is_new:
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


def _hold_new_audits() -> None:
    """One new audit at a time: a double press finds the first, and no two take the same address."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('revisions-new-audit', 0))")


_ADDRESSED = {"units": "Verksamheter", "principals": "Huvudmän", "priority_groups": "Prioriterade grupper"}


def _refuse_less_than_agreed(facts: AuditFacts, addressed: Addressed) -> None:
    """What was required to agree can be written anew afterwards, and not taken away."""
    for name, sentence in FACTS_AT_AGREEMENT.items():
        if not getattr(facts, name).strip():
            raise DomainError(f"{sentence} Det behövs i en överenskommelse.", field=name)
    if not (addressed.units or addressed.principals):
        raise DomainError(
            "Välj minst en verksamhet eller huvudman. Det behövs i en överenskommelse.", field="units"
        )


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
