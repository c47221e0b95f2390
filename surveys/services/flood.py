"""Many answers in a short time go to quarantine. Nobody is identified, nobody is refused for where they are.

No address is looked at, not even hashed: a whole ward shares one, so it would tell nothing and could hurt. What is
counted is how many answers one survey gets. The counters live in the shared cache, never in the database, and fall out
of it by themselves; they hold a number and nothing else.
"""

from datetime import timedelta
from enum import Enum
from typing import Final

from django.core.cache import cache
from redis.exceptions import RedisError

from surveys.models import Survey

_HOUR: Final = int(timedelta(hours=1).total_seconds())
_DAY: Final = int(timedelta(days=1).total_seconds())
#: So many times a day's limit, and the survey takes no more until the next day: the disk is not endless.
CEILING: Final = 20
#: Wrong resume codes for one survey in ten minutes. A code has twelve digits: guessing is hopeless far below this.
WRONG_CODES: Final = 100
_TEN_MINUTES: Final = int(timedelta(minutes=10).total_seconds())


class Flow(Enum):
    """How an answer is received."""

    NORMAL = "normal"
    QUARANTINE = "quarantine"
    FULL = "full"


def flow_of_answers(survey: Survey) -> Flow:
    """Count one answer and tell how to receive it. With the cache away it is quarantined: kept, and judged later."""
    try:
        hour = _count(f"survey-hour:{survey.pk}", _HOUR)
        day = _count(f"survey-day:{survey.pk}", _DAY)
    except RedisError:
        return Flow.QUARANTINE
    if day > survey.daily_limit * CEILING:
        return Flow.FULL
    if hour > survey.hourly_limit or day > survey.daily_limit:
        return Flow.QUARANTINE
    return Flow.NORMAL


def may_pause(survey: Survey) -> bool:
    """Count one paused draft and tell whether there is room for it today."""
    try:
        return _count(f"survey-drafts:{survey.pk}", _DAY) <= survey.daily_limit * CEILING
    except RedisError:
        return True


def may_try_code(survey: Survey) -> bool:
    """Whether resume codes may be tried now: after many wrong ones, everybody waits a few minutes."""
    try:
        return int(cache.get(f"survey-codes:{survey.pk}") or 0) < WRONG_CODES
    except RedisError:
        return True


def note_wrong_code(survey: Survey) -> None:
    """Count a code that fits no draft."""
    try:
        _count(f"survey-codes:{survey.pk}", _TEN_MINUTES)
    except RedisError:
        return


def _count(key: str, seconds: int) -> int:
    cache.add(key, 0, seconds)
    try:
        return cache.incr(key)
    except ValueError:
        return 1  # it expired between the two calls: a new period began
