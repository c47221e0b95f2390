"""Tables that leave the portal as files: no cell may wake up as a formula, no row waits in memory."""

import csv
from collections.abc import Iterable, Iterator, Sequence

from django.http import StreamingHttpResponse

#: Signs that make a spreadsheet read a cell as a formula or a command (OWASP, "CSV Injection").
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
#: Swedish Excel opens a file as UTF-8 only with this mark, and splits columns at semicolons.
_BYTE_ORDER_MARK = "\ufeff"
DELIMITER = ";"


def neutralised(cell: object) -> str:
    """Return the cell's text; an apostrophe in front keeps formulas asleep in spreadsheet programs.

    Leading blanks are looked through, since spreadsheets skip them. ``None`` becomes an empty cell.
    Real numbers stay numbers, also negative ones.
    """
    if cell is None:
        return ""
    text = str(cell).replace("\x00", "")
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return text
    if text.startswith(_FORMULA_STARTS) or text.lstrip().startswith(_FORMULA_STARTS):
        return f"'{text}"
    return text


class _Echo:
    """A file that hands each written line straight back."""

    def write(self, line: str) -> str:
        return line


def csv_lines(header: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """Yield the table line by line, every cell neutralised."""
    writer = csv.writer(_Echo(), delimiter=DELIMITER)
    yield _BYTE_ORDER_MARK
    yield writer.writerow([neutralised(cell) for cell in header])
    for row in rows:
        yield writer.writerow([neutralised(cell) for cell in row])


def csv_response(
    filename: str, header: Sequence[str], rows: Iterable[Sequence[object]]
) -> StreamingHttpResponse:
    """Answer with the table as a file to save, streamed so that 100,000 rows need no memory.

    ``filename`` is ours, never typed text: plain letters, digits, dots and hyphens.
    """
    return StreamingHttpResponse(
        csv_lines(header, rows),
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{filename}"',
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        },
    )
