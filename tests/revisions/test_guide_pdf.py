"""The guide on paper: both sizes pass the checkers, and are read in the order they are asked."""

from pathlib import Path

import pytest

from revisions.models import GuideVersion
from revisions.pdf.guide import SIZES, guide_html, guide_pdf
from revisions.services import guide as services
from revisions.services import guide_versions
from revisions.services.guide import QuestionFacts
from tests.pdf.checks import assert_passes_both_checkers
from tests.revisions.conftest import Team

pytestmark = pytest.mark.django_db


@pytest.fixture
def guide(team: Team) -> GuideVersion:
    """Version 2: many questions with follow-ups, and letters that need care."""
    draft = guide_versions.start_guide(team.audit, actor=team.auditor)
    for area in draft.areas.all():
        for number in range(4):
            services.add_question(
                area,
                QuestionFacts(
                    text=f"Hur gick det till när du fick kontakt för gång {number} → 🌻?",
                    prompts=("Vem hjälpte dig?", "Vad hände sedan?"),
                ),
                actor=team.auditor,
            )
    return draft


@pytest.mark.parametrize("size", SIZES)
def test_the_guide_passes_both_checkers(guide: GuideVersion, size: str, tmp_path: Path) -> None:
    assert_passes_both_checkers(guide_pdf(guide, size=size), tmp_path)


def test_every_question_with_its_answers_is_on_the_paper(guide: GuideVersion) -> None:
    html = guide_html(guide, size="a4")
    at = 0
    for area in guide.areas.all():
        for question in area.questions.all():
            at = html.index(question.text, at)
    assert "Vill inte svara" in html
    assert "Skriv inga namn" in html
    assert "guiden är inte låst än" in html
