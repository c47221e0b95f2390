"""Small ways to put activities into the database, past the services: for tests that only read."""

import uuid
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from calendar_app.models import Event, Occurrence
from common.stamps import raise_stamp

STOCKHOLM = ZoneInfo("Europe/Stockholm")


def at(year: int, month: int, day: int, hour: int = 0, minute: int = 0, *, fold: int = 0) -> datetime:
    """A moment by the clock on the wall in Stockholm."""
    return datetime(year, month, day, hour, minute, tzinfo=STOCKHOLM, fold=fold)


def make_event(*associations: Any, units: tuple[Any, ...] = (), **facts: Any) -> Event:
    """A published activity without a time."""
    facts = {"status": "published", "title": "Öppet hus", "kind": "open_house", **facts}
    facts.setdefault("created_by", uuid.UUID(int=7))
    event = Event.objects.create(**facts)
    event.associations.set(associations)
    event.units.set(units)
    return event


def make_occurrence(
    start: datetime, *associations: Any, event: Event | None = None, hours: float = 2, **facts: Any
) -> Occurrence:
    """A time of ``event``, or of a new published one. Facts of the time itself stand in ``time``."""
    time_facts = {"end": start + timedelta(hours=hours), **facts.pop("time", {})}
    event = event or make_event(*associations, **facts)
    raise_stamp("calendar")
    return Occurrence.objects.create(event=event, start=start, **time_facts)


def make_days(first: date, last: date, *associations: Any, **facts: Any) -> Occurrence:
    """Whole days from ``first`` to ``last``, both included."""
    start = datetime.combine(first, datetime.min.time(), STOCKHOLM)
    after = datetime.combine(last + timedelta(days=1), datetime.min.time(), STOCKHOLM)
    return make_occurrence(start, *associations, time={"end": after, "all_day": True}, **facts)
