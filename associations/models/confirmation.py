"""The yearly question: are the facts right?"""

from datetime import date
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from associations.models.entries import Association


class ConfirmationRoundQuerySet(models.QuerySet["ConfirmationRound"]):
    def visible_to(self, user: Any) -> "ConfirmationRoundQuerySet":
        """Coordinators see and move the dates of all; nobody else's page lists rounds."""
        return self if user.has_perm("associations.maintain") else self.none()

    def open(self) -> "ConfirmationRoundQuerySet":
        return self.filter(state=ConfirmationRound.State.OPEN)

    def due(self, day: date) -> "ConfirmationRoundQuerySet":
        """Open rounds whose next step falls on ``day`` or earlier."""
        return self.open().filter(next_on__lte=day)


class ConfirmationRound(models.Model):
    """One association's confirmation this year: asked, reminded twice, marked, unlisted.

    ``step`` is the last step taken and ``next_on`` the day of the next one. Every date can be
    postponed by the coordinator. Only hashes of the links are kept; each mail has a link of its own
    and all of them work until the round is closed.
    """

    class State(models.TextChoices):
        OPEN = "open", "Väntar på svar"
        CONFIRMED = "confirmed", "Bekräftad"
        CLOSED = "closed", "Avslutad"

    class Step(models.IntegerChoices):
        PLANNED = 0, "Frågan är planerad"
        ASKED = 1, "Frågan är skickad"
        REMINDED = 2, "Första påminnelsen är skickad"
        REMINDED_AGAIN = 3, "Andra påminnelsen är skickad"
        MARKED = 4, "Sidan är märkt som inte bekräftad"
        UNLISTED = 5, "Sidan visas inte längre"

    association = models.ForeignKey(Association, on_delete=models.CASCADE, related_name="confirmation_rounds")
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    step = models.PositiveSmallIntegerField(choices=Step, default=Step.PLANNED)
    ask_on = models.DateField("frågan skickas")
    remind_on = models.DateField("första påminnelsen")
    remind_again_on = models.DateField("andra påminnelsen")
    mark_on = models.DateField("märks som inte bekräftad")
    unlist_on = models.DateField("visas inte längre")
    next_on = models.DateField(null=True)
    # Nobody to write to: the coordinator has to ask in some other way.
    unreachable = models.BooleanField(default=False)
    token_hashes = ArrayField(models.CharField(max_length=64), default=list)
    closed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = ConfirmationRoundQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["association"], condition=Q(state="open"), name="confirmation_one_open_round"
            ),
            models.CheckConstraint(
                condition=Q(
                    remind_on__gt=F("ask_on"),
                    remind_again_on__gt=F("remind_on"),
                    mark_on__gt=F("remind_again_on"),
                    unlist_on__gt=F("mark_on"),
                ),
                name="confirmation_dates_in_order",
            ),
            models.CheckConstraint(
                condition=Q(state="open", closed_at=None) | (~Q(state="open") & Q(closed_at__isnull=False)),
                name="confirmation_closed_at",
            ),
        ]
        indexes = [models.Index(fields=["next_on"], name="confirmation_due", condition=Q(state="open"))]

    def __str__(self) -> str:
        return str(self.pk)

    def next_date(self) -> date | None:
        """Return the day of the step after ``step``; ``None`` when nothing more happens by itself."""
        dates = (self.ask_on, self.remind_on, self.remind_again_on, self.mark_on, self.unlist_on)
        return dates[self.step] if self.step < len(dates) else None
