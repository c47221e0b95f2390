"""How long the money of a placement lasts: gaps, several sources at once, its last day, its share of a year.

Pure, without database or clock. Gaps and overlaps are told and never refused: the field lives on money that comes late and
in parts (founding document 002).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

_DAY: Final = timedelta(days=1)


@dataclass(frozen=True)
class Money:
    """One source's money for one period. ``ends_on`` is the last day; without one it lasts, and the amount is for a year."""

    kind: str
    source: str
    amount_ore: int
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True)
class Stretch:
    """Days from ``starts_on`` to ``ends_on``, both included."""

    starts_on: date
    ends_on: date


def paid_stretches(periods: Iterable[Money]) -> list[Stretch]:
    """Return the stretches for which somebody pays, joined; what lasts ends on ``date.max``."""
    found: list[Stretch] = []
    for one in _in_order(periods):
        until = one.ends_on or date.max
        if found and (found[-1].ends_on == date.max or one.starts_on <= found[-1].ends_on + _DAY):
            found[-1] = Stretch(found[-1].starts_on, max(found[-1].ends_on, until))
        else:
            found.append(Stretch(one.starts_on, until))
    return found


def gaps(periods: Iterable[Money]) -> list[Stretch]:
    """Return the stretches between the first day and the last for which nobody pays."""
    paid = paid_stretches(periods)
    return [Stretch(one.ends_on + _DAY, after.starts_on - _DAY) for one, after in pairwise(paid)]


def overlaps(periods: Iterable[Money]) -> list[tuple[Stretch, Money, Money]]:
    """Return the stretches for which two pay, with both; what lasts ends with the other."""
    ordered = _in_order(periods)
    found = []
    for number, one in enumerate(ordered):
        for other in ordered[number + 1 :]:
            until = min(one.ends_on or date.max, other.ends_on or date.max)
            starts = max(one.starts_on, other.starts_on)
            if starts <= until:
                found.append((Stretch(starts, until), one, other))
    return found


def lasts_until(periods: Iterable[Money], day: date) -> date | None:
    """Return the last day of the unbroken money that runs on ``day``; ``None`` when it has no end, or there is none at all.

    When nobody pays on ``day``: the last day that somebody did. When the money has not begun: the end of what begins first.
    """
    paid = paid_stretches(periods)
    begun = [one for one in paid if one.starts_on <= day]
    if not paid:
        return None
    until = (begun[-1] if begun else paid[0]).ends_on
    return None if until == date.max else until


def next_after(periods: Iterable[Money], day: date) -> Money | None:
    """Return what begins next after ``day``."""
    return next((one for one in _in_order(periods) if one.starts_on > day), None)


def share_of_year(money: Money, year: int) -> int:
    """Return the part of the amount that falls on ``year``, by days, in öre. The years' parts add up to the amount."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    if money.ends_on is None:
        days = (last - max(first, money.starts_on)).days + 1
        return _part(money.amount_ore, max(0, days), (last - first).days + 1)
    whole = (money.ends_on - money.starts_on).days + 1
    before = min(max(0, (first - money.starts_on).days), whole)
    after = min(max(0, (last - money.starts_on).days + 1), whole)
    # What has fallen by the end of the year less what had fallen before it: no öre is lost between years.
    return _part(money.amount_ore, after, whole) - _part(money.amount_ore, before, whole)


def years_of(periods: Sequence[Money], until: int) -> list[int]:
    """Return the years that money falls on; what lasts is told to ``until``."""
    if not periods:
        return []
    last = max(until if one.ends_on is None else one.ends_on.year for one in periods)
    return list(range(min(one.starts_on.year for one in periods), last + 1))


def _part(amount: int, days: int, of: int) -> int:
    return (2 * amount * days + of) // (2 * of)


def _in_order(periods: Iterable[Money]) -> list[Money]:
    return sorted(periods, key=lambda one: (one.starts_on, one.ends_on or date.max))
