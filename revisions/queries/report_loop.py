"""What came of an audit's proposals, as somebody in the workspace sees it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from organisations.models import PriorityGroup
from proposals.models import LoopRules, Proposal
from proposals.queries.public import Card, TallyRow, card, tally
from revisions.models import UserAudit
from revisions.queries.frame import AuditFrame, audit_frame
from revisions.services.source import ROOM, existing_source


@dataclass(frozen=True)
class LoopPage:
    """The audit's proposals with their chains, and the way to where they are worked on."""

    frame: AuditFrame
    cards: list[tuple[Card, bool]]
    tally: list[TallyRow]
    source_id: Any
    poster_id: UUID | None
    groups: list[PriorityGroup]
    may_sort: bool


def loop_page(audit: UserAudit, user: Any) -> LoopPage:
    """Return the proposals ``user`` may see: drafts only for the team, sent ones for those they are addressed to."""
    rows: Any = Proposal.objects.visible_to(user).filter(source__room=ROOM, source__source_id=str(audit.pk))
    rules = LoopRules.current()
    cards = [card(one, rules) for one in rows.distinct().order_by("number").for_listing()]
    source = existing_source(audit)
    works = source is not None and user.has_perm("proposals.work_on_source", source)
    return LoopPage(
        frame=audit_frame(audit, user, current="revisions:loop"),
        cards=[(one, works or user.has_perm("proposals.oversee")) for one in cards],
        tally=tally([one for one in cards if one.proposal.state != "draft"]),
        source_id=source.pk if source is not None and works else None,
        poster_id=source.pk if source is not None and source.public_on else None,
        groups=list(audit.priority_groups.in_order()),
        may_sort=user.has_perm("revisions.plan_audit", audit),
    )
