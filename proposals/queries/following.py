"""What somebody with a link from a letter follows."""

from dataclasses import dataclass

from proposals.models import Follow, LoopRules, Move
from proposals.queries.public import Card, card, public_proposals

#: Moves told of each proposal.
MOST_MOVES = 3


@dataclass(frozen=True)
class FollowedRow:
    """One followed proposal and what happened lately."""

    card: Card
    moves: list[Move]


def followed(follow: Follow) -> list[FollowedRow]:
    """Return everything the address of ``follow`` follows, the latest moved first."""
    if not follow.email:
        return []
    live = Follow.objects.of_address(follow.email).filter(status=Follow.Status.ACTIVE)
    rows = public_proposals().filter(follows__in=live).order_by("-moved_at").prefetch_related("moves")
    rules = LoopRules.current()
    return [FollowedRow(card(one, rules), list(one.moves.all())[:MOST_MOVES]) for one in rows]
