"""The one place that knows how the surveys room asks those who use a unit, and counts what they answer."""

from typing import NamedTuple

from common.actors import Actor
from proposals.models import EffectQuestion, Proposal


class Question(NamedTuple):
    """An open question: its id in the surveys room and its public address."""

    survey_id: str
    url: str


class Counts(NamedTuple):
    """What enough people answered."""

    base: int
    yes: int
    partly: int
    no: int


def open_question(proposal: Proposal, *, actor: Actor) -> Question | None:
    """Open the anonymous question of a proposal; nothing while nobody can ask it."""
    return None


def read_counts(question: EffectQuestion) -> Counts | None:
    """Return the answers so far; nothing while they are too few to be shown."""
    return None
