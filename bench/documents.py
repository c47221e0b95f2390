"""The month PDF and the report PDF against WeasyPrint alone, and the memory a long feed takes."""

import json
import subprocess
import sys
from pathlib import Path
from statistics import median

from bench.result import Result
from bench.servers import Server, database_for
from inflytande import embedded

MOST_OF_WEASYPRINT = 1.1
FEED_EVENTS = 5_000
MOST_MEGABYTES = 64


def measure(
    servers: list[Server], services: embedded.Attachment, answers: Path, *, rounds: int
) -> list[Result]:
    """Measure in processes of their own, so that neither warms the other."""
    drawn = [
        json.loads(_run("bench.month_pdf", server.environment, server.month.isoformat(), str(rounds)))
        for server in servers
    ]
    report = json.loads(_run("bench.report_pdf", servers[0].environment, str(rounds)))
    environment, _ = database_for(services, answers, FEED_EVENTS, "feed")
    feed = json.loads(_run("bench.feed", environment))
    if feed["events"] < FEED_EVENTS:
        raise RuntimeError(f"The feed held {feed['events']} events, not {FEED_EVENTS}.")
    return [
        *(
            Result(
                f"month PDF, time ÷ WeasyPrint's own for the same HTML, {server.size} occurrences",
                median(figures),
                MOST_OF_WEASYPRINT,
                at_least=False,
                rounds=tuple(figures),
            )
            for server, figures in zip(servers, drawn, strict=True)
        ),
        Result(
            "report PDF of 60 pages, time ÷ WeasyPrint's own for the same HTML",
            median(report),
            MOST_OF_WEASYPRINT,
            at_least=False,
            rounds=tuple(report),
        ),
        Result(
            f"feed of {FEED_EVENTS} events, extra memory in MB",
            feed["megabytes"],
            MOST_MEGABYTES,
            at_least=False,
        ),
    ]


def _run(module: str, environment: dict[str, str], *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        env=environment,
        cwd=embedded.CHECKOUT,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return done.stdout.strip().splitlines()[-1]
