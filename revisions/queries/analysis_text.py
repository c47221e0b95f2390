"""Answers opened for one page: the text in pieces, what is marked in it and by whom. Nothing opened is kept."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Prefetch, QuerySet
from django.db.models.functions import JSONObject, Length

from common import sealing
from revisions.models import CodedPassage, InterviewAnswer, QuoteMark, UserAudit
from revisions.services.coding import memo_of

#: Above this, sentences aren't offered one by one; words are pasted, or marked with the mouse.
MOST_SENTENCES = 120
_SENTENCE = re.compile(r"[^.!?…\n]+(?:[.!?…]+[\"”’)]*)?|[.!?…]+")


class Piece(NamedTuple):
    """A run of text with the same markings, by the numbers of ``MarkRow``."""

    text: str
    numbers: tuple[int, ...]


class Sentence(NamedTuple):
    """One sentence and where it stands."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class MarkRow:
    """One marking under a text."""

    passage: CodedPassage
    number: int
    words: str
    codes: list[str]
    coder: str
    #: One's own, or of somebody who is gone.
    may_change: bool
    memo: str
    #: The answer was edited after the marking was made.
    is_doubtful: bool


@dataclass(frozen=True)
class OpenedAnswer:
    """One answer as the team reads it. ``fault`` says why the text can't be opened."""

    answer: InterviewAnswer
    code: str
    question: str
    said: str
    text: str
    pieces: list[Piece]
    marks: list[MarkRow]
    #: Words that were marked as a possible quote during the interview.
    quotes: list[Sentence]
    fault: str
    has_other: bool

    @property
    def sentences(self) -> list[Sentence]:
        """The text sentence by sentence, to choose from without script; none when there are too many."""
        found = sentences_of(self.text)
        return found if len(found) <= MOST_SENTENCES else []


def answers_to_open(audit: UserAudit) -> QuerySet[InterviewAnswer]:
    """Return the answers of the audit's finished interviews, A01 … A99, A100, with what is marked in them.

    ``quoted`` holds where the words stand that were marked as a possible quote during the interview.
    """
    quoted = QuoteMark.objects.filter(answer=OuterRef("pk"), in_other=False).order_by("start")
    marks = (
        CodedPassage.objects.select_related("coder").prefetch_related("codes").order_by("start", "end", "pk")
    )
    return (
        InterviewAnswer.objects.filter(interview__audit=audit, interview__status="done")
        .select_related("interview", "question")
        .annotate(quoted=ArraySubquery(quoted.values(place=JSONObject(start="start", end="end"))))
        .prefetch_related(Prefetch("passages", queryset=marks))
        .order_by(Length("interview__code"), "interview__code", "question__area__order", "question__order")
    )


def opened_answers(answers: Sequence[InterviewAnswer], user: Any) -> list[OpenedAnswer]:
    """Open the answers with one reading of the key store. One interview's fault doesn't close the others."""
    ring = sealing.keyring(answer.interview.key_id for answer in answers)
    return [_opened(answer, ring, user) for answer in answers]


def text_of(answer: InterviewAnswer, ring: sealing.Keyring) -> str:
    """Open one answer's text; empty when it has none."""
    key_id = answer.interview.key_id
    if answer.text is None or key_id is None:
        return ""
    return ring.unseal(answer.text, key_id, place=sealing.place_of(answer, "text"))


def sentences_of(text: str) -> list[Sentence]:
    """Split a text where sentences and lines end."""
    found = []
    for match in _SENTENCE.finditer(text):
        words = match[0]
        start = match.start() + len(words) - len(words.lstrip())
        end = match.end() - (len(words) - len(words.rstrip()))
        if start < end:
            found.append(Sentence(start, end, text[start:end]))
    return found


def pieces_of(text: str, spans: Iterable[tuple[int, int, int]]) -> list[Piece]:
    """Cut a text where markings (start, end, number) begin and end; they may overlap."""
    spans = [span for span in spans if span[0] < len(text)]
    cuts = sorted({0, len(text), *(min(place, len(text)) for span in spans for place in span[:2])})
    return [
        Piece(
            text[start:end], tuple(number for first, last, number in spans if first <= start and end <= last)
        )
        for start, end in pairwise(cuts)
    ]


def said_in(answer: InterviewAnswer) -> str:
    """Return what was chosen or that nobody answered, in words."""
    if answer.state != InterviewAnswer.State.ANSWERED:
        return str(answer.get_state_display())
    scale = answer.question.scale
    if answer.choice is not None and answer.choice < len(scale):
        return str(scale[answer.choice])
    return ""


def doubtful_passages(audit: UserAudit) -> QuerySet[CodedPassage]:
    """Return markings in answers that were edited afterwards."""
    return CodedPassage.objects.filter(answer__interview__audit=audit).exclude(
        answer_revision=F("answer__text_revision")
    )


def _opened(answer: InterviewAnswer, ring: sealing.Keyring, user: Any) -> OpenedAnswer:
    try:
        text, fault = text_of(answer, ring), ""
    except sealing.SealingError as error:
        text, fault = "", error.message
    marks = [
        _mark(answer, passage, number, text, ring, user)
        for number, passage in enumerate(answer.passages.all(), start=1)
        if not fault
    ]
    spans = [(row.passage.start, row.passage.end, row.number) for row in marks if not row.is_doubtful]
    return OpenedAnswer(
        answer=answer,
        code=answer.interview.code,
        question=answer.question.text,
        said=said_in(answer),
        text=text,
        pieces=pieces_of(text, spans),
        marks=marks,
        quotes=_quotes(answer, text),
        fault=fault,
        has_other=answer.other_text is not None,
    )


def _quotes(answer: Any, text: str) -> list[Sentence]:
    places = [(place["start"], place["end"]) for place in answer.quoted]
    return [Sentence(start, end, text[start:end]) for start, end in places if end <= len(text)]


def _mark(
    answer: InterviewAnswer,
    passage: CodedPassage,
    number: int,
    text: str,
    ring: sealing.Keyring,
    user: Any,
) -> MarkRow:
    passage.answer = answer
    return MarkRow(
        passage=passage,
        number=number,
        words=text[passage.start : passage.end],
        codes=[code.name for code in passage.codes.all()],
        coder=passage.coder.name if passage.coder else "Någon som inte är med längre",
        may_change=passage.coder_id in {user.pk, None},
        memo=memo_of(passage, ring),
        is_doubtful=passage.answer_revision != answer.text_revision,
    )


def answer_of(audit: UserAudit, pk: UUID) -> InterviewAnswer | None:
    """Return one answer of this audit's finished interviews."""
    return answers_to_open(audit).filter(pk=pk).first()


def passage_of(audit: UserAudit, pk: UUID) -> CodedPassage | None:
    """Return one marking in this audit."""
    rows = CodedPassage.objects.select_related("answer__interview__audit", "answer__question", "coder")
    return rows.prefetch_related("codes").filter(pk=pk, answer__interview__audit=audit).first()
