"""The process that starts PostgreSQL and Valkey and stops them when nobody uses them: ``python -m …keeper ROOT …``.

It answers on standard output with ``ready`` or with one sentence that says what is wrong.
"""

import argparse
import contextlib
import fcntl
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

from inflytande.embedded import postgres, valkey
from inflytande.embedded.places import EmbeddedServiceError, Place, prepare
from inflytande.processes import adopt_orphans, stop_children, stop_descendants, wait_until

# How often the keeper looks whether somebody still uses the services, in seconds.
PAUSE = 0.2


class _AskedToStopError(Exception):
    """A signal asked the keeper to stop."""


def main() -> int:
    """Keep the services of one place running; return the exit code."""
    parser = argparse.ArgumentParser()
    parser.add_argument("root", type=Path)
    parser.add_argument("sockets", type=Path)
    parser.add_argument("programs", type=Path)
    parser.add_argument("--temporary", action="store_true")
    given = parser.parse_args()
    adopt_orphans()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, _stop)
    place = prepare(
        Place(
            root=given.root,
            sockets=given.sockets,
            programs=given.programs,
            run_as=None,
            temporary=given.temporary,
        )
    )
    # Plain descriptors, never closed: the locks are free again when this process is gone, and not a moment earlier.
    in_use = os.open(place.root / "in-use.lock", os.O_RDWR | os.O_CREAT, 0o600)
    lock = os.open(place.root / "keeper.lock", os.O_RDWR | os.O_CREAT, 0o600)
    obstacle = ""
    try:
        if not wait_until(lambda: _taken(lock), patience=30):
            raise EmbeddedServiceError(
                f"Other services run in {place.root} and do not stop: wait and try again."
            )
        with contextlib.suppress(_AskedToStopError):
            _keep(place, in_use)
    except EmbeddedServiceError as error:
        obstacle = str(error)
    finally:
        stop_descendants(patience=10)
        if place.temporary:
            shutil.rmtree(place.root, ignore_errors=True)
            shutil.rmtree(place.sockets, ignore_errors=True)
    if obstacle:
        _answer(obstacle)
    return 1 if obstacle else 0


def _keep(place: Place, in_use: int) -> None:
    running: dict[subprocess.Popen[bytes], signal.Signals] = {}
    try:
        running[valkey.start(place)] = signal.SIGTERM
        # SIGINT is a "fast shutdown": sessions end, the data is left clean.
        running[postgres.start(place)] = signal.SIGINT
        _answer("ready")
        _close_output()
        while all(child.poll() is None for child in running) and not _taken(in_use):
            time.sleep(PAUSE)
    finally:
        _ignore_signals()
        stop_children(running, patience=30)


def _taken(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _answer(sentence: str) -> None:
    with contextlib.suppress(BrokenPipeError):
        sys.stdout.write(sentence + "\n")
        sys.stdout.flush()


def _close_output() -> None:
    """Let go of the starter's terminal or pipe: what it shows must be able to end before we do."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nowhere, stream)
    os.close(nowhere)


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise _AskedToStopError


def _ignore_signals() -> None:
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)


if __name__ == "__main__":
    sys.exit(main())
