"""A page that reads sealed answers against the same page with plain ones."""

import json
import subprocess
import sys
from statistics import median

from bench.result import Result
from bench.servers import Server
from inflytande import embedded

MOST_OF_PLAIN = 1.25


def measure(server: Server, *, rounds: int) -> list[Result]:
    """Measure in a process of its own, on the database of ``server``."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.sealing_page", str(rounds)],
        env=server.environment,
        cwd=embedded.CHECKOUT,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    figures = json.loads(done.stdout.strip().splitlines()[-1])
    return [
        Result(
            "page of 40 × 35 sealed answers, time ÷ the same with plain text",
            median(figures),
            MOST_OF_PLAIN,
            at_least=False,
            rounds=tuple(figures),
        )
    ]
