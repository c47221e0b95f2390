"""What the start page shows of the audits: the report that came last, and those that go on."""

from dataclasses import dataclass
from typing import Any

from proposals.queries.public import TallyRow, tally_of_source
from revisions.models import PUBLIC_STATUSES, UserAudit
from revisions.queries.public import ROW_PARTS, Row, list_row
from revisions.services.source import ROOM

#: So many audits without a report yet.
MOST_GOING = 2


@dataclass(frozen=True)
class StartPanel:
    """The newest report with what came of its proposals, and audits on their way."""

    newest: UserAudit | None
    row: Row | None
    tally: list[TallyRow]
    going: list[Row]


def start_panel() -> StartPanel | None:
    """Return the start page's part about audits; nothing while anybody can know of none."""
    announced: Any = UserAudit.objects.announced().prefetch_related(*ROW_PARTS)
    newest = announced.filter(status__in=PUBLIC_STATUSES).order_by("-published_on", "-pk").first()
    going = announced.exclude(status__in=PUBLIC_STATUSES).order_by("-created_at", "-pk")[:MOST_GOING]
    rows = [list_row(one) for one in going]
    if newest is None and not rows:
        return None
    return StartPanel(
        newest=newest,
        row=list_row(newest) if newest else None,
        tally=tally_of_source(ROOM, str(newest.pk)) if newest else [],
        going=rows,
    )
