"""What somebody has looked through: how accessible the portal is, and the pages that no editor writes."""

from typing import Any, ClassVar

from django.db import models


class AccessibilityAssessment(models.Model):
    """One assessment: the day it was done, by whom (a role or an organisation, no person) and how."""

    made_on = models.DateField("dag")
    made_by = models.CharField("gjord av", max_length=120)
    method = models.TextField("hur", max_length=1_000)
    recorded_at = models.DateTimeField("antecknad", auto_now_add=True)

    class Meta:
        verbose_name = "bedömning av tillgängligheten"
        verbose_name_plural = "bedömningar av tillgängligheten"
        ordering: ClassVar[list[str]] = ["-made_on", "-pk"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["made_on", "made_by"], name="assessment_once")
        ]

    def __str__(self) -> str:
        return f"{self.made_on}"


class OwnPageReview(models.Model):
    """The day somebody last read one of the portal's own pages through. ``address`` is the page's."""

    address = models.CharField("adress", max_length=200, unique=True)
    reviewed_on = models.DateField("granskad")

    class Meta:
        verbose_name = "genomläst sida"
        verbose_name_plural = "genomlästa sidor"

    def __str__(self) -> str:
        return self.address
