"""The checklist for user involvement, filled in for a unit's project and again when some time has passed."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils import timezone

from common.swedish import local_date
from organisations.models import Unit
from organisations.rules import held_unit_ids

#: How many questions there are (``pages.checklist.questions``).
QUESTIONS = 5


class Extent(models.TextChoices):
    """How far, if one wants to say so. A word, not a score: nothing is counted together (domain.md 6)."""

    NOT_AT_ALL = "none", "Inte alls"
    PARTLY = "partly", "Delvis"
    LARGELY = "largely", "I hög grad"


class ChecklistQuerySet(models.QuerySet["Checklist"]):
    def visible_to(self, user: Any) -> "ChecklistQuerySet":
        """One's own, those of the units one manages, and all of them for a coordinator."""
        if not getattr(user, "is_authenticated", False):
            return self.none()
        if user.has_perm("pages.oversee_checklists"):
            return self
        return self.filter(self._kept_up_by(user))

    def kept_up_by(self, user: Any) -> "ChecklistQuerySet":
        """Those that ``user`` fills in again: one's own and those of the units one manages."""
        if not getattr(user, "is_authenticated", False):
            return self.none()
        return self.filter(self._kept_up_by(user))

    def for_listing(self) -> "ChecklistQuerySet":
        """Those last filled in first, with unit and rounds, in a fixed number of queries."""
        return (
            self.select_related("unit", "saved_by")
            .prefetch_related("rounds")
            .order_by("-last_filled_at", "-pk")
        )

    def with_answers(self) -> "ChecklistQuerySet":
        """With unit, rounds and their answers."""
        rounds = ChecklistRound.objects.select_related("filled_by").prefetch_related("answers")
        return self.select_related("unit", "saved_by").prefetch_related(Prefetch("rounds", rounds))

    def filled_before(self, moment: Any) -> "ChecklistQuerySet":
        """Those nobody has filled in since ``moment``."""
        return self.filter(last_filled_at__lt=moment)

    @staticmethod
    def _kept_up_by(user: Any) -> Q:
        return Q(saved_by=user) | Q(unit__in=held_unit_ids(user, "unit_manager"))


class Checklist(models.Model):
    """What is said of one development project at one unit, in one or more rounds.

    Seen by the one who saved it, the unit's managers and coordinators. ``saved_by`` is emptied when the person's
    account is erased; the project is the unit's.
    """

    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="checklists", verbose_name="verksamhet"
    )
    project = models.CharField("utvecklingsarbete", max_length=160)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="saved_checklists",
    )
    follow_up_on = models.DateField("följs upp", null=True, blank=True)
    last_filled_at = models.DateTimeField(default=timezone.now)
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)
    # The same sending twice gives one checklist.
    form_key = models.UUIDField(null=True, unique=True, editable=False)

    objects = ChecklistQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["follow_up_on"], name="checklist_follow_up"),
            models.Index(fields=["last_filled_at"], name="checklist_filled"),
        ]

    def __str__(self) -> str:
        return self.project

    def get_absolute_url(self) -> str:
        return reverse("pages:checklist", args=[self.pk])

    @property
    def all_rounds(self) -> "list[ChecklistRound]":
        """The rounds, oldest first."""
        return list(self.rounds.all())

    @property
    def latest(self) -> "ChecklistRound":
        """The latest round; there is always one."""
        return self.all_rounds[-1]


class ChecklistRound(models.Model):
    """The checklist filled in once."""

    checklist = models.ForeignKey(Checklist, on_delete=models.CASCADE, related_name="rounds")
    number = models.PositiveSmallIntegerField("omgång")
    filled_at = models.DateTimeField(default=timezone.now)
    filled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="filled_checklists",
    )
    # The same sending twice gives one round.
    form_key = models.UUIDField(null=True, unique=True, editable=False)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["checklist", "number"], name="checklist_round_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="checklist_round_from_one"),
        ]

    def __str__(self) -> str:
        return f"Omgång {self.number}"

    @property
    def day(self) -> date:
        """The day it was filled in, in Stockholm."""
        return local_date(self.filled_at)


class ChecklistAnswer(models.Model):
    """What was said to one of the five questions: in words, in extent, or both."""

    round = models.ForeignKey(ChecklistRound, on_delete=models.CASCADE, related_name="answers")
    question = models.PositiveSmallIntegerField("fråga")
    text = models.TextField("svar", max_length=2000, blank=True)
    extent = models.CharField("i vilken grad", max_length=7, choices=Extent, blank=True)

    class Meta:
        ordering = ["question"]
        constraints = [
            models.UniqueConstraint(fields=["round", "question"], name="checklist_answer_once"),
            models.CheckConstraint(
                condition=Q(question__gte=1, question__lte=QUESTIONS), name="checklist_answer_question"
            ),
            models.CheckConstraint(condition=~Q(text="", extent=""), name="checklist_answer_says_something"),
        ]

    def __str__(self) -> str:
        return f"Fråga {self.question}"
