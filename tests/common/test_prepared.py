"""A row that is found by a query built once: the same as the ORM finds, whatever the values."""

import pytest
from django.db import connection
from django.db.models import Exists, F, OuterRef
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import Invitation, PortalRole, User
from common.prepared import PreparedRow


def test_values_change_and_annotations_and_missing_columns_come_as_from_the_orm(
    coordinator: User, outsider: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    role = PortalRole.objects.filter(user=OuterRef("pk"), role="coordinator")
    row = PreparedRow(
        lambda pk, name: (
            User.objects.filter(pk=pk, name=name)
            .only("email")
            .annotate(called=F("name"), coordinates=Exists(role))
        ),
        pk=-1,
        name="a name",
    )

    with django_assert_num_queries(3):
        first = row.find(pk=coordinator.pk, name=coordinator.name)
        second = row.find(pk=outsider.pk, name=outsider.name)
        nobody = row.find(pk=outsider.pk, name="'; DROP TABLE accounts_user; --")

    assert (first, second, nobody) == (coordinator, outsider, None)
    assert first is not None
    assert [(one.called, one.coordinates) for one in (first, second)] == [
        (coordinator.name, True),
        (outsider.name, False),
    ]
    assert first.get_deferred_fields() >= {"name", "password"}


def test_columns_that_django_converts_are_converted(db: None) -> None:
    now = timezone.now()
    Invitation.objects.create(token_hash="x", grants=[{"role": "editor"}], sent_at=now, expires_at=now)

    found = PreparedRow(lambda token: Invitation.objects.filter(token_hash=token), token="?").find(token="x")

    assert found is not None
    assert found.grants == [{"role": "editor"}]


def test_a_stand_in_that_the_query_does_not_use_is_a_fault(db: None) -> None:
    row = PreparedRow(lambda pk, name: User.objects.filter(pk=pk), pk=-1, name="a name")

    with pytest.raises(ValueError, match="name"):
        row.find(pk=1, name="x")


def test_the_plan_is_kept_with_the_connection_and_values_never_stand_in_the_statement(outsider: User) -> None:
    row = PreparedRow(lambda pk: User.objects.filter(pk=pk).only("email"), pk=-1)

    found = [row.find(pk=pk) for pk in (outsider.pk, outsider.pk + 1, outsider.pk)]

    assert found == [outsider, None, outsider]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT statement, generic_plans + custom_plans FROM pg_prepared_statements"
            ' WHERE statement LIKE \'SELECT "accounts_user"."id", "accounts_user"."email" FROM %\''
        )
        kept = cursor.fetchall()
    assert [times for _, times in kept] == [2]
    assert "$1" in kept[0][0]


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_died_since_the_last_request_is_made_anew() -> None:
    row = PreparedRow(lambda pk: User.objects.filter(pk=pk), pk=-1)
    row.find(pk=1)
    connection.connection.close()  # Django has not noticed
    connection.health_check_enabled, connection.health_check_done = True, False

    assert row.find(pk=1) is None
