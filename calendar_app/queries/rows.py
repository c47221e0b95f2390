"""One occurrence as lists, the month grid and mails show it; days that hold several."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse

from associations.models import Association
from calendar_app.models import AttendanceForm, Event, Occurrence
from calendar_app.periods import Span, covered_days
from common import swedish

#: A last day to register is told in lists when it is at most this many days away.
REGISTER_SOON = timedelta(days=7)


@dataclass(frozen=True)
class EventRow:
    """What a list shows of one occurrence. ``note`` is its state in words (visual.md 8)."""

    url: str
    title: str
    time: str
    organiser: str
    places: tuple[str, ...]
    online: str
    note: str
    note_kind: str
    step: int | None
    cancelled: bool
    covers: Span
    starts: str


@dataclass(frozen=True)
class Day:
    """A day with its activities, in order of time."""

    date: date
    anchor: str
    is_today: bool
    rows: tuple[EventRow, ...]


def event_row(occurrence: Occurrence, *, today: date) -> EventRow:
    """Describe an occurrence fetched with ``for_listing``; makes no query."""
    event = occurrence.event
    note, kind = _note(occurrence, today)
    return EventRow(
        url=reverse("calendar_app:occurrence", args=[occurrence.pk]),
        title=event.title,
        time=time_text(occurrence),
        organiser=swedish.join_words(organiser_names(event)),
        places=tuple(filter(None, [place_text(event)])),
        online=_ONLINE[event.attendance],
        note=note,
        note_kind=kind,
        step=event.participation_step,
        cancelled=occurrence.is_cancelled,
        covers=covered_days(occurrence.start, occurrence.end),
        starts="hela dagen" if occurrence.all_day else swedish.time_text(occurrence.start),
    )


def days_of(rows: Iterable[EventRow], span: Span, *, today: date, every_day: bool = False) -> list[Day]:
    """Put each row under the first day of ``span`` that it touches. ``every_day`` keeps empty days."""
    by_day: dict[date, list[EventRow]] = {day: [] for day in span.days()} if every_day else {}
    for row in rows:
        by_day.setdefault(max(row.covers.first, span.first), []).append(row)
    return [
        Day(day, f"dag-{day:%Y-%m-%d}", day == today, tuple(held)) for day, held in sorted(by_day.items())
    ]


def organiser_names(event: Event) -> list[str]:
    """Return who is behind the event. An association that was never made public isn't named."""
    return [
        *(a.name for a in event.associations.all() if a.status != Association.Status.DRAFT),
        *(unit.name for unit in event.units.all()),
    ]


def place_text(event: Event) -> str:
    """Return "Sal Linden, Björkgatan 4, Gävle"; empty for what happens only online."""
    if event.attendance == AttendanceForm.ONLINE:
        return ""
    municipality = event.municipality.name if event.municipality else ""
    parts = list(filter(None, [event.place, event.street_address]))
    # "Biblioteket, Gävle" needs no "Gävle" after it.
    if municipality and not any(part.casefold().endswith(municipality.casefold()) for part in parts):
        parts.append(municipality)
    return ", ".join(parts)


def time_text(occurrence: Occurrence) -> str:
    """Return "9.00–12.00", "Hela dagen" or both ends with their days when it lasts longer."""
    days = covered_days(occurrence.start, occurrence.end)
    one_day = days.first == days.last
    if occurrence.all_day:
        if one_day:
            return "Hela dagen"
        return f"{_short(days.first)} – {_short(days.last)}, hela dagarna"
    if one_day:
        ends_at_midnight = swedish.local_date(occurrence.end) != days.last
        end = "24.00" if ends_at_midnight else swedish.time_text(occurrence.end)
        return f"{swedish.time_text(occurrence.start)}–{end}"
    return swedish.time_range_text(occurrence.start, occurrence.end)


def span_text(span: Span) -> str:
    """Return "5–11 oktober 2026", with as much of both ends as they differ in."""
    first, last = span.first, span.last
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{swedish.day_text(last)}"
    return f"{swedish.day_text(first, year=first.year != last.year)} – {swedish.day_text(last)}"


def state_words(occurrence: Occurrence) -> list[str]:
    """Return the fixed words that hold: "Inställt" alone, or "Ny tid" and "Fullt"."""
    if occurrence.is_cancelled:
        return ["Inställt"]
    return [
        word
        for word, holds in (("Ny tid", occurrence.is_moved), ("Fullt", occurrence.event.is_full))
        if holds
    ]


_ONLINE = {
    AttendanceForm.ON_SITE.value: "",
    AttendanceForm.ONLINE.value: "Digitalt",
    AttendanceForm.BOTH.value: "Går också att vara med digitalt",
}


def _note(occurrence: Occurrence, today: date) -> tuple[str, str]:
    words = state_words(occurrence)
    if words:
        return ", ".join([words[0], *(word.lower() for word in words[1:])]), (
            "late" if occurrence.is_cancelled else "info"
        )
    last_day = occurrence.event.register_by
    if last_day and today <= last_day <= today + REGISTER_SOON:
        if last_day == today:
            return "Anmälan senast i dag", "info"
        return f"Anmälan senast {swedish.day_text(last_day, year=False)}", "info"
    return "", ""


def _short(day: date) -> str:
    return swedish.short_day_text(day)
