"""Lets the demo's story take place over the last year, without changing a row behind the services' back."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from unittest.mock import patch

from django.utils import timezone


class StoryClock:
    """The time in the story. It only goes forwards, and a little with every look at it."""

    def __init__(self, real_now: datetime) -> None:
        self.real_now = real_now
        self._now = real_now - timedelta(days=460)

    @property
    def today(self) -> date:
        """The real day: what the story leads up to."""
        return timezone.localtime(self.real_now).date()

    def now(self) -> datetime:
        """What services are told. Two rows of the story never share a moment."""
        self._now += timedelta(milliseconds=40)
        return self._now

    def to(self, days_ago: int, hour: int = 9, minute: int = 0) -> None:
        """Go on to a time so many days before today. A story told out of order fails."""
        day = self.today - timedelta(days=days_ago)
        wanted = datetime.combine(day, time(hour, minute), tzinfo=timezone.get_default_timezone())
        if wanted < self._now:
            raise ValueError(f"the story goes backwards at {days_ago} days ago, {hour}.{minute:02}")
        # Early in the day the story's last hours must not lie ahead of the real clock.
        self._now = min(wanted, max(self._now, self.real_now - timedelta(minutes=5)))


@contextmanager
def story_time() -> Iterator[StoryClock]:
    """Let ``timezone.now()`` tell the story's time, in this process only."""
    clock = StoryClock(timezone.now())
    with patch.object(timezone, "now", clock.now):
        yield clock
