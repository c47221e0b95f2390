"""Poster, paper form and results: tagged, readable, and without what nobody may know yet."""

from pathlib import Path
from typing import Any
from uuid import uuid4

import pypdf
import pytest
import segno

from accounts.models import User
from surveys.models import Survey
from surveys.pdf import draw
from surveys.queries.results import results_for
from surveys.services import flow
from surveys.services.answering import submit_answers
from tests.pdf.checks import assert_passes_both_checkers
from tests.surveys.conftest import answers


def words(content: bytes, folder: Path) -> str:
    file = folder / "read.pdf"
    file.write_bytes(content)
    return " ".join(" ".join(page.extract_text().split()) for page in pypdf.PdfReader(file).pages)


def test_the_poster_shows_the_code_and_its_square(survey: Survey, tmp_path: Path):
    content = draw.poster(survey)

    assert_passes_both_checkers(content, tmp_path)
    text = words(content, tmp_path)
    assert survey.code in text
    assert survey.title in text
    assert len(pypdf.PdfReader(tmp_path / "read.pdf").pages) == 1


def test_the_square_leads_to_the_survey(survey: Survey, settings: Any):
    code = segno.make(f"{settings.PORTAL_ORIGIN}{survey.public_url}", error="m", micro=False)
    path = code.svg_inline(
        scale=1, border=2, svgclass=None, lineclass=None, omitsize=True, dark="#1d2b28", light=None
    )

    assert path.split("<path", 1)[1] in str(draw._qr(f"{settings.PORTAL_ORIGIN}{survey.public_url}"))


def test_the_paper_form_has_every_question_and_every_way_out(survey: Survey, tmp_path: Path):
    content = draw.paper_form(survey)

    assert_passes_both_checkers(content, tmp_path)
    text = words(content, tmp_path)
    for question in survey.questions.all():
        assert question.text in text
        assert all(option in text for option in question.options)
    assert text.count("Vet inte") == 3
    assert text.count("Vill inte svara") == 4


@pytest.mark.parametrize("title", ["Å" * 160, "Emoji \U0001f642 och <b>"])
def test_odd_titles_make_a_poster_too(survey: Survey, tmp_path: Path, title: str):
    Survey.objects.update(title=title)
    survey.refresh_from_db()

    assert_passes_both_checkers(draw.poster(survey), tmp_path)


def test_results_on_paper_say_what_is_withheld(survey: Survey, coordinator: User, tmp_path: Path):
    for number in range(14):
        given = answers(
            survey, scale=number % 4, choice=0, background=0 if number < 11 else 1, open="Hemligt"
        )
        submit_answers(survey, given, token=uuid4().hex)
    flow.close_survey(survey, actor=coordinator)

    content = draw.results(results_for(survey, coordinator))

    assert_passes_both_checkers(content, tmp_path)
    text = words(content, tmp_path)
    assert "14 personer svarade" in text
    assert "Visas inte" in text
    assert "Hemligt" not in text
