"""A sent payroll list as the files payroll takes: PDF to read and keep, CSV and Excel to read in. What it needs and no more."""

from collections.abc import Iterator
from decimal import Decimal
from io import BytesIO
from typing import Any, Final

from django.conf import settings
from django.template.loader import render_to_string
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from common.exports import neutralised
from common.pdf import render_pdf
from common.swedish import month_text
from councils.fees import TableNumber, kronor
from councils.models import PayrollList
from councils.queries.payroll import told_rows

HEADER: Final = (
    "Löpnummer", "Betalas av", "Månad", "Namn", "Råd", "Mötesdag", "Kostnadsställe", "Gäller", "Antal", "Kronor per styck",
    "Kronor", "Rättelse", "Förlorad arbetsinkomst",
)  # fmt: skip
#: Columns with amounts and numbers, counted from one.
_NUMBERS: Final = (9, 10, 11)


def table_rows(payroll_list: PayrollList) -> Iterator[list[Any]]:
    """Yield one row per line, amounts as numbers. A claim with lost earnings alone has one row without amount."""
    month = f"{payroll_list.month:%Y-%m}"
    for row in payroll_list.rows:
        start = [
            payroll_list.number,
            payroll_list.principal.name,
            month,
            row["name"],
            row["council"],
            row["day"],
        ]
        start.append(row["cost_centre"])
        end = ["Ja" if row["is_correction"] else "Nej", "Ja" if row["lost_earnings"] else "Nej"]
        for line in row["lines"]:
            number = Decimal(line["quantity"].replace("−", "-").replace(",", "."))
            amounts = [
                TableNumber(number),
                TableNumber(line["each_ore"] / 100),
                TableNumber(line["total_ore"] / 100),
            ]
            yield [*start, line["what"], *amounts, *end]
        if not row["lines"]:
            yield [*start, "", TableNumber(0), TableNumber(0), TableNumber(0), *end]


def payroll_xlsx(payroll_list: PayrollList) -> bytes:
    """Return the list as an Excel file: amounts are numbers, text that looks like a formula is text."""
    book = Workbook()
    sheet = book.active
    if sheet is None:
        raise RuntimeError("a new workbook has a sheet")
    sheet.title = f"Löneunderlag {payroll_list.number}"
    sheet.append(list(HEADER))
    for row in table_rows(payroll_list):
        sheet.append([_cell(value) for value in row])
    sheet.append([])
    total = ["Summa", *[""] * 9, Decimal(payroll_list.total_ore) / 100]
    sheet.append(total)
    for heading in (*sheet[1], *sheet[sheet.max_row]):
        heading.font = Font(bold=True)
    for column in _NUMBERS:
        for (cell,) in sheet.iter_rows(min_row=2, min_col=column, max_col=column):
            cell.number_format = "#,##0.00"
    for index in range(1, len(HEADER) + 1):
        sheet.column_dimensions[get_column_letter(index)].width = 18
    sheet.freeze_panes = "A2"
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def payroll_pdf(payroll_list: PayrollList) -> bytes:
    """Return the list as PDF/UA."""
    title = f"Löneunderlag {payroll_list.number}"
    return render_pdf(payroll_html(payroll_list), title=title, stylesheets=("payroll.css",))[0]


def payroll_html(payroll_list: PayrollList) -> str:
    """Return the body of the PDF."""
    return render_to_string(
        "councils/fees/payroll_pdf.html",
        {
            "list": payroll_list,
            "month": month_text(payroll_list.month.year, payroll_list.month.month),
            "rows": told_rows(payroll_list.rows),
            "total": kronor(payroll_list.total_ore),
            "portal": settings.PORTAL,
        },
    )


def _cell(value: Any) -> Any:
    if isinstance(value, TableNumber):
        return Decimal(str(value).replace(",", "."))
    return value if isinstance(value, int) else neutralised(value)
