"""Lets the demo's story take place over the last two years, without changing a row behind the services' back."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from heapq import heappop, heappush
from itertools import count
from unittest.mock import patch

from django.utils import timezone

from common.working_days import is_working_day

Act = Callable[[], object]
#: So many days before today the story begins: the council has met for two years.
BEGINS = 820


class StoryClock:
    """The time in the story. It only goes forwards, and a little with every look at it.

    What is written in its diary with ``at`` happens when the story passes that time, between the other chapters.
    """

    def __init__(self, real_now: datetime) -> None:
        self.real_now = real_now
        self._now = real_now - timedelta(days=BEGINS)
        self._diary: list[tuple[datetime, int, Act]] = []
        self._written = count()

    @property
    def today(self) -> date:
        """The real day: what the story leads up to."""
        return timezone.localtime(self.real_now).date()

    def now(self) -> datetime:
        """What services are told. Two rows of the story never share a moment."""
        self._now += timedelta(milliseconds=40)
        return self._now

    def day(self, days_ago: int) -> date:
        """The day so many days before today; after it when negative."""
        return self.today - timedelta(days=days_ago)

    def working_day(self, days_ago: int) -> date:
        """The working day nearest after so many days ago: councils don't meet on other days."""
        day = self.day(days_ago)
        while not is_working_day(day):
            day += timedelta(days=1)
        return day

    def working_days_ago(self, days_ago: int) -> int:
        """How many days ago ``working_day`` is."""
        return (self.today - self.working_day(days_ago)).days

    def at(self, days_ago: int, act: Act, hour: int = 10, minute: int = 0) -> None:
        """Let something happen at a time to come in the story."""
        heappush(self._diary, (self._moment(days_ago, hour, minute), next(self._written), act))

    def to(self, days_ago: int, hour: int = 9, minute: int = 0) -> None:
        """Go on to a time so many days before today, through the diary. A story told out of order fails."""
        wanted = self._moment(days_ago, hour, minute)
        while self._diary and self._diary[0][0] <= wanted:
            moment, _, act = heappop(self._diary)
            self._go(moment)
            act()
        self._go(wanted)

    def _moment(self, days_ago: int, hour: int, minute: int) -> datetime:
        return datetime.combine(
            self.day(days_ago), time(hour, minute), tzinfo=timezone.get_default_timezone()
        )

    def _go(self, wanted: datetime) -> None:
        if wanted + timedelta(hours=1) < self._now:
            raise ValueError(f"the story goes backwards to {wanted:%Y-%m-%d %H.%M}")
        # Two chapters of one morning run into each other: the later one begins when the first is over.
        if wanted > self._now:
            # Early in the day the story's last hours must not lie ahead of the real clock.
            self._now = min(wanted, max(self._now, self.real_now - timedelta(minutes=5)))


@contextmanager
def story_time() -> Iterator[StoryClock]:
    """Let ``timezone.now()`` tell the story's time, in this process only."""
    clock = StoryClock(timezone.now())
    with patch.object(timezone, "now", clock.now):
        yield clock
