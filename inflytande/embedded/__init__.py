"""PostgreSQL and Valkey for a first run and for tests, without anything installed by hand.

A *keeper* process starts both and stops them when nobody uses them any more. Users hold a shared lock on one file; the
kernel lets go of it whenever a user ends, also when it is killed, so nothing is left behind.
"""

import contextlib
import fcntl
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from inflytande.embedded.places import (
    CHECKOUT,
    EmbeddedServiceError,
    Place,
    lasting_place,
    prepare,
    temporary_place,
    var_folder,
)
from inflytande.processes import wait_until

__all__ = [
    "CHECKOUT",
    "Attachment",
    "EmbeddedServiceError",
    "addresses",
    "attach",
    "attach_temporary",
    "data_folders",
    "nobody_else",
    "var_folder",
]

# A keeper that is just stopping needs this long at most.
LOCK_PATIENCE = 60.0


@dataclass
class Attachment:
    """Our right to use the services. They stop when the last attachment is closed or its process ends."""

    database_url: str
    redis_url: str
    root: Path
    _held: IO[str]

    def close(self) -> None:
        """Say that we need the services no more."""
        self._held.close()

    def finish(self, *, patience: float) -> bool:
        """Close, and wait until the services have stopped; ``False`` when others go on using them."""
        self.close()
        # The keeper looks five times a second; on a machine under load it may take longer to see that we are gone.
        if wait_until(self._stopped, patience=min(patience, 5)):
            return True
        wait_until(lambda: self._stopped() or self._used_by_others(), patience=patience)
        return self._stopped()

    def _stopped(self) -> bool:
        return _lockable(self.root / "keeper.lock", missing=True)

    def _used_by_others(self) -> bool:
        """While it stops the services, the keeper holds ``in-use.lock`` alone; until then it can be shared."""
        return _lockable(self.root / "in-use.lock", missing=False) and not self._stopped()


def addresses(var: Path) -> tuple[str, str]:
    """``DATABASE_URL`` and ``REDIS_URL`` of the services that keep their data for ``var``; nothing is started."""
    place = lasting_place(var)
    return place.database_url, place.redis_url


def attach(var: Path) -> Attachment:
    """Use the lasting services of ``var``; start them when nobody has. Data is kept.

    Raises :class:`EmbeddedServiceError` with one sentence that says what to do.
    """
    return _attach(prepare(lasting_place(var, claim=True), belongs_to=var.absolute()))


def data_folders(var: Path) -> list[Path]:
    """Folders that hold the lasting services' data and sockets for ``var``."""
    place = lasting_place(var)
    return [place.root] if place.sockets.is_relative_to(place.root) else [place.root, place.sockets]


@contextlib.contextmanager
def nobody_else(var: Path) -> Iterator[bool]:
    """Whether nobody uses the lasting services of ``var``; if so, nobody can begin to while the context lasts."""
    root = lasting_place(var).root
    if not root.is_dir():
        yield True
    # First the keeper: as long as it lives it waits for the lock that we are about to take.
    elif not wait_until(lambda: _lockable(root / "keeper.lock", missing=True), patience=5):
        yield False
    else:
        with (root / "in-use.lock").open("a") as held:
            yield _locked(held, fcntl.LOCK_EX)


def attach_temporary() -> Attachment:
    """Use new services of our own; their data is removed when we end."""
    return _attach(prepare(temporary_place()))


def _attach(place: Place) -> Attachment:
    held = (place.root / "in-use.lock").open("w")
    try:
        if not wait_until(lambda: _locked(held, fcntl.LOCK_SH), patience=LOCK_PATIENCE):
            raise EmbeddedServiceError(
                f"The services in {place.root} do not finish stopping: wait a minute and try again."
            )
        with (place.root / "starting.lock").open("w") as starting:
            fcntl.flock(starting, fcntl.LOCK_EX)
            with (place.root / "keeper.lock").open("w") as keeper:
                kept = not _locked(keeper, fcntl.LOCK_EX)
            if not kept:
                _start_keeper(place)
    except EmbeddedServiceError:
        held.close()
        raise
    return Attachment(place.database_url, place.redis_url, place.root, held)


def _start_keeper(place: Place) -> None:
    keeper = subprocess.Popen(  # noqa: S603 - ourselves
        [
            sys.executable,
            "-m",
            "inflytande.embedded.keeper",
            str(place.root),
            str(place.sockets),
            str(place.programs),
        ]
        + (["--temporary"] if place.temporary else []),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        cwd=CHECKOUT,
        env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
        start_new_session=True,
    )
    said = keeper.stdout.readline().strip() if keeper.stdout else ""
    if said == "ready":
        if keeper.stdout:
            keeper.stdout.close()
        keeper.returncode = 0  # it lives on by itself: nobody is to wait for it, and Popen need not warn
        return
    with keeper:
        raise EmbeddedServiceError(said or "PostgreSQL and Valkey did not start: run the command once more.")


def _locked(file: IO[str], kind: int) -> bool:
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _lockable(path: Path, *, missing: bool) -> bool:
    try:
        with path.open("r") as file:
            return _locked(file, fcntl.LOCK_SH)
    except FileNotFoundError:
        return missing
