"""Reading days as people write them."""

import re
from datetime import date

from calendar_app.services import series as rules
from common.swedish import MONTHS, MONTHS_SHORT


def read_days(text: str, near: date) -> tuple[date, ...]:
    """Return the days in a list such as "2026-10-28, 4 november". Raises ``ValueError`` with a sentence.

    A day without a year is the first one on or after ``near``.
    """
    parts = [part.strip() for part in re.split(r"[,;\n]+", text) if part.strip()]
    if len(parts) > rules.MOST:
        raise ValueError("Så många dagar går inte att hoppa över. Dela upp aktiviteten i stället.")
    return tuple(sorted({_read_day(part, near) for part in parts}))


def _read_day(part: str, near: date) -> date:
    try:
        return date.fromisoformat(part)
    except ValueError:
        pass
    match = re.fullmatch(
        r"(?:\w+\s+)?(\d{1,2})(?:[/.]|\s+|:[ae]\s+)(\d{1,2}|[a-zåäö]+)\.?(?:[/ ]+(\d{4}))?", part.lower()
    )
    month = _month_number(match[2]) if match else 0
    for year in (int(match[3]),) if match and match[3] else (near.year, near.year + 1):
        if match and 1 <= month <= 12:
            try:
                day = date(year, month, int(match[1]))
            except ValueError:
                break
            if match[3] or day >= near:
                return day
    raise ValueError(
        f"”{part[:40]}” går inte att läsa som en dag. Skriv till exempel 2026-10-28 eller 28 oktober."
    )


def _month_number(word: str) -> int:
    if word.isdecimal():
        return int(word)
    for names in (MONTHS, MONTHS_SHORT):
        if word in names:
            return names.index(word) + 1
    return next(
        (number for number, name in enumerate(MONTHS, 1) if len(word) >= 3 and name.startswith(word)), 0
    )
