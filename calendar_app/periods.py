"""Months and ISO weeks as half-open spans of Stockholm time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from common import swedish

#: Months outside these years don't exist in the calendar: nobody plans there, and robots get an end.
FIRST_YEAR = 2000
YEARS_AHEAD = 5


def midnight(day: date) -> datetime:
    """Return the moment the day begins in Stockholm; days of 23 and 25 hours come out right."""
    return datetime.combine(day, time.min, tzinfo=timezone.get_default_timezone())


@dataclass(frozen=True)
class Span:
    """Whole days from ``first`` to before ``after``."""

    first: date
    after: date

    @property
    def start(self) -> datetime:
        """The moment it begins."""
        return midnight(self.first)

    @property
    def end(self) -> datetime:
        """The moment it is over, exclusive."""
        return midnight(self.after)

    @property
    def last(self) -> date:
        """The last day, inclusive."""
        return self.after - timedelta(days=1)

    def days(self) -> Iterator[date]:
        """Every day in order."""
        day = self.first
        while day < self.after:
            yield day
            day += timedelta(days=1)

    def __contains__(self, day: date) -> bool:
        return self.first <= day < self.after


@dataclass(frozen=True, order=True)
class Month:
    """A calendar month."""

    year: int
    month: int

    @classmethod
    def of(cls, day: date) -> "Month":
        """Return the month ``day`` lies in."""
        return cls(day.year, day.month)

    @property
    def name(self) -> str:
        """Return "Oktober"."""
        return swedish.MONTHS[self.month - 1].capitalize()

    @property
    def title(self) -> str:
        """Return "Oktober 2026"."""
        return f"{self.name} {self.year}"

    @property
    def span(self) -> Span:
        """The days of the month."""
        return Span(date(self.year, self.month, 1), self.shifted(1).first_day)

    @property
    def first_day(self) -> date:
        """The first of the month."""
        return date(self.year, self.month, 1)

    @property
    def grid(self) -> Span:
        """Whole weeks, Monday to Sunday, that the month touches."""
        span = self.span
        first = span.first - timedelta(days=span.first.weekday())
        return Span(first, span.last + timedelta(days=7 - span.last.weekday()))

    def shifted(self, months: int) -> "Month":
        """Return the month ``months`` later, or earlier when negative."""
        index = self.year * 12 + self.month - 1 + months
        return Month(index // 12, index % 12 + 1)


@dataclass(frozen=True)
class Week:
    """An ISO 8601 week; ``year`` is the week's year, so 1 January 2027 lies in week 53 of 2026."""

    year: int
    week: int

    @classmethod
    def of(cls, day: date) -> "Week":
        """Return the week ``day`` lies in."""
        iso = day.isocalendar()
        return cls(iso.year, iso.week)

    @property
    def exists(self) -> bool:
        """Tell whether the year has this week; only some years have a week 53."""
        try:
            date.fromisocalendar(self.year, self.week, 1)
        except ValueError:
            return False
        return True

    @property
    def span(self) -> Span:
        """Monday to Sunday."""
        monday = date.fromisocalendar(self.year, self.week, 1)
        return Span(monday, monday + timedelta(days=7))

    @property
    def title(self) -> str:
        """Return "Vecka 53, 2026"."""
        return f"Vecka {self.week}, {self.year}"

    @property
    def month(self) -> Month:
        """The month that holds the week's Thursday, so most of the week."""
        return Month.of(self.span.first + timedelta(days=3))

    def shifted(self, weeks: int) -> "Week":
        """Return the week ``weeks`` later, or earlier when negative."""
        return Week.of(self.span.first + timedelta(weeks=weeks))


def is_reachable(year: int) -> bool:
    """Tell whether the calendar has pages for ``year``."""
    return FIRST_YEAR <= year <= swedish.today().year + YEARS_AHEAD


def covered_days(start: datetime, end: datetime) -> Span:
    """Return the Stockholm days a time touches. An end at midnight doesn't touch the next day."""
    first = swedish.local_date(start)
    last = swedish.local_date(end - timedelta(microseconds=1))
    return Span(first, max(first, last) + timedelta(days=1))
