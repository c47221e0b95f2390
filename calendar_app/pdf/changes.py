"""Ändrat sedan förra utgåvan: the difference between two editions' frozen rows."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from calendar_app.pdf.frozen import Change, PrintedRow
from calendar_app.pdf.wording import when_text


def changes_between(
    before: Sequence[PrintedRow], now: Sequence[PrintedRow], moved_to: Mapping[str, PrintedRow]
) -> list[Change]:
    """Return what a reader of the edition before needs to know, in order of day.

    ``moved_to`` holds rows that have left the period but still take place, by uid.
    """
    earlier = {row.uid: row for row in before}
    present = {row.uid for row in now}
    found: list[tuple[datetime, str, Change]] = []
    for row in now:
        change = _change(earlier.get(row.uid), row)
        if change is not None:
            found.append((row.starts, row.title, change))
    found.extend(
        (row.starts, row.title, _gone(row, moved_to.get(row.uid))) for row in before if row.uid not in present
    )
    return [change for _, _, change in sorted(found, key=lambda item: item[:2])]


def _change(before: PrintedRow | None, now: PrintedRow) -> Change | None:
    if before is None:
        if now.cancelled:
            return None
        return _told("Nytt", now)
    if now.cancelled != before.cancelled:
        return _told("Inställt" if now.cancelled else "Blir av", now)
    placed = (now.place, now.town, now.online) != (before.place, before.town, before.online)
    if (now.start, now.end, now.all_day) != (before.start, before.end, before.all_day):
        return _retimed(before, now, placed=placed)
    if placed:
        return _told("Ny plats", now, now.place or now.online)
    if now.full != before.full:
        return _told("Fullt" if now.full else "Platser kvar", now)
    if now.title != before.title:
        return _told("Nytt namn", now, f"Förut ”{before.title}”.")
    if now != before:
        return _told("Ändrat", now, "Anmälan, kontakt, kostnad eller annat praktiskt.")
    return None


def _retimed(before: PrintedRow, now: PrintedRow, *, placed: bool) -> Change:
    was = f"Förut {when_text(before)}."
    if not placed:
        return _told("Ny tid", now, was)
    return _told("Ny tid och plats", now, " ".join(filter(None, [was, now.place or now.online])))


def _gone(row: PrintedRow, elsewhere: PrintedRow | None) -> Change:
    if elsewhere is not None and not elsewhere.cancelled:
        placed = (row.place, row.town, row.online) != (elsewhere.place, elsewhere.town, elsewhere.online)
        return _retimed(row, elsewhere, placed=placed)
    return _told("Borttaget", row)


def _told(what: str, row: PrintedRow, detail: str = "") -> Change:
    return Change(what=what, when=when_text(row), title=row.title, detail=detail, uid=row.uid)
