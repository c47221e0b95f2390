"""Minutes: written, sent for views, approved by those chosen, published in editions that never change."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from common.models import Edition
from common.transitions import Transition
from councils.models.mandates import Mandate
from councils.models.meetings import Meeting
from councils.models.visibility import MinutesQuerySet
from councils.words import MinutesKind, MinutesStatus


class Minutes(models.Model):
    """Notes or formal minutes of one meeting.

    ``frozen`` is what was sent for views, and then what was approved: who came (counts per body), items, notes, decisions
    and actions. ``fingerprint`` is its SHA-256: an approver approves just that text, and an edit empties every tick.
    """

    TRANSITIONS = (
        Transition("draft", "sent", permission="councils.write_minutes"),
        Transition("sent", "draft", permission="councils.write_minutes"),
        Transition("sent", "approved", permission="councils.settle_minutes"),
        Transition("approved", "published", permission="councils.publish_minutes"),
        Transition("published", "draft", permission="councils.write_minutes"),
    )

    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, related_name="minutes")
    kind = models.CharField("form", max_length=6, choices=MinutesKind)
    status = models.CharField(max_length=9, choices=MinutesStatus, default=MinutesStatus.DRAFT)
    frozen = models.JSONField(default=dict)
    fingerprint = models.CharField(max_length=64, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    views_until = models.DateField("synpunkter senast", null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    # Why a new edition is made of published minutes.
    correction = models.CharField("rättelse", max_length=400, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    objects = MinutesQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "minutes"
        constraints = [
            models.CheckConstraint(
                condition=Q(status="draft") | (~Q(fingerprint="") & Q(sent_at__isnull=False)),
                name="sent_minutes_are_frozen",
            ),
            models.CheckConstraint(
                condition=~Q(status="published") | Q(published_at__isnull=False),
                name="published_minutes_have_day",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class MinutesApprover(models.Model):
    """The chair or an approver (justerare) and their tick. ``fingerprint`` is the text they had before them.

    ``told_how`` and ``told_on`` say that somebody without account approved on paper or by phone, that day: the coordinator
    wrote it down. Both are empty when the person ticked here.
    """

    class Told(models.TextChoices):
        PAPER = "paper", "På papper"
        PHONE = "phone", "Per telefon"

    minutes = models.ForeignKey(Minutes, on_delete=models.CASCADE, related_name="approvers")
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")
    ticked_at = models.DateTimeField(null=True, blank=True)
    # The letter that it is time to approve; another when a tick was emptied.
    told_at = models.DateTimeField(null=True, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    told_how = models.CharField("hur", max_length=5, choices=Told, blank=True)
    told_on = models.DateField("vilken dag", null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["minutes", "mandate"], name="minutes_approver_once"),
            models.CheckConstraint(
                condition=Q(ticked_at=None, fingerprint="")
                | (Q(ticked_at__isnull=False) & ~Q(fingerprint="")),
                name="tick_names_the_text",
            ),
            models.CheckConstraint(
                condition=Q(told_how="", told_on=None)
                | (~Q(told_how="") & Q(told_on__isnull=False, ticked_at__isnull=False)),
                name="told_tick_says_how_and_when",
            ),
        ]

    def __str__(self) -> str:
        return "Justerare"

    @property
    def ticks_here(self) -> bool:
        """Whether the person can sign in and tick; else the coordinator writes down what they say."""
        return self.mandate.user is not None and self.mandate.user.is_active


class MinutesView(models.Model):
    """Somebody's view (synpunkt) on minutes that are sent round, and what was done with it."""

    class State(models.TextChoices):
        WAITING = "waiting", "Väntar"
        TAKEN = "taken", "Ändrat"
        LEFT = "left", "Inte ändrat"

    minutes = models.ForeignKey(Minutes, on_delete=models.CASCADE, related_name="views")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    mandate = models.ForeignKey(Mandate, on_delete=models.SET_NULL, null=True, related_name="+")
    # Somebody without account told it by phone or on paper; ``mandate`` says who.
    by_phone = models.BooleanField("per telefon", default=False)
    text = models.TextField("synpunkt", max_length=2000)
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    answer = models.CharField("svar", max_length=400, blank=True)
    form_key = models.UUIDField(null=True, unique=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["created_at"]

    def __str__(self) -> str:
        return self.get_state_display()


class MinutesEdition(models.Model):
    """Published minutes as they were that day: text, and its PDF. Locked; a correction makes the next number."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    fingerprint = models.CharField(max_length=64)
    correction = models.CharField(max_length=400, blank=True)
    published_at = models.DateTimeField()
    document = models.ForeignKey(Edition, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    large_print = models.ForeignKey(
        Edition, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["minutes", "number"], name="minutes_edition_once")]

    def __str__(self) -> str:
        return f"Utgåva {self.number}"
