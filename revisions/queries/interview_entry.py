"""What the pages of one interview show: consent, one area at a time, the check before it is done."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from django.utils.crypto import salted_hmac

from common import sealing
from common.privacy import RemarkRow, Words, look_at, operator_words, remark_rows
from revisions.models import GuideArea, GuideQuestion, Interview, InterviewAnswer
from revisions.queries.device_owners import mark_of
from surveys.queries.answering import Progress, progress

STATES_WITHOUT_ANSWER = (
    (InterviewAnswer.State.DECLINED, "Ville inte svara"),
    (InterviewAnswer.State.SKIPPED, "Hoppa över"),
    (InterviewAnswer.State.UNKNOWN, "Vet inte"),
)


@dataclass(frozen=True)
class Side:
    """One of two texts that were written in the same field."""

    key: str
    label: str
    answer: str
    text: str


@dataclass
class AnswerField:
    """One question with what is written in its fields. ``answer`` is the choice's number, a state, or empty."""

    question: GuideQuestion
    answer: str = ""
    text: str = ""
    quotes: str = ""
    worry: bool = False
    base: int = 0
    save_id: UUID = field(default_factory=uuid4)
    error: str = ""
    sides: tuple[Side, ...] = ()
    remarks: list[RemarkRow] = field(default_factory=list)
    #: A keyed hash of what is stored, by which an untouched field is known. What was refused stays touched.
    was: str = ""

    def __post_init__(self) -> None:
        self.was = self.was or self.mark

    @property
    def key(self) -> str:
        """Names the fields of this question in the page."""
        return self.question.pk.hex

    @property
    def field_id(self) -> str:
        return f"text-{self.key}"

    @property
    def options(self) -> list[tuple[str, str]]:
        """What can be chosen: the scale first, and always the three ways of not answering."""
        scale = [(str(number), label) for number, label in enumerate(self.question.scale)]
        return [*scale, *((str(state), label) for state, label in STATES_WITHOUT_ANSWER)]

    @property
    def without_answer(self) -> list[tuple[str, str]]:
        return [(str(state), label) for state, label in STATES_WITHOUT_ANSWER]

    @property
    def is_scale(self) -> bool:
        return self.question.kind == GuideQuestion.Kind.SCALE

    @property
    def is_answered(self) -> bool:
        return bool(self.text or self.answer)

    @property
    def mark(self) -> str:
        """A keyed hash of what stands in the field now."""
        return content_mark(self.answer, self.text, self.quotes, worry=self.worry)


@dataclass(frozen=True)
class AreaPage:
    """One area of the guide in one interview."""

    interview: Interview
    area: GuideArea
    number: int
    total: int
    progress: Progress
    fields: list[AnswerField]

    @property
    def previous(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        return self.number + 1 if self.number < self.total else None

    @property
    def errors(self) -> list[AnswerField]:
        return [one for one in self.fields if one.error]


@dataclass(frozen=True)
class CheckRow:
    """One area in the check before an interview is called done."""

    number: int
    title: str
    total: int
    answered: int
    doubles: int


@dataclass(frozen=True)
class CheckPage:
    interview: Interview
    rows: list[CheckRow]
    worry: bool

    @property
    def doubles(self) -> int:
        return sum(row.doubles for row in self.rows)


def content_mark(answer: str, text: str, quotes: str, *, worry: bool) -> str:
    """Return a keyed hash of one answer as it stands in a page."""
    joined = "\x1f".join((answer, text.replace("\r\n", "\n"), quotes.replace("\r\n", "\n"), str(worry)))
    return salted_hmac("revisions.interview_answer", joined, algorithm="sha256").hexdigest()[:32]


def device_mark(user: Any) -> str:
    """Return the name under which a phone keeps somebody's drafts: opaque, and the same on every visit."""
    return mark_of(user.actor_id)


def areas_of(interview: Interview) -> list[GuideArea]:
    """Return the guide's areas that have questions, in order."""
    areas = interview.guide.areas.prefetch_related("questions")
    return [area for area in areas if area.questions.all()]


def area_page(interview: Interview, number: int) -> AreaPage | None:
    """Return one area with its answers opened, or ``None`` when there is no such area.

    Raises the errors of ``common.sealing``. The caller notes the opening on the trail.
    """
    areas = areas_of(interview)
    if not 1 <= number <= len(areas):
        return None
    area = areas[number - 1]
    answers = interview.answers.filter(question__area=area).prefetch_related("marks")
    ring = sealing.keyring([interview.key_id])
    words = operator_words()
    by_question = {answer.question_id: answer for answer in answers}
    fields = [
        _field(interview, question, by_question.get(question.pk), ring, words)
        for question in area.questions.all()
    ]
    return AreaPage(interview, area, number, len(areas), progress(number - 1, len(areas)), fields)


def unopened_area(interview: Interview, number: int) -> AreaPage | None:
    """Return one area with empty fields: what is stored can't be opened, and what was typed is to be kept."""
    areas = areas_of(interview)
    if not 1 <= number <= len(areas):
        return None
    area = areas[number - 1]
    fields = [AnswerField(question) for question in area.questions.all()]
    return AreaPage(interview, area, number, len(areas), progress(number - 1, len(areas)), fields)


def is_gone(interview: Interview) -> bool:
    """Whether it was withdrawn, or destroyed with all raw material: nothing that was said is left."""
    return interview.status == Interview.Status.WITHDRAWN or interview.audit.raw_destroyed_on is not None


def has_answers(interview: Interview) -> bool:
    """Whether the interview has begun, or is done, and what was said is there."""
    return interview.status in {Interview.Status.ONGOING, Interview.Status.DONE} and not is_gone(interview)


def has_double(page: AreaPage) -> bool:
    """Whether two texts wait for a choice in the area now. Nothing is opened."""
    doubles = page.interview.answers.filter(question__area=page.area, other_text__isnull=False)
    return bool(doubles.exists())


def check_page(interview: Interview) -> CheckPage:
    """Return how much is written in each area. Nothing is opened."""
    rows = []
    states = {
        row["question_id"]: row
        for row in interview.answers.values("question_id", "state", "choice", "text", "other_text")
    }
    for number, area in enumerate(areas_of(interview), start=1):
        present = [states[one.pk] for one in area.questions.all() if one.pk in states]
        rows.append(
            CheckRow(
                number=number,
                title=area.title,
                total=len(area.questions.all()),
                answered=sum(_says_something(row) for row in present),
                doubles=sum(row["other_text"] is not None for row in present),
            )
        )
    return CheckPage(interview, rows, interview.worry_flagged)


def first_open_area(interview: Interview) -> int:
    """Return the number of the first area where something is left to ask; the last when nothing is."""
    rows = check_page(interview).rows
    return next((row.number for row in rows if row.answered < row.total or row.doubles), len(rows) or 1)


def guide_for_device(interview: Interview) -> dict[str, Any]:
    """Return what a phone keeps to go on without coverage: questions and revisions, nothing that was said."""
    revisions = {
        str(question): revision
        for question, revision in interview.answers.values_list("question_id", "revision")
    }
    return {
        "code": interview.code,
        "areas": [
            {
                "title": area.title,
                "questions": [
                    {
                        "id": str(question.pk),
                        "kind": question.kind,
                        "text": question.text,
                        "prompts": question.prompts,
                        "scale": question.scale,
                    }
                    for question in area.questions.all()
                ],
            }
            for area in areas_of(interview)
        ],
        "revisions": revisions,
    }


def _says_something(row: Any) -> bool:
    return row["text"] is not None or row["choice"] is not None or row["state"] != "answered"


def _field(
    interview: Interview,
    question: GuideQuestion,
    answer: InterviewAnswer | None,
    ring: sealing.Keyring,
    words: Words,
) -> AnswerField:
    if answer is None or interview.key_id is None:
        return AnswerField(question)
    text = _open(answer, "text", interview.key_id, ring)
    found = AnswerField(
        question,
        answer=_value(answer.state, answer.choice),
        text=text,
        quotes="\n".join(text[mark.start : mark.end] for mark in answer.marks.all() if not mark.in_other),
        worry=answer.worry,
        base=answer.revision,
        remarks=remark_rows(text, look_at(text, words)) if text else [],
    )
    if answer.other_text is not None:
        other = _open(answer, "other_text", interview.key_id, ring)
        found.sides = (
            _side("text", question, answer.state, answer.choice, text),
            _side("other", question, answer.other_state, answer.other_choice, other),
        )
    return found


def _open(answer: InterviewAnswer, column: str, key_id: UUID, ring: sealing.Keyring) -> str:
    sealed = getattr(answer, column)
    return ring.unseal(sealed, key_id, place=sealing.place_of(answer, column)) if sealed is not None else ""


def _value(state: str, choice: int | None) -> str:
    if state != InterviewAnswer.State.ANSWERED:
        return state
    return "" if choice is None else str(choice)


def _side(key: str, question: GuideQuestion, state: str, choice: int | None, text: str) -> Side:
    words = question.scale[choice] if choice is not None and choice < len(question.scale) else ""
    if state != InterviewAnswer.State.ANSWERED:
        words = str(InterviewAnswer.State(state).label)
    return Side(key, "Den ena texten" if key == "text" else "Den andra texten", words, text)
