"""Child processes that never outlive the one who started them.

Linux tells a child when its parent is gone (``PR_SET_PDEATHSIG``) and can hand orphans to a chosen ancestor
(``PR_SET_CHILD_SUBREAPER``). Both together mean that a killed starter leaves nothing behind. Elsewhere (macOS, for
development only) the two calls do nothing, and the keeping process still stops its children when it is told to.
"""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from inflytande import become
from inflytande.become import PR_SET_PDEATHSIG, SAME_USER

PR_SET_CHILD_SUBREAPER = 36

_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


@dataclass(frozen=True)
class RunAs:
    """An operating-system user that a child runs as; only root can ask for it."""

    name: str
    uid: int
    gid: int


def die_with_parent(sent: signal.Signals) -> None:
    """Ask the kernel to send us ``sent`` when the thread that started us ends."""
    if _libc is not None:
        _libc.prctl(PR_SET_PDEATHSIG, int(sent), 0, 0, 0)


def adopt_orphans() -> None:
    """Become the parent of every orphan below us, so that :func:`stop_descendants` finds them all."""
    if _libc is not None:
        _libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def start_child(
    argv: Sequence[str | Path],
    *,
    output: IO[bytes] | None,
    on_parent_death: signal.Signals,
    run_as: RunAs | None = None,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
) -> subprocess.Popen[bytes]:
    """Start a program in a session of its own; it gets ``on_parent_death`` if we vanish.

    A session of its own keeps Ctrl-C in the terminal from reaching it past its keeper, who stops things in order. A
    program that cannot be run ends at once, with one sentence in ``output``.
    """
    user = (run_as.uid, run_as.gid) if run_as else (SAME_USER, SAME_USER)
    preparation = (become.__file__, os.getpid(), int(on_parent_death), *user)
    return subprocess.Popen(  # noqa: S603 - the programs are ours, named by path
        [sys.executable, "-I", "-S", *(str(part) for part in (*preparation, *argv))],
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT if output is not None else None,
        env=None if env is None else dict(env),
        cwd=cwd,
        start_new_session=True,
    )


def stop_children(children: Mapping[subprocess.Popen[bytes], signal.Signals], *, patience: float) -> None:
    """Send each child its signal; kill the whole process group of those that last longer than ``patience`` seconds."""
    for child, sent in children.items():
        if child.poll() is None:
            child.send_signal(sent)
    wait_until(lambda: all(child.poll() is not None for child in children), patience=patience)
    for child in children:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()


def descendants(pid: int) -> list[int]:
    """Process ids of everything below ``pid`` now, children before grandchildren. Empty where there is no /proc."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            # The name between parentheses may hold spaces: read from the last closing one.
            fields = entry.read_text(errors="replace").rpartition(")")[2].split()
            children.setdefault(int(fields[1]), []).append(int(entry.parent.name))
    found: list[int] = []
    waiting = [pid]
    while waiting:
        below = children.get(waiting.pop(0), [])
        found += below
        waiting += below
    return found


def stop_descendants(*, patience: float) -> None:
    """End every process below us: ask first, kill after ``patience`` seconds, and reap them."""
    for sent, wait in ((signal.SIGTERM, patience), (signal.SIGKILL, patience)):
        for pid in descendants(os.getpid()):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(pid, sent)
        if wait_until(_no_child_left, patience=wait):
            return


def wait_until(reached: Callable[[], bool], *, patience: float, pause: float = 0.05) -> bool:
    """Whether ``reached`` became true within ``patience`` seconds."""
    deadline = time.monotonic() + patience
    while not reached():
        if time.monotonic() > deadline:
            return False
        time.sleep(pause)
    return True


def _no_child_left() -> bool:
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    return not descendants(os.getpid())
