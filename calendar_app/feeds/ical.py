"""Occurrences as iCalendar (RFC 5545, with the names of RFC 7986), written as a stream.

Same rows, same bytes: times come from the rows, never from the clock, so that a feed that hasn't
changed can be answered with 304.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone

from calendar_app.models import AttendanceForm, Occurrence
from calendar_app.periods import covered_days
from calendar_app.queries.occurrence import absolute_url
from calendar_app.queries.rows import organiser_names, place_text
from common import swedish
from common.participation import ParticipationStep

CONTENT_TYPE = "text/calendar; charset=utf-8"
#: Shown in the list of calendars in a phone that others may see: says nothing about health.
NAME = "Aktiviteter i länet"
REFRESH = "PT6H"
#: Lines are folded at this many octets, not counting the line break (RFC 5545, 3.1).
_FOLD_AT = 75
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029]")

# The rules of Europe/Stockholm since 1996, written out as the RFC wants them.
_TIMEZONE = """\
BEGIN:VTIMEZONE
TZID:Europe/Stockholm
BEGIN:DAYLIGHT
DTSTART:19960331T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
TZNAME:CEST
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
TZNAME:CET
END:STANDARD
END:VTIMEZONE
""".replace("\n", "\r\n")


def calendar_stream(occurrences: Iterable[Occurrence], *, url: str = "") -> Iterator[bytes]:
    """Yield a whole calendar, one piece per occurrence. ``url`` is the web page it shows."""
    yield _head(url)
    for occurrence in occurrences:
        yield _event(occurrence).encode()
    yield b"END:VCALENDAR\r\n"


def one_event(
    *,
    uid: str,
    sequence: int,
    changed: datetime,
    start: datetime,
    end: datetime,
    title: str,
    location: str = "",
    description: str = "",
    url: str = "",
    cancelled: bool = False,
) -> str:
    """Return a calendar with one event that no public page need show, as a letter carries it: times in UTC, private."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Inflytande//Kalender//SV",
        "CALSCALE:GREGORIAN",
        "BEGIN:VEVENT",
        f"UID:{_plain(uid)}@{_host()}",
        f"DTSTAMP:{_utc(changed)}",
        f"SEQUENCE:{sequence}",
        f"DTSTART:{_utc(start)}",
        f"DTEND:{_utc(end)}",
        f"SUMMARY:{_text(('INSTÄLLT: ' if cancelled else '') + title)}",
        f"STATUS:{'CANCELLED' if cancelled else 'CONFIRMED'}",
        "CLASS:PRIVATE",
        *([f"LOCATION:{_text(location)}"] if location else []),
        *([f"DESCRIPTION:{_text(description)}"] if description else []),
        *([f"URL:{_plain(url)}"] if url else []),
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return _folded(lines)


def _head(url: str) -> bytes:
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Inflytande//Kalender//SV",
        "CALSCALE:GREGORIAN",
        f"NAME:{_text(NAME)}",
        f"X-WR-CALNAME:{_text(NAME)}",
        "X-WR-TIMEZONE:Europe/Stockholm",
        f"REFRESH-INTERVAL;VALUE=DURATION:{REFRESH}",
        f"X-PUBLISHED-TTL:{REFRESH}",
    ]
    if url:
        lines.append(f"URL:{_plain(url)}")
    return (_folded(lines) + _TIMEZONE).encode()


def _event(occurrence: Occurrence) -> str:
    event = occurrence.event
    changed = _utc(max(occurrence.updated_at, event.updated_at))
    cancelled = occurrence.is_cancelled
    lines = [
        "BEGIN:VEVENT",
        f"UID:{occurrence.uid}@{_host()}",
        # Without METHOD, DTSTAMP tells when the information was last revised (3.8.7.2).
        f"DTSTAMP:{changed}",
        f"LAST-MODIFIED:{changed}",
        f"SEQUENCE:{occurrence.sequence}",
        *_times(occurrence),
        f"SUMMARY:{_text(('INSTÄLLT: ' if cancelled else '') + event.title)}",
        f"STATUS:{'CANCELLED' if cancelled else 'CONFIRMED'}",
        f"TRANSP:{'TRANSPARENT' if cancelled else 'OPAQUE'}",
        f"CATEGORIES:{','.join(_text(one) for one in _categories(occurrence))}",
        "CLASS:PUBLIC",
        f"URL:{_plain(absolute_url(occurrence))}",
    ]
    location = _location(occurrence)
    if location:
        lines.append(f"LOCATION:{_text(location)}")
    lines += [f"DESCRIPTION:{_text(_description(occurrence))}", "END:VEVENT"]
    return _folded(lines)


def _categories(occurrence: Occurrence) -> list[str]:
    """The kind first, then the priority groups, when the row was fetched ``with_groups``."""
    return [occurrence.event.get_kind_display(), *getattr(occurrence, "group_names", [])]


def _times(occurrence: Occurrence) -> list[str]:
    if occurrence.all_day:
        days = covered_days(occurrence.start, occurrence.end)
        return [f"DTSTART;VALUE=DATE:{days.first:%Y%m%d}", f"DTEND;VALUE=DATE:{days.after:%Y%m%d}"]
    moments = (("DTSTART", occurrence.start), ("DTEND", occurrence.end))
    if any(timezone.localtime(moment).fold for _, moment in moments):
        # A wall-clock time that comes twice in autumn means the first one (3.3.5): the second needs UTC.
        return [f"{name}:{_utc(moment)}" for name, moment in moments]
    return [f"{name};TZID=Europe/Stockholm:{timezone.localtime(at):%Y%m%dT%H%M%S}" for name, at in moments]


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _location(occurrence: Occurrence) -> str:
    event = occurrence.event
    return place_text(event) or ("Digitalt" if event.attendance == AttendanceForm.ONLINE else "")


def _description(occurrence: Occurrence) -> str:
    """Tell what the public page tells, but nobody's name or number: copies can't be taken back."""
    event = occurrence.event
    facts = [
        "Aktiviteten är inställd." if occurrence.is_cancelled else "",
        _before(occurrence),
        "Fullt." if event.is_full and not occurrence.is_cancelled else "",
        event.description,
        f"Ordnas av: {swedish.join_words(organiser_names(event))}" if organiser_names(event) else "",
        _step(event.participation_step),
        f"Kostnad: {event.cost}" if event.cost else "",
        f"Anmälan: {event.registration}" if event.registration else "",
        f"Sista dag att anmäla sig: {swedish.day_text(event.register_by)}" if event.register_by else "",
        _online(occurrence),
        f"Tolk och lättläst: {event.interpretation}" if event.interpretation else "",
        absolute_url(occurrence),
    ]
    return "\n\n".join(fact.strip() for fact in facts if fact.strip())


def _before(occurrence: Occurrence) -> str:
    if occurrence.is_cancelled or not occurrence.is_moved or occurrence.original_start is None:
        return ""
    was = occurrence.original_start
    day = swedish.day_text(swedish.local_date(was))
    clock = "" if occurrence.all_day else f" kl. {swedish.time_text(was)}"
    return f"Ny tid. Tidigare {day}{clock}."


def _step(step: int | None) -> str:
    return f"Steg {step} av 5 i delaktighetstrappan: {ParticipationStep(step).long_name}" if step else ""


def _online(occurrence: Occurrence) -> str:
    event = occurrence.event
    if event.attendance == AttendanceForm.ON_SITE:
        return ""
    if event.online_link and event.online_link_public:
        return f"Delta digitalt: {event.online_link}"
    return "Går att vara med digitalt. Länken skickas till anmälda."


def _host() -> str:
    return urlsplit(settings.PORTAL_ORIGIN).hostname or "localhost"


def _text(value: str) -> str:
    """Escape a TEXT value (3.3.11). Control characters have no place in one."""
    value = _CONTROL.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))
    value = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return value.replace("\n", "\\n")


def _plain(value: str) -> str:
    """A URI value: not escaped, so it may hold no line break or control at all."""
    return re.sub(r"\s", "", _CONTROL.sub("", value))


def _folded(lines: Iterable[str]) -> str:
    return "".join(f"{_fold(line)}\r\n" for line in lines)


def _fold(line: str) -> str:
    """Break a long line between characters so that no piece is over 75 octets (3.1)."""
    if len(line.encode()) <= _FOLD_AT:
        return line
    pieces: list[str] = []
    piece: list[str] = []
    size = 0
    for sign in line:
        width = len(sign.encode())
        if size + width > _FOLD_AT:
            pieces.append("".join(piece))
            # The space that begins a continuation counts.
            piece, size = [], 1
        piece.append(sign)
        size += width
    pieces.append("".join(piece))
    return "\r\n ".join(pieces)
