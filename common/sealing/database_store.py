"""Keys in a PostgreSQL cluster of their own, for a portal on several machines.

Never the cluster that holds the portal: its dumps, WAL and replicas would carry key and text together.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

import psycopg
from django.db import DatabaseError
from django.db import connection as portal_connection
from psycopg.conninfo import conninfo_to_dict

from common.sealing.stores import Found, fault

#: Seconds to wait for the cluster before saying that it is away.
PATIENCE = 5
_IDENTIFIER = "SELECT system_identifier FROM pg_control_system()"
_TABLES = """
CREATE TABLE IF NOT EXISTS key_store_mark (one boolean PRIMARY KEY DEFAULT true CHECK (one), id uuid NOT NULL);
CREATE TABLE IF NOT EXISTS key_store_keys (
    id uuid PRIMARY KEY, wrapped bytea NOT NULL, written_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE IF NOT EXISTS key_store_gravestones (id uuid PRIMARY KEY);
"""


class DatabaseStore:
    """Three tables in a database that holds nothing else. ``address`` is ``postgresql://…``, without ``mirror``."""

    def __init__(self, address: str) -> None:
        self._address = address

    @property
    def where(self) -> str:
        known = conninfo_to_dict(self._address)
        return f"postgresql://{known.get('host', '')}:{known.get('port', '')}/{known.get('dbname', '')}"

    def identity(self) -> UUID | None:
        with self._connected() as connection:
            if connection.execute("SELECT to_regclass('key_store_mark')").fetchone() == (None,):
                return None
            row = connection.execute("SELECT id FROM key_store_mark").fetchone()
        return row[0] if row else None

    def prepare(self, identity: UUID) -> UUID:
        self.refuse_portals_cluster()
        with self._connected() as connection:
            connection.execute(_TABLES)
            connection.execute(
                "INSERT INTO key_store_mark (id) VALUES (%s) ON CONFLICT DO NOTHING", [identity]
            )
        return self.identity() or identity

    def read(self, key_ids: Iterable[UUID]) -> Found:
        asked = list(key_ids)
        with self._connected() as connection:
            found: dict[UUID, bytes | None] = dict(
                connection.execute(
                    "SELECT id, wrapped FROM key_store_keys WHERE id = ANY(%s)", [asked]
                ).fetchall()
            )
            gone = connection.execute(
                "SELECT id FROM key_store_gravestones WHERE id = ANY(%s)", [asked]
            ).fetchall()
        return {**found, **dict.fromkeys(key_id for (key_id,) in gone)}

    def add(self, key_id: UUID, wrapped: bytes) -> None:
        try:
            with self._connected() as connection:
                # A gravestone set meanwhile is seen by readers all the same: it wins over the key.
                added = connection.execute(
                    "INSERT INTO key_store_keys (id, wrapped) SELECT %s, %s "
                    "WHERE NOT EXISTS (SELECT 1 FROM key_store_gravestones WHERE id = %s)",
                    [key_id, wrapped, key_id],
                )
                if added.rowcount != 1:
                    raise fault("a shredded key is never kept again")
        except psycopg.errors.UniqueViolation as error:
            raise fault("a key with this id is already kept; nothing was overwritten") from error

    def replace(self, key_id: UUID, wrapped: bytes) -> None:
        with self._connected() as connection:
            connection.execute(
                "UPDATE key_store_keys SET wrapped = %s, written_at = now() WHERE id = %s", [wrapped, key_id]
            )

    def destroy(self, key_id: UUID) -> None:
        with self._connected() as connection:
            connection.execute(
                "INSERT INTO key_store_gravestones (id) VALUES (%s) ON CONFLICT DO NOTHING", [key_id]
            )
            connection.execute("DELETE FROM key_store_keys WHERE id = %s", [key_id])

    def keys(self) -> dict[UUID, datetime]:
        with self._connected() as connection:
            return dict(connection.execute("SELECT id, written_at FROM key_store_keys").fetchall())

    def gravestones(self) -> set[UUID]:
        with self._connected() as connection:
            return {row[0] for row in connection.execute("SELECT id FROM key_store_gravestones")}

    def tidy(self) -> int:
        """Clear away deleted rows, which PostgreSQL keeps until then; nothing is ever half-written."""
        with self._connected(autocommit=True) as connection:
            connection.execute("VACUUM key_store_keys")
        return 0

    def refuse_portals_cluster(self) -> None:
        """Raise when this is the cluster (or a replica of the cluster) that holds the portal's own database."""
        try:
            with portal_connection.cursor() as cursor:
                cursor.execute(_IDENTIFIER)
                portals = cursor.fetchone()
        except DatabaseError as error:
            raise fault("the portal's own database does not say which cluster it is") from error
        with self._connected() as connection:
            ours = connection.execute(_IDENTIFIER).fetchone()
        if ours == portals:
            raise fault(
                f"{self.where} is the cluster that holds the portal: keys need a cluster of their own"
            )

    @contextmanager
    def _connected(self, *, autocommit: bool = False) -> Iterator[psycopg.Connection[tuple[Any, ...]]]:
        """One short connection and transaction, committed to disk before it ends."""
        try:
            with psycopg.connect(
                self._address,
                autocommit=autocommit,
                connect_timeout=PATIENCE,
                options="-c synchronous_commit=on -c statement_timeout=10s -c lock_timeout=5s",
            ) as connection:
                yield connection
        except psycopg.errors.UniqueViolation:
            raise
        except psycopg.Error as error:
            raise fault(f"{self.where} cannot be used ({type(error).__name__})") from error
