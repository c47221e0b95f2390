"""The readiness check as a page shows it: each condition, what the portal knows of it, a picture of what is missing."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from common.swedish import count_text, day_text
from peersupport.explanations import EXPLANATIONS
from peersupport.models import Placement, ReadinessAnswer
from peersupport.words import Condition, Readiness

#: Answer → look of ``{% status %}``.
TONES: Final = {"yes": "done", "partly": "going", "no": "late", "open": "wait"}
_STEP_WIDTH: Final = 64
_LOWEST: Final = 40
_RISE: Final = 15
_GAP: Final = 6


@dataclass(frozen=True)
class ReadinessRow:
    """One condition; ``version`` is 0 when nobody has answered. ``known`` is what the portal holds elsewhere."""

    condition: str
    number: int
    label: str
    explanation: str
    answer: str
    evidence: str
    owner: str
    due_on: date | None
    version: int
    known: str = ""

    @property
    def answer_words(self) -> str:
        return str(Readiness(self.answer).label)

    @property
    def tone(self) -> str:
        return TONES[self.answer]

    @property
    def is_met(self) -> bool:
        return self.answer == Readiness.YES


@dataclass(frozen=True)
class Step:
    """One condition in the picture: a step of a stair. Numbers as SVG wants them."""

    number: int
    state: str
    x: int
    y: int
    width: int
    height: int
    #: Where the lower half begins, for what is partly there.
    half: int
    middle: int
    foot: int

    @property
    def cross_left(self) -> int:
        return self.middle - 9

    @property
    def cross_top(self) -> int:
        return self.y + self.height // 2 - 9


@dataclass(frozen=True)
class Picture:
    """The nine conditions as a stair. ``description`` says the same in words."""

    width: int
    height: int
    steps: list[Step]
    title: str
    description: str
    counts: list[tuple[str, str, int]]


@dataclass(frozen=True)
class ReadinessPage:
    """A placement's readiness check."""

    placement: Placement
    rows: list[ReadinessRow]
    picture: Picture
    may_edit: bool

    @property
    def missing(self) -> list[ReadinessRow]:
        return [row for row in self.rows if not row.is_met]


def readiness_page(placement: Placement, user: Any) -> ReadinessPage:
    """Return the check as ``user`` sees it."""
    rows = readiness_rows(placement)
    return ReadinessPage(
        placement, rows, readiness_picture(rows), user.has_perm("peersupport.manage_placement", placement)
    )


def readiness_rows(placement: Placement) -> list[ReadinessRow]:
    """Return all nine conditions in order, answered or not."""
    answers = {one.condition: one for one in placement.readiness.all()}
    known = _known(placement)
    return [
        _row(
            answers.get(condition.value) or ReadinessAnswer(condition=condition.value, version=0),
            number,
            known,
        )
        for number, condition in enumerate(Condition, start=1)
    ]


def readiness_picture(rows: list[ReadinessRow]) -> Picture:
    """Return the stair of ``rows``; drawn by ``peersupport/_readiness_picture.html`` on page and paper."""
    # Room above the highest step for its line.
    top = _LOWEST + _RISE * (len(rows) - 1) + 2
    counts = [
        (state.value, str(state.label), sum(row.answer == state for row in rows))
        for state in (Readiness.YES, Readiness.PARTLY, Readiness.NO, Readiness.OPEN)
    ]
    return Picture(
        width=_STEP_WIDTH * len(rows),
        height=top + 30,
        steps=[_step(row, number, top) for number, row in enumerate(rows)],
        title=f"{counts[0][2]} av {len(rows)} villkor är på plats",
        description=". ".join(f"{row.number} {row.label}: {row.answer_words.lower()}" for row in rows) + ".",
        counts=counts,
    )


def told(placement: Placement) -> str:
    """One line for the placement's page."""
    met = sum(one.answer == Readiness.YES for one in placement.readiness.all())
    return f"{met} av {len(Condition)} på plats"


def _row(answer: ReadinessAnswer, number: int, known: dict[str, str]) -> ReadinessRow:
    return ReadinessRow(
        condition=answer.condition,
        number=number,
        label=str(Condition(answer.condition).label),
        explanation=EXPLANATIONS[answer.condition],
        answer=answer.answer,
        evidence=answer.evidence,
        owner=answer.owner,
        due_on=answer.due_on,
        version=answer.version,
        known=known.get(answer.condition, ""),
    )


def _known(placement: Placement) -> dict[str, str]:
    """What stands on the placement's other pages, so that nobody types it again or answers against it unknowingly."""
    decision = placement.decisions.order_by("-decided_on", "-pk").first()
    sources = placement.funding.count()
    return {
        Condition.FORMAL_DECISION: (
            f"Senaste beslutet: {decision.get_outcome_display().lower()}, {day_text(decision.decided_on)}."
            if decision
            else "Inget beslut är inskrivet."
        ),
        Condition.FUNDING: (
            f"{count_text(sources, 'källa', 'källor').capitalize()} till pengar är inskrivna."
            if sources > 1
            else "En källa till pengar är inskriven."
            if sources
            else "Ingen har skrivit vem som betalar."
        ),
        Condition.CONTACT: "" if placement.contact_name else "Ingen kontaktperson är inskriven.",
    }


def _step(row: ReadinessRow, place: int, top: int) -> Step:
    height = _LOWEST + _RISE * place
    x = place * _STEP_WIDTH + _GAP // 2
    width = _STEP_WIDTH - _GAP
    y = top - height
    return Step(
        number=row.number,
        state=row.answer,
        x=x,
        y=y,
        width=width,
        height=height,
        half=y + height // 2,
        middle=x + width // 2,
        foot=top + 22,
    )
