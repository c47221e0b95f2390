"""From frozen data to pages."""

import re
from dataclasses import dataclass, replace
from datetime import date

import segno
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from calendar_app.edition_periods import EditionPeriod
from calendar_app.pdf import grid
from calendar_app.pdf.frozen import FrozenCalendar, PrintedRow
from calendar_app.pdf.measure import lines_of
from calendar_app.pdf.wording import day_text, hours_text
from calendar_app.periods import Month
from common import swedish
from common.models import Edition
from common.participation import ParticipationStep
from common.pdf import render_pdf

_SPACE_LAST = re.compile(r"\s+</td>")
_TEMPLATES = {
    "normal": "calendar_app/pdf/normal.html",
    "stor": "calendar_app/pdf/large.html",
    "affisch": "calendar_app/pdf/poster.html",
}


#: The crisis numbers on the poster, as static/pdf/calendar.css has them: points, and millimetres a line.
_CRISIS_WIDTH, _CRISIS_SIZE, _CRISIS_LINE = 1080, 14, 7.5


@dataclass(frozen=True)
class ListLine:
    """One row of the printed list, in words."""

    day: str
    week: str
    hours: str
    state: str
    title: str
    where: str
    more: list[str]
    phone: str
    email: str
    step: int | None
    step_name: str


@dataclass(frozen=True)
class ListPart:
    """The activities of one month of the edition."""

    name: str
    lines: list[ListLine]
    has_steps: bool
    is_past: bool


def draw_edition(edition: Edition) -> tuple[bytes, int]:
    """Return the edition's PDF and its number of pages, from its own data alone."""
    frozen = FrozenCalendar.from_json(edition.data)
    html = edition_html(frozen, edition.number)
    return render_pdf(html, title=edition.title, stylesheets=("calendar.css",))


def edition_html(frozen: FrozenCalendar, number: int) -> str:
    """Return the body of the document."""
    period = EditionPeriod(frozen.period)
    months = period.months
    parts = [_part(month, frozen, first=month == months[0]) for month in months]
    context = {
        "frozen": frozen,
        "number": number,
        "name": period.name,
        "is_term": period.is_term,
        "parts": parts,
        "has_steps": any(part.has_steps for part in parts),
        "is_empty": not frozen.rows,
        "grid": None if period.is_term else _grid(months[0], frozen),
        "qr": _qr(frozen.web_url),
        "since_day": date.fromisoformat(frozen.since.day) if frozen.since else None,
    }
    html = render_to_string(_TEMPLATES[frozen.paper], context)
    # A space before a cell's end makes the layout engine break a line that just fits one word too early.
    return _SPACE_LAST.sub("</td>", html)


def _grid(month: Month, frozen: FrozenCalendar) -> grid.MonthGrid:
    if frozen.paper != "affisch":
        return grid.month_grid(month, frozen.rows, grid.WALL)
    crisis = " ".join(["Mår du dåligt just nu?", *frozen.crisis])
    lines = lines_of(crisis, width=_CRISIS_WIDTH, size=_CRISIS_SIZE)
    body = grid.POSTER.body - (lines - 1) * _CRISIS_LINE
    return grid.month_grid(month, frozen.rows, replace(grid.POSTER, body=body))


def _part(month: Month, frozen: FrozenCalendar, *, first: bool) -> ListPart:
    """Return the rows that begin in the month; the first month also has those that began before."""
    rows = [
        row
        for row in frozen.rows
        if row.starts.date() in month.span or (first and row.starts.date() < month.first_day)
    ]
    lines: list[ListLine] = []
    week = 0
    for row in rows:
        present = row.starts.date().isocalendar().week
        lines.append(_line(row, f"vecka {present}" if present != week else ""))
        week = present
    is_past = month.span.after <= frozen.updated
    return ListPart(month.title, lines, any(line.step for line in lines), is_past)


def _line(row: PrintedRow, week: str) -> ListLine:
    where = ". ".join(part for part in (swedish.join_words(row.organisers), row.place) if part)
    more = [row.online, row.registration, row.cost, row.access]
    return ListLine(
        day=day_text(row),
        week=week,
        hours=hours_text(row),
        state=_state(row),
        title=row.title,
        where=f"{where}." if where else "",
        more=[sentence for sentence in more if sentence],
        phone=row.phone,
        email=row.email,
        step=row.step,
        step_name=str(ParticipationStep(row.step).label) if row.step else "",
    )


def _state(row: PrintedRow) -> str:
    """Return the fixed words of visual.md 8."""
    if row.cancelled:
        return "Inställt:"
    words = [word for word, holds in (("Ny tid", row.new_time), ("Fullt", row.full)) if holds]
    return f"{', '.join(words)}:" if words else ""


def _qr(url: str) -> SafeString:
    """Return the code as inline SVG. A title inside gives it words in the tagged PDF."""
    code = segno.make(url, error="m", micro=False)
    svg = code.svg_inline(
        scale=1, border=2, svgclass=None, lineclass=None, omitsize=True, dark="#1d2b28", light=None
    )
    start, rest = svg.split(">", 1)
    # The address comes from the settings, and segno draws nothing but numbers.
    return mark_safe(f"{start}><title>QR-kod till kalendern på webben</title>{rest}")  # noqa: S308
