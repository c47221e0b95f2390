"""Run every measurement, print a table, write ``var/bench.json``, and fail when a promise is broken."""

import argparse
import json
import os
import platform
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from bench import analysis, autosave, documents, pages, sealing, search
from bench.result import Result
from bench.servers import measured_servers
from inflytande import embedded

FULL = (1_000, 10_000, 100_000)
#: The fewest rounds that a promise is judged by.
LEAST_ROUNDS = 7


def main() -> int:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=LEAST_ROUNDS, help="interleaved rounds for each ratio")
    parser.add_argument("--seconds", type=float, default=0.8, help="length of one measurement")
    parser.add_argument("--sizes", type=int, nargs="+", default=list(FULL), help="numbers of occurrences")
    options = parser.parse_args()

    services = embedded.attach_temporary()
    results: list[Result] = []
    try:
        with tempfile.TemporaryDirectory() as answers:
            for part in _measure(services, Path(answers), options):
                # Told as they come: the whole takes ten minutes.
                for result in part:
                    sys.stdout.write(f"{result.value:>10.3f}  ({result.promise_text})  {result.what}\n")
                sys.stdout.flush()
                results += part
    finally:
        services.close()
    _print(results)
    _write(results, options)
    if _is_trial(options):
        sys.stdout.write(f"\nA trial: promises count from {LEAST_ROUNDS} rounds at {FULL} occurrences.\n")
    return 0 if all(result.kept for result in results) else 1


def _measure(
    services: embedded.Attachment, answers: Path, options: argparse.Namespace
) -> Iterator[list[Result]]:
    rounds, seconds = options.rounds, options.seconds
    with measured_servers(services, answers, options.sizes) as servers:
        for server in servers:
            yield pages.warm_pages(server, answers, rounds=rounds, seconds=seconds)
        yield pages.uncached_month(servers, rounds=rounds, seconds=seconds)
        yield documents.measure(servers, services, answers, rounds=rounds)
        yield sealing.measure(servers[0], rounds=rounds)
        yield analysis.measure(servers[0], rounds=rounds, seconds=seconds)
        yield autosave.measure(servers[0], rounds=rounds)
        yield search.measure(servers[0], rounds=rounds)


def _is_trial(options: argparse.Namespace) -> bool:
    return options.rounds < LEAST_ROUNDS or not set(FULL) <= set(options.sizes)


def _print(results: list[Result]) -> None:
    wide = max(len(result.what) for result in results)
    sys.stdout.write(f"\n{'What':{wide}}  {'Measured':>10}  {'Promise':>10}  Kept\n{'-' * (wide + 32)}\n")
    for result in results:
        kept = "yes" if result.kept else "NO"
        sys.stdout.write(f"{result.what:{wide}}  {result.value:>10.3f}  {result.promise_text:>10}  {kept}\n")


def _write(results: list[Result], options: argparse.Namespace) -> None:
    var = embedded.var_folder()
    var.mkdir(parents=True, exist_ok=True)
    report = {
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "trial": _is_trial(options),
        "rounds": options.rounds,
        "seconds": options.seconds,
        "results": [result.as_json() for result in results],
    }
    (var / "bench.json").write_text(json.dumps(report, indent=2, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    sys.exit(main())
