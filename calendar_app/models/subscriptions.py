"""Personal feeds and the e-mail digest."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from common.transitions import Transition


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


class DigestSubscriptionQuerySet(models.QuerySet["DigestSubscription"]):
    def live(self) -> "DigestSubscriptionQuerySet":
        """Those that still hold an address."""
        return self.exclude(status=DigestSubscription.Status.ENDED)

    def of_address(self, email: str) -> "DigestSubscriptionQuerySet":
        """The live one of an address, however it is written."""
        return self.live().filter(email=email.strip().lower())


class DigestSubscription(models.Model):
    """The calendar by mail, weekly or monthly; double opt-in; needs no account.

    Links in mails carry the id and a signature, so there is no secret to store.
    """

    class Frequency(models.TextChoices):
        WEEKLY = "weekly", "Varje vecka"
        MONTHLY = "monthly", "Varje månad"

    class Status(models.TextChoices):
        PENDING = "pending", "Väntar på bekräftelse"
        ACTIVE = "active", "Aktiv"
        PAUSED = "paused", "Pausad"
        ENDED = "ended", "Avslutad"

    # Nobody has a permission here: the one who holds the mail's link asks, the portal acts.
    TRANSITIONS = (
        Transition("pending", "active", permission="calendar_app.keep_digests"),
        Transition("active", "paused", permission="calendar_app.keep_digests"),
        Transition("paused", "pending", permission="calendar_app.keep_digests"),
        Transition("paused", "active", permission="calendar_app.keep_digests"),
        Transition("pending", "ended", permission="calendar_app.keep_digests"),
        Transition("active", "ended", permission="calendar_app.keep_digests"),
        Transition("paused", "ended", permission="calendar_app.keep_digests"),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # Lower case; emptied when the subscription ends.
    email = models.EmailField("e-postadress", blank=True)
    frequency = models.CharField("hur ofta", max_length=8, choices=Frequency)
    filters = models.JSONField(default=dict)
    status = models.CharField(max_length=8, choices=Status, default=Status.PENDING)
    created_at = models.DateTimeField(auto_now_add=True)
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)
    # The last week or month that was handled, so that none is sent twice: "2026-W53", "2026-12".
    last_period = models.CharField(max_length=10, blank=True)
    bounces = models.PositiveSmallIntegerField(default=0)

    objects = DigestSubscriptionQuerySet.as_manager()

    class Meta:
        constraints = [
            # An ended subscription keeps no address.
            models.CheckConstraint(
                condition=Q(status="ended", email="") | ~Q(status="ended"), name="ended_digest_has_no_address"
            ),
            models.UniqueConstraint(
                fields=["email"], condition=~Q(status="ended") & ~Q(email=""), name="digest_once_per_address"
            ),
        ]
        indexes = [models.Index(fields=["status", "frequency"], name="digest_due")]

    def __str__(self) -> str:
        return str(self.id)
