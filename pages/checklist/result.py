"""What a filled-in checklist looks like: a stair of the work's five parts, and the same as a table. No sum, no score."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from pages.checklist.picture import Tread, treads
from pages.checklist.questions import QUESTIONS, Question
from pages.models import ChecklistRound, Extent

#: So many figures stand on the tread of a part.
FIGURES: Final = {Extent.LARGELY: 2, Extent.PARTLY: 1}
NOT_SAID: Final = "Inte angivet"


@dataclass(frozen=True)
class Said:
    """What was said to one question."""

    text: str = ""
    extent: str = ""

    def __bool__(self) -> bool:
        return bool(self.text or self.extent)

    @property
    def extent_words(self) -> str:
        """ "Delvis", or that nothing was chosen."""
        return str(Extent(self.extent).label) if self.extent else NOT_SAID

    @property
    def in_words(self) -> str:
        """Extent and text in one, to set beside another."""
        return ". ".join(filter(None, (str(Extent(self.extent).label) if self.extent else "", self.text)))


@dataclass(frozen=True)
class ResultTread:
    """One part of the work as a tread: how it is drawn, and who stands on it."""

    place: Tread
    question: Question
    said: Said
    figures: list[tuple[int, int]]


@dataclass(frozen=True)
class Result:
    """A checklist filled in once, ready to be shown on page and paper."""

    treads: list[ResultTread]
    project: str = ""
    day: date | None = None

    @property
    def in_words(self) -> str:
        """What the picture shows, for those who don't see it."""
        parts = "; ".join(
            f"{one.place.number} {one.question.part}: {one.said.extent_words.lower()}" for one in self.treads
        )
        return f"Arbetets fem delar som en trappa. {parts}."


@dataclass(frozen=True)
class ComparedRow:
    """One question in two rounds."""

    question: Question
    before: Said
    after: Said

    @property
    def is_changed(self) -> bool:
        """Whether another extent was chosen."""
        return self.before.extent != self.after.extent


def result_of(said: Sequence[Said], *, project: str = "", day: date | None = None) -> Result:
    """Return the result of five answers, in the questions' order."""
    drawn = [
        ResultTread(
            place, question, one, place.figures(FIGURES.get(Extent(one.extent), 0) if one.extent else 0)
        )
        for place, question, one in zip(treads(), QUESTIONS, said, strict=True)
    ]
    return Result(drawn, project, day)


def said_in(round_: ChecklistRound) -> list[Said]:
    """Return the five answers of a saved round; questions that were left are empty."""
    answers = {one.question: Said(one.text, one.extent) for one in round_.answers.all()}
    return [answers.get(question.number, Said()) for question in QUESTIONS]


def compared(before: Sequence[Said], after: Sequence[Said]) -> list[ComparedRow]:
    """Return two rounds side by side, question by question."""
    return [
        ComparedRow(question, was, now) for question, was, now in zip(QUESTIONS, before, after, strict=True)
    ]
