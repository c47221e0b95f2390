"""Analysis: codes, coded passages, findings, quotes. Everything with words in it is sealed until published."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from organisations.models import Theme
from proposals.models import Proposal
from revisions.models.audit import PUBLIC_STATUSES, UserAudit, random_id
from revisions.models.interviews import InterviewAnswer


class AnalysisCode(models.Model):
    """A theme code used in one audit: a shared theme, or one of the team's own (name in plain, never a quote)."""

    audit = models.ForeignKey(UserAudit, on_delete=models.CASCADE, related_name="codes")
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, null=True, blank=True)
    name = models.CharField("kod", max_length=80)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["audit", "name"], name="code_name_once")]

    def __str__(self) -> str:
        return self.name


class CodedPassage(models.Model):
    """A passage of an answer that one coder put one or more codes on. Places in the text, not the words.

    ``answer_revision`` is the answer's ``text_revision`` when it was coded: a later edit makes the places doubtful.
    ``memo`` is sealed with the interview's key.
    """

    id = models.UUIDField(primary_key=True, default=random_id, editable=False)
    answer = models.ForeignKey(InterviewAnswer, on_delete=models.CASCADE, related_name="passages")
    answer_revision = models.PositiveIntegerField()
    coder = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    codes = models.ManyToManyField(AnalysisCode, related_name="passages")
    memo = models.BinaryField(null=True, blank=True)

    class Meta:
        ordering = ["start"]
        constraints = [
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="passage_has_length"),
            models.UniqueConstraint(fields=["answer", "coder", "start", "end"], name="passage_once_a_coder"),
        ]

    def __str__(self) -> str:
        return f"{self.start}–{self.end}"


class FindingQuerySet(models.QuerySet["Finding"]):
    def told(self) -> "FindingQuerySet":
        """Those that stand in a published report; what is written after waits for its correction."""
        return self.filter(audit__status__in=PUBLIC_STATUSES).exclude(published_title="")


class Finding(models.Model):
    """What the audit found under one theme: a strength (styrka) or an improvement area (förbättringsområde).

    Title and summary are sealed with the audit's key until publication, when the plain texts are filled in.
    ``proposals`` are those that were written from it.
    """

    class Kind(models.TextChoices):
        STRENGTH = "strength", "Styrka"
        IMPROVEMENT = "improvement", "Förbättringsområde"

    id = models.UUIDField(primary_key=True, default=random_id, editable=False)
    audit = models.ForeignKey(UserAudit, on_delete=models.CASCADE, related_name="findings")
    code = models.ForeignKey(
        AnalysisCode, on_delete=models.PROTECT, null=True, blank=True, related_name="findings"
    )
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, null=True, blank=True, related_name="findings")
    kind = models.CharField("typ", max_length=11, choices=Kind)
    title = models.BinaryField()
    summary = models.BinaryField()
    published_title = models.CharField(max_length=200, blank=True)
    published_summary = models.TextField(blank=True)
    proposals = models.ManyToManyField("proposals.Proposal", blank=True, related_name="findings")
    order = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    objects = FindingQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "order", "pk"]

    def __str__(self) -> str:
        return self.get_kind_display()


class Quote(models.Model):
    """A chosen quote under a finding. The second auditor approves it before anyone outside the team can see it.

    ``original`` is sealed with the interview's key and goes with it; ``wording`` (what readers will see) is sealed with
    the audit's key until publication. ``chosen_by`` is who answers for the wording as it is now: the one who chose the
    words, or who last changed them. ``proposal`` is where the words are to stand as "du sa", from publication on.
    """

    class State(models.TextChoices):
        SUGGESTED = "suggested", "Väntar på en andra revisor"
        APPROVED = "approved", "Godkänt"
        REJECTED = "rejected", "Används inte"

    id = models.UUIDField(primary_key=True, default=random_id, editable=False)
    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="quotes")
    passage = models.ForeignKey(CodedPassage, on_delete=models.SET_NULL, null=True, related_name="quotes")
    original = models.BinaryField(null=True, blank=True)
    wording = models.BinaryField()
    reworded = models.BooleanField("återgivet med andra ord", default=False)
    state = models.CharField(max_length=9, choices=State, default=State.SUGGESTED)
    chosen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    published_wording = models.TextField(blank=True)
    proposal = models.ForeignKey(
        Proposal, on_delete=models.SET_NULL, null=True, blank=True, related_name="said_quotes"
    )
    order = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("chosen_by")),
                name="quote_approved_by_another",
            ),
            models.UniqueConstraint(fields=["finding", "passage"], name="quote_once_a_finding"),
        ]

    def __str__(self) -> str:
        return self.get_state_display()


class ScaleCount(models.Model):
    """Frozen count of one scale question: what is left when raw answers are destroyed. ``choice`` null = not answered."""

    audit = models.ForeignKey(UserAudit, on_delete=models.CASCADE, related_name="scale_counts")
    thread = models.UUIDField()
    question_text = models.CharField(max_length=400)
    label = models.CharField(max_length=60)
    order = models.PositiveSmallIntegerField()
    count = models.PositiveIntegerField()

    class Meta:
        ordering = ["thread", "order"]
        constraints = [models.UniqueConstraint(fields=["audit", "thread", "order"], name="scale_count_once")]

    def __str__(self) -> str:
        return self.label
