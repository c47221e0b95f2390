"""Look for processes that something left running."""

import contextlib
import os
from pathlib import Path

from inflytande.processes import wait_until


def processes_of(*marks: str) -> list[str]:
    """Processes, zombies aside, whose command line, environment or working folder holds one of ``marks``."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        if int(folder.name) == os.getpid():
            continue
        with contextlib.suppress(OSError):
            text = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            if not text:
                continue
            with contextlib.suppress(OSError):
                text += "\n" + (folder / "environ").read_bytes().decode(errors="replace")
            with contextlib.suppress(OSError):
                text += f"\n{(folder / 'cwd').readlink()}"
            if any(mark in text for mark in marks):
                found.append(f"{folder.name} {text.splitlines()[0]}")
    return found


def assert_nothing_left(*marks: str, patience: float = 30) -> None:
    wait_until(lambda: not processes_of(*marks), patience=patience)
    left = processes_of(*marks)
    assert not left, "\n".join(["left running:", *left])
