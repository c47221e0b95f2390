"""Cache stamps: counters that say whether a cached page still tells the truth (decision 8)."""

from collections.abc import Iterable

from django.db import connection

from common.models import CacheStamp


def raise_stamp(*rooms: str) -> None:
    """Raise the rooms' counters in the caller's transaction.

    Call it last in a long transaction: the row lock it takes makes other writers wait.
    """
    with connection.cursor() as cursor:
        for room in sorted(rooms):
            cursor.execute(
                "INSERT INTO common_cachestamp (room, value) VALUES (%s, 1) "
                "ON CONFLICT (room) DO UPDATE SET value = common_cachestamp.value + 1",
                [room],
            )


def read_stamps() -> dict[str, int]:
    """Return every room's counter."""
    return dict(CacheStamp.objects.values_list("room", "value"))


def fingerprint(stamps: dict[str, int], rooms: Iterable[str]) -> tuple[int, ...]:
    """Return the counters of the rooms a page reads, in the rooms' order."""
    return tuple(stamps.get(room, 0) for room in rooms)
