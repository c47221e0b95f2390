"""One activity's working page: its facts, times and history, and what can be done."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db.models import Q, QuerySet
from django.utils import timezone

from calendar_app.holidays_sweden import planning_hints
from calendar_app.models import Event, EventChange, Occurrence
from calendar_app.queries.clashes import Clash, find_clashes
from calendar_app.queries.occurrence import when_text
from calendar_app.queries.work.history import HistoryRow, history
from calendar_app.queries.work.reach import events_for
from calendar_app.queries.work.rows import STATUS_KINDS
from calendar_app.services.content import content_of, described
from calendar_app.services.series import rule_of_series, rule_text, skipped_text
from common.swedish import local_date


@dataclass(frozen=True)
class TimeRow:
    """One time of the event, with what can be done to it."""

    occurrence: Occurrence
    when: str
    states: tuple[str, ...]
    is_over: bool


@dataclass(frozen=True)
class EventWorkPage:
    """Everything the event's working page shows."""

    event: Event
    status: str
    status_kind: str
    rule: str
    skipped: str
    facts: list[tuple[str, str]]
    coming: list[TimeRow]
    past: list[TimeRow]
    more_coming: int
    history: list[HistoryRow]
    hints: list[str]
    clashes: list[Clash]
    change: EventChange | None
    siblings: list[Event]
    is_repeated: bool
    #: Tells a second press on "Kopiera" from a wish for one more copy.
    copy_key: UUID = field(default_factory=uuid4)


def event_work_page(event: Event, user: Any) -> EventWorkPage:
    """Gather one event's working page."""
    now = timezone.now()
    rows = [_time_row(row, now) for row in event.occurrences.in_order()]
    coming = [row for row in rows if not row.is_over]
    rule = rule_of_series(event.series) if event.series else None
    content = content_of(event)
    spans = [(row.occurrence.start, row.occurrence.end) for row in coming if not row.occurrence.is_cancelled]
    return EventWorkPage(
        event=event,
        status=event.get_status_display(),
        status_kind=STATUS_KINDS[event.status],
        rule=rule_text(rule) if rule else "",
        skipped=skipped_text(rule) if rule else "",
        facts=[
            (label, value)
            for label, value in described(content).items()
            if value and value not in {"Nej", "Inget steg"} and label not in {"Rubrik", "Beskrivning"}
        ],
        coming=coming[:60],
        past=[row for row in rows if row.is_over][-12:],
        more_coming=max(0, len(coming) - 60),
        history=history(event),
        hints=planning_hints(local_date(start) for start, _ in spans),
        clashes=find_clashes(content, spans, user=user, except_event_id=event.pk)
        if event.is_unpublished or event.status == Event.Status.PUBLISHED
        else [],
        change=EventChange.objects.select_related("occurrence").filter(event=event).first(),
        siblings=list(_siblings(event, user)),
        is_repeated=event.series_id is not None or len(rows) > 1,
    )


def permissions(event: Event, user: Any) -> dict[str, bool]:
    """Return which buttons the event's page shows; each service checks again."""
    status = event.status
    asks = {
        "edit": ("edit_event", status in {"draft", "proposed", "published"}),
        "propose": ("propose_event", status == "draft"),
        # The coordinator returns a proposal with a reason instead.
        "withdraw": (
            "withdraw_event",
            status == "proposed" and not user.has_perm("calendar_app.review_events"),
        ),
        "publish": ("publish_event", status in {"draft", "proposed"}),
        "unpublish": ("unpublish_event", status == "published"),
        "cancel": ("cancel_event", status == "published"),
        "restore": ("cancel_event", status == "cancelled"),
        "delete": ("delete_event", status == "draft"),
        "copy": ("copy_event", True),
        "review": ("review_events", status == "proposed"),
        "times": ("cancel_event", status in {"draft", "proposed", "published"}),
    }
    return {
        name: fits and bool(user.has_perm(f"calendar_app.{permission}", event))
        for name, (permission, fits) in asks.items()
    }


def _time_row(row: Occurrence, now: datetime) -> TimeRow:
    states = ("Inställt",) if row.is_cancelled else ("Ny tid",) if row.is_moved else ()
    return TimeRow(row, when_text(row), states, row.end <= now)


def _siblings(event: Event, user: Any) -> QuerySet[Event]:
    root = event.split_from_id or event.pk
    related = Q(split_from=root) | Q(pk=root) | Q(split_from=event.pk)
    return events_for(user).filter(related).exclude(pk=event.pk).order_by("pk")[:12]
