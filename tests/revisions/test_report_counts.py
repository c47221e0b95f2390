"""The report's numbers: themes, scales and surveys, small groups withheld, settled at publication."""

import io
import zipfile
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from common import editions
from common.errors import DomainError
from common.models import Edition
from organisations.models import Theme
from revisions.models import AnalysisCode, CodedPassage, UserAudit
from revisions.queries.report_counts import TOO_FEW_ANSWERED, TOO_FEW_FOR_THEMES
from revisions.queries.report_data import edition_key, fingerprint, report_data
from revisions.services import publication, reply
from surveys.models import Survey
from surveys.services.answering import Given, submit_answers
from surveys.services.flow import close_survey, open_survey
from surveys.services.writing import QuestionFacts, SurveyFacts, add_question, create_survey
from tests.revisions.analysis_factories import answered_interview, scale_answers
from tests.revisions.conftest import Team
from tests.revisions.report_factories import make_draft

pytestmark = pytest.mark.django_db

WRITTEN = "Jag skrev det här med egna ord."
OPINION = QuestionFacts(kind="scale", text="Blir du lyssnad på?", options=("Aldrig", "Ibland", "Alltid"))
BACKGROUND = QuestionFacts(kind="background", text="Hur länge har du kommit hit?", options=("Kort", "Länge"))
WORDS = QuestionFacts(kind="open", text="Vad skulle du ändra?")


@pytest.fixture
def draft(team: Team, unit_manager: Any) -> UserAudit:
    return make_draft(team)


def _mark(team: Team, code: AnalysisCode, number: int) -> None:
    """Put a theme on the answer of one interview."""
    answer = answered_interview(team, code=f"B{number:02d}")
    passage = CodedPassage.objects.create(
        answer=answer, answer_revision=1, coder=team.auditor, start=0, end=4
    )
    passage.codes.add(code)


def _survey(team: Team, answers: list[tuple[int, int]], *, close: bool = True) -> Survey:
    """The team's survey; each answer is (opinion, background), with a sentence of one's own."""
    survey = create_survey(
        SurveyFacts(title="Så är det att vänta", purpose="Vi vill veta."),
        actor=team.lead, owner_room="revisions", owner_id=team.audit.pk,
    )  # fmt: skip
    for facts in (OPINION, BACKGROUND, WORDS):
        add_question(survey, facts, actor=team.lead)
    survey.refresh_from_db()
    open_survey(survey, actor=team.lead)
    keys = {question.kind: question.pk for question in survey.questions.all()}
    for opinion, background in answers:
        given = {
            keys["scale"]: Given(choices=(opinion,)),
            keys["background"]: Given(choices=(background,)),
            keys["open"]: Given(text=WRITTEN),
        }
        submit_answers(survey, given, token=uuid4().hex)
    if close:
        close_survey(survey, actor=team.lead)
    return Survey.objects.get(pk=survey.pk)


def _publish(audit: UserAudit, team: Team) -> None:
    reply.send_for_reply(audit, actor=team.lead)
    audit.refresh_from_db()
    publication.approve_report(audit, fingerprint(report_data(audit)), actor=team.lead)
    audit.reply_windows.update(closed_at="2026-01-07T12:00:00Z")
    publication.publish_report(audit, actor=team.lead)
    audit.refresh_from_db()


@pytest.mark.parametrize(("interviews", "shown"), [(9, None), (10, [("Väntan", 1)])])
def test_themes_are_counted_from_ten_interviews_on(
    draft: UserAudit, team: Team, interviews: int, shown: Any
) -> None:
    theme = Theme.objects.create(name="Väntan", slug="vantan", order=9)
    code = AnalysisCode.objects.create(audit=draft, name="Väntan", theme=theme)
    own = AnalysisCode.objects.create(audit=draft, name="Bara vårt arbetsnamn")
    for number, marked in enumerate((code, own)):
        _mark(team, marked, number)
    for number in range(2, interviews):
        answered_interview(team, code=f"B{number:02d}")

    themes = report_data(draft)["themes"]

    assert [(one["label"], one["count"]) for one in themes["cells"]] == (shown or [])
    assert (themes["base"], themes["note"]) == ((interviews, "") if shown else (None, TOO_FEW_FOR_THEMES))


def test_a_focus_group_is_no_interview_and_an_own_theme_with_a_finding_is_told(
    draft: UserAudit, team: Team
) -> None:
    own = AnalysisCode.objects.create(audit=draft, name="Väntrummet")
    draft.findings.filter(kind="improvement").update(code=own)
    for number in range(11):
        _mark(team, own, number)
    draft.interviews.filter(code__in=["B00"]).update(kind="focus_group")

    assert report_data(draft)["themes"] == {
        "base": 10, "cells": [{"label": "Väntrummet", "count": 10}], "note": "",
    }  # fmt: skip


def test_a_survey_is_charted_on_page_paper_and_copy_without_what_people_wrote(
    draft: UserAudit, team: Team
) -> None:
    # Twelve answers: opinions are told whole, but the three who have come for a short time are not.
    _survey(team, [(2, 1)] * 8 + [(0, 1)] + [(1, 0)] * 3)
    scale_answers(team, [0, 1, 2, 3, 3, 3, 3, 3, 3, 3, 3])
    _publish(draft, team)
    for one in Edition.objects.filter(key__endswith=f":{draft.pk}"):
        editions.render_edition(one.pk)
    client = Client()
    page = client.get(reverse("audits:report", args=[draft.slug])).content.decode()
    copy = client.get(reverse("audits:report_docx", args=[draft.slug])).content
    with zipfile.ZipFile(io.BytesIO(copy)) as archive:
        text = archive.read("word/document.xml").decode()
    edition = Edition.objects.get(key=edition_key(draft))
    with edition.file.open() as file:
        paper = " ".join(one.extract_text() for one in PdfReader(file).pages)

    (survey,) = edition.data["surveys"]
    opinion, background = survey["questions"]
    assert [one["count"] for one in opinion["cells"]] == [1, 3, 8, 0]
    assert [one["count"] for one in background["cells"]] == [None, None, 0]
    for where in (page, text, "".join(paper.split())):
        for words in ("Så är det att vänta", "Blir du lyssnad på?", "Skalfrågorna i intervjuerna"):
            assert words in where or "".join(words.split()) in where
        assert WRITTEN not in where
        assert "visas inte" in where.lower() or "visasinte" in where.lower()
    assert WRITTEN not in str(edition.data)


def test_too_few_answers_say_so(draft: UserAudit, team: Team) -> None:
    _survey(team, [(0, 0)] * 4)

    (survey,) = report_data(draft)["surveys"]

    assert (survey["said"], survey["questions"]) == (TOO_FEW_ANSWERED, [])


def test_an_open_survey_stops_the_sending_and_a_later_one_is_no_part_of_the_report(
    draft: UserAudit, team: Team
) -> None:
    survey = _survey(team, [(0, 1)] * 6, close=False)
    with pytest.raises(DomainError, match="Stäng enkäten"):
        reply.send_for_reply(draft, actor=team.lead)
    close_survey(survey, actor=team.lead)
    reply.send_for_reply(draft, actor=team.lead)
    draft.refresh_from_db()
    told = report_data(draft)["surveys"]
    draft.reply_windows.update(sent_on="2026-01-07", ends_on="2026-02-04")

    assert len(told) == 1
    assert report_data(draft)["surveys"] == []


def test_a_correction_holds_the_numbers_of_the_first_edition(draft: UserAudit, team: Team) -> None:
    """Marked anew or counted anew, two editions would tell by subtraction what one withholds."""
    theme = Theme.objects.create(name="Väntan", slug="vantan", order=9)
    code = AnalysisCode.objects.create(audit=draft, name="Väntan", theme=theme)
    _survey(team, [(2, 1)] * 8 + [(1, 0)] * 4)
    scale_answers(team, [0, 1, 2, 3, 3, 3, 3, 3, 3, 3])
    _mark(team, code, 0)
    _publish(draft, team)

    _mark(team, code, 1)
    scale_answers(team, [0, 0], first=60)
    seen = fingerprint(report_data(draft))
    publication.correct_report(draft, "Ett årtal är rättat.", seen, actor=team.lead)

    first, second = Edition.objects.filter(key=edition_key(draft)).order_by("number")
    numbers = ("interviews", "scales", "themes", "surveys")
    assert first.data["themes"]["cells"] == [{"label": "Väntan", "count": 1}]
    assert [second.data[name] for name in numbers] == [first.data[name] for name in numbers]
