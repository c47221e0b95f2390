"""Activities, series and occurrences; feeds and digests; imports."""

from calendar_app.models.events import (
    AccessFact,
    AttendanceForm,
    Event,
    EventKind,
    EventSeries,
    Occurrence,
)
from calendar_app.models.imports import ImportBatch, ImportRow
from calendar_app.models.subscriptions import DigestSubscription, PersonalFeed

__all__ = [
    "AccessFact",
    "AttendanceForm",
    "DigestSubscription",
    "Event",
    "EventKind",
    "EventSeries",
    "ImportBatch",
    "ImportRow",
    "Occurrence",
    "PersonalFeed",
]
