"""What the public calendar pages show, and what other rooms show of it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Min, QuerySet
from django.urls import reverse
from django.utils import timezone

from calendar_app.edition_periods import month_period
from calendar_app.filters import CalendarFilter, Options
from calendar_app.models import Event, Occurrence
from calendar_app.pdf.formats import FORMATS, edition_key
from calendar_app.periods import Month, Span, Week, is_reachable
from calendar_app.queries.rows import Day, EventRow, days_of, event_row, span_text
from common import swedish
from common.editions import latest_ready

#: More rows than this on one page help nobody; the filters do.
MOST_ROWS = 1000
#: So many of what comes later stand on a page that has nothing itself.
COMING = 3
#: Long texts that no list shows.
_UNLISTED_FIELDS = (
    "event__description",
    "event__access_note",
    "event__registration",
    "event__interpretation",
    "event__online_link",
    "event__cost",
)


@dataclass(frozen=True)
class NavLink:
    """A link to a neighbouring month or week, named."""

    url: str
    name: str
    full: str


@dataclass(frozen=True)
class GridEntry:
    """One activity in a day of the month grid."""

    time: str
    title: str
    url: str
    cancelled: bool


@dataclass(frozen=True)
class GridDay:
    """A square of the month grid; ``anchor`` is the heading in the list that tells more."""

    date: date
    outside: bool
    weekend: bool
    today: bool
    anchor: str
    entries: tuple[GridEntry, ...]


@dataclass(frozen=True)
class GridWeek:
    """A row of the month grid."""

    number: int
    days: tuple[GridDay, ...]


@dataclass(frozen=True)
class Printed:
    """The month's latest printed edition."""

    url: str
    words: str


@dataclass(frozen=True)
class CalendarPage:
    """A list, a month or a week, ready for its template."""

    title: str
    what: str
    count: int
    cut: bool
    days: list[Day]
    weeks: list[GridWeek]
    views: list[tuple[str, str, bool]]
    previous: NavLink | None
    following: NavLink | None
    chips: list[tuple[str, str]]
    is_filtered: bool
    updated: datetime | None
    feed_query: str
    base_url: str
    month: Month
    pdf: Printed | None
    coming: list[Day]

    @property
    def count_words(self) -> str:
        """Return "22 aktiviteter"."""
        return f"{self.count} {'aktivitet' if self.count == 1 else 'aktiviteter'}"


def list_page(chosen: CalendarFilter, options: Options) -> CalendarPage:
    """From today and the month out."""
    today = swedish.today()
    month = Month.of(today)
    span = Span(today, month.span.after)
    rows, cut = _rows(span, chosen, today=today)
    return CalendarPage(
        title=month.title,
        what="från i dag och månaden ut",
        count=len(rows),
        cut=cut,
        days=days_of(rows, span, today=today),
        weeks=[],
        views=_views(chosen, month, Week.of(today), "lista", from_today=True),
        previous=_month_link(month.shifted(-1), chosen, "", "förra månaden"),
        following=_month_link(month.shifted(1), chosen, "", "nästa månad"),
        chips=[
            *_chips(chosen, options, reverse("calendar_app:list")),
            ("Från och med i dag", month_url(month) + chosen.query()),
        ],
        is_filtered=bool(chosen),
        updated=last_updated(),
        feed_query=chosen.query(),
        base_url=reverse("calendar_app:list"),
        month=month,
        pdf=_printed(month),
        coming=[] if rows else _coming(span, chosen),
    )


def month_page(month: Month, chosen: CalendarFilter, options: Options, *, grid: bool) -> CalendarPage:
    """A whole month, as a list or as a grid with the same list below."""
    today = swedish.today()
    span = month.span
    rows, cut = _rows(span, chosen, today=today)
    days = days_of(rows, span, today=today)
    view = "manad" if grid else ""
    week = Week.of(today if today in span else span.first)
    return CalendarPage(
        title=month.title,
        what=f"i {swedish.month_text(month.year, month.month)}",
        count=len(rows),
        cut=cut,
        days=days,
        weeks=_grid(month, rows, days, today) if grid else [],
        views=_views(chosen, month, week, "manad" if grid else "lista"),
        previous=_month_link(month.shifted(-1), chosen, view, "förra månaden"),
        following=_month_link(month.shifted(1), chosen, view, "nästa månad"),
        chips=_chips(chosen, options, month_url(month), view),
        is_filtered=bool(chosen),
        updated=last_updated(),
        feed_query=chosen.query(),
        base_url=month_url(month),
        month=month,
        pdf=_printed(month),
        coming=[] if rows else _coming(span, chosen),
    )


def week_page(week: Week, chosen: CalendarFilter, options: Options) -> CalendarPage:
    """Monday to Sunday, with the days when nothing happens."""
    today = swedish.today()
    rows, cut = _rows(week.span, chosen, today=today)
    return CalendarPage(
        title=week.title,
        what=f"vecka {week.week}, {span_text(week.span)}",
        count=len(rows),
        cut=cut,
        days=days_of(rows, week.span, today=today, every_day=bool(rows)),
        weeks=[],
        views=_views(chosen, week.month, week, "vecka"),
        previous=_week_link(week.shifted(-1), chosen, "förra veckan"),
        following=_week_link(week.shifted(1), chosen, "nästa vecka"),
        chips=_chips(chosen, options, week_url(week)),
        is_filtered=bool(chosen),
        updated=last_updated(),
        feed_query=chosen.query(),
        base_url=week_url(week),
        month=week.month,
        pdf=_printed(week.month),
        coming=[] if rows else _coming(week.span, chosen),
    )


def upcoming(limit: int, municipality: str | None = None) -> list[Day]:
    """Return the next ``limit`` public occurrences by day, cancelled ones marked; for the start page.

    ``municipality`` is a slug.
    """
    chosen = CalendarFilter(kommun=(municipality,)) if municipality else CalendarFilter()
    return _next_days(chosen.within(Occurrence.objects.all()), limit)


def _coming(span: Span, chosen: CalendarFilter) -> list[Day]:
    """Return the first that take place and match after a month or week without any, a year ahead at most."""
    today = swedish.today()
    ahead = Span(max(today, span.after), max(today, span.after) + timedelta(days=366))
    rows = Occurrence.objects.public().between(max(timezone.now(), ahead.start), ahead.end)
    taking_place = chosen.within(rows.filter(status=Occurrence.Status.PLANNED))
    found = taking_place.for_listing().in_order().defer(*_UNLISTED_FIELDS)[:COMING]  # type: ignore[attr-defined]
    return days_of((event_row(row, today=today) for row in found), ahead, today=today)


def upcoming_of_association(association: Any, limit: int) -> list[Day]:
    """Return an association's next public occurrences by day."""
    return _next_days(Occurrence.objects.filter(event__associations=association), limit)


#: A next activity further away than this is no news in a list of associations.
NEXT_WITHIN = timedelta(days=90)


def next_days_of(association_ids: Iterable[int]) -> dict[int, date]:
    """Return the day of each association's next public activity within three months, in one query."""
    now = timezone.now()
    coming = (
        Occurrence.objects.public()
        .filter(
            start__gte=now,
            start__lt=now + NEXT_WITHIN,
            status=Occurrence.Status.PLANNED,
            event__associations__in=list(association_ids),
        )
        .values_list("event__associations")
        .annotate(first=Min("start"))
    )
    return {pk: swedish.local_date(first) for pk, first in coming}


def step_counts(month: Month | None = None) -> dict[int, int]:
    """Return how many public, not cancelled occurrences start in ``month`` per step of the ladder.

    The present month counts whole, also what has been.
    """
    span = (month or Month.of(swedish.today())).span
    steps = (
        Occurrence.objects.public()
        .filter(
            start__gte=span.start,
            start__lt=span.end,
            status=Occurrence.Status.PLANNED,
            event__participation_step__isnull=False,
        )
        .values_list("event__participation_step", flat=True)
    )
    counted = Counter(steps)
    return {step: counted.get(step, 0) for step in range(1, 6)}


def last_updated() -> datetime | None:
    """Return when something public was last changed, in one cheap query whatever the calendar's size.

    One backwards step in an index per public status: a plain maximum over the three would read all rows.
    """
    newest = [
        Event.objects.filter(status=status).order_by("-updated_at").values_list("updated_at")[:1]
        for status in Event.PUBLIC_STATUSES
    ]
    moved = Occurrence.objects.public().order_by("-updated_at").values_list("updated_at")[:1]
    moments = [moment for (moment,) in newest[0].union(*newest[1:], moved, all=True)]
    return max(moments, default=None)


def month_url(month: Month) -> str:
    """Return "/kalender/2026/10/"."""
    return reverse("calendar_app:month", kwargs={"year": month.year, "month": month.month})


def week_url(week: Week) -> str:
    """Return "/kalender/vecka/2026/41/"."""
    return reverse("calendar_app:week", kwargs={"year": week.year, "week": week.week})


def public_between(start: datetime, end: datetime, chosen: CalendarFilter) -> QuerySet[Occurrence]:
    """Return the public occurrences that touch the span and match, in order, ready for lists."""
    rows = Occurrence.objects.public().between(start, end)
    return chosen.within(rows).for_listing().in_order()  # type: ignore[attr-defined, no-any-return]


def _printed(month: Month) -> Printed | None:
    edition = latest_ready(edition_key(month_period(month), FORMATS["normal"]))
    if edition is None:
        return None
    pages = swedish.count_text(edition.pages, "sida", "sidor")
    url = reverse("calendar_app:month_pdf", args=[f"{month.year}-{month.month:02}"])
    return Printed(url, f"{month.name} som pdf ({pages})")


def _rows(span: Span, chosen: CalendarFilter, *, today: date) -> tuple[list[EventRow], bool]:
    found = public_between(span.start, span.end, chosen).defer(*_UNLISTED_FIELDS)[: MOST_ROWS + 1]
    rows = [event_row(occurrence, today=today) for occurrence in found]
    return rows[:MOST_ROWS], len(rows) > MOST_ROWS


def _next_days(rows: QuerySet[Occurrence], limit: int) -> list[Day]:
    today = swedish.today()
    now = timezone.now()
    span = Span(today, today + timedelta(days=366))
    coming = rows.filter(event__status__in=Event.PUBLIC_STATUSES).between(now, span.end)  # type: ignore[attr-defined]
    found = coming.for_listing().in_order().defer(*_UNLISTED_FIELDS)[:limit]
    return days_of((event_row(row, today=today) for row in found), span, today=today)


def _grid(month: Month, rows: list[EventRow], days: list[Day], today: date) -> list[GridWeek]:
    span = month.span
    entries: dict[date, list[GridEntry]] = {}
    anchors: dict[date, str] = {day.date: day.anchor for day in days}
    for row in rows:
        listed_on = max(row.covers.first, span.first)
        for day in row.covers.days():
            if day not in span:
                continue
            begins = day == row.covers.first
            time = row.starts if begins else "fortsätter"
            entries.setdefault(day, []).append(GridEntry(time, row.title, row.url, row.cancelled))
            # A day that only goes on with something leads to where that is listed.
            anchors.setdefault(day, anchors[listed_on])
    squares = [
        GridDay(
            date=day,
            outside=day not in span,
            weekend=day.weekday() >= 5,
            today=day == today,
            anchor=anchors.get(day, ""),
            entries=tuple(entries.get(day, ())),
        )
        for day in month.grid.days()
    ]
    return [
        GridWeek(squares[start].date.isocalendar().week, tuple(squares[start : start + 7]))
        for start in range(0, len(squares), 7)
    ]


def _views(
    chosen: CalendarFilter, month: Month, week: Week, current: str, *, from_today: bool = False
) -> list[tuple[str, str, bool]]:
    today = Month.of(swedish.today())
    as_list = reverse("calendar_app:list") if month == today and current != "manad" else month_url(month)
    if current == "lista" and not from_today:
        as_list = month_url(month)
    return [
        ("Lista", as_list + chosen.query(), current == "lista"),
        ("Månad", month_url(month) + chosen.query(vy="manad"), current == "manad"),
        ("Vecka", week_url(week) + chosen.query(), current == "vecka"),
    ]


def _month_link(month: Month, chosen: CalendarFilter, view: str, which: str) -> NavLink | None:
    if not is_reachable(month.year):
        return None
    return NavLink(month_url(month) + chosen.query(vy=view), month.name, f"{month.title}, {which}")


def _week_link(week: Week, chosen: CalendarFilter, which: str) -> NavLink | None:
    if not is_reachable(week.year):
        return None
    return NavLink(week_url(week) + chosen.query(), f"Vecka {week.week}", f"{week.title}, {which}")


def _chips(chosen: CalendarFilter, options: Options, url: str, view: str = "") -> list[tuple[str, str]]:
    return [
        (options.label(param, value), url + chosen.without(param, value).query(vy=view))
        for param, value in chosen.pairs()
    ]
