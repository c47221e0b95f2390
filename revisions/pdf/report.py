"""The report and its one-page summary as PDF, from an edition's own data and nothing else."""

from datetime import date
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from common.crisis import crisis_numbers
from common.models import Edition
from common.pdf import render_pdf, words_beyond
from common.swedish import month_text
from revisions.report_document import document
from revisions.report_markup import to_html

STYLES = ("report.css",)


def render_report(edition: Edition) -> tuple[bytes, int]:
    """Return the report as PDF and its number of pages."""
    return render_pdf(
        report_html(edition.data, edition.number), title=_title(edition.data), stylesheets=STYLES
    )


def render_summary(edition: Edition) -> tuple[bytes, int]:
    """Return the plain-language summary as PDF and its number of pages: in smaller letters where one page asks for it."""
    title = f"Sammanfattning på lättare svenska: {edition.data['question']}"
    content, pages = render_pdf(summary_html(edition.data, edition.number), title=title, stylesheets=STYLES)
    if pages == 1:
        return content, pages
    small = summary_html(edition.data, edition.number, small=True)
    return render_pdf(small, title=title, stylesheets=STYLES)


def summary_words_beyond(data: dict[str, Any], number: int) -> int:
    """Return how many words of the summary don't fit on its one page, in smaller letters too."""
    for small in (False, True):
        html = summary_html(data, number, small=small)
        beyond = words_beyond(1, html, title="Sammanfattning", stylesheets=STYLES)
        if not beyond:
            break
    return beyond


def report_html(data: dict[str, Any], number: int) -> str:
    """Return what stands in the report's body."""
    return render_to_string(
        "revisions/report/pdf.html", {"document": document(data), **_context(data, number)}
    )


def summary_html(data: dict[str, Any], number: int, *, small: bool = False) -> str:
    """Return what stands in the summary's body; ``small`` for smaller letters."""
    return render_to_string(
        "revisions/report/summary_pdf.html",
        {
            "summary": to_html(data["plain_summary"], level=2),
            "small": small,
            **_context(data, number),
        },
    )


def _context(data: dict[str, Any], number: int) -> dict[str, Any]:
    day = date.fromisoformat(data["published_on"]) if data["published_on"] else None
    corrected = data.get("corrected_on", "")
    return {
        "data": data,
        "number": number,
        "published_on": day,
        "month": month_text(day.year, day.month) if day else "",
        "corrected_on": date.fromisoformat(corrected) if corrected else None,
        "portal": settings.PORTAL,
        "address": f"{settings.PORTAL_ORIGIN}/brukarrevisioner/{data['slug']}/",
        "crisis_lines": [line for line in crisis_numbers() if line.in_strip],
    }


def _title(data: dict[str, Any]) -> str:
    return (
        f"{data['question']} {data['title']}".strip()
        if data["question"] != data["title"]
        else str(data["title"])
    )
