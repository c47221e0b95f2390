"""Who pays for a placement, with how much, from when until when."""

from django.db import models
from django.db.models import F, Q

from organisations.models import Principal
from peersupport.models.placements import Placement
from peersupport.words import FundingKind


class FundingPeriod(models.Model):
    """Money from one source for one period. ``amount_ore`` is for the whole period, for a year when it has no end.

    ``ends_on`` is the last day.

    Several may run at once, and there may be gaps: both are told, neither is refused. Ordinary budget may lack an end.
    """

    placement = models.ForeignKey(Placement, on_delete=models.CASCADE, related_name="funding")
    kind = models.CharField("slag", max_length=11, choices=FundingKind)
    source = models.CharField("vem som betalar", max_length=160)
    principal = models.ForeignKey(
        Principal, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="huvudman"
    )
    amount_ore = models.PositiveBigIntegerField("belopp för hela perioden")
    starts_on = models.DateField("från")
    ends_on = models.DateField("till och med", null=True, blank=True)
    # The warning that the money ends has been sent for this last day.
    warned_for = models.DateField(null=True, blank=True)
    form_key = models.UUIDField(null=True, unique=True, editable=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="funding_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(kind="ordinary") | Q(ends_on__isnull=False), name="only_ordinary_budget_lasts"
            ),
            models.CheckConstraint(condition=Q(amount_ore__lte=10_000_000_000), name="funding_is_reasonable"),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
