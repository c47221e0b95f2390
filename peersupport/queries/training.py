"""Courses and what placements have done of them; which refreshers are due."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final, NamedTuple

from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import ExtractYear
from django.shortcuts import get_object_or_404

from common.swedish import today
from peersupport.models import Course, Placement, Training
from peersupport.words import Phase

#: Courses on one page of the list.
PER_PAGE: Final = 50
#: A refresher stands on the overview so long before its day.
SOON: Final = timedelta(days=60)
#: Rounds ahead that a placement's page offers.
_MOST_AHEAD: Final = 10


class YearSum(NamedTuple):
    """All rounds that began in one year."""

    year: int
    rounds: int
    places: int
    applicants: int
    completed: int


@dataclass(frozen=True)
class CourseList:
    """One page of the courses, the latest first, with sums for each year."""

    page: Page[Any]
    years: list[YearSum]


@dataclass(frozen=True)
class TrainingRow:
    """One course somebody at the placement has done; ``state`` and ``tone`` tell of its refresher."""

    training: Training
    state: str
    tone: str


@dataclass(frozen=True)
class TrainingPage:
    """What the team and the one in the post have done, and what is held soon."""

    placement: Placement
    rows: list[TrainingRow]
    ahead: list[Course]
    may_change: bool


def course_list(page_number: str) -> CourseList:
    """Return the courses: one page of rows, and the sums of all of them, with three queries."""
    rows = Course.objects.annotate(done_by=Count("trainings")).order_by("-starts_on", "-pk")
    sums = (
        Course.objects.order_by()
        .annotate(year=ExtractYear("starts_on"))
        .values("year")
        .annotate(
            rounds=Count("pk"), all_places=Sum("places"), applied=Sum("applicants"), done=Sum("completed")
        )
        .order_by("-year")
    )
    years = [
        YearSum(one["year"], one["rounds"], one["all_places"], one["applied"] or 0, one["done"] or 0)
        for one in sums
    ]
    return CourseList(Paginator(rows, PER_PAGE).get_page(page_number), years)


def courses() -> "QuerySet[Course]":
    """Every course, the latest first."""
    return Course.objects.all()


def courses_begun() -> "QuerySet[Course]":
    """Those that somebody can have done."""
    return Course.objects.filter(starts_on__lte=today())


def training_page(placement: Placement, user: Any) -> TrainingPage:
    """Return what has been done at a placement, the latest first, and rounds that begin."""
    trainings = list(placement.trainings.select_related("course"))
    refreshed = _refreshed(trainings)
    may = user.has_perm("peersupport.manage_placement", placement) and placement.status != Phase.ENDED
    return TrainingPage(
        placement=placement,
        rows=[_row(one, refreshed) for one in trainings],
        ahead=list(Course.objects.filter(starts_on__gte=today()).order_by("starts_on", "pk")[:_MOST_AHEAD]),
        may_change=may,
    )


def training_of(placement: Placement, pk: int) -> Training:
    """Return one of the placement's rows, else 404."""
    training: Training = get_object_or_404(
        Training.objects.select_related("course"), placement=placement, pk=pk
    )
    training.placement = placement
    return training


def refreshers_due(placements: Any) -> list[Training]:
    """Return the trainings at ``placements`` that should be refreshed within two months, or should have been."""
    found = Training.objects.filter(placement__in=placements).select_related("course", "placement__unit")
    by_placement: dict[int, list[Training]] = {}
    for one in found.exclude(placement__status=Phase.ENDED):
        by_placement.setdefault(one.placement_id, []).append(one)
    due: list[Training] = []
    for trainings in by_placement.values():
        refreshed = _refreshed(trainings)
        due += [
            one
            for one in trainings
            if one.refresh_on and one.pk not in refreshed and one.refresh_on <= today() + SOON
        ]
    return sorted(due, key=lambda one: (one.refresh_on or date.max, one.pk))


def told(placement: Any) -> str:
    """One line for the placement's list of parts."""
    number = len(placement.trainings.all())
    return f"{number} gjorda" if number else "Ingen antecknad än"


def _refreshed(trainings: Iterable[Training]) -> set[int]:
    """Those that the same people have done again later: a course of the same name, whatever round."""
    latest: dict[tuple[str, str], Training] = {}
    rows = list(trainings)
    for one in rows:
        key = (one.who, one.course.name.casefold())
        last = latest.get(key)
        if last is None or (one.completed_on, one.pk) > (last.completed_on, last.pk):
            latest[key] = one
    return {one.pk for one in rows} - {one.pk for one in latest.values()}


def _row(training: Training, refreshed: set[int]) -> TrainingRow:
    day = training.refresh_on
    if training.pk in refreshed:
        return TrainingRow(training, "Gjord igen sedan dess", "done")
    if day is None:
        return TrainingRow(training, "", "")
    if day < today():
        return TrainingRow(training, "Försenad", "late")
    return TrainingRow(training, "Snart", "wait") if day <= today() + SOON else TrainingRow(training, "", "")
