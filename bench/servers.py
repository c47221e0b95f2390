"""Databases of each size, and a server on each."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import psycopg

from bench.client import fetch
from inflytande import embedded

PATIENCE = 60.0


@dataclass(frozen=True)
class Server:
    """A portal with ``size`` occurrences on its own database."""

    size: int
    port: int
    month: date
    environment: dict[str, str]


@contextmanager
def measured_servers(
    services: embedded.Attachment, answers: Path, sizes: list[int]
) -> Iterator[list[Server]]:
    """Fill one database for each size, start one web process on each, and stop them all afterwards."""
    running: list[subprocess.Popen[bytes]] = []
    servers: list[Server] = []
    try:
        for size in sizes:
            environment, month = database_for(services, answers, size, "years")
            port = _free_port()
            running.append(_start(environment, port))
            servers.append(Server(size, port, month, environment))
        for server in servers:
            _await(server.port)
        yield servers
    finally:
        for process in running:
            process.terminate()
        for process in running:
            process.wait(timeout=20)


def database_for(
    services: embedded.Attachment, answers: Path, size: int, spread: str
) -> tuple[dict[str, str], date]:
    """Make and fill a database; return the environment that reaches it, and the measured month's first day."""
    environment = _environment(services, answers, f"bench_{spread}_{size}")
    return environment, _fill(environment, size, spread)


def _environment(services: embedded.Attachment, answers: Path, name: str) -> dict[str, str]:
    with psycopg.connect(services.database_url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    before, _, query = services.database_url.partition("?")
    url = f"{before.rsplit('/', 1)[0]}/{name}" + (f"?{query}" if query else "")
    return {
        **os.environ,
        "DATABASE_URL": url,
        "REDIS_URL": services.redis_url,
        "BENCH_ANSWERS": str(answers),
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "VAR_DIR": str(answers / "var"),
        "PYTHONPATH": str(embedded.CHECKOUT),
    }


def _fill(environment: dict[str, str], size: int, spread: str) -> date:
    sys.stdout.write(f"Filling a database with {size} occurrences …\n")
    sys.stdout.flush()
    for command in (["migrate", "-v0"], ["collectstatic", "--noinput", "-v0"]):
        subprocess.run(
            [sys.executable, "manage.py", *command], env=environment, check=True, cwd=embedded.CHECKOUT
        )
    done = subprocess.run(
        [sys.executable, "-m", "bench.fill", str(size), spread],
        env=environment,
        check=True,
        cwd=embedded.CHECKOUT,
        capture_output=True,
        text=True,
    )
    return date.fromisoformat(done.stdout.strip().splitlines()[-1])


@contextmanager
def as_shipped(server: Server) -> Iterator[Server]:
    """Start the portal on the same database as the container starts it on two cores: many people at once."""
    port = _free_port()
    running = _start(server.environment, port, workers=2, threads=4)
    try:
        _await(port)
        yield replace(server, port=port)
    finally:
        running.terminate()
        running.wait(timeout=20)


def _start(
    environment: dict[str, str], port: int, *, workers: int = 1, threads: int = 1
) -> subprocess.Popen[bytes]:
    command = [
        str(Path(sys.executable).parent / "granian"),
        "--interface",
        "wsgi",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
        "--workers",
        str(workers),
        "--blocking-threads",
        str(threads),
        "--no-access-log",
        "--log-level",
        "error",
        "bench.server:application",
    ]
    return subprocess.Popen(command, env=environment, cwd=embedded.CHECKOUT)


def _await(port: int) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            fetch(port, "/bare/304/")
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise RuntimeError(f"The measured server on port {port} did not start.")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
