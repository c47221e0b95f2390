"""RRULE (RFC 5545) into the calendar's own rules where they mean the same, else into single times."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice
from typing import Any

from dateutil.rrule import rrulestr

from calendar_app.services.content import Repeat
from calendar_app.services.series import MOST, horizon

_SHORT = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_NOT_UNDERSTOOD = "Upprepning: regeln går inte att förstå. Förenkla den, eller lägg in varje tillfälle."
_RARE = {"BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYSETPOS"}
_LONGEST_RULE = 300
_OFTEN = {"SECONDLY", "MINUTELY", "HOURLY"}
_WITHIN_A_DAY = {"BYHOUR", "BYMINUTE", "BYSECOND"}
_KNOWN = {
    "FREQ",
    "INTERVAL",
    "COUNT",
    "UNTIL",
    "WKST",
    "BYDAY",
    "BYMONTH",
    "BYMONTHDAY",
    "BYSETPOS",
    "BYYEARDAY",
    "BYWEEKNO",
}


class RuleError(ValueError):
    """The rule cannot be used; the message is a Swedish sentence."""


@dataclass(frozen=True)
class ParsedRule:
    """An RRULE's parts. ``until`` is on the clock of the event's own time zone."""

    parts: dict[str, str]
    frequency: str
    interval: int
    count: int | None
    until: datetime | None


def parse_rule(text: str, until: datetime | None) -> ParsedRule:
    """Return the rule's parts, or raise ``RuleError``."""
    if len(text) > _LONGEST_RULE:
        raise RuleError("Upprepning: regeln är för lång. Förenkla den i programmet som filen kommer från.")
    parts: dict[str, str] = {}
    for part in text.upper().split(";"):
        name, _, value = part.partition("=")
        if name:
            parts[name.strip()] = value.strip()
    frequency = parts.get("FREQ", "")
    if frequency in _OFTEN or _WITHIN_A_DAY & set(parts):
        raise RuleError("Upprepning: aktiviteten upprepas flera gånger om dagen. Lägg in den som flera.")
    if frequency not in {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"} or not set(parts) <= _KNOWN:
        raise RuleError(
            "Upprepning: regeln går inte att förstå. Förenkla den, eller lägg in varje tillfälle."
        )
    interval = _whole(parts.get("INTERVAL", "1"))
    count = _whole(parts["COUNT"]) if "COUNT" in parts else None
    if not interval or count == 0:
        raise RuleError(
            "Upprepning: regeln går inte att förstå. Förenkla den, eller lägg in varje tillfälle."
        )
    return ParsedRule(parts, frequency, interval, count, until)


def own_repeat(rule: ParsedRule, first: date, excluded: tuple[date, ...]) -> Repeat | None:
    """Return the calendar's own rule when it gives exactly the same days, else ``None``."""
    frequency = _own_frequency(rule, first)
    if frequency is None or rule.interval > 52:
        return None
    return Repeat(
        frequency=frequency,
        interval=rule.interval,
        until=rule.until.date() if rule.until else None,
        count=None if rule.until else rule.count,
        excluded=excluded,
    )


def _own_frequency(rule: ParsedRule, first: date) -> str | None:
    by = {name: value for name, value in rule.parts.items() if name.startswith("BY")}
    weekday = _SHORT[first.weekday()]
    if rule.frequency == "WEEKLY":
        return "weekly" if by in ({}, {"BYDAY": weekday}) else None
    if rule.frequency != "MONTHLY":
        return None
    # From the 29th on RFC 5545 skips short months, and the calendar's own rule uses their last day.
    if by in ({}, {"BYMONTHDAY": str(first.day)}):
        return "monthly_date" if first.day <= 28 else None
    position = (first.day - 1) // 7 + 1
    if by.get("BYSETPOS") and set(by) == {"BYDAY", "BYSETPOS"}:
        by = {"BYDAY": f"{by['BYSETPOS']}{by['BYDAY']}"}
    if by in ({"BYDAY": f"{position}{weekday}"}, {"BYDAY": f"+{position}{weekday}"}) and position <= 4:
        return "monthly_weekday"
    if by == {"BYDAY": f"-1{weekday}"}:
        return "monthly_last"
    return None


def single_days(rule: ParsedRule, start: datetime, today: date) -> list[datetime]:
    """Return the naive starts that the rule gives, at most ``MOST`` and not beyond the horizon.

    ``start`` is naive, on the clock of the event's own time zone. Raises ``RuleError`` when there
    are too many, or the rule cannot be followed.
    """
    last = datetime.combine(horizon(today), time.max)
    if rule.until is not None:
        last = min(last, rule.until)
    try:
        given = list(islice(_starts(rule, start, last), MOST + 1))
    except RuleError:
        raise
    except (ValueError, TypeError, AttributeError, LookupError, ArithmeticError) as error:
        # Whatever the library makes of numbers nobody should have written.
        raise RuleError(_NOT_UNDERSTOOD) from error
    if len(given) > MOST:
        raise RuleError(
            f"Upprepning: det blir fler än {MOST} tillfällen. Välj ett tidigare slut, eller dela upp aktiviteten."
        )
    if not given:
        raise RuleError(
            "Upprepning: regeln ger inga tillfällen. Kontrollera den i programmet som filen kommer från."
        )
    return given


def _starts(rule: ParsedRule, start: datetime, last: datetime) -> Iterator[datetime]:
    if rule.frequency in {"DAILY", "WEEKLY"} and _RARE & set(rule.parts):
        # Such rules may never come true, and looking for the first time would take hours.
        raise RuleError(_NOT_UNDERSTOOD)
    kept = {name: value for name, value in rule.parts.items() if name not in {"COUNT", "UNTIL"}}
    moments: Any = rrulestr(";".join(f"{name}={value}" for name, value in kept.items()), dtstart=start)
    given = 0
    for number, moment in enumerate(moments):
        if number == 0 and moment != start and start <= last:
            # DTSTART is the first time, also when the rule itself would not give it (RFC 5545 3.8.5.3).
            given += 1
            yield start
        if moment > last or (rule.count is not None and given >= rule.count):
            return
        given += 1
        yield moment


def _whole(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,4}", text):
        raise RuleError(_NOT_UNDERSTOOD)
    return int(text)
