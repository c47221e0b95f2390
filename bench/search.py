"""The search among many documents beside the directory's list past the cache, in the same minutes on the same server."""

import json
import subprocess
import sys
import time
from math import ceil
from statistics import median
from urllib.parse import quote_plus

from bench.client import Connection, prepared
from bench.pages import PAST_THE_CACHE
from bench.result import Result
from bench.servers import Server
from inflytande import embedded

DOCUMENTS = 50_000
#: The slowest twentieth of searches takes at most so many times as long as that of the list.
MOST_TIMES_THE_LIST = 2.0
_INDEXES = ("search_entry_vector", "search_entry_heading")


def measure(server: Server, *, rounds: int, documents: int = DOCUMENTS) -> list[Result]:
    """Fill the server's database with documents and ask it. Last of all: the database isn't the same afterwards."""
    told = _fill(server, documents)
    figures = [_times_the_list(server, told["searches"]) for _ in range(rounds)]
    return [
        Result(
            f"search, p95 ÷ the association list's p95, {told['entries']} documents",
            median(figures),
            MOST_TIMES_THE_LIST,
            at_least=False,
            rounds=tuple(figures),
        ),
        Result("search, share of its plans that use an index", _share(told["plans"]), 1.0, at_least=True),
    ]


def _times_the_list(server: Server, searches: list[str]) -> float:
    """Each search once between two lists: whatever else the machine does slows both alike."""
    ours: list[float] = []
    theirs: list[float] = []
    connection = Connection(server.port)
    for words in searches:
        theirs.append(_took(connection, prepared(server.port, f"/foreningar/?{PAST_THE_CACHE}")))
        ours.append(_took(connection, prepared(server.port, f"/sok/?q={quote_plus(words)}")))
    connection.close()
    return _p95(ours) / _p95(theirs)


def _took(connection: Connection, request: bytes) -> float:
    started = time.perf_counter()
    head, _ = connection.send(request)
    if b" 200 " not in head.split(b"\r\n", 1)[0]:
        raise RuntimeError("A measured page did not answer 200.")
    return time.perf_counter() - started


def _p95(times: list[float]) -> float:
    return sorted(times)[ceil(0.95 * len(times)) - 1]


def _share(plans: list[str]) -> float:
    """Return how many of the questions a search asks are answered by an index: none of none is no kept promise."""
    return sum(any(index in plan for index in _INDEXES) for plan in plans) / len(plans) if plans else 0.0


def _fill(server: Server, documents: int) -> dict[str, list[str]]:
    done = subprocess.run(
        [sys.executable, "-m", "bench.search_fill", str(documents)],
        env=server.environment,
        cwd=embedded.CHECKOUT,
        check=True,
        capture_output=True,
        text=True,
    )
    told: dict[str, list[str]] = json.loads(done.stdout.strip().splitlines()[-1])
    return told
