"""Evaluations at 3, 6 and 12 months and at the end: anonymous questionnaires, what to keep, change and stop, a report."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.holdings import register_holding
from common.models import Edition
from organisations.models import Unit
from peersupport.models.placements import Placement
from peersupport.words import Asked, FindingKind, Occasion

register_holding(
    "peersupport.evaluations",
    lambda user: user.peer_evaluations.filter(ended_on=None),
    placement="placement_id",
)


def new_statement_code() -> str:
    """Return the unguessable end of the address where one person answers. It opens an empty form, never an answer."""
    return secrets.token_urlsafe(18)


class EvaluationMember(models.Model):
    """Somebody in a placement's evaluation team: reads what people wrote, until it is redacted."""

    placement = models.ForeignKey(Placement, on_delete=models.CASCADE, related_name="evaluation_team")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="peer_evaluations"
    )
    since = models.DateField(auto_now_add=True)
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["placement", "user"], condition=Q(ended_on=None), name="evaluation_member_once"
            )
        ]

    def __str__(self) -> str:
        return "Utvärderingsteamet"


class Evaluation(models.Model):
    """One evaluation of a placement. Its questionnaires are surveys (``EvaluationSurvey``), closed and counted as theirs."""

    class State(models.TextChoices):
        PLANNED = "planned", "Planerad"
        OPEN = "open", "Frågorna är ute"
        READING = "reading", "Svaren läses"
        REPORTED = "reported", "Rapport klar"
        SKIPPED = "skipped", "Hoppades över"

    placement = models.ForeignKey(Placement, on_delete=models.CASCADE, related_name="evaluations")
    # Where the questions were out: what its people answered never stands under another unit's name.
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    occasion = models.CharField("när", max_length=9, choices=Occasion)
    due_on = models.DateField("planerad till")
    # Somebody chose the day: it no longer follows the placement's own days.
    is_moved = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=State, default=State.PLANNED)
    # The last day to answer, when the questions are out.
    closes_on = models.DateField("sista dag att svara", null=True, blank=True)
    conclusion = models.TextField("slutsats", max_length=3000, blank=True)
    is_public = models.BooleanField("resultatet visas på de öppna sidorna", default=False)
    reported_on = models.DateField(null=True, blank=True)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reminded_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["placement", "occasion"], name="evaluation_occasion_once"),
            models.CheckConstraint(
                condition=~Q(state="reported") | Q(reported_on__isnull=False), name="reported_has_day"
            ),
        ]
        indexes = [models.Index(fields=["state", "due_on"], name="evaluation_due")]

    def __str__(self) -> str:
        return self.get_occasion_display()


class EvaluationSurvey(models.Model):
    """The questionnaire to one group at one evaluation: the id of a survey that this room owns."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.CASCADE, related_name="surveys")
    asked = models.CharField("till", max_length=7, choices=Asked)
    survey = models.OneToOneField("surveys.Survey", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "asked"], name="evaluation_asks_each_once")
        ]

    def __str__(self) -> str:
        return self.get_asked_display()


class EvaluationStatement(models.Model):
    """What the manager, or the peer, answers. Each is one person, so it is no anonymous count and never becomes one.

    Sealed with a key of its own, read by the evaluation team alone, in no report, comparison or public result, and
    destroyed when the evaluation has done its work (``peersupport.services.statements``).
    """

    evaluation = models.ForeignKey(Evaluation, on_delete=models.CASCADE, related_name="statements")
    asked = models.CharField("från", max_length=7, choices=Asked)
    code = models.CharField(max_length=40, unique=True, default=new_statement_code, editable=False)
    key_id = models.UUIDField(null=True, editable=False)
    sealed = models.BinaryField(null=True)
    said_on = models.DateField("svarade", null=True, blank=True)
    destroyed_on = models.DateField("förstört", null=True, blank=True)

    class Meta:
        ordering = ["asked"]
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "asked"], name="evaluation_hears_each_once"),
            models.CheckConstraint(
                condition=Q(asked__in=["manager", "peer"]), name="statement_of_one_person"
            ),
            models.CheckConstraint(
                condition=Q(sealed=None, key_id=None)
                | Q(sealed__isnull=False, key_id__isnull=False, said_on__isnull=False, destroyed_on=None),
                name="statement_is_sealed",
            ),
        ]

    def __str__(self) -> str:
        return self.get_asked_display()


class EvaluationFinding(models.Model):
    """What to keep, change or stop, in the team's own words; nothing anybody wrote word for word."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.CASCADE, related_name="findings")
    kind = models.CharField("slag", max_length=6, choices=FindingKind)
    text = models.CharField("vad", max_length=500)
    position = models.PositiveSmallIntegerField(default=0)
    form_key = models.UUIDField(null=True, unique=True, editable=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["kind", "position", "pk"]

    def __str__(self) -> str:
        return self.get_kind_display()
