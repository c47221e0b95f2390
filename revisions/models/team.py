"""The team: members, commissioners, training; and its welfare: debriefs, talks, swaps."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.holdings import held, register_holding
from revisions.models.audit import UserAudit

register_holding(
    "revisions.memberships",
    lambda user: user.audit_memberships.filter(recused_on=None),
    id="pk",
    audit="audit_id",
    title="audit__title",
    status="audit__status",
    role="role",
    joined_on="joined_on",
    confidentiality_on="confidentiality_on",
    no_care_relation_on="no_care_relation_on",
)
register_holding(
    "revisions.commissions",
    lambda user: user.commissioned_audits.all(),
    audit="audit_id",
    title="audit__title",
    status="audit__status",
)


class TrainingCohort(models.Model):
    """A course for user auditors (brukarrevisorer)."""

    name = models.CharField("namn", max_length=120, unique=True)
    starts_on = models.DateField("första dagen")
    ends_on = models.DateField("sista dagen")
    place = models.CharField("plats", max_length=120, blank=True)
    #: Until when the course counts for those who took it; each person's own row may say otherwise.
    valid_to = models.DateField("gäller till", null=True, blank=True)

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="cohort_ends_after_start")
        ]

    def __str__(self) -> str:
        return self.name


class AuditorTraining(models.Model):
    """That somebody is trained, from and until. Never with what experience (GDPR art. 9)."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="auditor_trainings"
    )
    cohort = models.ForeignKey(
        TrainingCohort, on_delete=models.PROTECT, null=True, blank=True, related_name="trained"
    )
    valid_from = models.DateField("gäller från")
    valid_to = models.DateField("gäller till", null=True, blank=True)

    class Meta:
        ordering = ["-valid_from"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="training_ends_after_start",
            )
        ]

    def __str__(self) -> str:
        return f"{self.valid_from}–{self.valid_to or ''}"


class AuditMember(models.Model):
    """A lead or an auditor of one audit.

    Both declarations must be dated before one may open raw material. ``recused_on`` ends everything at once
    and says nothing of why.
    """

    class Role(models.TextChoices):
        LEAD = "audit_lead", "Revisionsledare"
        AUDITOR = "auditor", "Brukarrevisor"

    audit = models.ForeignKey(UserAudit, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="audit_memberships"
    )
    role = models.CharField("roll", max_length=12, choices=Role)
    joined_on = models.DateField(default=timezone.localdate)
    confidentiality_on = models.DateField("tystnadslöfte", null=True, blank=True)
    no_care_relation_on = models.DateField("ingen pågående vård där", null=True, blank=True)
    recused_on = models.DateField("har klivit av", null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["audit", "user"], name="audit_member_once"),
            models.UniqueConstraint(
                fields=["audit"], condition=Q(role="audit_lead", recused_on=None), name="audit_one_lead"
            ),
        ]

    def __str__(self) -> str:
        return self.get_role_display()

    @property
    def may_read_material(self) -> bool:
        return self.recused_on is None and bool(self.confidentiality_on and self.no_care_relation_on)


class AuditCommissioner(models.Model):
    """Who ordered the audit: sees agreement, wishes, timetable, published report."""

    audit = models.ForeignKey(UserAudit, on_delete=models.CASCADE, related_name="commissioners")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="commissioned_audits"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["audit", "user"], name="audit_commissioner_once")]

    def __str__(self) -> str:
        return "Uppdragsgivare"


class Debrief(models.Model):
    """The talk after an interview day: planned, then held or not. Never what was said."""

    audit = models.ForeignKey(UserAudit, on_delete=models.CASCADE, related_name="debriefs")
    on = models.DateField("dag")
    starts_at = models.TimeField("tid", null=True, blank=True)
    place = models.CharField("plats", max_length=120, blank=True)
    held = models.BooleanField("hölls", null=True, default=None)

    class Meta:
        ordering = ["on"]
        constraints = [models.UniqueConstraint(fields=["audit", "on"], name="debrief_once_a_day")]

    def __str__(self) -> str:
        return str(self.on)


class TalkRequest(models.Model):
    """ "Jag behöver prata med någon": reaches the lead only, and says nothing of why."""

    audit = models.ForeignKey(UserAudit, on_delete=models.CASCADE, related_name="talk_requests")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    taken_care_of_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            # Pressed twice is one wish to talk.
            models.UniqueConstraint(
                fields=["audit", "by"], condition=Q(taken_care_of_at=None), name="one_open_talk_request"
            )
        ]

    def __str__(self) -> str:
        return "Vill prata"


def membership(audit: UserAudit, user: Any) -> AuditMember | None:
    """Return ``user``'s present place in the team of ``audit``."""
    return next((own for own in memberships(user) if own.audit_id == audit.pk), None)


def memberships(user: Any) -> list[AuditMember]:
    """Return ``user``'s present places in teams."""
    return [
        AuditMember(
            pk=row["id"],
            audit_id=row["audit"],
            user_id=user.pk,
            role=row["role"],
            joined_on=date.fromisoformat(row["joined_on"]),
            confidentiality_on=_day(row["confidentiality_on"]),
            no_care_relation_on=_day(row["no_care_relation_on"]),
        )
        for row in held(user, "revisions.memberships")
    ]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
