"""How an invented activity is told, and when it is."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

#: Monday is 0, as in ``date.weekday``.
MON, TUE, WED, THU, FRI, SAT = range(6)


@dataclass(frozen=True, kw_only=True)
class Activity:
    """One activity. ``when`` is (months from this one, weekday, which of that weekday in the month).

    ``times`` are hours and minutes, start and end. ``repeat`` holds ``Repeat``'s values besides
    its last day: a series ends with the demo.
    """

    title: str
    kind: str
    by: str
    when: tuple[int, int, int]
    times: tuple[int, int, int, int]
    step: int | None = None
    repeat: dict[str, Any] = field(default_factory=dict)
    says: dict[str, Any] = field(default_factory=dict)


def day_of(when: tuple[int, int, int], today: date) -> date:
    """Return the day: (1, TUE, 2) is the second Tuesday of next month; the last one there is, at most."""
    months, weekday, number = when
    year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
    first = date(year, month + 1, 1)
    day = first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (number - 1))
    return day if day.month == first.month else day - timedelta(days=7)


def last_day(today: date) -> date:
    """Return the last day of the demo's series: the end of the fourth month ahead."""
    year, month = divmod(today.year * 12 + today.month - 1 + 5, 12)
    return date(year, month + 1, 1) - timedelta(days=1)
