"""The team: who is in it, their declarations, who ordered the audit, training."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import holdings
from accounts.models import User
from accounts.services import offer_role
from common import trail
from common.actors import Actor
from common.errors import DomainError
from common.privacy import clean_text
from revisions.models import (
    AuditCommissioner,
    AuditMember,
    AuditorTraining,
    InterviewSwap,
    TalkRequest,
    TrainingCohort,
    UserAudit,
)
from revisions.services.shared import locked_audit, locked_open_audit, require

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
    if role not in AuditMember.Role.values:
        raise DomainError("Välj en roll i listan.", field="role")
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
    holdings.forget(user)
    trail.record("add_member", locked, actor=actor, fields=["role"])
    return member


@transaction.atomic
def offer_place(audit: UserAudit, email: str, *, role: str, actor: Actor) -> None:
    """Offer a place in the audit to an address. Raises ``DomainError`` when a second lead would come in."""
    locked = locked_open_audit(audit)
    require(actor, "revisions.staff_audit", locked)
    has_lead = locked.members.filter(role=AuditMember.Role.LEAD, recused_on=None).exists()
    if role == AuditMember.Role.LEAD and has_lead:
        raise DomainError(
            "Teamet har redan en ledare. Ta med personen som brukarrevisor och lämna sedan över.",
            field="role",
        )
    offer_role(email, role=role, scope=str(locked.pk), actor=actor)


@transaction.atomic
def take_in(user: User, audit: UserAudit, role: str, *, actor: Actor) -> None:
    """Give what an invitation or an offer promised. Harmless when the person has it already.

    When the team has got another lead meanwhile, an invited lead comes in as an auditor.
    """
    if role == "commissioner":
        add_commissioner(audit, user, actor=actor)
        return
    locked = locked_open_audit(audit)
    if locked.members.filter(user=user, recused_on=None).exists():
        return
    has_lead = locked.members.filter(role=AuditMember.Role.LEAD, recused_on=None).exists()
    add_member(audit, user, role=AuditMember.Role.AUDITOR if has_lead else role, actor=actor)


@transaction.atomic
def hand_over_lead(member: AuditMember, *, actor: Actor) -> None:
    """Make ``member`` the lead; the present lead becomes an auditor. Also when the audit is over: it may be reopened."""
    audit = locked_audit(member.audit)
    require(actor, "revisions.plan_audit", audit)
    if member.recused_on is not None:
        raise DomainError("Personen har klivit av. Ta med personen i teamet först.")
    present = audit.members.filter(role=AuditMember.Role.LEAD, recused_on=None)
    if present.filter(pk=member.pk).exists():
        return
    present.update(role=AuditMember.Role.AUDITOR)
    member.role = AuditMember.Role.LEAD
    member.save(update_fields=["role"])
    holdings.forget(member.user)
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
    holdings.forget(actor)
    trail.record("declare", audit, actor=actor, fields=["confidentiality_on", "no_care_relation_on"])


@transaction.atomic
def step_off(member: AuditMember, *, actor: Actor) -> None:
    """End somebody's part in the audit at once, and never ask why. An audit that is over keeps nobody in."""
    audit = locked_audit(member.audit)
    if getattr(actor, "pk", None) != member.user_id:
        require(actor, "revisions.plan_audit", audit)
    if member.recused_on is not None:
        return
    member.recused_on = timezone.localdate()
    member.save(update_fields=["recused_on"])
    # Wishes to talk or to swap end with the membership: nobody is left to answer them to.
    TalkRequest.objects.filter(audit=audit, by_id=member.user_id, taken_care_of_at=None).delete()
    InterviewSwap.objects.filter(interview__audit=audit, asked_by_id=member.user_id, closed_at=None).update(
        closed_at=timezone.now()
    )
    holdings.forget(member.user)
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
        holdings.forget(user)
        trail.record("add_commissioner", locked, actor=actor)
    return row


@transaction.atomic
def remove_commissioner(row: AuditCommissioner, *, actor: Actor) -> None:
    """Take the role away again, also when the audit is over."""
    audit = locked_audit(row.audit)
    require(actor, "revisions.plan_audit", audit)
    row.delete()
    holdings.forget(row.user)
    trail.record("remove_commissioner", audit, actor=actor)


@transaction.atomic
def create_cohort(
    name: str,
    *,
    starts_on: date,
    ends_on: date,
    place: str = "",
    valid_to: date | None = None,
    actor: Actor,
) -> TrainingCohort:
    """Enter a course for user auditors. ``valid_to`` is until when it counts for those who took it.

    The same course sent twice is entered once.
    """
    require(actor, "revisions.manage_training", None)
    name = clean_text(name)
    if ends_on < starts_on:
        raise DomainError("Sista dagen är före första dagen. Ändra en av dem.", field="ends_on")
    if valid_to is not None and valid_to < ends_on:
        raise DomainError(
            "Utbildningen slutar gälla innan den är klar. Ändra en av dagarna.", field="valid_to"
        )
    said: dict[str, Any] = {
        "name": name, "starts_on": starts_on, "ends_on": ends_on, "place": clean_text(place), "valid_to": valid_to,
    }  # fmt: skip
    present = TrainingCohort.objects.filter(**said).first()
    if present is not None:
        return present
    if TrainingCohort.objects.filter(name__iexact=name).exists():
        raise DomainError("Det finns redan en utbildning som heter så.", field="name")
    cohort = TrainingCohort.objects.create(**said)
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


@transaction.atomic
def set_training_dates(
    training: AuditorTraining, *, valid_from: date, valid_to: date | None, actor: Actor
) -> None:
    """Change from and until when somebody's training counts."""
    require(actor, "revisions.manage_training", None)
    locked = AuditorTraining.objects.select_for_update().get(pk=training.pk)
    if valid_to is not None and valid_to < valid_from:
        raise DomainError("Sista dagen är före första dagen. Ändra en av dem.", field="valid_to")
    locked.valid_from, locked.valid_to = valid_from, valid_to
    locked.save(update_fields=["valid_from", "valid_to"])
    trail.record("set_training_dates", locked, actor=actor, fields=["valid_from", "valid_to"])


@transaction.atomic
def remove_training(training: AuditorTraining, *, actor: Actor) -> None:
    """Take away a training that was entered by mistake."""
    require(actor, "revisions.manage_training", None)
    trail.record("remove_training", training, actor=actor)
    training.delete()
