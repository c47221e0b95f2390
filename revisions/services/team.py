"""The team: who is in it, their declarations, who ordered the audit, training."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from common import trail
from common.actors import Actor
from common.errors import DomainError
from revisions.models import AuditCommissioner, AuditMember, AuditorTraining, TrainingCohort, UserAudit
from revisions.services.shared import locked_open_audit, require

ALREADY_IN = "Personen är redan med i teamet."


@transaction.atomic
def add_member(audit: UserAudit, user: User, *, role: str, actor: Actor) -> AuditMember:
    """Take somebody into the team. Who stepped off may come back, and then declares anew."""
    locked = locked_open_audit(audit)
    require(actor, "revisions.plan_audit", locked)
    if locked.commissioners.filter(user=user).exists():
        raise DomainError("Den som beställer revisionen kan inte vara med i teamet.", field="user")
    if user.unit_roles.current().filter(role="unit_manager", unit__in=locked.units.all()).exists():
        raise DomainError("Verksamhetens chef kan inte granska sin egen verksamhet.", field="user")
    member = locked.members.filter(user=user).first() or AuditMember(audit=locked, user=user)
    if member.pk and member.recused_on is None:
        raise DomainError(ALREADY_IN, field="user")
    member.role, member.joined_on = role, timezone.localdate()
    member.confidentiality_on = member.no_care_relation_on = member.recused_on = None
    try:
        with transaction.atomic():
            member.save()
    except IntegrityError as error:
        raise DomainError(
            "Teamet har redan en ledare. Byt roll på den personen först.", field="role"
        ) from error
    trail.record("add_member", locked, actor=actor, fields=["role"])
    return member


@transaction.atomic
def hand_over_lead(member: AuditMember, *, actor: Actor) -> None:
    """Make ``member`` the lead; the present lead becomes an auditor."""
    audit = locked_open_audit(member.audit)
    require(actor, "revisions.plan_audit", audit)
    if member.recused_on is not None:
        raise DomainError("Personen har klivit av. Ta med personen i teamet först.")
    audit.members.filter(role=AuditMember.Role.LEAD, recused_on=None).update(role=AuditMember.Role.AUDITOR)
    member.role = AuditMember.Role.LEAD
    member.save(update_fields=["role"])
    trail.record("hand_over_lead", audit, actor=actor, fields=["role"])


@transaction.atomic
def declare(member: AuditMember, *, confidentiality: bool, no_care_relation: bool, actor: Actor) -> None:
    """The member's own two ticks, dated today. Nobody can tick for somebody else."""
    audit = locked_open_audit(member.audit)
    if getattr(actor, "pk", None) != member.user_id or member.recused_on is not None:
        raise DomainError("Bara personen själv kan lova och intyga det här.")
    if not (confidentiality and no_care_relation):
        raise DomainError("Båda rutorna behöver vara ikryssade för att du ska kunna läsa intervjuer.")
    today = timezone.localdate()
    member.confidentiality_on = member.confidentiality_on or today
    member.no_care_relation_on = member.no_care_relation_on or today
    member.save(update_fields=["confidentiality_on", "no_care_relation_on"])
    trail.record("declare", audit, actor=actor, fields=["confidentiality_on", "no_care_relation_on"])


@transaction.atomic
def step_off(member: AuditMember, *, actor: Actor) -> None:
    """End somebody's part in the audit at once, and never ask why."""
    audit = locked_open_audit(member.audit)
    if getattr(actor, "pk", None) != member.user_id:
        require(actor, "revisions.plan_audit", audit)
    if member.recused_on is not None:
        return
    member.recused_on = timezone.localdate()
    member.save(update_fields=["recused_on"])
    trail.record("step_off", audit, actor=actor, fields=["recused_on"])


@transaction.atomic
def add_commissioner(audit: UserAudit, user: User, *, actor: Actor) -> AuditCommissioner:
    """Let whoever orders the audit see agreement, wishes, timetable and the published report."""
    locked = locked_open_audit(audit)
    require(actor, "revisions.plan_audit", locked)
    if locked.members.filter(user=user, recused_on=None).exists():
        raise DomainError("Den som är med i teamet kan inte beställa revisionen.", field="user")
    row, created = AuditCommissioner.objects.get_or_create(audit=locked, user=user)
    if created:
        trail.record("add_commissioner", locked, actor=actor)
    return row


@transaction.atomic
def remove_commissioner(row: AuditCommissioner, *, actor: Actor) -> None:
    """Take the role away again."""
    audit = locked_open_audit(row.audit)
    require(actor, "revisions.plan_audit", audit)
    row.delete()
    trail.record("remove_commissioner", audit, actor=actor)


@transaction.atomic
def create_cohort(
    name: str, *, starts_on: date, ends_on: date, place: str = "", actor: Actor
) -> TrainingCohort:
    """Enter a course for user auditors."""
    require(actor, "revisions.manage_training", None)
    if ends_on < starts_on:
        raise DomainError("Sista dagen är före första dagen. Ändra en av dem.", field="ends_on")
    if TrainingCohort.objects.filter(name__iexact=name).exists():
        raise DomainError("Det finns redan en utbildning som heter så.", field="name")
    cohort = TrainingCohort.objects.create(name=name, starts_on=starts_on, ends_on=ends_on, place=place)
    trail.record("create_cohort", cohort, actor=actor)
    return cohort


@transaction.atomic
def record_training(
    user: User, *, valid_from: date, valid_to: date | None, cohort: TrainingCohort | None = None, actor: Actor
) -> AuditorTraining:
    """Note that somebody is trained. Never what experience the person has."""
    require(actor, "revisions.manage_training", None)
    if valid_to is not None and valid_to < valid_from:
        raise DomainError("Sista dagen är före första dagen. Ändra en av dem.", field="valid_to")
    row, created = AuditorTraining.objects.get_or_create(
        user=user, cohort=cohort, valid_from=valid_from, defaults={"valid_to": valid_to}
    )
    if created:
        trail.record("record_training", row, actor=actor)
    return row
