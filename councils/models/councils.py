"""Councils and groups, and the seats they are composed of."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.holdings import register_holding
from associations.models import Association, AssociationNetwork
from common.swedish import swedish_order
from common.transitions import Transition
from councils.models.visibility import CouncilQuerySet
from councils.words import CouncilKind, CouncilStatus, MinutesKind, Standing, Voice
from organisations.models import Area, Principal, Unit

register_holding(
    "councils.offices",
    lambda user: user.council_offices.filter(ended_on=None),
    council="council_id",
    name="council__name",
    slug="council__slug",
    kind="council__kind",
)
register_holding(
    "councils.payroll",
    lambda user: user.payroll_readings.filter(ended_on=None),
    principal="principal_id",
    name="principal__name",
)


def _taking_part(user: Any) -> Any:
    """Which units take part in which councils, of those that ``user`` manages."""
    council: Any = Council
    return council.units.through.objects.filter(
        unit__roles__in=user.unit_roles.current().filter(role="unit_manager")
    )


register_holding(
    "councils.taking_part",
    _taking_part,
    council="council_id",
)


class Council(models.Model):
    """A user council, its working committee, the dialogue meetings of an area, or a steering group.

    Advisory: it proposes and agrees, matters that need a decision go to each organisation (domain.md 3). A paused
    council says why and when it is looked at again.
    """

    TRANSITIONS = (
        Transition("active", "paused", permission="councils.maintain_council"),
        Transition("active", "ended", permission="councils.maintain_council"),
        Transition("paused", "active", permission="councils.resume_council"),
        Transition("paused", "ended", permission="councils.maintain_council"),
        Transition("ended", "active", permission="councils.maintain_council"),
    )

    kind = models.CharField("typ", max_length=14, choices=CouncilKind)
    name = models.CharField("namn", max_length=120, unique=True)
    slug = models.SlugField("adress", max_length=120, unique=True)
    status = models.CharField(max_length=6, choices=CouncilStatus, default=CouncilStatus.ACTIVE)
    status_reason = models.CharField("varför", max_length=400, blank=True)
    review_on = models.DateField("ses över", null=True, blank=True)
    is_public = models.BooleanField("har en publik sida", default=False)
    area = models.ForeignKey(
        Area, on_delete=models.PROTECT, null=True, blank=True, related_name="councils", verbose_name="område"
    )
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="committees",
        verbose_name="hör till",
    )
    network = models.ForeignKey(
        AssociationNetwork,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="councils",
        verbose_name="föreningsnätverk",
    )
    purpose = models.TextField("syfte", max_length=2000, blank=True)
    rules_of_procedure = models.FileField("arbetsordning", upload_to="councils/rules/%Y/", blank=True)
    rules_decided_on = models.DateField("arbetsordningen beslutad", null=True, blank=True)
    principals = models.ManyToManyField(
        Principal, blank=True, related_name="councils", verbose_name="huvudmän"
    )
    units = models.ManyToManyField(Unit, blank=True, related_name="councils", verbose_name="verksamheter")
    # In their work, never a private person.
    contact_name = models.CharField("kontakt", max_length=120, blank=True)
    contact_email = models.EmailField("e-post", blank=True)
    contact_phone = models.CharField("telefon", max_length=20, blank=True)
    papers_days = models.PositiveSmallIntegerField(
        "dagar före mötet då handlingarna ska vara ute", default=10
    )
    views_days = models.PositiveSmallIntegerField("dagar för synpunkter på anteckningarna", default=14)
    minutes_kind = models.CharField(
        "anteckningar", max_length=6, choices=MinutesKind, default=MinutesKind.NOTES
    )
    cost_centre = models.CharField("kostnadsställe", max_length=20, blank=True)
    form_key = models.UUIDField(null=True, unique=True, editable=False)
    version = models.PositiveIntegerField(default=1)

    objects = CouncilQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="paused") | (~Q(status_reason="") & Q(review_on__isnull=False)),
                name="paused_council_says_why_and_until",
            ),
            models.CheckConstraint(
                condition=~Q(status="ended") | ~Q(status_reason=""), name="ended_council_says_why"
            ),
            models.CheckConstraint(
                condition=~Q(kind="dialogue_area") | Q(area__isnull=False), name="dialogue_area_has_area"
            ),
            models.CheckConstraint(
                condition=Q(papers_days__lte=60, views_days__gte=1, views_days__lte=60),
                name="council_days_are_reasonable",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The public page; only for a council that has one."""
        return reverse("councils_public:council", args=[self.slug])

    @property
    def is_dialogue(self) -> bool:
        return self.kind == CouncilKind.DIALOGUE_AREA


class StandingItem(models.Model):
    """An item that stands on every agenda of a council."""

    council = models.ForeignKey(Council, on_delete=models.CASCADE, related_name="standing_items")
    code = models.CharField("slag", max_length=12, choices=Standing)
    title = models.CharField("rubrik", max_length=160)
    minutes = models.PositiveSmallIntegerField("minuter", default=5)
    position = models.PositiveSmallIntegerField("ordning")

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title


class SeatQuerySet(models.QuerySet["Seat"]):
    def in_use(self) -> "SeatQuerySet":
        return self.filter(withdrawn_on=None)

    def in_order(self) -> "SeatQuerySet":
        """Those of associations first, then units and principals."""
        return self.select_related("association", "principal", "unit").order_by(
            "kind", swedish_order("association__name"), "number", "pk"
        )


class Seat(models.Model):
    """A place in a council: for one association, any association of the network, a principal or a unit.

    All seats in use are the composition rule. Who sits there is a ``Mandate``.
    """

    class Kind(models.TextChoices):
        ASSOCIATION = "association", "En förening"
        OPEN = "open", "Valfri förening i nätverket"
        PRINCIPAL = "principal", "En huvudman"
        UNIT = "unit", "En verksamhet"

    council = models.ForeignKey(Council, on_delete=models.CASCADE, related_name="seats")
    kind = models.CharField("plats för", max_length=11, choices=Kind)
    association = models.ForeignKey(
        Association, on_delete=models.PROTECT, null=True, blank=True, related_name="seats"
    )
    principal = models.ForeignKey(
        Principal, on_delete=models.PROTECT, null=True, blank=True, related_name="seats"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="seats")
    voice = models.CharField("talar för", max_length=9, choices=Voice)
    number = models.PositiveSmallIntegerField("nummer", default=1)
    has_substitute = models.BooleanField("har ersättare", default=True)
    withdrawn_on = models.DateField("indragen", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = SeatQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(kind="association", association__isnull=False, principal=None, unit=None)
                    | Q(kind="open", association=None, principal=None, unit=None)
                    | Q(kind="principal", association=None, principal__isnull=False, unit=None)
                    | Q(kind="unit", association=None, principal=None, unit__isnull=False)
                ),
                name="seat_is_for_what_it_says",
            ),
            models.UniqueConstraint(
                fields=["council", "kind", "association", "principal", "unit", "number"],
                condition=Q(withdrawn_on=None),
                nulls_distinct=False,
                name="seat_number_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.body or self.get_kind_display())

    @property
    def body(self) -> Any:
        """The association, principal or unit it is for; ``None`` for an open seat."""
        return self.association or self.principal or self.unit


class CouncilOffice(models.Model):
    """The secretary of a council: calls, takes notes, keeps the papers. The chair is a mandate."""

    council = models.ForeignKey(Council, on_delete=models.CASCADE, related_name="offices")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="council_offices"
    )
    since = models.DateField(auto_now_add=True)
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["council", "user"], condition=Q(ended_on=None), name="council_secretary_once"
            )
        ]

    def __str__(self) -> str:
        return "Sekreterare"


class PayrollReader(models.Model):
    """Somebody at a principal's payroll office: reads and receives its payroll lists, nothing else of the councils."""

    principal = models.ForeignKey(Principal, on_delete=models.CASCADE, related_name="payroll_readers")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="payroll_readings"
    )
    since = models.DateField(auto_now_add=True)
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["principal", "user"], condition=Q(ended_on=None), name="payroll_reader_once"
            )
        ]

    def __str__(self) -> str:
        return "Löneenheten"
