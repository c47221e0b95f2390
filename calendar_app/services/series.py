"""Rules and the days they give. Pure: no database, no clock; days in Stockholm wall time.

Decisions (docs/decisions/repeating-events.md): a rule by date that is meant for the 29th, 30th or 31st
uses the last day of shorter months; an hour that the spring change skips is moved forward by that hour;
an hour that comes twice in autumn is the first one.
"""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from calendar_app.models import EventSeries
from calendar_app.services.content import Repeat, TimePlan
from common.errors import DomainError
from common.swedish import MONTHS, WEEKDAYS, day_text, number_text, short_day_text, time_text

STOCKHOLM = ZoneInfo("Europe/Stockholm")
#: How far ahead series are expanded into rows.
HORIZON_MONTHS = 18
#: So many times one series may have; a typing error must not fill the calendar.
MOST = 400
LONGEST = timedelta(days=31)
_EARLIEST_YEAR = 2000
_YEARS_AHEAD = 10

_Frequency = EventSeries.Frequency


@dataclass(frozen=True)
class Rule:
    """When a series falls. ``month_day`` is the day a rule by date is meant for, also in short months."""

    frequency: str
    interval: int
    first_day: date
    until: date | None = None
    count: int | None = None
    excluded: frozenset[date] = frozenset()
    month_day: int | None = None


@dataclass(frozen=True)
class Slot:
    """One time that a plan gives; ``day`` is the day in Stockholm that names it."""

    day: date
    start: datetime
    end: datetime


def all_days(rule: Rule, last: date) -> Iterator[date]:
    """Yield the rule's days up to ``last``, the excluded ones among them (they count towards ``count``)."""
    end = min(last, rule.until) if rule.until else last
    for number, day in enumerate(_endless(rule)):
        if day > end or (rule.count is not None and number >= rule.count):
            return
        yield day


def rule_days(rule: Rule, last: date) -> Iterator[date]:
    """Yield the days up to ``last`` on which the series takes place."""
    return (day for day in all_days(rule, last) if day not in rule.excluded)


def _endless(rule: Rule) -> Iterator[date]:
    step = 0
    while True:
        day = (
            rule.first_day + timedelta(weeks=step * rule.interval)
            if rule.frequency == _Frequency.WEEKLY
            else _day_of_month(rule, step * rule.interval)
        )
        yield day
        step += 1


def _day_of_month(rule: Rule, months_on: int) -> date:
    first = rule.first_day
    year, month = divmod(first.year * 12 + first.month - 1 + months_on, 12)
    month += 1
    length = calendar.monthrange(year, month)[1]
    if rule.frequency == _Frequency.MONTHLY_DATE:
        return date(year, month, min(rule.month_day or first.day, length))
    place = (first.day - 1) // 7
    if rule.frequency == _Frequency.MONTHLY_LAST or place == 4:  # few months have a fifth one
        last = date(year, month, length)
        return last - timedelta(days=(last.weekday() - first.weekday()) % 7)
    ahead = (first.weekday() - date(year, month, 1).weekday()) % 7
    return date(year, month, 1 + ahead + 7 * place)


def moments(day: date, start_time: time, duration: timedelta, *, all_day: bool) -> tuple[datetime, datetime]:
    """Return start and end of one time. ``duration`` is measured on the clock on the wall.

    Around a change of clocks an end that would come before its start keeps the length instead.
    """
    naive = datetime.combine(day, time(0) if all_day else start_time)
    start = naive.replace(tzinfo=STOCKHOLM).astimezone(UTC)
    end = (naive + duration).replace(tzinfo=STOCKHOLM).astimezone(UTC)
    return start, end if end > start else start + duration


def wall(moment: datetime) -> datetime:
    """Return the moment as the clock on the wall in Stockholm shows it, without a zone."""
    return moment.astimezone(STOCKHOLM).replace(tzinfo=None)


def duration_of(start: datetime, end: datetime) -> timedelta:
    """Return the length on the clock on the wall; never nothing, also when the clocks go back in between."""
    on_the_wall = wall(end) - wall(start)
    return on_the_wall if on_the_wall > timedelta(0) else end - start


def horizon(today: date) -> date:
    """Return the last day that series are expanded to."""
    year, month = divmod(today.year * 12 + today.month - 1 + HORIZON_MONTHS, 12)
    return date(year, month + 1, min(today.day, calendar.monthrange(year, month + 1)[1]))


def check_plan(plan: TimePlan, today: date) -> None:
    """Raise ``DomainError`` at the field that needs another value. Holidays are hints and never refused."""
    if plan.start.tzinfo is None or plan.end.tzinfo is None:
        raise ValueError("a plan's moments are aware")
    for start, end in ((plan.start, plan.end), *plan.also):
        _check_span(start, end, plan.all_day, today)
    if plan.repeat is not None:
        _check_repeat(plan, plan.repeat, today)
    elif len(plan.also) >= MOST:
        raise DomainError(f"Det blir fler än {MOST} tillfällen. Dela upp aktiviteten.", field="start")


def _check_span(start: datetime, end: datetime, all_day: bool, today: date) -> None:
    for moment, field in ((start, "start"), (end, "end")):
        if not _EARLIEST_YEAR <= moment.year <= today.year + _YEARS_AHEAD:
            raise DomainError(f"Året {moment.year} kan inte stämma. Kontrollera datumet.", field=field)
    if end <= start:
        if all_day:
            raise DomainError("Sista dagen är före första dagen. Ändra en av dem.", field="end")
        if wall(start).date() == wall(end).date() and start != end:
            raise DomainError(
                f"Sluttiden {time_text(end)} är före starttiden {time_text(start)}. Ändra en av dem.",
                field="end",
            )
        raise DomainError("Aktiviteten slutar innan den börjar. Ändra start eller slut.", field="end")
    if wall(end) - wall(start) > LONGEST:
        raise DomainError("En aktivitet kan vara högst 31 dagar. Lägg in den som flera.", field="end")


def _check_repeat(plan: TimePlan, repeat: Repeat, today: date) -> None:
    first = wall(plan.start).date()
    if repeat.frequency not in _Frequency.values:
        raise DomainError("Välj hur ofta aktiviteten kommer tillbaka.", field="frequency")
    if not 1 <= repeat.interval <= 52:
        raise DomainError("Skriv ett tal mellan 1 och 52.", field="interval")
    if repeat.until and repeat.count is not None:
        raise DomainError("Ange antingen sista dag eller antal gånger, inte båda.", field="count")
    if repeat.count is not None and repeat.count < 1:
        raise DomainError("Antalet gånger ska vara minst 1.", field="count")
    if repeat.until and repeat.until < first:
        raise DomainError(
            f"Sista dagen {day_text(repeat.until)} är före första dagen {day_text(first)}. Ändra en av dem.",
            field="until",
        )
    if repeat.until and repeat.until.year > today.year + _YEARS_AHEAD:
        raise DomainError(f"Året {repeat.until.year} kan inte stämma. Kontrollera datumet.", field="until")
    rule = rule_of(plan, repeat)
    given = next(_endless(rule))
    if given != first:
        raise DomainError(
            f"{day_text(first).capitalize()} är inte {_last_words(first)}. Välj {day_text(given)} som första dag.",
            field="start",
        )
    _check_number(rule, repeat, today)


def _check_number(rule: Rule, repeat: Repeat, today: date) -> None:
    bounded = repeat.until is not None or repeat.count is not None
    last = date(today.year + _YEARS_AHEAD + 40, 1, 1) if bounded else horizon(today)
    taking_place = 0
    for number, day in enumerate(all_days(rule, last), start=1):
        taking_place += day not in rule.excluded
        if number > MOST:
            raise DomainError(
                f"Det blir fler än {MOST} tillfällen. Välj ett tidigare slut, eller dela upp aktiviteten.",
                field="until" if repeat.until else "count" if repeat.count else "start",
            )
    if bounded and not taking_place:
        raise DomainError("Alla dagar är överhoppade. Ta bort någon av dem.", field="excluded")


def rule_of(plan: TimePlan, repeat: Repeat, before: EventSeries | None = None) -> Rule:
    """Return the plan's rule. ``before`` is the series it changes: the day of the month it is meant for stays."""
    first = wall(plan.start).date()
    month_day = None
    if repeat.frequency == _Frequency.MONTHLY_DATE:
        month_day = first.day
        if before and before.frequency == repeat.frequency and before.first_day == first:
            month_day = before.month_day or first.day
    return Rule(
        repeat.frequency,
        repeat.interval,
        first,
        repeat.until,
        repeat.count,
        frozenset(repeat.excluded),
        month_day,
    )


def rule_of_series(series: EventSeries) -> Rule:
    """Return the rule that a stored series holds."""
    return Rule(
        series.frequency,
        series.interval,
        series.first_day,
        series.until,
        series.count,
        frozenset(series.excluded),
        series.month_day,
    )


def slots(rule: Rule, start_time: time, duration: timedelta, *, all_day: bool, last: date) -> list[Slot]:
    """Return the rule's times up to the day ``last``."""
    return [Slot(day, *moments(day, start_time, duration, all_day=all_day)) for day in rule_days(rule, last)]


def rule_text(rule: Rule) -> str:
    """Return the rule in words: "Varannan onsdag till och med 16 december 2026"."""
    weekday = WEEKDAYS[rule.first_day.weekday()]
    if rule.frequency == _Frequency.WEEKLY:
        words = {1: f"Varje {weekday}", 2: f"Varannan {weekday}"}.get(
            rule.interval, f"Var {_ordinal(rule.interval)} {weekday}"
        )
    else:
        months = {1: "varje månad", 2: "varannan månad"}.get(
            rule.interval, f"var {_ordinal(rule.interval)} månad"
        )
        words = f"{_day_words(rule, weekday)} {months}"
    if rule.until:
        words += f" till och med {day_text(rule.until)}"
    elif rule.count:
        words += f", {number_text(rule.count)} {'gång' if rule.count == 1 else 'gånger'}"
    return words


def skipped_text(rule: Rule) -> str:
    """Return the skipped days in words, or nothing."""
    return ", ".join(short_day_text(day) for day in sorted(rule.excluded))


def _day_words(rule: Rule, weekday: str) -> str:
    if rule.frequency == _Frequency.MONTHLY_DATE:
        meant = rule.month_day or rule.first_day.day
        return f"Den {meant}{':a' if meant in {1, 2, 21, 22, 31} else ':e'}"
    place = (rule.first_day.day - 1) // 7
    if rule.frequency == _Frequency.MONTHLY_LAST or place == 4:
        return f"Sista {weekday}en"
    return f"{('Första', 'Andra', 'Tredje', 'Fjärde')[place]} {weekday}en"


def _last_words(day: date) -> str:
    return f"sista {WEEKDAYS[day.weekday()]}en i {MONTHS[day.month - 1]}"


def _ordinal(number: int) -> str:
    words = ("", "", "", "tredje", "fjärde", "femte", "sjätte", "sjunde", "åttonde", "nionde", "tionde")
    return words[number] if number < len(words) else f"{number}:e"
