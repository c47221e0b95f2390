"""The basis for a decision as tagged PDF, from an edition's own data and nothing else."""

from datetime import date
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from common.crisis import crisis_numbers
from common.models import Edition
from common.pdf import render_pdf
from peersupport.explanations import EXPLANATIONS
from peersupport.funding_plan import Money
from peersupport.queries.funding import timeline
from peersupport.queries.readiness import ReadinessRow, readiness_picture

STYLES = ("basis.css",)


def render_basis(edition: Edition) -> tuple[bytes, int]:
    """Return the document as PDF and its number of pages."""
    html = basis_html(edition.data, edition.number)
    return render_pdf(
        html, title=f"Beslutsunderlag: peer support på {edition.data['unit']}", stylesheets=STYLES
    )


def basis_html(data: dict[str, Any], number: int) -> str:
    """Return what stands in the body."""
    made_on = date.fromisoformat(data["made_on"])
    rows = [_row(one) for one in data["readiness"]]
    money = [_money(one) for one in data["funding"]]
    until = _day(data["lasts_until"])
    context = {
        "data": data,
        "number": number,
        "made_on": made_on,
        "starts_on": _day(data["starts_on"]),
        "reviewed_on": _day(data["reviewed_on"]),
        "rows": rows,
        "picture": readiness_picture(rows),
        "missing": [
            {**one, "due_on": _day(one["due_on"])} for one in data["readiness"] if one["answer"] != "yes"
        ],
        "funding": [
            {**one, "starts_on": _day(one["starts_on"]), "ends_on": _day(one["ends_on"])}
            for one in data["funding"]
        ],
        "timeline": timeline(money, made_on) if money else None,
        "lasts_until": until,
        "has_ended": until is not None and until < made_on,
        "short_of": [str(one["year"]) for one in data["balance"] if one["missing"]],
        "decisions": [{**one, "on": _day(one["on"])} for one in data["decisions"]],
        "portal": settings.PORTAL,
        "crisis_lines": [line for line in crisis_numbers() if line.in_strip],
    }
    return render_to_string("peersupport/basis_pdf.html", context)


def _row(one: dict[str, Any]) -> ReadinessRow:
    return ReadinessRow(
        condition=one["condition"],
        number=one["number"],
        label=one["label"],
        explanation=EXPLANATIONS.get(one["condition"], ""),
        answer=one["answer"],
        evidence=one["evidence"],
        owner=one["owner"],
        due_on=_day(one["due_on"]),
        version=0,
    )


def _money(one: dict[str, Any]) -> Money:
    starts_on = date.fromisoformat(one["starts_on"])
    return Money(one["kind"], one["source"], one["amount_ore"], starts_on, _day(one["ends_on"]))


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
