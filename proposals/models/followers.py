"""What moves, and who wants to know."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from proposals.models.proposals import Proposal
from proposals.words import Status


class Move(models.Model):
    """Something that happened to a proposal, as anybody may know it once the proposal is public."""

    class Kind(models.TextChoices):
        PUBLISHED = "published", "Förslaget har publicerats"
        ANSWERED = "answered", "Verksamheten har svarat"
        PLANNED = "planned", "En ny åtgärd är planerad"
        UPDATED = "updated", "Verksamheten har berättat hur det går"
        DONE = "done", "Verksamheten säger att en åtgärd är klar"
        CHECKED = "checked", "En åtgärd har kontrollerats"
        EFFECT = "effect", "De som använder verksamheten har svarat"
        LATE = "late", "Det har blivit försenat"
        SETTLED = "settled", "Förslaget har avslutats"
        REOPENED = "reopened", "Förslaget har öppnats igen"
        STATUS = "status", "Läget har ändrats"

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="moves")
    kind = models.CharField(max_length=9, choices=Kind)
    status = models.CharField(max_length=9, choices=Status)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.get_kind_display()


class FollowQuerySet(models.QuerySet["Follow"]):
    def live(self) -> "FollowQuerySet":
        """Those that still hold an address."""
        return self.exclude(status=Follow.Status.ENDED)

    def of_address(self, email: str) -> "FollowQuerySet":
        """The live ones of an address, however it is written."""
        return self.live().filter(email=email.strip().lower())


class Follow(models.Model):
    """One address that is told when one proposal moves; double opt-in; needs no account.

    ``told`` is the last move the address has heard of. Links in letters carry the id and a signature.
    """

    class Status(models.TextChoices):
        PENDING = "pending", "Väntar på bekräftelse"
        ACTIVE = "active", "Följer"
        ENDED = "ended", "Avslutad"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="follows")
    # Lower case; emptied when it ends.
    email = models.EmailField("e-postadress", blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="followed_proposals",
    )
    status = models.CharField(max_length=7, choices=Status, default=Status.PENDING)
    told = models.PositiveBigIntegerField(default=0)
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)

    objects = FollowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status="ended", email="", user=None) | (~Q(status="ended") & ~Q(email="")),
                name="ended_follow_has_no_address",
            ),
            models.UniqueConstraint(
                fields=["proposal", "email"], condition=~Q(status="ended"), name="follow_once_per_address"
            ),
        ]
        indexes = [models.Index(fields=["status", "email"], name="follow_by_address")]

    def __str__(self) -> str:
        return str(self.id)
