"""``make run``, started for real with a folder and a port of its own."""

import contextlib
import fcntl
import json
import os
import re
import shutil
import signal
import socket
import stat
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from inflytande import embedded
from inflytande.embedded.places import lasting_place
from inflytande.processes import wait_until
from tests.inflytande.left_behind import assert_nothing_left, processes_of

STARTER = [sys.executable, "-m", "inflytande.running", "start"]
#: Seconds; only something that never happens takes so long, however busy the machine is.
PATIENCE = 600
MAKE = ["make", "--no-print-directory", "run"]


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def addresses_of(port: int) -> set[str]:
    """The addresses that something listens on at this port."""
    found = set()
    for table, family in (("tcp", socket.AF_INET), ("tcp6", socket.AF_INET6)):
        for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:]:
            address, _, number = line.split()[1].partition(":")
            if line.split()[3] == "0A" and int(number, 16) == port:  # a socket that listens
                words = (bytes.fromhex(address[at : at + 8])[::-1] for at in range(0, len(address), 8))
                found.add(socket.inet_ntop(family, b"".join(words)))
    return found


#: Undoes what whoever started the tests may have left (``nohup`` ignores SIGHUP, a job in the background SIGINT), takes
#: the terminal that is its standard input, and becomes the command. A program of its own: code of ours between fork and
#: exec would be unsafe beside the tests' threads.
_BECOME = """
import fcntl, os, signal, sys, termios
for number in (signal.SIGINT, signal.SIGHUP, signal.SIGTERM, signal.SIGPIPE):
    signal.signal(number, signal.SIG_DFL)
if os.isatty(0):
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execvp(sys.argv[1], sys.argv[1:])
"""


def hearing_every_signal(command: list[str]) -> list[str]:
    """The command, started by a program that lets it hear every signal; the process stays the same."""
    return [sys.executable, "-I", "-S", "-c", _BECOME, *command]


@dataclass
class Portal:
    """A portal started from this checkout that writes to ``var``."""

    var: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[str] | None = None

    def environment(self, **more: str) -> dict[str, str]:
        inherited = {
            name: value for name, value in os.environ.items() if name not in {"MAKELEVEL", "MAKEFLAGS"}
        }
        return {**inherited, "VAR_DIR": str(self.var), "PORT": str(self.port), "DEMO_CONTENT": "no", **more}

    def start(self, command: list[str] = STARTER) -> str:
        """Start it; return what it printed up to its address."""
        self.process = subprocess.Popen(
            hearing_every_signal(command), env=self.environment(), cwd=embedded.CHECKOUT, text=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
        assert self.process.stdout is not None
        printed = ""
        while f"http://127.0.0.1:{self.port} " not in printed:
            line = self.process.stdout.readline()
            assert line, f"ended early: {printed}"
            printed += line
        return printed

    def run(self, name: str = "start", **more: str) -> subprocess.CompletedProcess[str]:
        """Run a command that is expected to end by itself."""
        return subprocess.run(
            [sys.executable, "-m", "inflytande.running", name], env=self.environment(**more), cwd=embedded.CHECKOUT,
            capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=PATIENCE, check=False,
        )  # fmt: skip

    def ask(self, path: str) -> tuple[int, str]:
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}")
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310 - our own address
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()

    def parts(self) -> set[str]:
        """Which of the programs run."""
        telling = {
            "granian": "web",
            " worker ": "worker",
            " beat ": "beat",
            "postgres": "postgres",
            "valkey": "valkey",
        }
        return {name for line in processes_of(*self.marks) for sign, name in telling.items() if sign in line}

    @property
    def marks(self) -> tuple[str, ...]:
        return (str(self.var), str(lasting_place(self.var).root))


@pytest.fixture
def new_portal(tmp_path: Path) -> Iterator[Portal]:
    """One that was never started."""
    yield from _stopped_afterwards(Portal(tmp_path / "var"))
    _remove_data(tmp_path / "var")


@dataclass(frozen=True)
class FirstStart:
    """What a first start in a new folder left, and what it printed."""

    var: Path
    printed: str
    place: Path


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FirstStart]:
    """A folder that the tests start in one after the other: only the first start makes the database anew."""
    portal = Portal(tmp_path_factory.mktemp("installed") / "var")
    for started in _stopped_afterwards(portal):
        printed, place = started.start(), lasting_place(portal.var).root
        assert started.ask("/-/healthy") == (200, "ok\n")
        _stopped_by_command(started)
    yield FirstStart(portal.var, printed, place)
    _remove_data(portal.var)


@pytest.fixture
def portal(installed: FirstStart) -> Iterator[Portal]:
    """One whose folder others have used, however they ended."""
    yield from _stopped_afterwards(Portal(installed.var))


def _stopped_by_command(portal: Portal) -> None:
    assert portal.process is not None
    assert portal.run("stop").stdout == "The portal has stopped.\n"
    portal.process.communicate(timeout=PATIENCE)
    assert portal.process.returncode == 0
    assert_nothing_left(*portal.marks, patience=PATIENCE)


def _stopped_afterwards(portal: Portal) -> Iterator[Portal]:
    yield portal
    if portal.process is not None:
        portal.process.kill()
        portal.process.communicate()
    assert_nothing_left(*portal.marks, patience=PATIENCE)


def _remove_data(var: Path) -> None:
    for folder in embedded.data_folders(var):
        shutil.rmtree(folder, ignore_errors=True)


def test_a_second_start_keeps_the_data_and_every_part_works(installed: FirstStart, portal: Portal) -> None:
    assert "Collecting static files" in installed.printed
    assert stat.S_IMODE(portal.var.stat().st_mode) == 0o700
    account = {"role": "coordinator", "email": "sam@example.org", "password": "ett-losen"}
    (portal.var / "demo-accounts.json").write_text(json.dumps([account]))

    second = portal.start()

    assert "Collecting static files" not in second
    assert lasting_place(portal.var).root == installed.place
    assert portal.ask("/-/healthy") == (200, "ok\n")
    assert wait_until(lambda: portal.ask("/-/ready") == (200, "ok\n"), patience=PATIENCE, pause=1)
    assert addresses_of(portal.port) == {"127.0.0.1"}
    assert portal.process is not None
    assert portal.process.stdout is not None
    table = [portal.process.stdout.readline().split() for _ in range(5)]
    assert table[-2:] == [["role", "e-mail", "password"], ["coordinator", "sam@example.org", "ett-losen"]]
    # Another one of the same folder is refused while this one runs.
    assert_one_sentence(
        portal.run(PORT=str(free_port())),
        rf"already runs on http://127\.0\.0\.1:{portal.port}: stop it with make stop",
    )
    _stopped_by_command(portal)


@pytest.mark.parametrize(
    ("command", "sent"),
    [
        (STARTER, signal.SIGINT),
        (STARTER, signal.SIGTERM),
        (STARTER, signal.SIGHUP),
        (STARTER, signal.SIGKILL),
        (MAKE, signal.SIGTERM),
        (MAKE, signal.SIGKILL),
    ],
    ids=lambda value: value.name if isinstance(value, signal.Signals) else value[0].rpartition("/")[2],
)
def test_however_the_starter_ends_nothing_is_left(
    portal: Portal, command: list[str], sent: signal.Signals
) -> None:
    portal.start(command)
    assert portal.process is not None
    assert wait_until(
        lambda: {"web", "worker", "beat", "postgres", "valkey"} <= portal.parts(), patience=PATIENCE
    )

    portal.process.send_signal(sent)

    assert_nothing_left(*portal.marks, patience=PATIENCE)
    if command is STARTER and sent is not signal.SIGKILL:
        assert portal.process.wait(timeout=PATIENCE) == 0


def make_in_a_terminal(portal: Portal) -> tuple[subprocess.Popen[bytes], int]:
    """Type ``make run`` in a terminal of its own; return make's process and the terminal."""
    terminal, screen = os.openpty()
    process = subprocess.Popen(
        hearing_every_signal(MAKE), env=portal.environment(), cwd=embedded.CHECKOUT,
        stdin=screen, stdout=screen, stderr=screen, start_new_session=True,
    )  # fmt: skip
    os.close(screen)
    return process, terminal


@pytest.mark.parametrize("moment", ["while it starts", "when it answers", "when everything runs"])
def test_a_closed_terminal_stops_everything(portal: Portal, moment: str) -> None:
    reached = {
        "while it starts": lambda: "postgres" in portal.parts(),
        "when it answers": lambda: _answers(portal),
        "when everything runs": lambda: len(portal.parts()) == 5,
    }[moment]
    process, terminal = make_in_a_terminal(portal)
    assert wait_until(reached, patience=PATIENCE, pause=0.1)

    os.close(terminal)

    assert_nothing_left(*portal.marks, patience=PATIENCE)
    process.wait(timeout=PATIENCE)


def test_ctrl_c_in_a_terminal_stops_everything(portal: Portal) -> None:
    process, terminal = make_in_a_terminal(portal)
    assert wait_until(lambda: len(portal.parts()) == 5, patience=PATIENCE, pause=0.1)

    os.write(terminal, b"\x03")

    assert_nothing_left(*portal.marks, patience=PATIENCE)
    printed = b""
    with contextlib.suppress(OSError):  # the terminal's last program has ended
        while more := os.read(terminal, 4096):
            printed += more
    os.close(terminal)
    process.wait(timeout=PATIENCE)
    assert "Stopping …" in printed.decode()
    assert b"Traceback" not in printed


def test_a_killed_keeper_takes_its_programs_with_it(portal: Portal) -> None:
    portal.start()
    assert portal.process is not None
    keeper = next(int(line.split()[0]) for line in processes_of(str(portal.var)) if "running.keeper" in line)

    os.kill(keeper, signal.SIGKILL)

    printed, _ = portal.process.communicate(timeout=PATIENCE)
    assert portal.process.returncode == 1
    assert "start it again with make run" in printed
    assert_nothing_left(*portal.marks, patience=PATIENCE)


def test_a_program_that_ends_stops_the_portal_with_one_sentence(portal: Portal) -> None:
    portal.start()
    assert portal.process is not None
    assert wait_until(lambda: "beat" in portal.parts(), patience=PATIENCE)
    beat = next(int(line.split()[0]) for line in processes_of(str(portal.var)) if " beat " in line)

    os.kill(beat, signal.SIGKILL)

    printed, _ = portal.process.communicate(timeout=PATIENCE)
    assert portal.process.returncode == 1
    assert "The program “beat” ended" in printed
    assert "Traceback" not in printed


def assert_one_sentence(done: subprocess.CompletedProcess[str], pattern: str) -> None:
    assert done.returncode == 1
    assert re.search(pattern, done.stderr), done.stderr
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stdout + done.stderr


def test_a_taken_port_gets_one_sentence(portal: Portal) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", portal.port))
        other.listen()

        done = portal.run()

    assert_one_sentence(done, rf"^Port {portal.port} is taken: .*PORT={portal.port + 1} make run\.$")


@pytest.mark.parametrize("port", ["eighty", "0", "65536", "-1", "８０００"])
def test_a_port_that_is_none_gets_one_sentence(portal: Portal, port: str) -> None:
    assert_one_sentence(portal.run(PORT=port), r"is no port: choose a number")


def test_a_half_written_database_folder_gets_one_sentence(new_portal: Portal) -> None:
    data = lasting_place(new_portal.var, claim=True).postgres_data
    (data / "base").mkdir(parents=True)

    assert_one_sentence(new_portal.run(), r"is incomplete: restore it from a backup, or .*make fresh")


def test_a_folder_that_cannot_be_written_gets_one_sentence(new_portal: Portal) -> None:
    new_portal.var.write_text("a file where the folder should be")

    assert_one_sentence(new_portal.run(), r"is in the way: move it, or choose another folder: VAR_DIR=")


def test_stopping_what_does_not_run_is_no_error(new_portal: Portal) -> None:
    done = new_portal.run("stop")

    assert (done.returncode, done.stdout) == (0, "The portal does not run.\n")


def test_fresh_removes_only_after_a_yes(new_portal: Portal) -> None:
    assert embedded.attach(new_portal.var).finish(patience=PATIENCE)
    data = lasting_place(new_portal.var).root

    refused = new_portal.run("fresh")
    assert_one_sentence(refused, r"CONFIRM=yes make fresh")
    assert str(data) in refused.stdout
    assert data.is_dir()

    with (data / "in-use.lock").open() as used_by_another_command:
        fcntl.flock(used_by_another_command, fcntl.LOCK_SH)
        refused = new_portal.run("fresh", CONFIRM="yes")
    assert_one_sentence(refused, r"Another command in this checkout uses the database")
    assert data.is_dir()

    done = new_portal.run("fresh", CONFIRM="yes")
    assert done.returncode == 0
    assert not data.exists()


def _answers(portal: Portal) -> bool:
    try:
        return portal.ask("/-/healthy")[0] == 200
    except OSError:
        return False
