"""What the unit answers and does, and what the checkers see of it."""

import uuid
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Max, Q

from common.swedish import today
from organisations.models import Unit
from proposals.models.proposals import Addressee
from proposals.rules import answered_bodies
from proposals.words import Answer, MeasureStatus, Verdict

#: Statuses of a measure that is still to be done.
OPEN = (MeasureStatus.PLANNED, MeasureStatus.GOING)


class Response(models.Model):
    """One answer of one addressee. Answers are never overwritten: a new one takes over as the present one."""

    class State(models.TextChoices):
        DRAFT = "draft", "Utkast"
        PRESENT = "present", "Gäller"
        EARLIER = "earlier", "Tidigare"

    addressee = models.ForeignKey(Addressee, on_delete=models.CASCADE, related_name="responses")
    state = models.CharField(max_length=7, choices=State)
    answer = models.CharField("svar", max_length=6, choices=Answer, blank=True)
    text = models.TextField("vad ni gör, eller varför inte", max_length=600, blank=True)
    responsible = models.CharField("vem ansvarar", max_length=120, blank=True)
    due = models.DateField("klart senast", null=True, blank=True)
    sent_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["addressee"], condition=Q(state="present"), name="one_present_response"
            ),
            models.UniqueConstraint(
                fields=["addressee"], condition=Q(state="draft"), name="one_response_draft"
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | (~Q(answer="") & ~Q(text="") & Q(sent_on__isnull=False)),
                name="sent_response_says_why",
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(answer="no") | Q(due__isnull=False),
                name="sent_yes_has_a_day",
            ),
        ]

    def __str__(self) -> str:
        return self.get_answer_display() or "Utkast"


class MeasureQuerySet(models.QuerySet["Measure"]):
    def visible_to(self, user: Any) -> "MeasureQuerySet":
        """Those of one's own unit or principal."""
        mine = answered_bodies(user)
        if not mine:
            return self.none()
        of_proposals = Q(addressee__in=Addressee.objects.answered_by(user))
        return self.filter(of_proposals | Q(unit__in=mine.units))

    def open(self) -> "MeasureQuerySet":
        """Those still to be done."""
        return self.filter(status__in=OPEN)

    def overdue(self) -> "MeasureQuerySet":
        """Open ones whose day has passed."""
        return self.open().filter(due__lt=today())

    def with_told_at(self) -> "MeasureQuerySet":
        """Annotate ``told_at``: when the unit last told how it goes."""
        rows: MeasureQuerySet = self.annotate(told_at=Max("updates__at"))
        return rows

    def with_body(self) -> "MeasureQuerySet":
        """What rows and permission checks ask of each measure."""
        return self.select_related(
            "unit", "addressee__unit", "addressee__principal", "addressee__proposal__source"
        )


class Measure(models.Model):
    """Something a unit does (åtgärd): for a proposal, or on its own initiative (then ``unit`` says whose it is).

    ``due`` is the promise. Once it has passed it stays, and ``expected`` tells the new day: a delay is not
    made to look like a plan.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    addressee = models.ForeignKey(
        Addressee, on_delete=models.CASCADE, null=True, blank=True, related_name="measures"
    )
    unit = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="own_measures",
        verbose_name="enhet",
    )
    what = models.TextField("vad", max_length=600)
    who = models.CharField("vem ansvarar", max_length=120)
    due = models.DateField("klart senast")
    expected = models.DateField("nytt datum", null=True, blank=True)
    status = models.CharField("status", max_length=7, choices=MeasureStatus, default=MeasureStatus.PLANNED)
    happened = models.TextField("vad har hänt", max_length=1000, blank=True)
    done_on = models.DateField("klar", null=True, blank=True)
    reminded = models.PositiveSmallIntegerField(default=0)
    form_key = models.UUIDField(null=True, unique=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    objects = MeasureQuerySet.as_manager()

    class Meta:
        ordering = ["due", "created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(addressee=None, unit__isnull=False) | Q(addressee__isnull=False, unit=None),
                name="measure_of_addressee_or_unit",
            ),
            models.CheckConstraint(
                condition=~Q(status="done") | Q(done_on__isnull=False), name="done_measure_has_day"
            ),
            models.CheckConstraint(
                condition=Q(expected=None) | Q(expected__gt=F("due")), name="measure_expected_after_due"
            ),
        ]
        indexes = [
            models.Index(
                fields=["due"], name="measure_open_due", condition=Q(status__in=["planned", "going"])
            )
        ]

    def __str__(self) -> str:
        return self.get_status_display()

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @property
    def is_overdue(self) -> bool:
        return self.is_open and self.due < today()

    @property
    def days_late(self) -> int:
        """Days since the promised day; 0 when it isn't late."""
        return max(0, (today() - self.due) // timedelta(days=1)) if self.is_open else 0


class MeasureUpdate(models.Model):
    """What was told of a measure on one occasion. The measure holds the latest."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="updates")
    status = models.CharField(max_length=7, choices=MeasureStatus)
    due = models.DateField()
    expected = models.DateField(null=True)
    happened = models.TextField(blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.get_status_display()


class Check(models.Model):
    """What the checkers saw. ``counts`` is the present one; a reopening or a changed measure makes it history."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="checks")
    verdict = models.CharField("vad ni såg", max_length=9, choices=Verdict)
    note = models.TextField("mer om det", max_length=600, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    on = models.DateField()
    counts = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["measure"], condition=Q(counts=True), name="one_present_check"),
            models.CheckConstraint(
                condition=Q(verdict="confirmed") | ~Q(note=""), name="doubtful_check_says_why"
            ),
        ]

    def __str__(self) -> str:
        return self.get_verdict_display()
