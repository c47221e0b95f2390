"""An evaluation's report as tagged PDF, from its edition's own data and nothing else."""

from datetime import date
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from common.crisis import crisis_numbers
from common.models import Edition
from common.pdf import render_pdf
from common.swedish import join_words
from surveys.queries.results import WHY


def render_report(edition: Edition) -> tuple[bytes, int]:
    """Return the report as PDF and its number of pages."""
    title = f"Utvärdering av peer support, {edition.data['unit']}"
    html = report_html(edition.data, edition.number)
    return render_pdf(html, title=title, stylesheets=("survey.css", "evaluation.css"))


def report_html(data: dict[str, Any], number: int) -> str:
    """Return what stands in the report's body."""
    return render_to_string(
        "peersupport/pdf/evaluation.html",
        {
            "data": data,
            "number": number,
            "made_on": date.fromisoformat(data["made_on"]),
            "reported_on": date.fromisoformat(data["reported_on"]),
            "asked": join_words([one[:1].lower() + one[1:] for one in data["asked"]]),
            "alone": join_words([one[:1].lower() + one[1:] for one in data["alone"]]),
            "groups": [_group(one) for one in data["groups"]],
            "why": WHY,
            "portal": settings.PORTAL,
            "crisis_lines": [line for line in crisis_numbers() if line.in_strip],
        },
    )


def _group(group: dict[str, Any]) -> dict[str, Any]:
    questions = [one | {"bars": [_bar(*bar) for bar in one["bars"]]} for one in group["questions"]]
    return group | {"questions": questions}


def _bar(label: str, share: int | None, words: str) -> dict[str, Any]:
    """A bar is decoration, so it is drawn by the style sheet, in steps of five per cent."""
    return {"label": label, "words": words, "step": None if share is None else round(share / 5)}
