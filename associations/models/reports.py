"""What visitors tell through "Något stämmer inte?"."""

from typing import Any

from django.db import models
from django.db.models import Q

from associations.models.entries import Association


class ErrorReportQuerySet(models.QuerySet["ErrorReport"]):
    def visible_to(self, user: Any) -> "ErrorReportQuerySet":
        """Coordinators only: a report may hold anything a visitor wrote."""
        return self if user.has_perm("associations.maintain") else self.none()

    def open(self) -> "ErrorReportQuerySet":
        return self.filter(handled_at=None)


class ErrorReport(models.Model):
    """A report from somebody who isn't signed in. Nothing is kept about the sender."""

    class About(models.TextChoices):
        CONTACT = "contact", "Telefon, e-post eller adress"
        HOURS = "hours", "Öppettider"
        CLOSED = "closed", "Föreningen finns inte längre"
        PERSON = "person", "En person som inte ska stå där"
        OTHER = "other", "Något annat"

    association = models.ForeignKey(Association, on_delete=models.CASCADE, related_name="error_reports")
    about = models.CharField("vad gäller det?", max_length=8, choices=About)
    text = models.TextField("vad är det som inte stämmer?", blank=True)
    # The association's own answer through the confirmation link, rather than a visitor's.
    from_association = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    handled_at = models.DateTimeField(null=True)
    handled_by = models.UUIDField(null=True)

    objects = ErrorReportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(handled_at=None, handled_by=None)
                | Q(handled_at__isnull=False, handled_by__isnull=False),
                name="error_report_handled_by_somebody",
            )
        ]
        indexes = [
            models.Index(fields=["-created_at"], name="error_report_open", condition=Q(handled_at=None))
        ]

    def __str__(self) -> str:
        return str(self.pk)
