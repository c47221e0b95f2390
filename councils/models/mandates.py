"""The mandate ledger: who sits for whom, from when until when, appointed how."""

from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q, Value

from accounts.holdings import register_holding
from associations.models import Association
from associations.rules import represented_ids
from common.ranges import DateRange
from common.swedish import today
from councils.models.councils import Council, Seat
from councils.rules import office_council_ids
from councils.words import AppointedHow, CouncilStatus, MandateRole
from organisations.models import Principal, Unit

register_holding(
    "councils.mandates",
    lambda user: user.mandates.current(),
    id="pk",
    council="council_id",
    name="council__name",
    slug="council__slug",
    kind="council__kind",
    role="role",
    association="association_id",
    ends_on="ends_on",
)

# Those who are paid: authorities' own people sit there in their working time.
register_holding(
    "councils.fees",
    lambda user: user.mandates.filter(association__isnull=False),
    id="pk",
)


def _days() -> DateRange:
    """The days of a mandate."""
    return DateRange(F("starts_on"), F("ends_on"), Value("[]"))


class MandateQuerySet(models.QuerySet["Mandate"]):
    def current(self, day: date | None = None) -> "MandateQuerySet":
        """Those that hold on ``day``, today unless told."""
        day = day or today()
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)

    def ending_by(self, day: date) -> "MandateQuerySet":
        """Those that hold today and end on ``day`` at the latest."""
        return self.current().filter(ends_on__lte=day)

    def visible_to(self, user: Any) -> "MandateQuerySet":
        """Rows with name and contact: coordinator, the council's secretary and chair, one's own, one's association's."""
        if not getattr(user, "is_authenticated", False):
            return self.none()
        if user.has_perm("councils.oversee"):
            return self
        return self.filter(
            Q(council_id__in=office_council_ids(user))
            | Q(association_id__in=represented_ids(user))
            | Q(user=user)
        )

    def asked_for_name(self, day: date) -> "MandateQuerySet":
        """Those that hold on ``day`` or later, whose holder has not said whether the name may stand on the public page."""
        unanswered = self.filter(name_answered_at=None, name_public_since=None, erased_at=None)
        asked = unanswered.filter(Q(name_ask_from=None) | Q(name_ask_from__lte=day))
        shown = asked.filter(council__is_public=True).exclude(council__status=CouncilStatus.ENDED)
        return shown.exclude(ends_on__lt=day)

    def for_listing(self) -> "MandateQuerySet":
        return self.select_related("council", "seat", "association", "principal", "unit", "successor")


class Mandate(models.Model):
    """Somebody's place in a council, given by their association, unit or principal for a time.

    ``ends_on`` is the last day. Two never hold one seat in the same role at once; the database refuses it. The name is
    shown in public only after the person's own tick (``name_public_since``). An account is optional. When the person
    is erased the row stays with an empty name: the minutes stay whole.
    """

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="mandates")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="mandates")
    association = models.ForeignKey(
        Association, on_delete=models.PROTECT, null=True, blank=True, related_name="mandates"
    )
    principal = models.ForeignKey(
        Principal, on_delete=models.PROTECT, null=True, blank=True, related_name="mandates"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="mandates")
    role = models.CharField("uppdrag", max_length=10, choices=MandateRole)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="mandates"
    )
    name = models.CharField("namn", max_length=120, blank=True)
    email = models.EmailField("e-post", blank=True)
    phone = models.CharField("telefon", max_length=20, blank=True)
    name_public_since = models.DateTimeField(null=True, blank=True)
    # The person's own yes or no. Unanswered is never yes; then the person is asked, from ``name_ask_from`` if that is set.
    name_answered_at = models.DateTimeField(null=True, blank=True)
    name_ask_from = models.DateField(null=True, blank=True)
    starts_on = models.DateField("från")
    ends_on = models.DateField("till och med", null=True, blank=True)
    appointed_on = models.DateField("utsedd den")
    appointed_how = models.CharField("hur", max_length=14, choices=AppointedHow)
    successor = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="predecessors"
    )
    handed_over_on = models.DateField("överlämnat", null=True, blank=True)
    # How far the reminders before the end have come; see services.mandates.
    reminded = models.PositiveSmallIntegerField(default=0)
    erased_at = models.DateTimeField(null=True, blank=True)
    form_key = models.UUIDField(null=True, unique=True, editable=False)
    version = models.PositiveIntegerField(default=1)

    objects = MandateQuerySet.as_manager()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="one_ordinary_mandate_per_seat",
                expressions=[(F("seat"), RangeOperators.EQUAL), (_days(), RangeOperators.OVERLAPS)],
                condition=Q(seat__isnull=False) & ~Q(role="substitute"),
            ),
            ExclusionConstraint(
                name="one_substitute_per_seat",
                expressions=[(F("seat"), RangeOperators.EQUAL), (_days(), RangeOperators.OVERLAPS)],
                condition=Q(seat__isnull=False, role="substitute"),
            ),
            ExclusionConstraint(
                name="one_chair_at_a_time",
                expressions=[(F("council"), RangeOperators.EQUAL), (_days(), RangeOperators.OVERLAPS)],
                condition=Q(role="chair"),
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="mandate_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(role="co_opted", seat=None) | (~Q(role="co_opted") & Q(seat__isnull=False)),
                name="only_co_opted_without_seat",
            ),
            models.CheckConstraint(
                condition=(
                    Q(association__isnull=False, principal=None, unit=None)
                    | Q(association=None, principal__isnull=False, unit=None)
                    | Q(association=None, principal=None, unit__isnull=False)
                ),
                name="mandate_from_one_body",
            ),
            models.CheckConstraint(
                condition=Q(erased_at=None) | Q(name="", email="", phone="", user=None),
                name="erased_mandate_is_empty",
            ),
        ]
        indexes = [
            models.Index(fields=["council", "starts_on", "ends_on"], name="mandate_council"),
            models.Index(fields=["ends_on"], name="mandate_ends", condition=Q(ends_on__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.get_role_display()

    @property
    def body(self) -> Any:
        """The association, principal or unit that appointed."""
        return self.association or self.principal or self.unit

    @property
    def name_is_open(self) -> bool:
        """Whether the person has yet to say if the name may be shown. Until then it is not."""
        return self.name_answered_at is None and self.name_public_since is None

    @property
    def public_name(self) -> str:
        """The name as anybody may read it: empty without the person's own tick."""
        return self.name if self.name_public_since else ""
