import pytest
from django.db import DatabaseError, connection, transaction

from common import trail
from common.models import TrailEntry


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


def test_deleting_an_account_leaves_the_trail_without_a_link_to_the_person(coordinator, association):
    trail.record("edit_entry", association, actor=coordinator)

    coordinator.delete()

    assert TrailEntry.objects.filter(verb="edit_entry").exists()
