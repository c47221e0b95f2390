"""Personal feeds and the e-mail digest."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q


class PersonalFeed(models.Model):
    """A person's secret feed address. Only the secret's hash is kept; a reset replaces it."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="personal_feed"
    )
    token_hash = models.CharField(max_length=64, unique=True)
    filters = models.JSONField(default=dict)
    reset_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"feed {self.pk}"


class DigestSubscription(models.Model):
    """The calendar by mail, weekly or monthly; double opt-in; needs no account."""

    class Frequency(models.TextChoices):
        WEEKLY = "weekly", "Varje vecka"
        MONTHLY = "monthly", "Varje månad"

    class Status(models.TextChoices):
        PENDING = "pending", "Väntar på bekräftelse"
        ACTIVE = "active", "Aktiv"
        PAUSED = "paused", "Pausad"
        ENDED = "ended", "Avslutad"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField("e-postadress", blank=True)
    frequency = models.CharField("hur ofta", max_length=8, choices=Frequency)
    filters = models.JSONField(default=dict)
    status = models.CharField(max_length=8, choices=Status, default=Status.PENDING)
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    confirmed_at = models.DateTimeField(null=True)
    last_period = models.CharField(max_length=10, blank=True)
    bounces = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            # An ended subscription keeps no address.
            models.CheckConstraint(
                condition=Q(status="ended", email="") | ~Q(status="ended"), name="ended_digest_has_no_address"
            )
        ]
        indexes = [models.Index(fields=["status", "frequency"], name="digest_due")]

    def __str__(self) -> str:
        return str(self.id)
