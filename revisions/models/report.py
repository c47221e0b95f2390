"""The report: chapters in versions, the right of reply, editions, destruction of raw material."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from organisations.models import Principal, Unit
from revisions.models.audit import UserAudit, random_id


class ReportChapter(models.Model):
    """One chapter; its present text is the newest version."""

    class Kind(models.TextChoices):
        SUMMARY = "summary", "Sammanfattning"
        INTRODUCTION = "introduction", "Inledning"
        ASSIGNMENT = "assignment", "Uppdraget"
        RESPONDENTS = "respondents", "De som svarade"
        ETHICS = "ethics", "Etik"
        RESULTS = "results", "Resultat"
        STRENGTHS = "strengths", "Styrkor"
        IMPROVEMENTS = "improvements", "Förbättringsområden och förslag"
        DISCUSSION = "discussion", "Diskussion"
        USE = "use", "Så tas resultatet till vara"
        PLAIN_SUMMARY = "plain_summary", "Sammanfattning på lättare svenska"

    audit = models.ForeignKey(UserAudit, on_delete=models.CASCADE, related_name="chapters")
    kind = models.CharField(max_length=13, choices=Kind)
    order = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["audit", "kind"], name="chapter_once")]

    def __str__(self) -> str:
        return self.get_kind_display()


class ChapterVersion(models.Model):
    """What somebody saved of a chapter, sealed with the audit's key."""

    chapter = models.ForeignKey(ReportChapter, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.BinaryField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["chapter", "number"], name="chapter_version_once")]

    def __str__(self) -> str:
        return f"version {self.number}"


class ReplyWindow(models.Model):
    """One addressee's right of reply. Day 1 is the working day after ``sent_on``; ends 23.59 on ``ends_on``."""

    audit = models.ForeignKey(UserAudit, on_delete=models.CASCADE, related_name="reply_windows")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    principal = models.ForeignKey(
        Principal, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    sent_on = models.DateField()
    ends_on = models.DateField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["ends_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(unit=None, principal__isnull=False) | Q(unit__isnull=False, principal=None),
                name="reply_of_unit_or_principal",
            ),
            models.UniqueConstraint(fields=["audit", "unit"], name="one_reply_window_per_unit"),
            models.UniqueConstraint(fields=["audit", "principal"], name="one_reply_window_per_principal"),
            models.CheckConstraint(condition=Q(ends_on__gt=F("sent_on")), name="reply_window_has_days"),
        ]

    def __str__(self) -> str:
        return str(self.unit or self.principal)


class ReplyComment(models.Model):
    """An addressee's remark beside the text, and the auditors' answer. Sealed with the audit's key until published."""

    id = models.UUIDField(primary_key=True, default=random_id, editable=False)
    window = models.ForeignKey(ReplyWindow, on_delete=models.CASCADE, related_name="comments")
    chapter = models.ForeignKey(ReportChapter, on_delete=models.CASCADE, null=True, blank=True)
    text = models.BinaryField()
    answer = models.BinaryField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return "Kommentar"


class ReportApproval(models.Model):
    """The lead's yes to one state of the report: at the deadline the worker publishes exactly this."""

    audit = models.ForeignKey(UserAudit, on_delete=models.CASCADE, related_name="approvals")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    #: SHA-256 of everything the report would say; another text needs another yes.
    fingerprint = models.CharField(max_length=64)
    correction_note = models.CharField("vad som rättats", max_length=500, blank=True)

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return self.fingerprint[:8]


class Destruction(models.Model):
    """That an audit's raw material is to be, and was, destroyed: two people say yes, a record stays."""

    audit = models.OneToOneField(UserAudit, on_delete=models.CASCADE, related_name="destruction")
    due_on = models.DateField()
    first_yes_by = models.UUIDField(null=True)
    first_yes_at = models.DateTimeField(null=True)
    second_yes_by = models.UUIDField(null=True)
    done_at = models.DateTimeField(null=True)
    interviews = models.PositiveIntegerField(default=0)
    answers = models.PositiveIntegerField(default=0)
    survey_responses = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(second_yes_by=None) | ~Q(second_yes_by=F("first_yes_by")),
                name="destruction_two_people",
            ),
            models.CheckConstraint(
                condition=Q(done_at=None) | Q(second_yes_by__isnull=False), name="destruction_after_two_yes"
            ),
        ]

    def __str__(self) -> str:
        return str(self.due_on)
