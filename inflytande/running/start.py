"""The starter: readies the database, has the programs kept, shows the address, waits, stops everything."""

import contextlib
import fcntl
import http.client
import json
import os
import select
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any

from inflytande import embedded
from inflytande.processes import (
    adopt_orphans,
    die_with_parent,
    start_child,
    stop_children,
    stop_descendants,
    wait_until,
)
from inflytande.running.errors import StartError

WEB_PATIENCE = 90.0
STOP_PATIENCE = 60.0
LOCK_NAME = "running.lock"


class _AskedToStopError(Exception):
    """Ctrl-C, SIGTERM or a closed terminal."""


def start() -> int:
    """Run the portal until somebody stops it; return the exit code.

    Raises :class:`StartError` when something is in the way.
    """
    port = _port()
    var = embedded.var_folder()
    adopt_orphans()
    try:
        _obey_signals()
        with _only_one(var, port):
            _refuse_taken(port)
            _run(var, port)
    except _AskedToStopError:
        pass
    return 0


def say(line: str) -> None:
    """Show a line; a terminal that is gone is no reason to stop early or late."""
    with contextlib.suppress(OSError):
        sys.stdout.write(line + "\n")
        sys.stdout.flush()


def _run(var: Path, port: int) -> None:
    say("Starting PostgreSQL and Valkey …")
    try:
        services = embedded.attach(var)
    except embedded.EmbeddedServiceError as error:
        raise StartError(str(error)) from error
    keeper: subprocess.Popen[str] | None = None
    try:
        environment = _environment(services, var, port)
        _make_ready(var, environment)
        say("Starting the web server, the worker and the clock …")
        keeper = _start_keeper(environment)
        _await_web(keeper, var, port)
        _start_the_rest(keeper)
        _show_address(var, port)
        _watch(keeper)
        raise StartError(_last_words(keeper))
    finally:
        _ignore_signals()
        say("Stopping …")
        if keeper is not None:
            _stop_keeper(keeper)
        if not services.finish(patience=STOP_PATIENCE):
            say("PostgreSQL and Valkey go on: another command in this checkout uses them.")


def _port() -> int:
    given = os.environ.get("PORT", "").strip() or "8000"
    if not (given.isascii() and given.isdigit() and 0 < int(given) < 65536):
        raise StartError(
            f"PORT={given} is no port: choose a number from 1024 to 65535, such as PORT=8001 make run."
        )
    return int(given)


def _refuse_taken(port: int) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(("127.0.0.1", port))
        except PermissionError:
            raise StartError(
                f"Port {port} is for root only: choose a higher one, such as PORT=8001 make run."
            ) from None
        except OSError:
            other = port + 1 if port < 65535 else 8001
            raise StartError(
                f"Port {port} is taken: stop the program that uses it, or choose another: PORT={other} make run."
            ) from None


@contextlib.contextmanager
def _only_one(var: Path, port: int) -> Iterator[None]:
    """Hold the lock that says the portal of this folder runs, with our process id and port for ``make stop``."""
    try:
        var.mkdir(parents=True, exist_ok=True, mode=0o700)  # it holds letters with one-time links
        (var / "log").mkdir(exist_ok=True)
        lock = (var / LOCK_NAME).open("a+")
    except PermissionError as error:
        raise StartError(
            f"{error.filename} belongs to another user: start the portal as that user, "
            "or choose another folder: VAR_DIR=/path make run."
        ) from error
    except (FileExistsError, NotADirectoryError) as error:
        raise StartError(
            f"{error.filename} is in the way: move it, or choose another folder: VAR_DIR=/path make run."
        ) from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            _, _, other = lock.read().strip().partition(" ")
            raise StartError(
                f"The portal of this folder already runs on http://127.0.0.1:{other}: stop it with make stop, "
                "or start one with data of its own: PORT=8001 VAR_DIR=/path make run."
            ) from None
        lock.truncate(0)
        lock.write(f"{os.getpid()} {port}\n")
        lock.flush()
        yield


def _environment(services: embedded.Attachment, var: Path, port: int) -> dict[str, str]:
    return {
        "PORTAL_ORIGIN": f"http://127.0.0.1:{port}",
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "inflytande.settings.development",
        "DATABASE_URL": services.database_url,
        "REDIS_URL": services.redis_url,
        "VAR_DIR": str(var),
        "PORT": str(port),
    }


def _make_ready(var: Path, environment: dict[str, str]) -> None:
    """Bring database, static files and demo content up to date in one process (Django starts slowly)."""
    log = var / "log" / "make-ready.log"
    with log.open("wb") as output:
        work = start_child(
            [sys.executable, "-m", "inflytande.running.make_ready"],
            output=output,
            on_parent_death=signal.SIGTERM,
            env=environment,
            cwd=embedded.CHECKOUT,
        )
    shown = 0
    try:
        while not wait_until(lambda: work.poll() is not None, patience=0.2):
            shown = _show_steps(log, shown)
    except _AskedToStopError:
        stop_children({work: signal.SIGTERM}, patience=10)
        raise
    _show_steps(log, shown)
    if work.returncode:
        lines = log.read_text(errors="replace").split("\n")
        reason = next((line.strip() for line in reversed(lines) if line.strip()), "no reason given")
        raise StartError(f"The database could not be made ready ({reason}): see {log}.")


def _show_steps(log: Path, shown: int) -> int:
    """Show the lines that announce a step; return how many lines have been looked at."""
    lines = log.read_text(errors="replace").split("\n")
    for line in lines[shown:-1]:
        if line.endswith(" …"):
            say(line)
    return len(lines) - 1


def _start_keeper(environment: dict[str, str]) -> subprocess.Popen[str]:
    """Start the process that keeps the programs. It stops them when the pipe to us closes, whatever ended us."""
    return subprocess.Popen(
        [sys.executable, "-m", "inflytande.running.keeper"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=embedded.CHECKOUT,
        env=environment,
        start_new_session=True,
    )


def _start_the_rest(keeper: subprocess.Popen[str]) -> None:
    """Worker and clock wait until the web server answers: all at once would make people wait longer for a page."""
    with contextlib.suppress(BrokenPipeError):  # the keeper has just ended, and says why
        if keeper.stdin is not None:
            keeper.stdin.write("the web server answers\n")
            keeper.stdin.flush()


def _stop_keeper(keeper: subprocess.Popen[str]) -> None:
    if keeper.stdin is not None:
        with contextlib.suppress(BrokenPipeError):
            keeper.stdin.close()
    try:
        keeper.wait(timeout=STOP_PATIENCE)
    except subprocess.TimeoutExpired:
        keeper.kill()
        keeper.wait()
    if keeper.returncode < 0:  # it was killed and could stop nothing: what it left has become ours
        stop_descendants(patience=10)


def _await_web(keeper: subprocess.Popen[str], var: Path, port: int) -> None:
    log = var / "log" / "web.log"
    seen = log.stat().st_size if log.exists() else 0
    if not wait_until(
        lambda: keeper.poll() is not None or _status(port) is not None, patience=WEB_PATIENCE, pause=0.2
    ):
        raise StartError(f"The web server did not answer within {WEB_PATIENCE:.0f} s: see {log}.")
    if keeper.poll() is not None:
        raise StartError(_last_words(keeper))
    status = _status(port)
    if status != http.HTTPStatus.OK:
        lines = log.read_bytes()[seen:].decode(errors="replace").splitlines()
        reason = next((line.strip() for line in reversed(lines) if line.strip()), f"status {status}")
        raise StartError(f"The portal answers with an error ({reason}): see {log}.")


def _status(port: int) -> int | None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("GET", "/-/healthy")
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


def _watch(keeper: subprocess.Popen[str]) -> None:
    """Return when the keeper has something to say or has ended; stop when our terminal is gone.

    A closed terminal sends SIGHUP to the shell or make it runs, and not every one of those passes it on.
    """
    waiting = select.poll()
    if keeper.stdout is not None:
        waiting.register(keeper.stdout, select.POLLIN)
    terminals = [number for number in (0, 1, 2) if _may_hang_up(number)]
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        for number in terminals:
            waiting.register(number, 0)  # hang-up and error are always told
    for number, _ in waiting.poll():
        if number in terminals:
            raise _AskedToStopError


def _may_hang_up(number: int) -> bool:
    """Whether the stream is a terminal, also one that has gone while the portal started: ``isatty`` denies that one."""
    try:
        return stat.S_ISCHR(os.fstat(number).st_mode)
    except OSError:  # closed from the beginning
        return False


def _last_words(keeper: subprocess.Popen[str]) -> str:
    """Wait until the keeper ends; return what it said last."""
    said = keeper.stdout.read().strip() if keeper.stdout is not None else ""
    keeper.wait()
    return said or "The portal stopped by itself: start it again with make run."


def _show_address(var: Path, port: int) -> None:
    say(f"\nThe portal runs on http://127.0.0.1:{port}   (Ctrl-C stops it)\n")
    accounts = _demo_accounts(var / "demo-accounts.json")
    if accounts:
        say("Demo accounts (also in demo-accounts.json in var/):\n")
        rows = [("role", "e-mail", "password"), *accounts]
        widths = [max(len(row[column]) for row in rows) for column in range(3)]
        for row in rows:
            say("  " + "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip())
        say("")


def _demo_accounts(file: Path) -> list[tuple[str, str, str]]:
    if not file.is_file():
        return []
    accounts: list[dict[str, Any]] = json.loads(file.read_text())
    return [(str(one["role"]), str(one["email"]), str(one["password"])) for one in accounts]


def _obey_signals() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        # nohup makes SIGHUP ignored: whoever asked for that keeps it.
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _ask_to_stop)
    if "MAKELEVEL" in os.environ:  # whoever kills make means us
        die_with_parent(signal.SIGTERM)


def _ask_to_stop(_number: int, _frame: FrameType | None) -> None:
    raise _AskedToStopError


def _ignore_signals() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
