"""How an edition says when something is."""

from datetime import date, timedelta

from calendar_app.pdf.frozen import PrintedRow
from common.swedish import NBSP, short_day_text, time_text


def last_date(row: PrintedRow) -> date:
    """Return the last day it touches; an end at midnight doesn't touch the next day."""
    return max(row.starts.date(), (row.ends - timedelta(microseconds=1)).date())


def day_text(row: PrintedRow) -> str:
    """Return "tors 8 okt", or "tors 8 okt–lör 10 okt" when it goes on over several days."""
    first = row.starts.date()
    last = last_date(row)
    if first == last:
        return short_day_text(first)
    return f"{short_day_text(first)}–{short_day_text(last)}"


def hours_text(row: PrintedRow) -> str:
    """Return "17.30–19.00", "Hela dagen", or when it begins and ends if that is on different days."""
    several = row.starts.date() != last_date(row)
    if row.all_day:
        return "Hela dagarna" if several else "Hela dagen"
    if several:
        return f"Börjar {time_text(row.starts.time())}, slutar {time_text(row.ends.time())}"
    return f"{time_text(row.starts.time())}–{time_text(row.ends.time())}"


def when_text(row: PrintedRow) -> str:
    """Return "tors 8 okt kl. 17.30" for running text."""
    if row.all_day:
        return day_text(row)
    return f"{short_day_text(row.starts.date())} kl.{NBSP}{time_text(row.starts.time())}"
