import io

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from psycopg.conninfo import make_conninfo

from common import trail
from common.actors import SYSTEM
from common.models import TrailEntry
from common.trail_retention import ROLE


def test_a_trail_row_names_fields_but_never_their_content(coordinator, association):
    trail.record("edit_entry", association, actor=coordinator, fields=["name", "email"])

    entry = TrailEntry.objects.get()
    assert entry.fields == ["email", "name"]
    assert entry.actor_id == coordinator.actor_id
    assert entry.object_type == "associations.association"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE common_trailentry SET verb = 'x'",
        "DELETE FROM common_trailentry",
        "TRUNCATE common_trailentry",
    ],
)
def test_the_database_itself_refuses_to_change_the_trail(coordinator, association, statement):
    trail.record("edit_entry", association, actor=coordinator)

    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)

    assert TrailEntry.objects.filter(verb="edit_entry").count() == 1


@pytest.fixture
def rows_by_age(transactional_db: None) -> None:
    """Rows of the trail: a few days, 400 days and 2,000 days old; and the role that may thin it has its rights."""
    with connection.cursor() as cursor:
        cursor.execute(f"GRANT SELECT, DELETE ON common_trailentry TO {ROLE}")
        for days in (3, 400, 2_000):
            cursor.execute(
                "INSERT INTO common_trailentry (at, actor_id, kind, room, verb, object_type, object_id, fields)"
                " VALUES (now() - make_interval(days => %s), %s, 'write', 'common', %s, '', '', '{}')",
                [days, SYSTEM.actor_id, f"days_{days}"],
            )
    yield
    with connection.cursor() as cursor:
        cursor.execute(f"REVOKE ALL ON common_trailentry FROM {ROLE}")


def _as_role(role: str) -> str:
    """The address of the test's database, for one that becomes ``role`` at once."""
    known = connection.get_connection_params()
    place = {name: known[name] for name in ("host", "port", "user", "password", "dbname") if known.get(name)}
    return make_conninfo(**place, options=f"-c role={role}")


def _verbs() -> set[str]:
    return set(TrailEntry.objects.values_list("verb", flat=True))


def test_a_role_of_its_own_thins_the_trail_and_that_is_noted(rows_by_age, monkeypatch):
    monkeypatch.setenv("TRAIL_RETENTION_URL", _as_role(ROLE))

    call_command("thin_trail", "--years", "3", stdout=io.StringIO())
    assert _verbs() == {"days_3", "days_400", "thin_trail"}

    call_command("thin_trail", "--years", "1", stdout=io.StringIO())
    assert _verbs() == {"days_3", "thin_trail"}


def test_neither_the_portals_role_nor_a_young_row_is_let_through(rows_by_age, monkeypatch):
    monkeypatch.setenv("TRAIL_RETENTION_URL", _as_role(connection.settings_dict["USER"] or "postgres"))
    with pytest.raises(CommandError, match="Inget är borttaget"):
        call_command("thin_trail", "--years", "3")
    monkeypatch.setenv("TRAIL_RETENTION_URL", _as_role(ROLE))
    with pytest.raises(CommandError, match="yngre än 1 år"):
        call_command("thin_trail", "--years", "0")
    with psycopg.connect(_as_role(ROLE)) as retention, pytest.raises(psycopg.Error, match="append-only"):
        retention.execute("DELETE FROM common_trailentry WHERE verb = 'days_3'")
    monkeypatch.delenv("TRAIL_RETENTION_URL")
    with pytest.raises(CommandError, match="Sätt TRAIL_RETENTION_URL"):
        call_command("thin_trail", "--years", "3")

    assert _verbs() == {"days_3", "days_400", "days_2000"}


def test_deleting_an_account_leaves_the_trail_without_a_link_to_the_person(coordinator, association):
    trail.record("edit_entry", association, actor=coordinator)

    coordinator.delete()

    assert TrailEntry.objects.filter(verb="edit_entry").exists()
