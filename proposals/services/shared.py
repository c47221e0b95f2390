"""What the writes of this room share: the permission, the locked row, the standing worked out anew."""

from typing import Any

from common import stamps
from common.actors import Actor
from common.errors import DomainError, EditConflictError
from common.swedish import today
from common.writing import CONFLICT
from proposals.models import LoopRules, Measure, Move, Proposal
from proposals.queries.facts import standing_of
from proposals.standing import Standing

#: The room whose stamp cached public pages read.
STAMP = "proposals"
NO_PERMISSION = "Du har inte behörighet att göra det här. Fråga samordnaren."
SENT_BEFORE = (
    "Det du skickade först med formuläret är sparat och står kvar som det var. Det du skrev nu är inte sparat. "
    "Tryck på knappen igen om det ska bli {one_more}."
)
SETTLED = "Förslaget är avslutat. De som kontrollerar det kan öppna det igen."


class SentBeforeError(DomainError):
    """A form that has been saved came again with other words, after a step back in the browser.

    Nothing is dropped or written over: with a new key the same words are one thing more.
    """

    def __init__(self, one_more: str) -> None:
        super().__init__(SENT_BEFORE.format(one_more=one_more))


def require(actor: Actor, permission: str, subject: Any = None) -> None:
    """Raise ``DomainError`` unless ``actor`` holds ``permission`` for ``subject``."""
    if not actor.has_perm(permission, subject):
        raise DomainError(NO_PERMISSION)


def locked_proposal(pk: Any) -> Proposal:
    """Lock a proposal: everything below it is written by one at a time."""
    return Proposal.objects.select_for_update(of=("self",)).select_related("source").get(pk=pk)


def refuse_settled(proposal: Proposal) -> None:
    """Raise ``DomainError`` when somebody has settled the proposal."""
    if proposal.outcome:
        raise DomainError(SETTLED)


def conflict(changed: dict[str, tuple[str, str]]) -> EditConflictError:
    """Return the error that shows saved beside typed; pairs that agree are left out."""
    return EditConflictError(
        CONFLICT, changed={label: pair for label, pair in changed.items() if pair[0] != pair[1]}
    )


def move(proposal: Proposal, kind: Move.Kind) -> Standing:
    """Work out where a locked proposal stands now, keep it, and note what happened.

    Called last by every service that touches a proposal or what lies below it.
    """
    standing = settle_standing(proposal)
    row = Move.objects.create(proposal=proposal, kind=kind, status=standing.status)
    proposal.moved_at = row.at
    proposal.save(update_fields=["moved_at"])
    if proposal.is_public:
        stamps.raise_stamp(STAMP)
    return standing


def settle_standing(proposal: Proposal) -> Standing:
    """Store the status that the facts give, without noting a move."""
    row = Proposal.objects.for_listing().get(pk=proposal.pk)
    standing = standing_of(row, LoopRules.current(), today())
    proposal.base_status = standing.base_status
    proposal.late_from = standing.late_from
    proposal.told_status = standing.status
    proposal.save(update_fields=["base_status", "late_from", "told_status"])
    return standing


def forget_checks(measure: Measure) -> None:
    """Let what the checkers saw of a measure be history: it is no longer what they looked at."""
    measure.checks.filter(counts=True).update(counts=False)
