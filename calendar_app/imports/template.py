"""The template to fill in: headings, an example, and what each column is for."""

import io

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from calendar_app.imports.columns import COLUMNS


def template_rows() -> list[list[str]]:
    """Return headings and one example row."""
    return [[column.heading for column in COLUMNS], [column.example for column in COLUMNS]]


def template_xlsx() -> bytes:
    """Return the template as an Excel file with a sheet of instructions."""
    book = Workbook()
    sheet = book.active
    if sheet is None:
        raise RuntimeError("a new workbook has a sheet")
    sheet.title = "Aktiviteter"
    for row in template_rows():
        sheet.append(row)
    sheet.freeze_panes = "A2"
    help_sheet = book.create_sheet("Så fyller du i")
    help_sheet.append(["Kolumn", "Behövs", "Så fyller du i"])
    for column in COLUMNS:
        help_sheet.append([column.heading, "Ja" if column.needed else "", column.help])
    for heading in (*sheet[1], *help_sheet[1]):
        heading.font = Font(bold=True)
    for index in range(1, len(COLUMNS) + 1):
        sheet.column_dimensions[get_column_letter(index)].width = 18
    help_sheet.column_dimensions["A"].width = 22
    help_sheet.column_dimensions["C"].width = 90
    for cells in help_sheet.iter_rows(min_row=2, min_col=3, max_col=3):
        cells[0].alignment = Alignment(wrap_text=True, vertical="top")
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
