"""What a meeting takes up: items, notes per item, what the council says, and what somebody is to do."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from associations.models import Association
from common.swedish import today
from councils.models.councils import Council
from councils.models.mandates import Mandate
from councils.models.meetings import Meeting
from councils.models.visibility import AgendaItemQuerySet
from councils.words import ActionState, DecisionKind, ItemState, Standing
from organisations.models import Principal, Unit
from proposals.models import Proposal


class AgendaItem(models.Model):
    """An item proposed to a council or standing on a meeting's agenda.

    ``meeting`` is empty until it is placed. ``carried_from`` is the item it comes back from: what is open returns on the
    next agenda by itself. ``answer`` is what the proposer is told, whatever becomes of it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="items")
    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="items"
    )
    state = models.CharField(max_length=9, choices=ItemState, default=ItemState.PROPOSED)
    standing = models.CharField(max_length=12, choices=Standing, blank=True)
    position = models.PositiveSmallIntegerField("ordning", default=0)
    title = models.CharField("rubrik", max_length=160)
    text = models.TextField("vad det handlar om", max_length=3000, blank=True)
    minutes = models.PositiveSmallIntegerField("minuter", default=10)
    presenter = models.CharField("vem berättar", max_length=120, blank=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    proposed_for = models.ForeignKey(
        Association,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="agenda_items",
        verbose_name="från föreningen",
    )
    proposed_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField("svar till den som föreslog", max_length=1000, blank=True)
    carried_from = models.OneToOneField(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="carried_to"
    )
    # The agenda it was taken off: it waits for another.
    removed_from = models.ForeignKey(
        Meeting, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # To be taken up again at the next meeting.
    stays_open = models.BooleanField("tas upp igen nästa möte", default=False)
    form_key = models.UUIDField(null=True, unique=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        ordering = ["position", "created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "declined", "postponed"]) | Q(meeting__isnull=False),
                name="placed_item_has_meeting",
            ),
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(answer=""), name="declined_item_is_answered"
            ),
        ]
        indexes = [
            models.Index(fields=["meeting", "position"], name="agenda_order"),
            models.Index(fields=["council", "state"], name="agenda_state"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_decided(self) -> bool:
        """Whether its proposer has been told that it is taken up, or that it is not."""
        return self.state not in {ItemState.PROPOSED, ItemState.POSTPONED}


class ItemNote(models.Model):
    """What is noted under an item for the minutes. ``version`` rises at each save: two may write at once."""

    item = models.OneToOneField(AgendaItem, on_delete=models.CASCADE, related_name="note")
    text = models.TextField("anteckning", max_length=20000, blank=True)
    updated_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return "Anteckning"


class InternalNote(models.Model):
    """What those who run the meeting remember for themselves. Never in minutes, PDF, search or public pages."""

    item = models.OneToOneField(AgendaItem, on_delete=models.CASCADE, related_name="internal_note")
    text = models.TextField("intern anteckning", max_length=5000, blank=True)
    version = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return "Intern anteckning"


class Decision(models.Model):
    """What the council says under an item, numbered within the meeting (§). Forwarded, it becomes a proposal in the loop."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="decisions")
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="decisions")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField("rådet", max_length=8, choices=DecisionKind)
    text = models.TextField("vad rådet säger", max_length=2000)
    # Whom it goes to, and by when they answer; what they answer lives in the loop.
    forwarded_unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="verksamhet"
    )
    forwarded_principal = models.ForeignKey(
        Principal, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="huvudman"
    )
    answer_due = models.DateField("svar senast", null=True, blank=True)
    proposal = models.OneToOneField(
        Proposal, on_delete=models.SET_NULL, null=True, blank=True, related_name="council_decision"
    )
    form_key = models.UUIDField(null=True, unique=True, editable=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="decision_number_once"),
            models.CheckConstraint(
                condition=Q(forwarded_unit=None) | Q(forwarded_principal=None),
                name="decision_forwarded_to_one",
            ),
            models.CheckConstraint(
                condition=Q(forwarded_unit=None, forwarded_principal=None) | Q(answer_due__isnull=False),
                name="forwarded_decision_has_answer_day",
            ),
        ]

    def __str__(self) -> str:
        return f"§ {self.number}"

    @property
    def forwarded_to(self) -> Unit | Principal | None:
        return self.forwarded_unit or self.forwarded_principal


class ActionQuerySet(models.QuerySet["Action"]):
    def open(self) -> "ActionQuerySet":
        return self.filter(state=ActionState.OPEN)

    def late(self) -> "ActionQuerySet":
        return self.open().filter(due_on__lt=today())


class Action(models.Model):
    """A measure of the action list (åtgärdslistan): what, who, until when. Open ones stand on the next agenda by themselves."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="actions")
    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="actions")
    what = models.CharField("vad", max_length=400)
    # A body or an office in the council ("sekreteraren"), not somebody's name.
    who = models.CharField("vem", max_length=120)
    mandate = models.ForeignKey(
        Mandate, on_delete=models.SET_NULL, null=True, blank=True, related_name="actions"
    )
    due_on = models.DateField("senast", null=True, blank=True)
    state = models.CharField(max_length=7, choices=ActionState, default=ActionState.OPEN)
    outcome = models.CharField("hur det gick", max_length=400, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    closed_at_meeting = models.ForeignKey(
        Meeting, on_delete=models.SET_NULL, null=True, blank=True, related_name="closed_actions"
    )
    form_key = models.UUIDField(null=True, unique=True, editable=False)
    version = models.PositiveIntegerField(default=1)

    objects = ActionQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open") | (Q(closed_on__isnull=False) & ~Q(outcome="")),
                name="closed_action_says_how_it_went",
            )
        ]
        indexes = [models.Index(fields=["council", "state", "due_on"], name="action_open")]

    def __str__(self) -> str:
        return self.what
