"""What readers of the month's latest edition don't know."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from calendar_app.edition_periods import month_period
from calendar_app.models import Occurrence
from calendar_app.pdf.frozen import Change, Since
from calendar_app.periods import Month
from calendar_app.queries.editions import changes_so_far


@dataclass(frozen=True)
class ChangedPage:
    """The differences from the month's latest edition, each with its event as far as it still can be opened."""

    month: Month
    since: Since | None
    since_day: date | None
    rows: list[tuple[Change, int | None]]


def changed_page(user: Any, month: Month) -> ChangedPage:
    """Compare the month as it is with what was printed last, so that also what has been taken away is told."""
    found = changes_so_far(month_period(month))
    changes = found.since.changes if found.since else []
    rows = Occurrence.objects.visible_to(user).filter(uid__in=[change.uid for change in changes])
    events = {str(uid): event_id for uid, event_id in rows.values_list("uid", "event_id")}
    return ChangedPage(
        month, found.since, found.since_day, [(change, events.get(change.uid)) for change in changes]
    )
