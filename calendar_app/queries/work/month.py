"""The coordinator's month: every state, by day, narrowed by a filter."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet

from calendar_app.holidays_sweden import planning_hints
from calendar_app.models import Event, Occurrence, SavedFilter
from calendar_app.periods import Month
from calendar_app.queries.work.rows import MOST_ROWS, WorkRow, work_row
from calendar_app.queries.work.waiting import waiting_count
from common.search import search_text
from common.swedish import count_text, local_date, today


@dataclass(frozen=True)
class WorkFilter:
    """What the coordinator looks at; every value has been checked."""

    month: Month
    status: str = ""
    association_id: int | None = None
    municipality_id: int | None = None
    kind: str = ""
    words: str = ""

    def query(self, **changed: str) -> str:
        """Return the address query, with some values changed; "" leaves one out."""
        values = {
            "manad": f"{self.month.year}-{self.month.month:02}",
            "status": self.status,
            "forening": str(self.association_id or ""),
            "kommun": str(self.municipality_id or ""),
            "typ": self.kind,
            "q": self.words,
            **changed,
        }
        return urlencode({name: value for name, value in values.items() if value})

    @property
    def saved_query(self) -> str:
        """Return what a saved filter keeps: everything but the month."""
        return self.query(manad="")


@dataclass(frozen=True)
class WorkDay:
    """A day of the month with what happens."""

    date: date
    hint: str
    rows: tuple[WorkRow, ...]


@dataclass(frozen=True)
class MonthPage:
    """The coordinator's month."""

    wanted: WorkFilter
    days: list[WorkDay]
    number: int
    count_words: str
    pickable: int
    previous: dict[str, str]
    following: dict[str, str]
    saved: list[SavedFilter]
    waiting: int
    cut_off: bool


def month_page(user: Any, wanted: WorkFilter) -> MonthPage:
    """Return the month's occurrences of every state the user may see."""
    span = wanted.month.span
    found = list(
        _filtered(Occurrence.objects.visible_to(user).between(span.start, span.end), wanted)
        .for_listing()
        .in_order()[: MOST_ROWS + 1]
    )
    rows = [work_row(occurrence) for occurrence in found[:MOST_ROWS]]
    before, after = wanted.month.shifted(-1), wanted.month.shifted(1)
    return MonthPage(
        wanted=wanted,
        days=_by_day(rows, wanted.month),
        number=len(rows),
        count_words=count_text(len(rows), "tillfälle", "tillfällen"),
        pickable=len({row.event.pk for row in rows if row.may_be_picked}),
        previous=_month_link(wanted, before),
        following=_month_link(wanted, after),
        saved=list(SavedFilter.objects.filter(user=user)),
        waiting=waiting_count(user),
        cut_off=len(found) > MOST_ROWS,
    )


def this_month() -> Month:
    """Return the present month in Stockholm."""
    return Month.of(today())


def _filtered(rows: QuerySet[Occurrence], wanted: WorkFilter) -> Any:
    if wanted.status:
        rows = rows.filter(event__status=wanted.status)
    if wanted.association_id:
        rows = rows.filter(event__associations=wanted.association_id)
    if wanted.municipality_id:
        rows = rows.filter(event__municipality_id=wanted.municipality_id)
    if wanted.kind:
        rows = rows.filter(event__kind=wanted.kind)
    if wanted.words:
        matching = search_text(Event.objects.all(), wanted.words, fields=("title", "place", "description"))
        rows = rows.filter(event__in=matching.order_by().values("pk"))
    return rows


def _by_day(rows: Iterable[WorkRow], month: Month) -> list[WorkDay]:
    by_day: dict[date, list[WorkRow]] = {}
    for row in rows:
        if row.occurrence is not None:
            day = max(local_date(row.occurrence.start), month.first_day)
            by_day.setdefault(day, []).append(row)
    return [
        WorkDay(day, next(iter(planning_hints([day])), ""), tuple(held))
        for day, held in sorted(by_day.items())
    ]


def _month_link(wanted: WorkFilter, month: Month) -> dict[str, str]:
    query = wanted.query(manad=f"{month.year}-{month.month:02}")
    return {"url": f"?{query}", "name": month.name, "full": month.title}
