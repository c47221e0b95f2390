"""The month as a grid on one page, however full the month is.

When it does not fit, place names go first, then long titles are cut shorter and shorter, then days say
how many more there are and point to the list. The text never shrinks (visual.md 11).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from calendar_app.pdf.frozen import PrintedRow
from calendar_app.pdf.measure import lines_of
from calendar_app.pdf.wording import last_date
from calendar_app.periods import Month
from common.swedish import MONTHS_SHORT, NBSP, time_text

_POINT = 25.4 / 72


@dataclass(frozen=True)
class Sheet:
    """The room on a page: millimetres, letters in points. It must agree with ``static/pdf/calendar.css``."""

    size: float
    weekday: float
    weekend: float
    body: float
    row_least: float
    row_empty: float
    number: float
    gap: float

    @property
    def line(self) -> float:
        """Height of a line of text in millimetres."""
        return self.size * 1.2 * _POINT


# A column's width in the style sheet does not count its padding; the body is what two lines of key leave,
# and on the poster one line of crisis numbers.
WALL = Sheet(size=9, weekday=33.8, weekend=28.5, body=144.5, row_least=20, row_empty=10, number=7.3, gap=0.9)
POSTER = Sheet(
    size=13, weekday=46.9, weekend=43.5, body=190, row_least=29, row_empty=15, number=11.5, gap=1.3
)


@dataclass(frozen=True)
class GridItem:
    """One activity in a day's cell: bold words in front, the title, and place and step after it."""

    lead: str
    title: str
    after: str
    cancelled: bool

    @property
    def text(self) -> str:
        """What stands after the bold words."""
        return f"{self.title}{self.after}"


@dataclass
class GridDay:
    """One cell. ``more`` counts what had no room."""

    day: date
    label: str
    outside: bool
    weekend: bool
    items: list[GridItem] = field(default_factory=list)
    more: int = 0


@dataclass(frozen=True)
class GridWeek:
    """One row of the grid."""

    number: int
    days: list[GridDay]

    @property
    def is_empty(self) -> bool:
        """Nothing happens: on a full page the week gives its room to the others."""
        return not any(cell.items or cell.more for cell in self.days)


@dataclass(frozen=True)
class MonthGrid:
    """The weeks. ``fills`` tells that there is room to make all of them equally tall."""

    weeks: list[GridWeek]
    fills: bool


#: A title is cut to so many characters, one step at a time. Even the shortest says more than "+ 1 till" does.
_CUTS = (60, 40, 28)


def month_grid(month: Month, rows: Sequence[PrintedRow], sheet: Sheet) -> MonthGrid:
    """Return the month's weeks, cut so that they fit the sheet."""
    for places in (True, False):
        weeks = _weeks(month, rows, places=places)
        heights = [_height(week, sheet) for week in weeks]
        if sum(heights) <= sheet.body:
            break
    else:
        _cut_titles(weeks, sheet, heights)
        _drop_what_has_no_room(weeks, sheet, heights)
    tallest = max(sheet.row_least, *heights)
    return MonthGrid(weeks, fills=tallest * len(weeks) <= sheet.body)


def _weeks(month: Month, rows: Sequence[PrintedRow], *, places: bool) -> list[GridWeek]:
    days = [_empty_day(day, month) for day in month.grid.days()]
    by_date = {cell.day: cell for cell in days if not cell.outside}
    for row in rows:
        _place(row, by_date, places=places)
    return [
        GridWeek(days[first].day.isocalendar().week, days[first : first + 7])
        for first in range(0, len(days), 7)
    ]


def _empty_day(day: date, month: Month) -> GridDay:
    outside = day not in month.span
    label = f"{day.day}{NBSP}{MONTHS_SHORT[day.month - 1]}" if outside else str(day.day)
    return GridDay(day, label, outside, day.weekday() >= 5)


def _place(row: PrintedRow, by_date: dict[date, GridDay], *, places: bool) -> None:
    """Put the activity in every day it touches; after the first day it says that it goes on."""
    first, last = row.starts.date(), last_date(row)
    for day, cell in by_date.items():
        if first <= day <= last:
            cell.items.append(_item(row, places=places, goes_on=day > first))


def _item(row: PrintedRow, *, places: bool, goes_on: bool) -> GridItem:
    place = f", {row.town}" if places and row.town else ""
    step = f"{NBSP}({row.step})" if row.step else ""
    return GridItem(_lead(row, goes_on=goes_on), row.title, f"{place}{step}", row.cancelled)


def _cut(title: str, length: int) -> str:
    """Return the title's beginning, whole words if they are not too long."""
    if len(title) <= length:
        return title
    space = title.rfind(" ", length // 2, length + 1)
    return f"{title[: length if space < 0 else space].rstrip(' :,–-')}…"


def _lead(row: PrintedRow, *, goes_on: bool) -> str:
    if row.cancelled:
        return "Inställt:"
    start = "" if row.all_day else time_text(row.starts.time())
    if goes_on:
        start = "Fortsätter"
    elif row.new_time:
        start = f"Ny tid {start}".strip()
    if row.full:
        return f"{start}, fullt:" if start else "Fullt:"
    return f"{start}:" if goes_on else start


def _cell_height(cell: GridDay, sheet: Sheet) -> float:
    width = (sheet.weekend if cell.weekend else sheet.weekday) / _POINT
    height = sheet.number
    for item in cell.items:
        lines = lines_of(f"{item.lead} {item.text}".strip(), width=width, size=sheet.size)
        height += lines * sheet.line + sheet.gap
    if cell.more:
        height += lines_of(_more_text(cell.more), width=width, size=sheet.size) * sheet.line + sheet.gap
    return height


def _more_text(number: int) -> str:
    return f"+ {number} till, se listan"


def _height(week: GridWeek, sheet: Sheet) -> float:
    if week.is_empty:
        return sheet.row_empty
    return max(sheet.row_least, *(_cell_height(cell, sheet) for cell in week.days))


def _cut_titles(weeks: list[GridWeek], sheet: Sheet, heights: list[float]) -> None:
    """Cut titles in the fullest days until everything fits, or until it helps no more. Keeps ``heights`` true."""
    growing = set(range(len(weeks)))
    while sum(heights) > sheet.body and growing:
        tallest = max(growing, key=lambda one: heights[one])
        cell = max(weeks[tallest].days, key=lambda one: _cell_height(one, sheet))
        if _shorten(cell, sheet):
            heights[tallest] = _height(weeks[tallest], sheet)
        else:
            growing.discard(tallest)


def _shorten(cell: GridDay, sheet: Sheet) -> bool:
    """Cut the day's titles just so much that it takes fewer lines. Return whether that was possible."""
    before, height = cell.items, _cell_height(cell, sheet)
    for length in _CUTS:
        cell.items = [replace(item, title=_cut(item.title, length)) for item in before]
        if _cell_height(cell, sheet) < height:
            return True
    cell.items = before
    return False


def _drop_what_has_no_room(weeks: list[GridWeek], sheet: Sheet, heights: list[float]) -> None:
    """Take the last activity out of the tallest day until everything fits. Keeps ``heights`` true."""
    while sum(heights) > sheet.body:
        tallest = heights.index(max(heights))
        full = [cell for cell in weeks[tallest].days if cell.items]
        if not full:
            return
        cell = max(full, key=lambda one: _cell_height(one, sheet))
        cell.items.pop()
        cell.more += 1
        heights[tallest] = _height(weeks[tallest], sheet)
