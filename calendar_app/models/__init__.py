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
from calendar_app.models.work import EventChange, SavedFilter

__all__ = [
    "AccessFact",
    "AttendanceForm",
    "DigestSubscription",
    "Event",
    "EventChange",
    "EventKind",
    "EventSeries",
    "ImportBatch",
    "ImportRow",
    "Occurrence",
    "PersonalFeed",
    "SavedFilter",
]
