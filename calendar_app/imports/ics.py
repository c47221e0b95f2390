"""iCalendar (RFC 5545) to rows, one VEVENT at a time: a broken one spoils only itself.

VTIMEZONE is never evaluated, so cyclic or odd ones do no harm: a TZID either is a zone we know or
the row says that it isn't.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from calendar_app.imports import recurrence
from calendar_app.imports.ics_blocks import LABELS, MOST_EXCEPTIONS, Block, Property, blocks_of
from calendar_app.imports.recurrence import RuleError
from calendar_app.imports.rows import Patience, ReadRow, UnreadableFileError
from calendar_app.imports.text import decoded
from calendar_app.services.content import Repeat, TimePlan
from calendar_app.services.series import MOST, STOCKHOLM

_MOMENT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(?:T([0-9]{2})([0-9]{2})([0-9]{2})?(Z)?)?")
_DURATION = re.compile(
    r"\+?P(?:([0-9]{1,4})W)?(?:([0-9]{1,4})D)?(?:T(?:([0-9]{1,4})H)?(?:([0-9]{1,5})M)?(?:([0-9]{1,6})S)?)?"
)
_YEARS = range(2000, 2100)
#: Zones whose clocks have agreed with Stockholm's since 1996; Windows writes Berlin's for Swedish users.
_STOCKHOLM_CLOCKS = {
    "CET",
    *(
        f"Europe/{city}"
        for city in ("Stockholm", "Berlin", "Paris", "Oslo", "Copenhagen", "Amsterdam", "Brussels", "Vienna")
    ),
    *(
        f"Europe/{city}"
        for city in ("Rome", "Madrid", "Prague", "Warsaw", "Budapest", "Zurich", "Luxembourg")
    ),
}


class _ValueError(ValueError):
    """A property cannot be read; the message is a Swedish sentence."""


@dataclass(frozen=True)
class _When:
    """A start or an end: naive wall-clock time in ``zone``; ``day`` when it is a whole day."""

    wall: datetime
    zone: tzinfo
    day: bool

    @property
    def moment(self) -> datetime:
        return self.wall.replace(tzinfo=self.zone).astimezone(STOCKHOLM)


def read_ics(content: bytes, today: date, patience: Patience) -> list[ReadRow]:
    """Return one row per activity; changed single times of a series are laid into its row."""
    text = decoded(content)
    if "BEGIN:VCALENDAR" not in text[:2000].upper():
        raise UnreadableFileError(
            "Filen är ingen kalenderfil. Den ska börja med BEGIN:VCALENDAR. Exportera den på nytt och försök igen."
        )
    blocks = list(blocks_of(text))
    if not blocks:
        raise UnreadableFileError("Filen innehåller inga aktiviteter.")
    masters: dict[str, Block] = {}
    changed: dict[str, list[Block]] = defaultdict(list)
    for block in blocks:
        uid = block.text("UID")
        if uid and block.first("RECURRENCE-ID"):
            changed[uid].append(block)
        else:
            masters[uid or f"#{block.number}"] = _same_uid_twice(masters, uid, block)
    rows = []
    for key, block in masters.items():
        patience.check()
        rows.append(_row(block, changed.pop(key, []), today))
    for uid, blocks in changed.items():
        patience.check()
        rows += _without_series(uid, blocks, today)
    return sorted(rows, key=lambda row: row.number)


def _without_series(uid: str, blocks: list[Block], today: date) -> Iterator[ReadRow]:
    """Changed times of a series that isn't in the file stand on their own, each with an Id of its own."""
    newest: dict[str, Block] = {}
    for block in blocks:
        own = f"{uid}#{block.text('RECURRENCE-ID')}"
        newest[own] = _same_uid_twice(newest, own, block)
    for own, block in newest.items():
        yield replace(_row(block, [], today), uid=own, series_uid=uid)


def _same_uid_twice(masters: dict[str, Block], uid: str, block: Block) -> Block:
    """The highest SEQUENCE wins, as a calendar program would have it."""
    before = masters.get(uid) if uid else None
    if before is None or _sequence(block) >= _sequence(before):
        return block
    return before


def _sequence(block: Block) -> int:
    text = block.text("SEQUENCE")
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else 0


def _row(block: Block, changed: list[Block], today: date) -> ReadRow:
    row = ReadRow(
        number=block.number,
        uid=block.text("UID"),
        texts=_texts(block),
        cancelled=block.text("STATUS").upper() == "CANCELLED",
        private=block.text("CLASS").upper() in {"PRIVATE", "CONFIDENTIAL"},
        remarks=_remarks(block, changed),
    )
    if block.broken:
        return replace(row, problems=(block.broken,))
    try:
        plan, cancelled, lost = _plan(block, changed, today)
    except (_ValueError, RuleError) as error:
        return replace(row, problems=(str(error),))
    if lost:
        told = "Ändringar av dagar som inte finns i serien följer inte med."
        row = replace(row, remarks=(*row.remarks, told))
    return replace(row, plan=plan, cancelled_starts=cancelled)


def _texts(block: Block) -> dict[str, str]:
    link = block.text("URL") if block.text("URL").lower().startswith(("http://", "https://")) else ""
    description = block.text("DESCRIPTION")
    if link and link not in description:
        description = f"{description}\n\nMer: {link}".strip()
    organiser = block.first("ORGANIZER")
    return {
        "title": block.text("SUMMARY"),
        "description": description,
        "place": block.text("LOCATION"),
        "categories": ",".join(one.value for one in block.properties.get("CATEGORIES", ())),
        "organiser": organiser.params.get("CN", "") if organiser else "",
    }


def _remarks(block: Block, changed: list[Block]) -> tuple[str, ...]:
    remarks = []
    if any(other.text("SUMMARY") not in {"", block.text("SUMMARY")} for other in changed):
        remarks.append("Enstaka tillfällen har en egen rubrik i filen. Den följer inte med.")
    if block.first("ATTACH"):
        remarks.append("Bilagan följer inte med.")
    return tuple(remarks)


def _plan(
    block: Block, changed: list[Block], today: date
) -> tuple[TimePlan, tuple[datetime, ...], set[datetime]]:
    """Return the plan, the starts that the file cancels, and changed times that no day of the series answers to."""
    start = _when(block, "DTSTART")
    if start is None:
        raise _ValueError("Start: aktiviteten har ingen starttid.")
    length = _length(block, start)
    excluded = _days(block, "EXDATE", start)
    extra = _days(block, "RDATE", start)
    others = [_changed_time(other, start, length) for other in changed[: MOST + 1]]
    cancelled = tuple(_moment(was, start) for was, _, off in others if off)
    moved = {was: now for was, now, off in others if not off and now is not None}
    rule_text = block.text("RRULE")
    if not rule_text and not extra and not moved:
        return _single(start, length), cancelled, set()
    repeat = _own_rule(rule_text, start, excluded) if rule_text and not extra and not moved else None
    if repeat is not None:
        first = _single(start, length)
        return replace(first, repeat=repeat), cancelled, set()
    walls = [start.wall]
    if rule_text:
        walls = recurrence.single_days(_rule(rule_text, start), start.wall, today)
    walls = sorted({*walls, *extra} - set(excluded))
    if not walls:
        raise _ValueError("Undantag: alla dagar är överhoppade.")
    times = [moved.get(wall) or (wall, wall + length) for wall in walls]
    moments = sorted((_moment(begin, start), _moment(end, start)) for begin, end in times)
    plan = TimePlan(start=moments[0][0], end=moments[0][1], all_day=start.day, also=tuple(moments[1:]))
    return plan, cancelled, set(moved) - set(walls)


def _single(start: _When, length: timedelta) -> TimePlan:
    return TimePlan(start=start.moment, end=_moment(start.wall + length, start), all_day=start.day)


def _moment(wall: datetime, like: _When) -> datetime:
    return wall.replace(tzinfo=like.zone).astimezone(STOCKHOLM)


def _own_rule(text: str, start: _When, excluded: list[datetime]) -> Repeat | None:
    """The calendar's own rules follow the clock in Stockholm; other zones become single times."""
    if start.zone is not STOCKHOLM:
        return None
    rule = _rule(text, start)
    days = tuple(sorted({wall.date() for wall in excluded}))
    return recurrence.own_repeat(rule, start.wall.date(), days)


def _rule(text: str, start: _When) -> recurrence.ParsedRule:
    match = re.search(r"UNTIL=([0-9TZtz]+)", text, re.IGNORECASE)
    until = None
    if match:
        until_when = _parsed(match[1].upper(), start.zone, "Upprepning")
        until = until_when.wall
        if until_when.day:
            until = datetime.combine(until.date(), time.max)
        elif until_when.zone is UTC:
            until = until.replace(tzinfo=UTC).astimezone(start.zone).replace(tzinfo=None)
    elif "UNTIL" in text.upper():
        raise RuleError("Upprepning: slutdatumet går inte att läsa.")
    return recurrence.parse_rule(text, until)


def _length(block: Block, start: _When) -> timedelta:
    end = _when(block, "DTEND")
    if end is not None:
        if end.day != start.day:
            raise _ValueError("Slut: start och slut ska båda ha klockslag, eller ingen av dem.")
        if end.zone is start.zone:
            return end.wall - start.wall
        return end.wall.replace(tzinfo=end.zone) - start.wall.replace(tzinfo=start.zone)
    given = block.first("DURATION")
    if given is None:
        # RFC 5545 3.6.1: a day lasts the day; a moment without an end gets an hour here.
        return timedelta(days=1) if start.day else timedelta(hours=1)
    match = _DURATION.fullmatch(given.value.strip().upper())
    if match is None or not any(match.groups()):
        raise _ValueError("Längd: går inte att läsa.")
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in match.groups())
    return timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)


def _changed_time(
    other: Block, start: _When, length: timedelta
) -> tuple[datetime, tuple[datetime, datetime] | None, bool]:
    """Return which time of the series is changed, to what, and whether it is cancelled."""
    was = _when(other, "RECURRENCE-ID")
    if was is None:
        raise _ValueError("Ändrat tillfälle: tiden går inte att läsa.")
    was_wall = _on_clock_of(was, start)
    if other.text("STATUS").upper() == "CANCELLED":
        return was_wall, None, True
    begin = _when(other, "DTSTART")
    if begin is None:
        return was_wall, None, False
    wall = _on_clock_of(begin, start)
    own_length = _length(other, begin) if other.first("DTEND") or other.first("DURATION") else length
    if (wall, own_length) == (was_wall, length):
        return was_wall, None, False
    return was_wall, (wall, wall + own_length), False


def _days(block: Block, name: str, start: _When) -> list[datetime]:
    found: list[datetime] = []
    for one in block.properties.get(name, ()):
        for text in one.value.split(",")[: MOST_EXCEPTIONS + 1]:
            when = _parsed(text.strip().split("/")[0], _zone(one, start.zone), LABELS[name])
            wall = _on_clock_of(when, start)
            found.append(datetime.combine(wall.date(), start.wall.time()) if when.day else wall)
            if len(found) > MOST_EXCEPTIONS:
                raise _ValueError(f"{LABELS[name]}: fler än {MOST_EXCEPTIONS} stycken. Dela upp aktiviteten.")
    return found


def _on_clock_of(when: _When, like: _When) -> datetime:
    if when.day or when.zone is like.zone:
        return when.wall
    return when.wall.replace(tzinfo=when.zone).astimezone(like.zone).replace(tzinfo=None)


def _when(block: Block, name: str) -> _When | None:
    found = block.first(name)
    if found is None or not found.value.strip():
        return None
    return _parsed(found.value.strip(), _zone(found, STOCKHOLM), LABELS[name])


def _parsed(text: str, zone: tzinfo, label: str) -> _When:
    match = _MOMENT.fullmatch(text)
    if match is None:
        raise _ValueError(f"{label}: ”{text[:40]}” är ingen tid.")
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups()[:6])
    if year not in _YEARS:
        raise _ValueError(f"{label}: året {year} kan inte stämma.")
    try:
        wall = datetime(year, month, day, hour, minute, min(second, 59))  # noqa: DTZ001 - wall-clock, see _When
    except ValueError as error:
        raise _ValueError(f"{label}: ”{text[:40]}” är ingen tid.") from error
    return _When(wall, UTC if match[7] else zone, match[4] is None)


def _zone(one: Property, default: tzinfo) -> tzinfo:
    """Return the zone the property names. Floating times are meant in Sweden."""
    name = one.params.get("TZID", "").strip()
    if not name:
        return default
    known = WINDOWS_TO_OLSON.get(name, name)
    # "/freeassociation.sourceforge.net/Europe/Stockholm" and the like end with the zone's own name.
    for candidate in (known, "/".join(known.split("/")[-2:])):
        if candidate in _STOCKHOLM_CLOCKS:
            return STOCKHOLM
        if re.fullmatch(r"[A-Za-z_]{1,20}(?:/[A-Za-z0-9_+-]{1,30}){0,2}", candidate):
            try:
                return ZoneInfo(candidate)
            except (ZoneInfoNotFoundError, ValueError, OSError):
                continue
    raise _ValueError(
        f"Start: tidszonen ”{name[:60]}” känns inte igen. Spara om filen med tidszonen Europe/Stockholm."
    )
