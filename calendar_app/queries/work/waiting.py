"""What waits for the coordinator: proposals, and changes of what is public."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from calendar_app.models import Event, EventChange
from calendar_app.queries.work.rows import WorkRow, event_row, first_times
from common.swedish import count_text, local_date, today


@dataclass(frozen=True)
class WaitingPage:
    """What waits for the coordinator."""

    proposals: list[WorkRow]
    changes: list[EventChange]


def waiting_count(user: Any) -> int:
    """Return how many proposals and changes wait for the coordinator, in two queries."""
    proposed = Event.objects.visible_to(user).filter(status=Event.Status.PROPOSED).count()
    return proposed + EventChange.objects.count()


def waiting_page(user: Any) -> WaitingPage:
    """Return proposals, the one waiting longest first, and changes of public events."""
    proposed = (
        Event.objects.visible_to(user)
        .filter(status=Event.Status.PROPOSED)
        .with_organisers()
        .prefetch_related(first_times())
        .order_by("updated_at", "pk")
    )
    waiting = EventChange.objects.select_related("event").prefetch_related(
        "event__associations", "event__units"
    )
    return WaitingPage([event_row(event) for event in proposed], list(waiting.order_by("created_at")))


def oldest_wait(rows: Iterable[WorkRow]) -> str:
    """Return how long the oldest of ``rows`` has waited: "Den äldsta har väntat i två dagar."."""
    oldest = min((local_date(row.event.updated_at) for row in rows), default=today())
    days = (today() - oldest) // timedelta(days=1)
    return f"Den äldsta har väntat i {count_text(days, 'dag', 'dagar')}." if days else "Den äldsta kom i dag."
