"""Answered interviews, sealed as the portal seals them."""

from typing import Any

from common import sealing
from revisions.models import GuideQuestion, Interview, InterviewAnswer
from tests.revisions.factories import make_interview

SENTENCE = "Jag fick vänta i sex veckor."
TEXT = f"{SENTENCE} Sedan ringde de. Då var det för sent."


def answered_interview(
    team: Any, code: str = "A01", text: str = TEXT, question: GuideQuestion | None = None
) -> InterviewAnswer:
    """A finished interview with one sealed answer to the guide's first open question."""
    interview = make_interview(
        team.audit, team.guide, team.auditor, team.second, code=code, status="done", key_id=sealing.new_key()
    )
    question = (
        question
        or GuideQuestion.objects.filter(area__guide=team.guide, kind="open").order_by("area__order").first()
    )
    answer = InterviewAnswer(interview=interview, question=question, revision=1, text_revision=1)
    sealing.seal_field(answer, "text", text, interview.key_id)  # type: ignore[arg-type]
    answer.save(force_insert=True)
    return answer


def add_answer(interview: Interview, question: Any, stored: bytes) -> InterviewAnswer:
    """An answer whose column holds these bytes."""
    return InterviewAnswer.objects.create(
        interview=interview, question=question, text=stored, revision=1, text_revision=1
    )


def scale_answers(
    team: Any, choices: list[Any], *, first: int = 10, question: GuideQuestion | None = None
) -> None:
    """One finished interview for each choice: a place on the scale, a state, or ``None`` when nothing was said."""
    question = question or GuideQuestion.objects.get(area__guide=team.guide, area__order=1, kind="scale")
    for number, choice in enumerate(choices, start=first):
        interview = make_interview(
            team.audit, question.area.guide, code=f"A{number:02d}", status="done", key_id=None
        )
        if choice is not None:
            state = choice if isinstance(choice, str) else "answered"
            InterviewAnswer.objects.create(
                interview=interview, question=question, state=state, revision=1,
                choice=choice if isinstance(choice, int) else None,
            )  # fmt: skip
