"""What a proposal's standing is worked out from: facts without a database, as ``proposals.standing`` takes them."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class AnswerFacts:
    """What one addressee has answered."""

    answer: str
    text: str
    on: date
    responsible: str = ""
    due: date | None = None


@dataclass(frozen=True, kw_only=True)
class MeasureFacts:
    """One measure and what the checkers saw of it; ``verdict`` is empty while nobody has looked.

    ``told_on`` is the day the unit last told how it goes.
    """

    what: str
    due: date
    status: str
    who: str = ""
    expected: date | None = None
    happened: str = ""
    told_on: date | None = None
    done_on: date | None = None
    verdict: str = ""
    checked_on: date | None = None
    check_note: str = ""


@dataclass(frozen=True, kw_only=True)
class AddresseeFacts:
    """One addressee: by when it must answer, what it answered, what it does."""

    name: str
    answer_due: date | None
    answer: AnswerFacts | None = None
    measures: tuple[MeasureFacts, ...] = ()


@dataclass(frozen=True, kw_only=True)
class EffectFacts:
    """What those who use the unit answered. Counts that are withheld are ``None``.

    ``reached``: enough answered, and enough of them yes, by the rules of the day the question was asked. ``on`` is the
    day the question closed, ``asked`` that one is open now.
    """

    reached: bool = False
    base: int | None = None
    yes: int | None = None
    partly: int | None = None
    on: date | None = None
    asked: bool = False


@dataclass(frozen=True, kw_only=True)
class Limits:
    """The loop's rules: days before a delay is shown to all, answers needed, percent of yes needed."""

    grace_days: int = 7
    effect_answers: int = 5
    effect_percent: int = 60


@dataclass(frozen=True, kw_only=True)
class ProposalFacts:
    """Everything a standing is worked out from. ``checkers`` names who looks, in the middle of a sentence."""

    said: str
    addressees: tuple[AddresseeFacts, ...]
    checkers: str
    said_note: str = ""
    is_quote: bool = False
    effect: EffectFacts = EffectFacts()
    outcome: str = ""
    outcome_note: str = ""
    outcome_on: date | None = None
    follow_up_on: date | None = None
    limits: Limits = Limits()
