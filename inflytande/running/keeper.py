"""The process that keeps web server, worker and clock: ``python -m inflytande.running.keeper``.

Its standard input is a pipe that only the starter can write to. A line on it says that the web server answers, so that
worker and clock can take their share of the machine now. When it closes, the starter has ended in whatever way, and the
keeper stops everything it started. It says on standard output, in one sentence, which program ended
before its time.
"""

import contextlib
import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from inflytande import embedded
from inflytande.processes import adopt_orphans, start_child, stop_children, stop_descendants

# Requests and jobs under way get this long to finish, in seconds.
STOP_PATIENCE = 8.0
LONGEST_LOG = 5_000_000


@dataclass(frozen=True)
class Program:
    """One program the portal consists of."""

    name: str
    module: str
    arguments: tuple[str, ...]
    # Sent when the keeper itself was killed: no time to finish jobs then.
    on_parent_death: signal.Signals = signal.SIGTERM


class _AskedToStopError(Exception):
    """A signal asked the keeper to stop, or the starter is gone."""


def main() -> int:
    """Keep the programs until the starter is gone; return the exit code."""
    adopt_orphans()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, _ask_to_stop)
    var = embedded.var_folder()
    services = embedded.attach(var)  # so that the database outlives the programs, not the other way round
    code = 0
    running: dict[str, subprocess.Popen[bytes]] = {}
    try:
        with contextlib.suppress(_AskedToStopError):
            first, *later = programs(var, os.environ["PORT"])
            running[first.name] = _start(first, var)
            ended = _first_to_end(running, later, var)
            code = 1
            sys.stdout.write(_obituary(ended, var / "log" / f"{ended}.log") + "\n")
            sys.stdout.flush()
    finally:
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        stop_children(dict.fromkeys(running.values(), signal.SIGTERM), patience=STOP_PATIENCE)
        stop_descendants(patience=5)
        services.close()
    return code


def programs(var: Path, port: str) -> Iterator[Program]:
    """What ``make run`` runs besides PostgreSQL and Valkey."""
    yield Program(
        "web",
        "granian",
        (
            "--interface", "wsgi", "--host", "127.0.0.1", "--port", port, "--no-ws", "--workers", "1",
            "--blocking-threads", "8", "--workers-kill-timeout", "5", "inflytande.wsgi:application",
        ),
    )  # fmt: skip
    yield Program(
        "worker",
        "celery",
        ("-A", "inflytande", "worker", "--pool", "threads", "--concurrency", "2", "--loglevel", "INFO"),
        on_parent_death=signal.SIGQUIT,
    )
    yield Program(
        "beat",
        "celery",
        ("-A", "inflytande", "beat", "--schedule", str(var / "beat-schedule"), "--pidfile", "", "--loglevel", "INFO"),
    )  # fmt: skip


def _start(program: Program, var: Path) -> subprocess.Popen[bytes]:
    log = var / "log" / f"{program.name}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    if log.exists() and log.stat().st_size > LONGEST_LOG:
        log.replace(log.with_suffix(".log.1"))
    with log.open("ab") as output:
        return start_child(
            [sys.executable, "-m", program.module, *program.arguments],
            output=output,
            on_parent_death=program.on_parent_death,
            cwd=embedded.CHECKOUT,
        )


def _first_to_end(running: dict[str, subprocess.Popen[bytes]], later: list[Program], var: Path) -> str:
    """Wait until a program ends and return its name; start ``later`` when the starter says so; stop when it is gone."""
    while True:
        readable, _, _ = select.select([sys.stdin], [], [], 0.3)
        if readable:
            if not os.read(sys.stdin.fileno(), 1024):
                raise _AskedToStopError
            running.update({program.name: _start(program, var) for program in later})
            later = []
        for name, child in running.items():
            if child.poll() is not None:
                return name


def _obituary(name: str, log: Path) -> str:
    lines = [line.strip() for line in log.read_text(errors="replace").splitlines()]
    reason = next((line for line in reversed(lines) if line), "no reason given")
    return f"The program “{name}” ended ({reason}), so the portal stopped: see {log}."


def _ask_to_stop(_number: int, _frame: FrameType | None) -> None:
    raise _AskedToStopError


if __name__ == "__main__":
    sys.exit(main())
