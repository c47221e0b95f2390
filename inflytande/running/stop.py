"""``make stop`` and ``make fresh``."""

import fcntl
import os
import shutil
import signal
import sys
from pathlib import Path

from inflytande import embedded
from inflytande.processes import wait_until
from inflytande.running.errors import StartError
from inflytande.running.start import LOCK_NAME, say

STOP_PATIENCE = 60.0
MADE_BY_RUNNING = (
    "media",
    "keys",
    "keys-mirror",
    "mail",
    "static",
    "log",
    "demo-accounts.json",
    "demo.unfinished",
    "static.collected",
)


def stop() -> int:
    """Stop the running portal of this folder; return the exit code."""
    lock = embedded.var_folder() / LOCK_NAME
    if _free(lock):
        say("The portal does not run.")
        return 0
    told = lock.read_text().split()
    if not told:  # it has taken the lock and not yet written who it is
        raise StartError("The portal is just starting: try again in a moment.")
    pid = int(told[0])
    try:
        os.kill(pid, signal.SIGTERM)
    except PermissionError:
        raise StartError(
            f"The portal was started by another user: stop it as that user (process {pid})."
        ) from None
    except ProcessLookupError:
        pass
    if not wait_until(lambda: _free(lock), patience=STOP_PATIENCE):
        raise StartError(
            f"The portal does not stop: end process {pid} with kill -9 {pid}; the rest follows by itself."
        )
    say("The portal has stopped.")
    return 0


def fresh() -> int:
    """Remove database, jobs, files, mail and demo accounts after a yes; return the exit code."""
    var = embedded.var_folder()
    if not _free(var / LOCK_NAME):
        raise StartError("The portal runs: stop it with make stop, then run make fresh again.")
    data = embedded.data_folders(var)
    found = [path for path in (*data, *(var / name for name in MADE_BY_RUNNING)) if path.exists()]
    if not found:
        say("There is nothing to remove.")
        return 0
    say("This removes for good:")
    for path in found:
        say(f"  {path}")
    if os.environ.get("CONFIRM") != "yes" and not _agreed():
        raise StartError("Nothing was removed; without a terminal, say CONFIRM=yes make fresh.")
    with embedded.nobody_else(var) as may_remove:
        if not may_remove:
            raise StartError(
                "Another command in this checkout uses the database: let it end, then run make fresh again."
            )
        for path in found:
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()
    say("Removed. The next make run begins anew.")
    return 0


def _agreed() -> bool:
    if not sys.stdin.isatty():
        return False
    say("Type yes to go on: ")
    return sys.stdin.readline().strip().lower() in {"yes", "ja"}


def _free(lock: Path) -> bool:
    if not lock.exists():
        return True
    with lock.open("r+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
    return True
