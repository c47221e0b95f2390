"""What a decision on peer support stands on: the decision itself, the readiness check, the cost."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from peersupport.models.placements import Placement
from peersupport.words import Condition, Outcome, Readiness


class Decision(models.Model):
    """A formal decision by a body. It may concern several units; there may be several over time."""

    placements = models.ManyToManyField(Placement, related_name="decisions", verbose_name="placeringar")
    body = models.CharField("vem som beslutade", max_length=160)
    decided_on = models.DateField("beslutad den")
    record_number = models.CharField("diarienummer", max_length=40, blank=True)
    outcome = models.CharField("beslut", max_length=7, choices=Outcome)
    summary = models.CharField("beslutet i korthet", max_length=600, blank=True)
    # The decision among the body's own public documents.
    link = models.URLField("länk till beslutet", max_length=500, blank=True)
    form_key = models.UUIDField(null=True, unique=True, editable=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-decided_on", "-pk"]

    def __str__(self) -> str:
        return self.get_outcome_display()


class ReadinessAnswer(models.Model):
    """One condition of the readiness check: the answer, what shows it, who sees to it and when."""

    placement = models.ForeignKey(Placement, on_delete=models.CASCADE, related_name="readiness")
    condition = models.CharField("villkor", max_length=15, choices=Condition)
    answer = models.CharField("svar", max_length=6, choices=Readiness, default=Readiness.OPEN)
    evidence = models.CharField("vad som visar det", max_length=500, blank=True)
    owner = models.CharField("vem som ser till det", max_length=120, blank=True)
    due_on = models.DateField("senast", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["placement", "condition"], name="readiness_condition_once")
        ]

    def __str__(self) -> str:
        return self.get_condition_display()


class CostCalculation(models.Model):
    """What a placement costs a year. Every assumption is visible and can be changed; money in öre."""

    placement = models.OneToOneField(Placement, on_delete=models.CASCADE, related_name="cost")
    monthly_salary_ore = models.PositiveIntegerField("månadslön på heltid", default=3_000_000)
    # Employer's contributions and pension, in per cent of the salary.
    contributions_percent = models.DecimalField(
        "sociala avgifter och pension i procent", max_digits=5, decimal_places=2, default=45
    )
    overhead_percent = models.DecimalField(
        "overhead i procent av lönekostnaden", max_digits=5, decimal_places=2, default=10
    )
    training_ore = models.PositiveIntegerField("utbildning, första året", default=2_500_000)
    refresher_ore = models.PositiveIntegerField("fortbildning, varje år därefter", default=500_000)
    supervision_ore = models.PositiveIntegerField("handledning per tillfälle", default=120_000)
    supervision_times = models.PositiveSmallIntegerField("handledningar per år", default=12)
    raise_percent = models.DecimalField(
        "löneökning per år i procent", max_digits=5, decimal_places=2, default=3
    )
    years = models.PositiveSmallIntegerField(
        "antal år", default=3, validators=[MinValueValidator(1), MaxValueValidator(10)]
    )
    first_year = models.PositiveSmallIntegerField("första året")
    comment = models.TextField("antaganden i ord", max_length=1000, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(years__gte=1, years__lte=10), name="cost_years_are_few"),
            models.CheckConstraint(
                condition=Q(
                    contributions_percent__gte=0,
                    contributions_percent__lte=100,
                    overhead_percent__gte=0,
                    overhead_percent__lte=100,
                    raise_percent__gte=0,
                    raise_percent__lte=50,
                ),
                name="cost_percent_is_percent",
            ),
        ]

    def __str__(self) -> str:
        return "Kostnadsberäkning"
