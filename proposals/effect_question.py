"""The one place that knows how the surveys room asks those who use a unit, and what it tells of their answers."""

from typing import NamedTuple

from common.actors import SYSTEM
from proposals.models import EffectQuestion, LoopRules, Proposal
from surveys.models import Survey
from surveys.services.effects import effect_state, open_effect_survey
from surveys.services.flow import close_survey

#: The name under which this room owns surveys.
OWNER = "proposals"
#: A survey's heading is that long.
_LONGEST = 160


class Question(NamedTuple):
    """An open question: its id in the surveys room and its public address."""

    survey_id: str
    url: str


class Result(NamedTuple):
    """What a closed question gave; ``None`` is withheld."""

    base: int | None
    yes: int | None
    partly: int | None
    no: int | None
    reached: bool


def open_question(proposal: Proposal) -> Question:
    """Open the anonymous question of a proposal, with the loop's thresholds of today."""
    rules = LoopRules.current()
    units = [one.unit for one in proposal.addressees.select_related("unit") if one.unit]
    survey = open_effect_survey(
        OWNER,
        proposal.pk,
        _words(proposal.title),
        # Who may ask was decided here; the portal asks in its own name.
        actor=SYSTEM,
        unit=units[0] if len(units) == 1 else None,
        least_answers=rules.effect_answers,
        least_yes_percent=rules.effect_percent,
    )
    return Question(str(survey.pk), survey.public_url)


def close_question(question: EffectQuestion) -> None:
    """End the question for good, so that its answers are counted."""
    survey = Survey.objects.filter(pk=question.survey_id).first()
    if survey is not None and survey.takes_paper:
        close_survey(survey, actor=SYSTEM)


def read_result(question: EffectQuestion) -> Result | None:
    """Return what a question gave; nothing while it is open, or while its flood of answers waits to be judged."""
    state = effect_state(OWNER, question.proposal_id)
    if state is None or str(state.survey.pk) != question.survey_id or state.counts is None:
        return None
    counts = state.counts
    # Where the counts are withheld it is told how many answered: how many of them took a stand is withheld too.
    base = counts.answers if counts.yes is None else counts.base
    return Result(base, counts.yes, counts.partly, counts.no, counts.reached)


def _words(title: str) -> str:
    words = f"Har det blivit bättre? {title}"
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1].rstrip()}…"
