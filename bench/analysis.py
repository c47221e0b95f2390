"""The analysis of a large audit against that of a small one: queries, and time over the same server."""

import json
import subprocess
import sys
from statistics import median
from typing import Any

from bench.client import Load, fetch, prepared, ratio
from bench.result import Result
from bench.servers import Server
from inflytande import embedded

FEW, MANY = 4, 40
MOST_QUERIES = 12
MOST_FOR_TENFOLD = 1.5


def measure(server: Server, *, rounds: int, seconds: float) -> list[Result]:
    """Measure the page where the analysis begins, and the one where the answers to a question are read."""
    told = _told(server)
    cookie = told["cookie"]
    few, many = told["audits"]
    results = []
    for name in many:
        results.append(
            Result(
                f"{name}, SQL queries, {MANY} interviews × 35 questions",
                many[name]["queries"],
                MOST_QUERIES,
                at_least=False,
            )
        )
        for page in (few, many):
            if fetch(server.port, page[name]["path"], Cookie=cookie).status != 200:
                raise RuntimeError(f"{page[name]['path']} is not shown.")
        loads = [
            Load(server.port, prepared(server.port, page[name]["path"], Cookie=cookie))
            for page in (few, many)
        ]
        figures = [ratio(*loads, seconds=seconds) for _ in range(rounds)]
        results.append(
            Result(
                f"{name}, time with {MANY} interviews ÷ with {FEW}",
                median(figures),
                MOST_FOR_TENFOLD,
                at_least=False,
                rounds=tuple(figures),
            )
        )
    return results


def _told(server: Server) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "bench.analysis_fill", str(FEW), str(MANY)],
        env=server.environment,
        cwd=embedded.CHECKOUT,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    told: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return told
