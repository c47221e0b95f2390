"""Audits whose interviews are all answered, written in bulk: what is measured is reading."""

from typing import Any

from django.utils import timezone

from common import sealing
from organisations.models import Theme
from revisions.models import (
    AnalysisCode,
    CodedPassage,
    GuideArea,
    GuideQuestion,
    GuideVersion,
    InformationText,
    Interview,
    InterviewAnswer,
    UserAudit,
)

AREAS = 7
CODES = 12


def audit_with_answers(
    slug: str, text: str, *, interviews: int, questions: int, sealed: bool = True, status: str = "enquiry"
) -> UserAudit:
    """Make an audit in which everybody answered ``text`` to every question, sealed by a key for each interview or not."""
    audit = UserAudit.objects.create(title=slug, slug=slug, status=status)
    guide = GuideVersion.objects.create(audit=audit, number=1, locked_at=timezone.now())
    theme, _ = Theme.objects.get_or_create(slug="bench", defaults={"name": "Bench", "order": 1})
    areas = [
        GuideArea.objects.create(guide=guide, theme=theme, title=f"Område {number}", order=number)
        for number in range(1, AREAS + 1)
    ]
    asked = [
        GuideQuestion.objects.create(
            area=areas[number * AREAS // questions],
            text=f"Fråga {number + 1}?",
            order=number + 1,
            kind="open",
        )
        for number in range(questions)
    ]
    consent = InformationText.objects.create(audit=audit, number=1, text="Det är frivilligt.")
    for number in range(1, interviews + 1):
        interview = Interview.objects.create(
            audit=audit,
            guide=guide,
            code=f"A{number:02}",
            on=timezone.localdate(),
            status="done",
            consent_given=True,
            consent_to=consent,
            key_id=sealing.new_key() if sealed else None,
        )
        _answer(interview, asked, text)
    return audit


def code_answers(audit: UserAudit, coders: list[Any], length: int) -> None:
    """Let each coder mark the first ``length`` characters of every answer with a theme of the team's own."""
    codes = AnalysisCode.objects.bulk_create(
        AnalysisCode(audit=audit, name=f"Tema {number:02}") for number in range(CODES)
    )
    passages = CodedPassage.objects.bulk_create(
        CodedPassage(answer=answer, answer_revision=answer.text_revision, coder=coder, start=0, end=length)
        for answer in InterviewAnswer.objects.filter(interview__audit=audit)
        for coder in coders
    )
    marked_with = CodedPassage.codes.through
    marked_with._default_manager.bulk_create(
        marked_with(codedpassage_id=passage.pk, analysiscode_id=codes[number % CODES].pk)
        for number, passage in enumerate(passages)
    )


def _answer(interview: Interview, asked: list[GuideQuestion], text: str) -> None:
    ring = sealing.keyring([interview.key_id])
    answers = [
        InterviewAnswer(interview=interview, question=question, text=text.encode()) for question in asked
    ]
    for answer in answers:
        if interview.key_id:
            sealing.seal_field(answer, "text", text, interview.key_id, ring=ring)
    InterviewAnswer.objects.bulk_create(answers)
