"""The checklist on paper: both checkers, reading order, and the picture in words. Made in the request, kept nowhere."""

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.utils import timezone
from pypdf import PdfReader

from common.pdf import printable
from common.swedish import day_text, local_date, today
from organisations.models import Unit
from pages.checklist import queries
from pages.checklist.pdf import alone_pdf, checklist_pdf
from pages.checklist.result import Said, result_of
from pages.models import Checklist, ChecklistRound
from pages.services import checklists as services
from pages.services.checklists import ChecklistFacts
from tests.pdf.checks import (
    assert_passes_both_checkers,
    assert_reads_as_the_html,
    page_pictures,
    tagged_texts,
)

pytestmark = pytest.mark.django_db

LONG = "Allmänpsykiatrisköppenvårdsmottagningssamordningsgruppsmöten. "
SAID = [
    Said("I en fokusgrupp 🙂\nmed <b>sju</b> personer", "largely"),
    Said(LONG * 8, "partly"),
    Said(extent="none"),
]
SAID += [Said(), Said("Inte än")]


def test_alone_it_passes_both_checkers_and_reads_as_its_table(tmp_path: Path) -> None:
    result = result_of(SAID, project="Nya väntrummet", day=today())

    content = alone_pdf(result)

    assert_passes_both_checkers(content, tmp_path)
    assert_reads_as_the_html(
        content, printable(render_to_string("pages/checklist/pdf.html", _context(result=result)))
    )
    assert _alternative(content) == result.in_words


def test_before_and_after_pass_both_checkers(tmp_path: Path, unit: Unit, unit_manager: Any) -> None:
    saved = services.save_checklist(
        unit, ChecklistFacts("Nya väntrummet", None, SAID), form_key=None, actor=unit_manager
    )
    first = timezone.now() - timedelta(days=200)
    ChecklistRound.objects.update(filled_at=first)
    after = [*SAID[:3], Said(LONG * 30, "largely"), SAID[4]]
    services.renew_checklist(
        saved,
        ChecklistFacts("Nya väntrummet", None, after),
        form_key=None,
        expected_version=1,
        actor=unit_manager,
    )

    content = checklist_pdf(queries.checklist_page(queries.visible(unit_manager).get()))

    assert_passes_both_checkers(content, tmp_path)
    headings = tagged_texts(content, "H3")[:2]
    assert [" ".join(one.replace("\xa0", " ").split()) for one in headings] == [
        # Summer time then and winter time now: late in the evening the day in Stockholm is another.
        f"Före: {day_text(local_date(first))}".replace("\xa0", " "),
        f"Efter: {day_text(today())}".replace("\xa0", " "),
    ]
    assert page_pictures(content, tmp_path)
    assert Checklist.objects.count() == 1


def _context(**more: Any) -> dict[str, Any]:
    return {"title": "Checklista för brukarinflytande", "day": today(), "crisis_lines": [], **more}


def _alternative(content: bytes) -> str:
    """The words of the first picture."""

    def walk(node: Any) -> str:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            return next(filter(None, map(walk, node)), "")
        if not isinstance(node, dict):
            return ""
        return str(node["/Alt"]) if "/Alt" in node else walk(node["/K"]) if "/K" in node else ""

    return walk(PdfReader(io.BytesIO(content)).trailer["/Root"]["/StructTreeRoot"])
