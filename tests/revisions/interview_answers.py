"""What a phone sends, made short."""

from typing import Any
from uuid import uuid4

from common import sealing
from revisions.models import GuideQuestion, Interview, InterviewAnswer
from revisions.services.interview_answers import WrittenAnswer


def questions(interview: Interview) -> list[GuideQuestion]:
    return list(GuideQuestion.objects.filter(area__guide=interview.guide).order_by("area__order", "order"))


def written(interview: Interview, number: int = 0, **facts: Any) -> WrittenAnswer:
    """One answer to the guide's question ``number``, from revision 0."""
    facts = {"save_id": uuid4(), "base": 0, **facts}
    return WrittenAnswer(question_id=questions(interview)[number].pk, **facts)


def texts(interview: Interview, number: int = 0) -> tuple[str | None, str | None]:
    """What is stored, opened: the text and the other text."""
    answer = InterviewAnswer.objects.get(interview=interview, question=questions(interview)[number])
    interview.refresh_from_db()
    assert interview.key_id is not None
    first, second = (
        None
        if getattr(answer, column) is None
        else sealing.unseal(getattr(answer, column), interview.key_id, place=sealing.place_of(answer, column))
        for column in ("text", "other_text")
    )
    return first, second
