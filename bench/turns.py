"""Two pieces of work in one process, timed turn by turn."""

import gc
import time
from collections.abc import Callable

Work = Callable[[], object]


def ratios(ours: Work, theirs: Work, rounds: int) -> list[float]:
    """Return our time divided by theirs, one figure a round; each goes first every other round.

    Both work once before anything is timed.
    """
    ours(), theirs()
    figures = []
    for turn in range(rounds):
        first, second = (ours, theirs) if turn % 2 else (theirs, ours)
        one, two = seconds(first), seconds(second)
        figures.append(one / two if turn % 2 else two / one)
    return figures


def seconds(work: Work) -> float:
    """By the clock, since processor time would leave out waiting for a disk or the database.

    What the turn before left behind is cleared away first: a laid-out document is a heap of boxes that point at one
    another, and whoever happened to clear away the other's took up to a third longer.
    """
    gc.collect()
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
