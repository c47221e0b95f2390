"""A year planned for all groups together: which days to propose, and which areas lack their dialogue meeting of a term."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any, Final

from django.db.models import Exists, OuterRef

from common.swedish import today
from common.working_days import is_working_day
from councils.models import Council, Meeting
from councils.queries.meetings import councils_to_plan, proposed_days
from councils.rules import office_council_ids
from councils.words import CouncilKind, CouncilStatus, MeetingStatus

#: Last year's day comes back on the same weekday.
_A_YEAR: Final = timedelta(weeks=52)
#: Nearer than this nobody wants two meetings of one group.
_APART: Final = timedelta(days=21)
#: So long before a term begins a missing dialogue meeting of it is told.
_AHEAD: Final = timedelta(days=30)


@dataclass(frozen=True)
class Term:
    """Half a year: January to June, or July to December (domain.md 3: dialogue meetings once a term for each area)."""

    year: int
    is_autumn: bool

    @property
    def first(self) -> date:
        return date(self.year, 7 if self.is_autumn else 1, 1)

    @property
    def last(self) -> date:
        return date(self.year, 12, 31) if self.is_autumn else date(self.year, 6, 30)

    @property
    def season(self) -> str:
        return "Hösten" if self.is_autumn else "Våren"

    @property
    def name(self) -> str:
        """våren 2026, hösten 2026"""
        return f"{self.season.lower()} {self.year}"

    def has(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True)
class PlanRow:
    """One group of the year: what is planned already, and for each term the days that are proposed."""

    council: Council
    planned: list[Meeting]
    #: As many places as are asked for; ``None`` where nothing more needs to be planned.
    days: list[tuple[Term, list[date | None]]]
    #: Time and place are proposed as they were last.
    latest: Meeting | None


@dataclass(frozen=True)
class MissingTerm:
    """The areas that lack their dialogue meeting of a term."""

    term: Term
    areas: list[Council]


def terms_of(year: int) -> tuple[Term, Term]:
    """Return the spring and the autumn of a year."""
    return Term(year, is_autumn=False), Term(year, is_autumn=True)


def year_rows(user: Any, year: int, each_term: int) -> list[PlanRow]:
    """Return the groups whose meetings ``user`` plans, with days for ``each_term`` meetings a term; one for dialogue areas.

    The days of last year come back, moved to a working day; who had none gets days spread over the term. No two groups get
    the same day.
    """
    councils = councils_to_plan(user)
    found = Meeting.objects.filter(council__in=councils).exclude(status=MeetingStatus.CANCELLED)
    known = list(found.between(date(year - 1, 1, 1), date(year, 12, 31)))
    latest = _latest(councils)
    taken = {one.day for one in known}
    rows = []
    for council in councils:
        own = [one for one in known if one.council_id == council.pk]
        wanted = 1 if council.is_dialogue else each_term
        days = [(term, _places(term, wanted, own, taken)) for term in terms_of(year) if term.last >= today()]
        planned = [one for one in own if one.day.year == year]
        rows.append(PlanRow(council, planned, days, latest.get(council.pk)))
    return rows


def meetings_of(user: Any, year: int) -> list[Meeting]:
    """Return the meetings of a year that ``user`` can find and that are not cancelled: new ones mustn't clash with them."""
    rows = Meeting.objects.visible_to(user).between(date(year, 1, 1), date(year, 12, 31))
    return list(rows.exclude(status=MeetingStatus.CANCELLED).select_related("council"))


def missing_terms(user: Any, year: int | None = None) -> list[MissingTerm]:
    """Return the terms for which an area that ``user`` plans lacks a dialogue meeting.

    Of ``year`` those that aren't over; without a year this term, and the next when it begins within a month.
    """
    day = today()
    terms = terms_of(year) if year else (*terms_of(day.year), terms_of(day.year + 1)[0])
    wanted = [one for one in terms if one.last >= day and (year or one.first <= day + _AHEAD)]
    if not wanted:
        return []
    rows = Council.objects.filter(status=CouncilStatus.ACTIVE, kind=CouncilKind.DIALOGUE_AREA)
    if not user.has_perm("councils.oversee"):
        rows = rows.filter(pk__in=office_council_ids(user))
    held = Meeting.objects.filter(council=OuterRef("pk")).exclude(status=MeetingStatus.CANCELLED)
    for number, term in enumerate(wanted):
        has = Exists(held.filter(day__gte=term.first, day__lte=term.last))
        rows = rows.annotate(**{f"term_{number}": has})
    areas = list(rows.select_related("area").in_order())
    found = [
        MissingTerm(term, [one for one in areas if not getattr(one, f"term_{number}")])
        for number, term in enumerate(wanted)
    ]
    return [one for one in found if one.areas]


def _places(term: Term, wanted: int, own: list[Meeting], taken: set[date]) -> list[date | None]:
    """Return ``wanted`` places; those that need a meeting hold a free day, which is taken from then on."""
    there = [one.day for one in own if term.has(one.day)]
    before = Term(term.year - 1, term.is_autumn)
    again = [one.day + _A_YEAR for one in own if before.has(one.day) and not _is_holiday(one.day)]
    proposals = again[:wanted]
    for day in [one for one in proposed_days(term.year, wanted) if term.has(one)]:
        if len(proposals) < wanted and all(abs(day - one) > _APART for one in proposals):
            proposals.append(day)
    # What is planned stands for the nearest of those proposed.
    for day in there:
        if proposals:
            proposals.remove(min(proposals, key=lambda one: abs(one - day)))
    found: list[date | None] = []
    for day in sorted(proposals)[: max(0, wanted - len(there))]:
        free = _free_day(max(day, term.first), taken)
        if term.has(free) and free > today():
            taken.add(free)
            found.append(free)
    return found + [None] * (wanted - len(found))


def _is_holiday(day: date) -> bool:
    """In July, and between Christmas and Twelfth Day, hardly anybody can come: such a day isn't proposed again."""
    return day.month == 7 or (day.month, day.day) >= (12, 20) or (day.month, day.day) <= (1, 6)


def _free_day(day: date, taken: set[date]) -> date:
    while not is_working_day(day) or day in taken:
        day += timedelta(days=1)
    return day


def _latest(councils: Iterable[Council]) -> dict[int, Meeting]:
    rows = Meeting.objects.filter(council__in=councils).exclude(status=MeetingStatus.CANCELLED)
    newest = rows.order_by("council_id", "-starts_at").distinct("council_id")
    return {pk: next(found) for pk, found in groupby(newest, key=lambda one: one.council_id)}
