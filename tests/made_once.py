"""What takes long to make is made by one worker of a run, and copied by the others.

That is the migrated database and the planted portal. PostgreSQL copies a database in a fraction of a second.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.backends.postgresql.creation import DatabaseCreation

from tests import migrated

#: Names the run that several workers share; empty when there is one process alone.
RUN = os.environ.get("PYTEST_XDIST_TESTRUNUID", "")[:12]
#: The lock that workers make things under: any number that nobody else uses.
_LOCK = 20_261_123

_create_plainly = DatabaseCreation.create_test_db


def create_test_database(self: DatabaseCreation, *args: Any, **options: Any) -> str:
    """Create the tests' database: migrated by the first worker that needs one, copied by the next."""
    name = self._get_test_db_name()
    is_migrated_here = False

    def migrate() -> None:
        nonlocal is_migrated_here
        if migrated.is_kept():
            _make_empty(name)
            migrated.fill(name)
            return
        _create_plainly(self, *args, **options)
        is_migrated_here = True
        migrated.keep(name)

    made_here_or_copied(name, f"test_migrated_{RUN}", migrate)
    if is_migrated_here:
        return name
    connection.close()
    settings.DATABASES[connection.alias]["NAME"] = connection.settings_dict["NAME"] = name
    connection.ensure_connection()
    return name


def made_here_or_copied(name: str, kept: str, make: Callable[[], None]) -> bool:
    """Make the database ``name`` and keep a copy as ``kept``, or copy ``kept`` if another worker was first.

    Returns whether it was made here. One worker at a time: the second waits for the first.
    """
    if not RUN:
        make()
        return True
    with _one_worker_at_a_time():
        if _exists(kept):
            copy_database(kept, name)
            return False
        make()
        copy_database(name, kept)
        return True


def copy_database(source: str, name: str) -> None:
    """Make the database ``name`` from ``source``. Sessions there end: PostgreSQL copies only a quiet database."""
    connection.close()
    quoted = connection.ops.quote_name
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {quoted(name)} WITH (FORCE)")
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND usename = current_user",
            [source],
        )
        cursor.execute(f"CREATE DATABASE {quoted(name)} TEMPLATE {quoted(source)}")


def _make_empty(name: str) -> None:
    drop_database(name)
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {connection.ops.quote_name(name)}")


def drop_database(name: str) -> None:
    """Remove the database ``name``, although somebody may still be connected."""
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {connection.ops.quote_name(name)} WITH (FORCE)")


@contextmanager
def _one_worker_at_a_time() -> Iterator[None]:
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])


def _exists(name: str) -> bool:
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        return cursor.fetchone() is not None
