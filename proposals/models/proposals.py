"""A proposal (förslag) and those it is addressed to."""

import uuid
from datetime import date
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Case, F, Prefetch, Q, Value, When
from django.urls import reverse

from common.swedish import today
from organisations.models import Principal, PriorityGroup, Theme, Unit
from proposals.models.sources import ProposalSource, of_own_sources
from proposals.rules import answered_bodies, overseen_bodies
from proposals.words import Outcome, SaidFrom, State, Status


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def public(self) -> "ProposalQuerySet":
        """What anybody may read."""
        return self.filter(state=State.PUBLIC)

    def visible_to(self, user: Any) -> "ProposalQuerySet":
        """In the workspace. Drafts: the source's team alone. Sent and public: addressees and coordinators too.

        A superior sees those that are late at a unit or principal below them.
        """
        if not getattr(user, "is_authenticated", False):
            return self.none()
        allowed = of_own_sources(user, "source__")
        if user.has_perm("proposals.oversee"):
            allowed |= ~Q(state=State.DRAFT)
        if mine := answered_bodies(user):
            allowed |= ~Q(state=State.DRAFT) & Q(pk__in=Addressee.objects.of(mine).values("proposal"))
        if below := overseen_bodies(user):
            late = ~Q(state=State.DRAFT) & Q(late_from__lte=today())
            allowed |= late & Q(pk__in=Addressee.objects.of(below).values("proposal"))
        return self.filter(allowed)

    def with_status(self, day: date | None = None) -> Any:
        """Annotate ``status_now``: what ``proposals.standing`` says on ``day``, in one comparison per row."""
        late = When(late_from__lte=day or today(), then=Value(Status.LATE.value))
        return self.annotate(status_now=Case(late, default=F("base_status")))

    def for_listing(self) -> "ProposalQuerySet":
        """Everything a chain shows, in a fixed number of queries."""
        measures = apps.get_model("proposals", "Measure").objects.with_told_at()
        return self.select_related("source", "source__follow_up", "theme").prefetch_related(
            "priority_groups",
            "addressees__unit__municipality",
            "addressees__principal",
            "addressees__responses",
            Prefetch("addressees__measures", measures),
            "addressees__measures__checks",
            "effect_questions",
        )

    def newest_first(self) -> "ProposalQuerySet":
        return self.order_by("-public_on", "source", "number")


class Proposal(models.Model):
    """What somebody who uses a service has asked for, and what came of it.

    ``base_status`` and ``late_from`` are what ``proposals.standing`` last worked out; on and after ``late_from`` the
    proposal is late. ``effect_*`` are the users' answers to the latest question that has closed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    source = models.ForeignKey(ProposalSource, on_delete=models.PROTECT, related_name="proposals")
    number = models.PositiveSmallIntegerField("nummer")
    # Empty until the proposal is public: an address is a promise.
    slug = models.SlugField("adress", max_length=120, blank=True)
    title = models.CharField("rubrik", max_length=200)
    said = models.TextField("du sa", max_length=1000, blank=True)
    said_from = models.CharField("varifrån orden kommer", max_length=9, choices=SaidFrom, blank=True)
    said_reworded = models.BooleanField("återgivet med andra ord", default=False)
    said_note = models.CharField("hur många det gäller", max_length=200, blank=True)
    text = models.TextField("förslag", max_length=2000, blank=True)
    theme = models.ForeignKey(
        Theme,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="proposals",
        verbose_name="område",
    )
    priority_groups = models.ManyToManyField(
        PriorityGroup, blank=True, related_name="proposals", verbose_name="prioriterade grupper"
    )
    state = models.CharField(max_length=6, choices=State, default=State.DRAFT)
    sent_on = models.DateField("skickat", null=True, blank=True)
    public_on = models.DateField("publicerat", null=True, blank=True)

    outcome = models.CharField("utfall", max_length=9, choices=Outcome, blank=True)
    outcome_note = models.TextField("varför", max_length=1000, blank=True)
    outcome_on = models.DateField(null=True, blank=True)
    reopened_on = models.DateField(null=True, blank=True)
    reopened_note = models.TextField("varför", max_length=1000, blank=True)

    base_status = models.CharField(max_length=9, choices=Status, default=Status.WAITING)
    late_from = models.DateField(null=True, blank=True)
    # The status of the last move, so that a day passing is noticed once.
    told_status = models.CharField(max_length=9, choices=Status, default=Status.WAITING)
    # As the surveys room lets them be shown: empty is withheld. ``effect_reached`` is the thresholds' verdict.
    effect_base = models.PositiveIntegerField(null=True, blank=True)
    effect_yes = models.PositiveIntegerField(null=True, blank=True)
    effect_partly = models.PositiveIntegerField(null=True, blank=True)
    effect_no = models.PositiveIntegerField(null=True, blank=True)
    effect_reached = models.BooleanField(default=False)
    effect_on = models.DateField(null=True, blank=True)

    moved_at = models.DateTimeField(null=True, blank=True)
    # Answers a double submit: the same form can create only one proposal.
    form_key = models.UUIDField(null=True, unique=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "number"], name="proposal_number_once"),
            models.UniqueConstraint(fields=["slug"], condition=~Q(slug=""), name="proposal_slug_once"),
            models.CheckConstraint(
                condition=~Q(state="public") | (~Q(slug="") & Q(public_on__isnull=False)),
                name="public_proposal_has_address",
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(sent_on__isnull=False), name="sent_proposal_has_day"
            ),
            models.CheckConstraint(
                condition=Q(outcome="") | (~Q(outcome_note="") & Q(outcome_on__isnull=False)),
                name="settled_proposal_says_why",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-public_on", "source", "number"], name="proposal_public_newest"),
            models.Index(fields=["state", "base_status", "late_from"], name="proposal_status"),
            models.Index(fields=["-moved_at"], name="proposal_moved", condition=Q(state="public")),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The public page; only for a public proposal."""
        return reverse("loop:proposal", args=[self.slug])

    @property
    def is_public(self) -> bool:
        return self.state == State.PUBLIC

    @property
    def is_draft(self) -> bool:
        return self.state == State.DRAFT


class AddresseeQuerySet(models.QuerySet["Addressee"]):
    def of(self, bodies: Any) -> "AddresseeQuerySet":
        """Those that are one of ``bodies`` (``proposals.rules.Bodies``)."""
        return self.filter(Q(unit__in=bodies.units) | Q(principal__in=bodies.principals))

    def answered_by(self, user: Any) -> "AddresseeQuerySet":
        """Those ``user`` answers for, of proposals that are sent."""
        return self.of(answered_bodies(user)).exclude(proposal__state=State.DRAFT)

    def unanswered(self) -> "AddresseeQuerySet":
        """Those whose answer is awaited; a settled proposal awaits none."""
        # Only present answers have a day; see Response.
        return self.filter(answered_on=None, answer_due__isnull=False, proposal__outcome="")


class Addressee(models.Model):
    """A unit or a principal that a proposal is put to, and by when it must answer.

    ``answered_on`` is the day of the answer that holds now; empty while one is awaited.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="addressees")
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="addressed", verbose_name="enhet"
    )
    principal = models.ForeignKey(
        Principal,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="addressed",
        verbose_name="huvudman",
    )
    answer_due = models.DateField("svara senast", null=True, blank=True)
    answered_on = models.DateField("svarade", null=True, blank=True)
    # How far the reminders of the present deadline have come; see proposals.services.reminders.
    reminded = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    objects = AddresseeQuerySet.as_manager()

    class Meta:
        # Units before principals, each by name.
        ordering = ["unit__name", "principal__name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(unit=None, principal__isnull=False) | Q(unit__isnull=False, principal=None),
                name="addressee_is_unit_or_principal",
            ),
            models.UniqueConstraint(fields=["proposal", "unit"], name="unit_addressed_once"),
            models.UniqueConstraint(fields=["proposal", "principal"], name="principal_addressed_once"),
        ]
        indexes = [
            models.Index(fields=["answer_due"], name="addressee_awaited", condition=Q(answered_on=None))
        ]

    def __str__(self) -> str:
        return str(self.body)

    @property
    def body(self) -> Unit | Principal:
        """The unit or the principal."""
        body = self.unit or self.principal
        if body is None:
            raise ValueError("an addressee is a unit or a principal")
        return body
