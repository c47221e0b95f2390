"""A representative's own activities."""

from dataclasses import replace
from typing import Any

from django.db.models import Min, Q
from django.utils import timezone

from calendar_app.models import Event
from calendar_app.queries.work.reach import events_for, occurrences_for
from calendar_app.queries.work.rows import MOST_ROWS, WorkRow, event_row, first_times, work_row


def own_draft_count(user: Any) -> int:
    """Return how many drafts a representative has left lying."""
    return events_for(user).filter(status=Event.Status.DRAFT).count()


def next_own_rows(user: Any, most: int) -> list[WorkRow]:
    """Return the next times of what a representative's associations organise."""
    rows = occurrences_for(user).upcoming().exclude(event__status=Event.Status.DRAFT)
    return [work_row(row) for row in rows.for_listing().in_order()[:most]]


def own_events(user: Any) -> list[WorkRow]:
    """Return a representative's events: what needs them first, then what is coming, then what has been."""
    events = (
        events_for(user)
        .with_organisers()
        .prefetch_related(first_times(), "waiting_change")
        .annotate(first_start=Min("occurrences__start", filter=Q(occurrences__end__gt=timezone.now())))
        .order_by("-updated_at")[:MOST_ROWS]
    )
    order = {"draft": 0, "proposed": 1, "published": 2, "cancelled": 3, "archived": 4}
    rows = [replace(event_row(event), has_change=hasattr(event, "waiting_change")) for event in events]
    return sorted(rows, key=lambda row: order.get(row.event.status, 5))
