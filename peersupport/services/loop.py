"""A placement as a source of proposals: the one place where this room meets the loop."""

from collections.abc import Iterable
from typing import Any

from accounts.holdings import forget, held
from common.actors import Actor
from common.swedish import today
from peersupport.models import Obstacle, Placement
from peersupport.queries.people import managers, supervisors
from peersupport.services.shared import ROOM
from proposals import services as loop
from proposals.models import Proposal
from proposals.sources import register_source
from proposals.words import SourceKind


def send_obstacle(obstacle: Obstacle, *, title: str, text: str, actor: Actor) -> Proposal:
    """Send an obstacle as a proposal to the unit's principal; its deadline to answer begins.

    It stays between those around the post and the principal: obstacles are told in confidence, so nothing becomes
    public. The obstacle must have ``forwarded_on``: that makes those around the post the source's team.
    """
    # What the person's teams were is remembered for the request; the source may be younger.
    getattr(actor, "__dict__", {}).pop("_proposal_sources", None)
    forget(actor)
    placement = obstacle.placement
    source = loop.open_source(
        room=ROOM,
        source_id=str(placement.pk),
        kind=SourceKind.PEER_SUPPORT,
        title=f"Peer support, {placement.unit.name}"[:200],
        actor=actor,
    )
    proposal = loop.create_proposal(
        source=source,
        title=title,
        text=text,
        addressees=[placement.unit.principal],
        form_key=obstacle.form_key,
        actor=actor,
    )
    loop.send_proposals(source, on=today(), actor=actor)
    return proposal


def own_placements(user: Any) -> Iterable[str]:
    """Ids of the placements whose obstacles have gone on, of those ``user`` manages, supervises or coordinates."""
    return [str(row["placement"]) for row in held(user, "peersupport.forwarded")]


def may_check(user: Any, source_id: str) -> bool:
    """Those around the post look whether what was promised happened."""
    return source_id in set(own_placements(user))


def team_addresses(source_id: str) -> Iterable[str]:
    """Where letters about a placement's proposals go: those who manage and supervise at its unit."""
    unit = Placement.objects.filter(pk=source_id).values_list("unit", flat=True).first()
    return [] if unit is None else sorted({*managers(unit), *supervisors(unit)})


def placed_units(source_id: str) -> Iterable[int]:
    """The unit where the post is."""
    return Placement.objects.filter(pk=source_id).values_list("unit", flat=True)


def register() -> None:
    """Tell the loop who stands behind a placement's proposals."""
    register_source(
        ROOM, checkers=may_check, sources_of=own_placements, addresses=team_addresses, units=placed_units
    )
