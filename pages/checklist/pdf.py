"""The checklist on paper. Made when it is asked for and handed over; no copy is kept."""

from datetime import date

from django.conf import settings
from django.template.loader import render_to_string

from common.crisis import crisis_numbers
from common.pdf import render_pdf
from common.swedish import today
from pages.checklist.queries import ChecklistPage
from pages.checklist.result import Result

TITLE = "Checklista för brukarinflytande"


def alone_pdf(result: Result) -> bytes:
    """Return a checklist that nobody saves as tagged PDF."""
    return _pdf({"result": result, "day": today()})


def checklist_pdf(page: ChecklistPage) -> bytes:
    """Return a saved checklist as tagged PDF, with the earlier round beside it when there is one."""
    day: date | None = page.result.day
    return _pdf(
        {"result": page.result, "comparison": page.comparison, "unit": page.checklist.unit, "day": day}
    )


def _pdf(context: dict[str, object]) -> bytes:
    html = render_to_string(
        "pages/checklist/pdf.html",
        {
            "title": TITLE,
            "portal": settings.PORTAL,
            "address": f"{settings.PORTAL_ORIGIN}/checklista/",
            "crisis_lines": [line for line in crisis_numbers() if line.in_strip],
            **context,
        },
    )
    return render_pdf(html, title=TITLE, stylesheets=("checklist.css",))[0]
