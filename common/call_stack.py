"""Room for deep calls in one piece of memory.

Python keeps the frames of running calls in pieces of 16 kilobytes. A loop that happens to call across the end of a
piece has the next piece fetched from the system and given back at every turn: laying out one and the same month took
between 0.95 and 1.5 seconds, by how deep the caller stood. A call that asks for a very large frame gets a piece to
match, and what it calls has the rest of it.
"""

from collections.abc import Callable
from typing import TypeVar

AnswerT = TypeVar("AnswerT")

#: Slots of eight bytes: a little over half a mebibyte, so that the piece becomes a whole one and half of it is left,
#: room for two thousand calls. The slots themselves are never touched, so they cost addresses and no memory.
_SLOTS = 66_000


def with_room(work: Callable[[], AnswerT]) -> AnswerT:
    """Return what ``work`` returns, called with room for some two thousand calls below it."""
    return work()


with_room.__code__ = with_room.__code__.replace(co_stacksize=_SLOTS)
