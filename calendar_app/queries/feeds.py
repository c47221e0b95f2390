"""Which occurrences a feed tells."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from accounts.tokens import token_hash
from calendar_app.filters import CalendarFilter, read_filter
from calendar_app.models import Occurrence, PersonalFeed
from calendar_app.periods import Month, midnight
from calendar_app.queries.options import filter_options
from calendar_app.queries.public import public_between
from common import swedish
from common.stamps import fingerprint, read_stamps

#: How far back a feed tells, in whole months; what is older stays on the web.
MONTHS_BACK = 3
#: No series reaches as far as this; an occurrence beyond it is a slip of the pen.
LOOK_AHEAD = timedelta(days=365 * 3)
#: Occurrences held in memory at a time.
CHUNK = 500
#: Entries in the Atom feed: the latest changes among what is coming.
MOST_ENTRIES = 100
#: The rooms whose changes show in a feed.
ROOMS = ("calendar", "associations", "organisations")


def feed_occurrences(chosen: CalendarFilter) -> Iterator[Occurrence]:
    """Return the public occurrences from three months back, a chunk at a time, however many they are."""
    today = swedish.today()
    start = Month.of(today).shifted(-MONTHS_BACK).span.start
    rows: Any = public_between(start, midnight(today + LOOK_AHEAD), chosen)
    occurrences: Iterator[Occurrence] = rows.with_groups().iterator(chunk_size=CHUNK)
    return occurrences


def newest_occurrences(chosen: CalendarFilter) -> list[Occurrence]:
    """Return what changed last among the public occurrences that are coming."""
    today = swedish.today()
    rows: Any = public_between(midnight(today), midnight(today + LOOK_AHEAD), chosen)
    return list(
        rows.with_groups().order_by("-event__updated_at", "-updated_at", "start", "pk")[:MOST_ENTRIES]
    )


def personal_feed(token: str) -> PersonalFeed | None:
    """Return the feed a secret address belongs to, if its owner may still sign in."""
    return PersonalFeed.objects.filter(token_hash=token_hash(token), user__is_active=True).first()


def feed_of_user(user: Any) -> PersonalFeed | None:
    """Return a person's own feed, if they have made one."""
    return PersonalFeed.objects.filter(user=user).first()


def saved_filter(saved: dict[str, list[str]]) -> CalendarFilter:
    """Return a saved choice as it holds now: what has gone from the directory has gone from it."""
    return read_filter(saved, filter_options()).filter


def personal_fingerprint(feed: PersonalFeed) -> str:
    """Return what changes when the feed's content may have changed; cheap."""
    stamps = fingerprint(read_stamps(), ROOMS)
    return f"{stamps} {sorted(feed.filters.items())} {swedish.today()}"
