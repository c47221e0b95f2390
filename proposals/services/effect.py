"""The users' own voice: the question at the poster, and what its answers say."""

from django.db import transaction

from common import stamps, trail
from common.actors import SYSTEM, Actor
from common.errors import DomainError
from common.swedish import today
from proposals.effect_question import close_question, open_question, read_result
from proposals.models import EffectQuestion, Measure, Move, Proposal
from proposals.services.shared import STAMP, locked_proposal, move, refuse_settled, require
from proposals.words import MeasureStatus, State


@transaction.atomic
def open_effect_question(proposal: Proposal, *, actor: Actor) -> EffectQuestion:
    """Ask those who use the unit whether it got better. There is one open question at a time."""
    locked = _locked(proposal, actor=actor)
    refuse_settled(locked)
    if locked.state != State.PUBLIC:
        raise DomainError("Frågan kan ställas när förslaget är publicerat.")
    if not _something_is_done(locked):
        raise DomainError("Verksamheten säger inte att något är klart ännu. Då finns det inget att fråga om.")
    question = _ask(locked, actor=actor)
    stamps.raise_stamp(STAMP)
    return question


@transaction.atomic
def close_effect_question(proposal: Proposal, *, actor: Actor) -> bool:
    """End the question before its last day, and count. Harmless when none is open.

    Return whether the answers are counted: a flood of them must be judged first.
    """
    locked = _locked(proposal, actor=actor)
    question = EffectQuestion.objects.filter(proposal=locked, closed_on=None).first()
    if question is None:
        return True
    close_question(question)
    trail.record("close_effect_question", locked, actor=actor)
    return bool(_read(question, locked))


def ask_when_done(proposal: Proposal, *, actor: Actor) -> None:
    """Open the question of a locked, public proposal when something is said to be done."""
    if proposal.state == State.PUBLIC and not proposal.outcome and _something_is_done(proposal):
        _ask(proposal, actor=actor)


def read_effects() -> int:
    """Count the questions that have had their last day, each by itself. Return how many."""
    return sum(map(_read_by_id, EffectQuestion.objects.filter(closed_on=None).values_list("pk", flat=True)))


def drop_question(proposal: Proposal) -> None:
    """End the open question of a reopened proposal: its answers are about what didn't last."""
    for question in EffectQuestion.objects.filter(proposal=proposal, closed_on=None):
        close_question(question)
        question.closed_on = today()
        question.save(update_fields=["closed_on"])


@transaction.atomic
def _read_by_id(pk: int) -> int:
    question = EffectQuestion.objects.filter(pk=pk).first()
    if question is None:
        return 0
    locked = locked_proposal(question.proposal_id)
    # Read again behind the lock: two runs at once count once.
    question = EffectQuestion.objects.filter(pk=pk, closed_on=None).first()
    return _read(question, locked) if question else 0


def _read(question: EffectQuestion, locked: Proposal) -> int:
    result = read_result(question)
    if result is None:
        return 0
    question.closed_on = today()
    question.save(update_fields=["closed_on"])
    locked.effect_base, locked.effect_yes = result.base, result.yes
    locked.effect_partly, locked.effect_no = result.partly, result.no
    locked.effect_reached, locked.effect_on = result.reached, today()
    locked.save(
        update_fields=[
            "effect_base", "effect_yes", "effect_partly", "effect_no", "effect_reached", "effect_on",
        ]
    )  # fmt: skip
    trail.record("read_effects", locked, actor=SYSTEM, fields=["effect_base"])
    move(locked, Move.Kind.EFFECT)
    return 1


def _locked(proposal: Proposal, *, actor: Actor) -> Proposal:
    require(actor, "proposals.ask_users", proposal)
    return locked_proposal(proposal.pk)


def _something_is_done(proposal: Proposal) -> bool:
    return Measure.objects.filter(addressee__proposal=proposal, status=MeasureStatus.DONE).exists()


def _ask(proposal: Proposal, *, actor: Actor) -> EffectQuestion:
    present = EffectQuestion.objects.filter(proposal=proposal, closed_on=None).first()
    if present is not None:
        return present
    question = open_question(proposal)
    opened = EffectQuestion.objects.create(
        proposal=proposal, survey_id=question.survey_id, url=question.url, opened_on=today()
    )
    trail.record("open_effect_question", proposal, actor=actor)
    return opened
