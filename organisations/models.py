"""Municipalities, areas, principals (huvudmän) and units (verksamheter). Everything county-specific is data."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from common.swedish import swedish_order
from organisations.rules import held_unit_ids


class AreaQuerySet(models.QuerySet["Area"]):
    def in_order(self) -> "AreaQuerySet":
        return self.order_by("order", swedish_order("name"))


class Area(models.Model):
    """A part of the county that holds its own dialogue meetings, e.g. södra Hälsingland."""

    name = models.CharField("namn", max_length=80, unique=True)
    slug = models.SlugField(max_length=80, unique=True)
    order = models.PositiveSmallIntegerField("ordning", default=0)
    version = models.PositiveIntegerField(default=1)

    objects = AreaQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class MunicipalityQuerySet(models.QuerySet["Municipality"]):
    def in_order(self) -> "MunicipalityQuerySet":
        return self.order_by(swedish_order("name"))

    def on_map(self) -> "MunicipalityQuerySet":
        """Those with a tile of their own on the schematic county map."""
        return self.exclude(tile_column=0, tile_row=0)


class Municipality(models.Model):
    """A municipality (kommun).

    ``tile_column`` and ``tile_row`` place it on the schematic county map, counted from 1 at the top
    left; 0 and 0 mean that it has no tile.
    """

    name = models.CharField("namn", max_length=80, unique=True)
    slug = models.SlugField(max_length=80, unique=True)
    code = models.CharField("kommunkod", max_length=4, blank=True)
    area = models.ForeignKey(
        Area, on_delete=models.PROTECT, related_name="municipalities", verbose_name="område"
    )
    tile_column = models.PositiveSmallIntegerField("kolumn på kartan", default=0)
    tile_row = models.PositiveSmallIntegerField("rad på kartan", default=0)
    version = models.PositiveIntegerField(default=1)

    objects = MunicipalityQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tile_column", "tile_row"],
                condition=~Q(tile_column=0, tile_row=0),
                name="municipality_own_tile",
            ),
            models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="municipality_code_once"),
        ]

    def __str__(self) -> str:
        return self.name


class PrincipalQuerySet(models.QuerySet["Principal"]):
    def in_order(self) -> "PrincipalQuerySet":
        """The region first, then the municipalities in Swedish order."""
        return self.order_by("-kind", swedish_order("name"))


class Principal(models.Model):
    """A responsible authority (huvudman): the region or a municipality."""

    class Kind(models.TextChoices):
        REGION = "region", "Region"
        MUNICIPALITY = "municipality", "Kommun"

    name = models.CharField("namn", max_length=120, unique=True)
    slug = models.SlugField(max_length=120, unique=True)
    kind = models.CharField("typ", max_length=12, choices=Kind)
    municipality = models.OneToOneField(
        Municipality, on_delete=models.PROTECT, null=True, blank=True, verbose_name="kommun"
    )
    version = models.PositiveIntegerField(default=1)

    objects = PrincipalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="region", municipality=None)
                | Q(kind="municipality", municipality__isnull=False),
                name="principal_municipality_matches_kind",
            )
        ]

    def __str__(self) -> str:
        return self.name


class UnitQuerySet(models.QuerySet["Unit"]):
    def in_order(self) -> "UnitQuerySet":
        return self.select_related("principal", "municipality").order_by(swedish_order("name"))

    def active(self) -> "UnitQuerySet":
        return self.filter(closed_on=None)

    def visible_to(self, user: Any) -> "UnitQuerySet":
        """All of them for those who maintain them; otherwise the units one has a role at."""
        if user.has_perm("organisations.maintain"):
            return self
        return self.filter(pk__in=held_unit_ids(user))


class Unit(models.Model):
    """A service (verksamhet, enhet): a clinic, a ward, a housing support team."""

    name = models.CharField("namn", max_length=160)
    slug = models.SlugField(max_length=160, unique=True)
    principal = models.ForeignKey(
        Principal, on_delete=models.PROTECT, related_name="units", verbose_name="huvudman"
    )
    municipality = models.ForeignKey(
        Municipality,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="units",
        verbose_name="kommun",
    )
    closed_on = models.DateField("nedlagd", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = UnitQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["principal", "name"], name="unit_name_once_per_principal")
        ]

    def __str__(self) -> str:
        return self.name


class Respondent(models.Model):
    """Who answers for a unit or a principal, and who is above them when no answer comes."""

    class Kind(models.TextChoices):
        RESPONDENT = "respondent", "Svarar för verksamheten"
        SUPERIOR = "superior", "Överordnad"

    unit = models.ForeignKey(
        Unit, on_delete=models.CASCADE, null=True, blank=True, related_name="respondents"
    )
    principal = models.ForeignKey(
        Principal, on_delete=models.CASCADE, null=True, blank=True, related_name="respondents"
    )
    kind = models.CharField("typ", max_length=10, choices=Kind)
    name = models.CharField("namn", max_length=120)
    title = models.CharField("titel", max_length=120)
    email = models.EmailField("e-postadress i tjänsten")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        # Those who answer before the one above them.
        ordering = ["kind", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(unit=None, principal__isnull=False) | Q(unit__isnull=False, principal=None),
                name="respondent_of_unit_or_principal",
            ),
            models.UniqueConstraint(
                fields=["unit"],
                condition=Q(kind="superior", unit__isnull=False),
                name="one_superior_per_unit",
            ),
            models.UniqueConstraint(
                fields=["principal"],
                condition=Q(kind="superior", principal__isnull=False),
                name="one_superior_per_principal",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class UnitRoleQuerySet(models.QuerySet["UnitRole"]):
    def current(self) -> "UnitRoleQuerySet":
        """Those held today. ``ends_on`` is the first day without the role, so that an end is at once."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gt=timezone.localdate()))


class UnitRole(models.Model):
    """A role tied to one unit: its manager or its peer-support supervisor."""

    class Role(models.TextChoices):
        UNIT_MANAGER = "unit_manager", "Enhetschef"
        SUPERVISOR = "supervisor", "Handledare för peer support"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="unit_roles")
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="roles")
    role = models.CharField("roll", max_length=12, choices=Role)
    starts_on = models.DateField("från", default=timezone.localdate)
    ends_on = models.DateField("till", null=True, blank=True)

    objects = UnitRoleQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "unit", "role"], name="unit_role_once"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")),
                name="unit_role_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.get_role_display()


class SubjectQuerySet(models.QuerySet[Any]):
    def in_use(self) -> "SubjectQuerySet":
        return self.filter(retired_on=None)

    def in_order(self) -> "SubjectQuerySet":
        return self.order_by("order", swedish_order("name"))


class Theme(models.Model):
    """A question area shared by every audit, council and proposal, e.g. bemötande, so that they can be compared.

    A retired theme stays on what carries it and is offered no more.
    """

    name = models.CharField("namn", max_length=80, unique=True)
    slug = models.SlugField(max_length=80, unique=True)
    description = models.CharField("vad det handlar om", max_length=300, blank=True)
    order = models.PositiveSmallIntegerField("ordning", default=0)
    retired_on = models.DateField("används inte längre från", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = SubjectQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class PriorityGroup(models.Model):
    """A group the county gives priority, e.g. samsjuklighet or barn och unga. Says nothing of any one person."""

    name = models.CharField("namn", max_length=80, unique=True)
    slug = models.SlugField(max_length=80, unique=True)
    order = models.PositiveSmallIntegerField("ordning", default=0)
    retired_on = models.DateField("används inte längre från", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = SubjectQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name
