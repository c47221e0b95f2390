"""``python -m bench.report_pdf 7``: a report of at least 60 pages, our time divided by WeasyPrint's, a figure a round."""

import json
import sys
from typing import Any

import django

from bench.turns import ratios

LEAST_PAGES = 60
_TEXT = (
    "Vi har pratat med dem som får hjälp här. De flesta känner sig väl mottagna, men många väntar länge på besked. "
    "När någon ringer upp och berättar vad som händer blir det lättare att vänta. "
)


def main() -> None:
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    from common import pdf
    from common.call_stack import with_room
    from common.models import Edition
    from revisions.pdf.report import STYLES, render_report, report_html

    data = _data()
    edition = Edition(number=1, kind="revisions.report", title="Rapport", data=data)
    pages: list[int] = []

    def ours() -> None:
        """From the edition's data to the finished file, as the worker does."""
        pages.append(render_report(edition)[1])

    # Private names on purpose: the same page and the same style sheets, and nothing of ours around them.
    page = pdf._whole_page(pdf.printable(report_html(data, 1)), "R")

    def theirs() -> None:
        fetcher, fonts = pdf._StaticFetcher(), FontConfiguration()
        sheets = [
            CSS(url=f"{pdf._STATIC_ORIGIN}pdf/{name}", url_fetcher=fetcher, font_config=fonts)
            for name in ("base.css", *STYLES)
        ]
        HTML(
            string=page, base_url=f"{pdf._STATIC_ORIGIN}pdf/", url_fetcher=fetcher, media_type="print"
        ).write_pdf(stylesheets=sheets, font_config=fonts, pdf_variant="pdf/ua-1")

    # Theirs with the same room for deep calls, as in ``bench.month_pdf``.
    figures = ratios(ours, lambda: with_room(theirs), int(sys.argv[1]))
    if pages[0] < LEAST_PAGES:
        raise RuntimeError(f"The report had {pages[0]} pages, not {LEAST_PAGES}.")
    sys.stdout.write(f"{json.dumps(figures)}\n")


def _data() -> dict[str, Any]:
    kinds = ("summary", "introduction", "assignment", "results", "strengths", "improvements", "discussion")
    text = "\n\n".join(
        [
            _TEXT * 2,
            "### Så gjorde vi",
            f"- **Två** var med. {_TEXT}\n- Ingen kände någon.",
            *[_TEXT * 3] * 24,
        ]
    )
    findings = [
        {
            "id": str(number),
            "kind": "strength" if number % 2 else "improvement",
            "theme": "Delaktighet",
            "title": f"Väntan utan besked {number}",
            "summary": _TEXT * 3,
            "quotes": [{"text": "Jag fick vänta i elva veckor.", "reworded": bool(number % 3)}] * 3,
        }
        for number in range(1, 31)
    ]
    proposals = [
        {
            "number": number, "title": "Ring upp inom en dag", "text": _TEXT, "said": "Ingen ringde.", "note": "",
            "to": ["Öppenvården Gävle"],
        }
        for number in range(1, 31)
    ]  # fmt: skip
    cells = [{"label": label, "count": 9} for label in ("Aldrig", "Ibland", "Ofta", "Alltid", "Vet inte")]
    scales = [
        {"title": f"Fråga {number}?", "base": 45, "cells": cells, "note": ""} for number in range(1, 13)
    ]
    return {
        "title": "Öppenvården Gävle 2026",
        "question": "Får du vara med och bestämma om din behandling?",
        "slug": "oppenvarden-gavle-2026",
        "association": "Föreningen Egna ord",
        "diary_number": "",
        "published_on": "2026-03-26",
        "note": "",
        "plain_summary": _TEXT,
        "chapters": [{"kind": kind, "title": kind.capitalize(), "text": text} for kind in kinds],
        "findings": findings,
        "scales": scales,
        "proposals": proposals,
        "answer_days": 60,
        "replies": [],
        "guide": None,
    }


if __name__ == "__main__":
    django.setup()
    main()
