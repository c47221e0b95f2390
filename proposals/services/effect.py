"""The users' own voice: the question at the poster, and what its answers say."""

from django.db import transaction

from common import trail
from common.actors import SYSTEM, Actor
from common.errors import DomainError
from common.swedish import today
from proposals.effect_question import Counts, open_question, read_counts
from proposals.models import EffectQuestion, LoopRules, Measure, Move, Proposal
from proposals.models.sources import SMALLEST_BASE
from proposals.services.shared import locked_proposal, move, refuse_settled
from proposals.words import MeasureStatus, State


@transaction.atomic
def open_effect_question(proposal: Proposal, *, actor: Actor) -> EffectQuestion | None:
    """Ask those who use the unit whether it got better. There is one open question at a time."""
    if not (actor.has_perm("proposals.check", proposal) or actor.has_perm("proposals.oversee")):
        raise DomainError("Du har inte behörighet att göra det här. Fråga samordnaren.")
    locked = locked_proposal(proposal.pk)
    refuse_settled(locked)
    if locked.state != State.PUBLIC:
        raise DomainError("Frågan kan ställas när förslaget är publicerat.")
    return _ask(locked, actor=actor)


def ask_when_done(proposal: Proposal, *, actor: Actor) -> None:
    """Open the question of a locked, public proposal when something is said to be done."""
    if proposal.state != State.PUBLIC:
        return
    if Measure.objects.filter(addressee__proposal=proposal, status=MeasureStatus.DONE).exists():
        _ask(proposal, actor=actor)


def read_effects() -> int:
    """Bring shown answers up to date, each proposal by itself. Return how many changed."""
    open_ones = EffectQuestion.objects.filter(closed_on=None, proposal__outcome="")
    return sum(_read(pk) for pk in open_ones.values_list("pk", flat=True))


@transaction.atomic
def _read(question_id: int) -> int:
    question = EffectQuestion.objects.filter(pk=question_id, closed_on=None).first()
    if question is None:
        return 0
    proposal = locked_proposal(question.proposal_id)
    counts = read_counts(question)
    if counts is None or not _may_show(proposal, counts):
        return 0
    proposal.effect_base, proposal.effect_yes = counts.base, counts.yes
    proposal.effect_partly, proposal.effect_no = counts.partly, counts.no
    proposal.effect_on = today()
    proposal.save(update_fields=["effect_base", "effect_yes", "effect_partly", "effect_no", "effect_on"])
    trail.record("read_effects", proposal, actor=SYSTEM, fields=["effect_base"])
    move(proposal, Move.Kind.EFFECT)
    return 1


def _may_show(proposal: Proposal, counts: Counts) -> bool:
    """At least five answers, and five more than last shown: nobody's answer is the difference."""
    needed = max(SMALLEST_BASE, LoopRules.current().effect_answers)
    return counts.base >= needed and counts.base >= proposal.effect_base + SMALLEST_BASE


def _ask(proposal: Proposal, *, actor: Actor) -> EffectQuestion | None:
    present = EffectQuestion.objects.filter(proposal=proposal, closed_on=None).first()
    if present is not None:
        return present
    question = open_question(proposal, actor=actor)
    if question is None:
        return None
    opened = EffectQuestion.objects.create(
        proposal=proposal, survey_id=question.survey_id, url=question.url, opened_on=today()
    )
    trail.record("open_effect_question", proposal, actor=actor)
    return opened
