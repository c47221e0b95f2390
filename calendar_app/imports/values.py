"""What people write in cells: dates, times, how often."""

import re
from datetime import date, datetime, time, timedelta

from common.swedish import MONTHS, MONTHS_SHORT

#: What a cell can hold after the file has been opened.
Cell = str | int | float | bool | date | datetime | time | timedelta | None

_ISO = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})(?:[T ]00:00(?::00)?)?")
_PLAIN = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_DAY_FIRST = re.compile(r"([0-9]{1,2})[./]\s?([0-9]{1,2})[./ ]\s?([0-9]{4})")
_IN_WORDS = re.compile(r"(?:[a-zåäö]+ )?([0-9]{1,2}) ([a-zåäö]+)\.? ([0-9]{4})")
_CLOCK = re.compile(r"(?:kl\.?\s?)?([0-9]{1,2})(?:[.:]?([0-9]{2}))?(?:[:.]00)?")
_EVERY = re.compile(r"var ([0-9]{1,2})(?::?e|:?a) (vecka|månad)")


def text_of(cell: Cell) -> str:
    """Return the cell as text. Whole numbers lose the decimals a spreadsheet gave them."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "ja" if cell else "nej"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time.min else cell.isoformat(" ", "minutes")
    text = str(cell).strip()
    # An apostrophe in front keeps formulas asleep; the portal's own exports put it there.
    return text[1:] if re.match(r"'[=+\-@]", text) else text


def day_of(cell: Cell) -> date | None:
    """Return the day, ``None`` for an empty cell; raise ``ValueError`` for anything else."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = text_of(cell).lower()
    if not text:
        return None
    for pattern in (_ISO, _PLAIN):
        if match := pattern.fullmatch(text):
            return date(int(match[1]), int(match[2]), int(match[3]))
    if match := _DAY_FIRST.fullmatch(text):
        return date(int(match[3]), int(match[2]), int(match[1]))
    if match := _IN_WORDS.fullmatch(text):
        return date(int(match[3]), _month(match[2]), int(match[1]))
    raise ValueError(text)


def _month(word: str) -> int:
    for names in (MONTHS, MONTHS_SHORT, tuple(name[:3] for name in MONTHS)):
        if word in names:
            return names.index(word) + 1
    raise ValueError(word)


def clock_of(cell: Cell) -> time | None:
    """Return the time of day, ``None`` for an empty cell; raise ``ValueError`` for anything else."""
    if isinstance(cell, datetime):
        return cell.time().replace(second=0, microsecond=0)
    if isinstance(cell, time):
        return cell.replace(second=0, microsecond=0)
    if isinstance(cell, timedelta):
        return _clock_from_minutes(round(cell.total_seconds() / 60))
    # A spreadsheet keeps 18.00 as three quarters of a day.
    if isinstance(cell, float) and 0 <= cell < 1:
        return _clock_from_minutes(round(cell * 24 * 60))
    text = text_of(cell).lower()
    if not text:
        return None
    if match := _CLOCK.fullmatch(text):
        hour, minute = int(match[1]), int(match[2] or 0)
        return time(0, 0) if (hour, minute) == (24, 0) else time(hour, minute)
    raise ValueError(text)


def _clock_from_minutes(minutes: int) -> time:
    if not 0 <= minutes < 24 * 60:
        raise ValueError(minutes)
    return time(minutes // 60, minutes % 60)


def frequency_of(cell: Cell) -> tuple[str, int] | None:
    """Return rule and interval for "varannan vecka" and the like; ``None`` for an empty cell or "nej"."""
    text = " ".join(text_of(cell).lower().replace(",", " ").split())
    if text in {"", "nej", "nej tack", "aldrig", "en gång"}:
        return None
    fixed = {
        "varje vecka": ("weekly", 1),
        "ja": ("weekly", 1),
        "varannan vecka": ("weekly", 2),
        "varje månad": ("monthly_weekday", 1),
        "varannan månad": ("monthly_weekday", 2),
        "varje månad samma datum": ("monthly_date", 1),
        "varje månad samma veckodag": ("monthly_weekday", 1),
        "varje månad sista veckodagen": ("monthly_last", 1),
    }
    if text in fixed:
        return fixed[text]
    if match := _EVERY.fullmatch(text):
        return ("weekly" if match[2] == "vecka" else "monthly_weekday"), int(match[1])
    raise ValueError(text)
