"""A post at a unit and its way from interest to a lasting post, and who works there.

The placement describes the *post*. Who holds it is a row of its own, restricted and optional: working as a peer
supporter tells that one has lived with mental ill health.
"""

from typing import Any

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q, Value
from django.urls import reverse

from associations.models import Association
from common.ranges import DateRange
from organisations.models import Unit
from peersupport.models import phases
from peersupport.models.visibility import InterestQuerySet, PlacementQuerySet
from peersupport.words import EmployerKind, Phase


class Interest(models.Model):
    """A unit says that it wants to know more. Answered by the coordinator, who begins a placement or says why not.

    Contact is somebody in their work, never a private person; removed six months after the answer.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Väntar på svar"
        BEGUN = "begun", "Placering påbörjad"
        DECLINED = "declined", "Inget nu"

    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="peer_interests", verbose_name="verksamhet"
    )  # fmt: skip
    unit_text = models.CharField("verksamhetens namn", max_length=160, blank=True)
    why = models.TextField("varför ni vill", max_length=1500)
    contact_name = models.CharField("ditt namn", max_length=120, blank=True)
    contact_email = models.EmailField("e-post i tjänsten", blank=True)
    contact_phone = models.CharField("telefon i tjänsten", max_length=20, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    answer = models.CharField("svar", max_length=600, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    placement = models.ForeignKey(
        "Placement", on_delete=models.SET_NULL, null=True, blank=True, related_name="interests"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    erased_at = models.DateTimeField(null=True, blank=True)
    form_key = models.UUIDField(null=True, unique=True, editable=False)
    version = models.PositiveIntegerField(default=1)

    objects = InterestQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(unit__isnull=False) | ~Q(unit_text=""), name="peer_interest_names_unit"
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", answered_at=None)
                | (~Q(state="waiting") & Q(answered_at__isnull=False)),
                name="peer_interest_answered_has_day",
            ),
            models.CheckConstraint(
                condition=Q(erased_at=None)
                | Q(contact_name="", contact_email="", contact_phone="", sent_by=None),
                name="peer_interest_erased_is_empty",
            ),
        ]
        indexes = [models.Index(fields=["state", "created_at"], name="peer_interest_waiting")]

    def __str__(self) -> str:
        return "Intresse för peer support"


class Placement(models.Model):
    """A post for a peer supporter at one unit. ``share`` is the post's size in per cent of full time.

    ``employer`` and funding are separate: a unit or an association employs, several sources may pay
    (``FundingPeriod``). Shown to the public from *i gång* on, when the unit has ticked it.
    """

    TRANSITIONS = phases.TRANSITIONS

    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="placements", verbose_name="verksamhet"
    )
    status = models.CharField("fas", max_length=12, choices=Phase, default=Phase.INTEREST)
    status_since = models.DateField("i fasen sedan")
    # While it rests: where it was, why, and when it comes back by itself.
    former_status = models.CharField(max_length=12, choices=Phase, blank=True)
    reason = models.TextField("varför", max_length=1000, blank=True)
    review_on = models.DateField("ses över", null=True, blank=True)
    share = models.PositiveSmallIntegerField(
        "omfattning i procent av heltid", default=100, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )  # fmt: skip
    employer_kind = models.CharField("arbetsgivare", max_length=11, choices=EmployerKind, blank=True)
    employer_association = models.ForeignKey(
        Association,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="placements",
        verbose_name="förening som anställer",
    )
    # The unit's named contact, somebody on the staff in their work.
    contact_name = models.CharField("kontaktperson i verksamheten", max_length=120, blank=True)
    contact_email = models.EmailField("kontaktpersonens e-post i tjänsten", blank=True)
    purpose = models.TextField("vad peer support ska bidra med", max_length=1500, blank=True)
    starts_on = models.DateField("börjar", null=True, blank=True)
    ends_on = models.DateField("slutar", null=True, blank=True)
    is_public = models.BooleanField("syns på de öppna sidorna", default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    form_key = models.UUIDField(null=True, unique=True, editable=False)
    version = models.PositiveIntegerField(default=1)

    objects = PlacementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(share__gte=1, share__lte=100), name="placement_share_is_share"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["paused", "not_now"])
                | (~Q(reason="") & Q(review_on__isnull=False) & ~Q(former_status="")),
                name="resting_placement_says_why_and_until",
            ),
            models.CheckConstraint(
                condition=~Q(status="ended") | ~Q(reason=""), name="ended_placement_says_why"
            ),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="placement_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(employer_kind="association", employer_association__isnull=False)
                | (~Q(employer_kind="association") & Q(employer_association=None)),
                name="placement_employer_is_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["status", "status_since"], name="placement_pipeline"),
            models.Index(
                fields=["review_on"], name="placement_review", condition=Q(status__in=["paused", "not_now"])
            ),
        ]

    def __str__(self) -> str:
        return "Placering"

    def get_absolute_url(self) -> str:
        return reverse("peersupport:placement", args=[self.pk])


class PeerPost(models.Model):
    """Who holds the post, from when until when, and how large a part of full time. The name is optional.

    Read only by the unit's manager, the supervisor and the coordinator. Two rows of one post never overlap; the
    database refuses it. ``ends_on`` is the last day. No health, no address, no identity number: there is no field.
    """

    placement = models.ForeignKey(Placement, on_delete=models.CASCADE, related_name="posts")
    name = models.CharField("namn", max_length=120, blank=True)
    share = models.PositiveSmallIntegerField(
        "andel av heltid i procent", default=100, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    starts_on = models.DateField("från")
    ends_on = models.DateField("till och med", null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)
    form_key = models.UUIDField(null=True, unique=True, editable=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-starts_on", "-pk"]
        constraints = [
            ExclusionConstraint(
                name="one_peer_in_a_post",
                expressions=[
                    (F("placement"), RangeOperators.EQUAL),
                    (DateRange(F("starts_on"), F("ends_on"), Value("[]")), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(condition=Q(share__gte=1, share__lte=100), name="peer_share_is_share"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="peer_post_ends_after_start"
            ),
            models.CheckConstraint(condition=Q(erased_at=None) | Q(name=""), name="erased_peer_is_empty"),
        ]

    def __str__(self) -> str:
        return "Tjänstgöring"

    def holds_on(self, day: Any) -> bool:
        """Tell whether somebody works in the post on ``day``."""
        return self.starts_on <= day and (self.ends_on is None or self.ends_on >= day)
