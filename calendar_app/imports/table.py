"""CSV and Excel to rows."""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import zip_longest
from xml.etree.ElementTree import ParseError

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from calendar_app.imports.columns import HEADINGS, LABELS
from calendar_app.imports.rows import LONGEST_TEXT, MIB, MOST_ROWS, Patience, ReadRow, UnreadableFileError
from calendar_app.imports.text import decoded
from calendar_app.imports.values import Cell, clock_of, day_of, frequency_of, text_of
from calendar_app.services.content import Repeat, TimePlan
from calendar_app.services.series import MOST, STOCKHOLM

_MOST_COLUMNS = 60
#: A spreadsheet of 5 MB unpacks to this much at most; beyond that it is a bomb or no list of activities.
_MOST_UNPACKED = 48 * MIB
_MOST_PARTS = 500
#: So many empty rows in a row end the table.
_EMPTY_ROWS_END = 1000
_BROKEN = "Excelfilen är skadad och går inte att öppna. Öppna den i Excel, spara den på nytt och försök igen."
_NO_HEADINGS = "Första raden ska ha rubriker, och minst Rubrik och Datum ska finnas. Hämta mallen och jämför."

_PLAIN = (
    "title",
    "kind",
    "organisers",
    "place",
    "street_address",
    "municipality",
    "attendance",
    "online_link",
    "audiences",
    "cost",
    "registration",
    "contact_name",
    "contact_email",
    "contact_phone",
    "description",
    "step",
)


def read_csv(content: bytes, patience: Patience) -> list[ReadRow]:
    """Return one row per line. Semicolon, comma or tab; any common encoding."""
    text = decoded(content)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    return _rows(_csv_lines(lines), patience)


def _csv_lines(lines: Iterator[list[str]]) -> Iterator[list[Cell]]:
    number = 0
    while True:
        try:
            line = next(lines)
        except StopIteration:
            return
        except csv.Error as error:
            raise UnreadableFileError(
                f"Filen går inte att läsa efter rad {number}. Spara om den som csv eller xlsx och försök igen."
            ) from error
        number += 1
        yield list(line)


def _delimiter(text: str) -> str:
    """Return the sign between cells: the one that makes most headings of the first line."""
    head = text[:5000].splitlines()[0] if text.strip() else ""

    def known(sign: str) -> int:
        return sum(_heading(cell) in HEADINGS for cell in head.split(sign))

    return max(";,\t", key=known)


def read_xlsx(content: bytes, patience: Patience) -> list[ReadRow]:
    """Return one row per line of the first sheet. Formulas give the value they had when the file was saved."""
    _refuse_bombs(content)
    try:
        book = openpyxl.load_workbook(
            io.BytesIO(content), read_only=True, data_only=True, keep_links=False, rich_text=False
        )
        try:
            return _rows(_sheet_lines(book, patience), patience)
        finally:
            book.close()
    except UnreadableFileError:
        raise
    except (
        InvalidFileException,
        zipfile.BadZipFile,
        ParseError,
        SyntaxError,
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        IndexError,
        EOFError,
        OverflowError,
        RecursionError,
        OSError,
        NotImplementedError,
    ) as error:
        # A broken file breaks the library in whatever way it likes.
        raise UnreadableFileError(_BROKEN) from error


def _sheet_lines(book: openpyxl.Workbook, patience: Patience) -> Iterator[list[Cell]]:
    sheet = book.worksheets[0]
    # Files may claim a million rows that aren't there.
    sheet.reset_dimensions()
    for number, line in enumerate(sheet.iter_rows(values_only=True, max_col=_MOST_COLUMNS)):
        if number % 500 == 0:
            patience.check()
        yield [cell if isinstance(cell, Cell) else str(cell) for cell in line]


def _refuse_bombs(content: bytes) -> None:
    """Look into the package before anything unpacks it: sizes, number of parts, XML entities."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = package.infolist()
            if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_UNPACKED:
                raise UnreadableFileError(
                    "Excelfilen är för stor när den packas upp. Spara listan som csv, eller dela upp den."
                )
            for part in parts:
                if part.flag_bits & 1:
                    raise UnreadableFileError("Excelfilen har ett lösenord. Ta bort det och försök igen.")
                if part.filename.endswith((".xml", ".rels", ".vml")):
                    with package.open(part) as opened:
                        if b"<!DOCTYPE" in opened.read(4096).upper():
                            raise UnreadableFileError(_BROKEN)
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError, ValueError) as error:
        raise UnreadableFileError(_BROKEN) from error


def _rows(lines: Iterable[list[Cell]], patience: Patience) -> list[ReadRow]:
    fields: list[str | None] | None = None
    rows: list[ReadRow] = []
    empty = 0
    for number, line in enumerate(lines, start=1):
        if not any(text_of(cell) for cell in line):
            empty += 1
            if empty > _EMPTY_ROWS_END:
                break
            continue
        empty = 0
        if fields is None:
            fields = _fields(line)
            continue
        if len(rows) >= MOST_ROWS:
            raise UnreadableFileError(f"Filen har fler än {MOST_ROWS} rader. Dela upp den i flera filer.")
        if number % 500 == 0:
            patience.check()
        cells = {field: cell for field, cell in zip_longest(fields, line[: len(fields)]) if field}
        rows.append(_row(number, cells))
    if fields is None or not rows:
        raise UnreadableFileError("Filen innehåller inga aktiviteter.")
    return rows


def _fields(line: list[Cell]) -> list[str | None]:
    fields = [HEADINGS.get(_heading(text_of(cell))) for cell in line[:_MOST_COLUMNS]]
    if "title" not in fields or "day" not in fields:
        raise UnreadableFileError(_NO_HEADINGS)
    # The first of two columns with one heading counts.
    return [field if field not in fields[:place] else None for place, field in enumerate(fields)]


def _heading(text: str) -> str:
    return " ".join(text.strip().strip('"').rstrip("*").split()).casefold()


class _Problems:
    """Sentences about one row, each with its column in front."""

    def __init__(self) -> None:
        self.found: list[str] = []

    def add(self, field: str, sentence: str) -> None:
        self.found.append(f"{LABELS[field]}: {sentence}")


def _row(number: int, cells: dict[str, Cell]) -> ReadRow:
    problems = _Problems()
    texts: dict[str, str] = {}
    for field in _PLAIN:
        text = text_of(cells.get(field))
        if len(text) > LONGEST_TEXT:
            problems.add(field, f"texten är längre än {LONGEST_TEXT} tecken. Korta den.")
            text = text[:100]
        texts[field] = text
    register_by = _day(cells, "register_by", problems)
    texts["register_by"] = register_by.isoformat() if register_by else ""
    uid = text_of(cells.get("uid"))[:1000]
    plan = _plan(cells, problems)
    return ReadRow(number=number, uid=uid, texts=texts, plan=plan, problems=tuple(problems.found))


def _plan(cells: dict[str, Cell], problems: _Problems) -> TimePlan | None:
    """Return when it is; ``None`` with a problem told when that cannot be said."""
    before = len(problems.found)
    day = _day(cells, "day", problems)
    if day is None and len(problems.found) == before:
        problems.add("day", "skriv vilken dag aktiviteten är.")
    last_day = _day(cells, "last_day", problems) or day
    starts = _clock(cells, "starts", problems)
    if starts is None and isinstance(cells.get("day"), datetime) and not text_of(cells.get("starts")):
        moment = cells["day"]
        starts = moment.time() if isinstance(moment, datetime) and moment.time() != time.min else None
    ends = _clock(cells, "ends", problems)
    repeat = _repeat(cells, problems)
    if day is None or last_day is None or len(problems.found) > before:
        return None
    try:
        return _times(day, last_day, starts, ends, repeat)
    except (OverflowError, ValueError):
        problems.add("day", f"”{day}” går inte att använda.")
        return None


def _times(
    day: date, last_day: date, starts: time | None, ends: time | None, repeat: Repeat | None
) -> TimePlan:
    if starts is None:
        start = datetime.combine(day, time.min, STOCKHOLM)
        end = datetime.combine(last_day + timedelta(days=1), time.min, STOCKHOLM)
        return TimePlan(start=start, end=end, all_day=True, repeat=repeat)
    start = datetime.combine(day, starts, STOCKHOLM)
    if ends is None:
        after = datetime.combine(last_day, starts) + timedelta(hours=1)
        return TimePlan(start=start, end=after.replace(tzinfo=STOCKHOLM), repeat=repeat)
    if ends == time.min and last_day == day:
        # Until midnight.
        last_day = day + timedelta(days=1)
    return TimePlan(start=start, end=datetime.combine(last_day, ends, STOCKHOLM), repeat=repeat)


def _repeat(cells: dict[str, Cell], problems: _Problems) -> Repeat | None:
    until = _day(cells, "until", problems)
    count = _count(cells, problems)
    excluded = _excluded(cells, problems)
    try:
        given = frequency_of(cells.get("repeat"))
    except ValueError:
        problems.add(
            "repeat",
            f"”{text_of(cells.get('repeat'))[:60]}” går inte att förstå. Skriv till exempel varje vecka.",
        )
        return None
    if given is None:
        if until or count:
            problems.add(
                "repeat", "skriv hur ofta aktiviteten upprepas, eller ta bort Till och med och Antal gånger."
            )
        return None
    frequency, interval = given
    return Repeat(frequency=frequency, interval=interval, until=until, count=count, excluded=excluded)


def _count(cells: dict[str, Cell], problems: _Problems) -> int | None:
    text = text_of(cells.get("count"))
    if not text:
        return None
    if not re.fullmatch(r"[0-9]{1,3}", text) or not 1 <= int(text) <= MOST:
        problems.add("count", f"skriv ett tal mellan 1 och {MOST}.")
        return None
    return int(text)


def _excluded(cells: dict[str, Cell], problems: _Problems) -> tuple[date, ...]:
    cell = cells.get("excluded")
    parts = re.split(r"[;,\n]+", cell)[: MOST + 1] if isinstance(cell, str) else [cell]
    days = []
    for part in parts:
        try:
            day = day_of(part)
        except ValueError:
            problems.add("excluded", f"”{text_of(part)[:40]}” är inget datum. Skriv till exempel 2026-10-28.")
            return ()
        if day:
            days.append(day)
    return tuple(days)


def _day(cells: dict[str, Cell], field: str, problems: _Problems) -> date | None:
    try:
        return day_of(cells.get(field))
    except ValueError:
        text = text_of(cells.get(field))[:40]
        problems.add(field, f"”{text}” är inget datum. Skriv till exempel 2026-10-14.")
        return None


def _clock(cells: dict[str, Cell], field: str, problems: _Problems) -> time | None:
    try:
        return clock_of(cells.get(field))
    except ValueError:
        text = text_of(cells.get(field))[:40]
        problems.add(field, f"”{text}” är ingen tid. Skriv till exempel 18.00.")
        return None
