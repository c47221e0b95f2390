"""Working days in Sweden, and deadlines counted in them.

A working day is Monday to Friday, neither a public holiday nor Midsummer, Christmas or New Year's Eve. Day 1 is the
working day after sending, and the last day counts whole: until 23.59 in Stockholm.
"""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import count, islice

import holidays
from django.utils import timezone

from common.swedish import local_date

LAST_MINUTE = time(23, 59)
_ONE_DAY = timedelta(days=1)


def is_working_day(day: date) -> bool:
    """Whether offices are open: no Saturday, Sunday, public holiday or eve on which everything is closed."""
    return day.weekday() < 5 and day not in closed_days(day.year)


def last_working_day(sent_on: date, days: int) -> date:
    """Return the last of ``days`` working days, of which the first is the working day after ``sent_on``.

    ``sent_on`` itself never counts, whether or not it is a working day. ``days`` is at least 1.
    """
    if days < 1:
        raise ValueError("a deadline is at least one working day away")
    after = (sent_on + step * _ONE_DAY for step in count(1))
    return next(islice(filter(is_working_day, after), days - 1, None))


def deadline(last_day: date) -> datetime:
    """Return the moment the last day ends: 23.59 in Stockholm, summer time or not."""
    return datetime.combine(last_day, LAST_MINUTE, tzinfo=timezone.get_default_timezone())


def has_ended(last_day: date, now: datetime | None = None) -> bool:
    """Whether a deadline with this last day is over. The minute 23.59 is inside it."""
    return local_date(now or timezone.now()) > last_day


def working_days_left(last_day: date, today: date) -> int:
    """Return how many working days are left, the last one counted and today too; 0 when none is."""
    days = ((last_day - today).days + 1) if last_day >= today else 0
    return sum(is_working_day(today + step * _ONE_DAY) for step in range(days))


@lru_cache(maxsize=64)
def closed_days(year: int) -> Mapping[date, str]:
    """Return the year's public holidays and the eves when everything is closed, with their Swedish names."""
    found = holidays.country_holidays("SE", years=year, language="sv")
    midsummer = next(day for day, name in found.items() if "Midsommardagen" in name)
    # The library counts every Sunday as a holiday; a Sunday that is nothing more has no name of its own.
    return {day: name for day, name in found.items() if name != "Söndag"} | {
        date(year, 12, 24): "Julafton",
        date(year, 12, 31): "Nyårsafton",
        midsummer - _ONE_DAY: "Midsommarafton",
    }
