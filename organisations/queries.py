"""Reads for the working pages of the room."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet

from common.models import StatusChange
from common.search import search_text
from common.swedish import swedish_order
from common.trail import object_type
from organisations.models import (
    Area,
    Municipality,
    Principal,
    PriorityGroup,
    Respondent,
    Theme,
    Unit,
    UnitRole,
)

PAGE_SIZE = 50
#: Sort orders of the unit list by their name in the address.
SORT_ORDERS = {
    "namn": (swedish_order("name"),),
    "huvudman": (swedish_order("principal__name"), swedish_order("name")),
    "kommun": (swedish_order("municipality__name"), swedish_order("name")),
}


@dataclass(frozen=True)
class UnitFilter:
    """What the list of units was asked for."""

    words: str = ""
    principal: int | None = None
    state: str = "oppna"
    order: str = "namn"


@dataclass(frozen=True)
class UnitList:
    """One page of units and how many there are in all."""

    page: Page[Unit]
    total: int


@dataclass(frozen=True)
class UnitPage:
    """Everything a unit's own page shows."""

    unit: Unit
    respondents: list[Respondent]
    roles: list[UnitRole]
    history: list[StatusChange]


@dataclass(frozen=True)
class Places:
    """The county's areas with their municipalities."""

    areas: list[Area]
    municipalities: list[Municipality]


@dataclass(frozen=True)
class SubjectList:
    """The themes, or the priority groups. ``edit`` is the name of the address of one."""

    kind: str
    title: str
    meaning: str
    edit: str
    in_use: list[Any]
    retired: list[Any]


def unit_list(user: Any, wanted: UnitFilter, page_number: str) -> UnitList:
    """Return the units ``user`` may see that match, in pages."""
    # Typed loosely: the annotation is known only to the database.
    units: Any = Unit.objects.visible_to(user).in_order().annotate(answering=_answering())
    if wanted.state == "oppna":
        units = units.active()
    elif wanted.state == "nedlagda":
        units = units.exclude(closed_on=None)
    elif wanted.state == "utan-svar":
        units = units.active().filter(answering=0)
    if wanted.principal is not None:
        units = units.filter(principal=wanted.principal)
    if wanted.words:
        units = search_text(units, wanted.words, fields=("name",))
    units = units.order_by(*SORT_ORDERS.get(wanted.order, SORT_ORDERS["namn"]), "pk")
    paginator = Paginator(units, PAGE_SIZE)
    return UnitList(paginator.get_page(page_number), paginator.count)


def unit_page(unit: Unit, user: Any) -> UnitPage:
    """Return what a unit's page shows. People's roles only to those who maintain them."""
    roles: list[UnitRole] = []
    if user.has_perm("organisations.maintain"):
        current = unit.roles.current().select_related("user")
        roles = list(current.order_by("role", swedish_order("user__name")))
    history = StatusChange.objects.filter(object_type=object_type(unit), object_id=str(unit.pk))
    return UnitPage(unit, list(unit.respondents.all()), roles, list(history.order_by("at", "pk")))


def principals() -> list[Principal]:
    """Return all principals with how many units they have and who answers."""
    rows = Principal.objects.in_order().select_related("municipality").prefetch_related("respondents")
    return list(rows.annotate(unit_count=Count("units", filter=Q(units__closed_on=None))))


def places() -> Places:
    """Return the county's map as two lists."""
    areas = Area.objects.in_order().annotate(municipality_count=Count("municipalities"))
    municipalities = Municipality.objects.select_related("area").in_order()
    return Places(list(areas), list(municipalities))


def area_rows() -> QuerySet[Area]:
    """Return every area."""
    return Area.objects.in_order()


def municipality_rows() -> QuerySet[Municipality]:
    """Return every municipality."""
    return Municipality.objects.select_related("area")


def subject_lists() -> list[SubjectList]:
    """Return themes and priority groups, those in use and those that aren't any more."""
    told = (
        ("teman", "Teman", "Vad frågor, resultat och förslag handlar om.", "organisations:theme_edit"),
        (
            "grupper",
            "Prioriterade grupper",
            "Grupper som länet särskilt vill nå. De säger aldrig något om en enskild person.",
            "organisations:priority_group_edit",
        ),
    )
    lists = []
    for kind, title, meaning, edit in told:
        rows = list(_SUBJECTS[kind].objects.in_order())
        in_use = [row for row in rows if row.retired_on is None]
        lists.append(SubjectList(kind, title, meaning, edit, in_use, [row for row in rows if row.retired_on]))
    return lists


def subject(kind: str, slug: str) -> Any:
    """Return the theme (``kind`` "teman") or priority group ("grupper"), or ``None``."""
    model = _SUBJECTS.get(kind)
    return model.objects.filter(slug=slug).first() if model else None


def theme_rows() -> QuerySet[Theme]:
    """Return every theme."""
    return Theme.objects.all()


def priority_group_rows() -> QuerySet[PriorityGroup]:
    """Return every priority group."""
    return PriorityGroup.objects.all()


def principal_rows() -> QuerySet[Principal]:
    """Return every principal."""
    return Principal.objects.select_related("municipality")


def unit_rows(user: Any) -> QuerySet[Unit]:
    """Return the units that ``user`` may open."""
    return Unit.objects.visible_to(user).select_related("principal", "municipality")


def respondent_rows() -> QuerySet[Respondent]:
    """Return everybody who answers."""
    return Respondent.objects.select_related("unit", "principal")


def unit_role_rows() -> QuerySet[UnitRole]:
    """Return every role at a unit, ended ones too."""
    return UnitRole.objects.select_related("unit", "user")


def unanswered_units() -> int:
    """Return how many open units nobody answers for."""
    units: Any = Unit.objects.active().annotate(answering=_answering())
    return int(units.filter(answering=0).count())


_SUBJECTS: dict[str, Any] = {"teman": Theme, "grupper": PriorityGroup}


def _answering() -> Count:
    return Count("respondents", filter=Q(respondents__kind=Respondent.Kind.RESPONDENT))
