"""What a person holds: read at once in a request, kind by kind elsewhere, remembered no longer than the person's object."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from time_machine import travel

from accounts import holdings
from accounts.backends import PasswordBackend
from accounts.models import PortalRole, User
from accounts.services import grant_portal_role, revoke_portal_role
from common import registries
from common.actors import SYSTEM
from organisations.models import Respondent, Unit, UnitRole

KIND = "accounts.portal_roles"


def test_a_request_reads_every_kind_with_one_query(
    unit_manager: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    user = PasswordBackend().get_user(unit_manager.pk)

    with django_assert_num_queries(1):
        roles = registries.held_roles(user)
        links = registries.work_nav(user)

    assert [(role.code, role.scope) for role in roles] == [("unit_manager", "Öppenvården Gävle")]
    assert "Öppenvården Gävle" in [link.label for link in links]


def test_elsewhere_only_the_kind_asked_for_is_read(
    coordinator: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        assert coordinator.has_perm("accounts.invite_user")
        assert not coordinator.has_perm("accounts.read_trail")

    assert set(coordinator._holdings) == {KIND}  # type: ignore[attr-defined]


def test_no_permission_comes_from_the_tables_of_django(
    outsider: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    holdings.held(outsider, KIND)

    with django_assert_num_queries(0):
        assert not outsider.has_perm("accounts.add_user")
        assert not outsider.has_module_perms("accounts")
        assert outsider.get_all_permissions() == set()


def test_what_a_service_gives_and_takes_counts_at_once(outsider: User) -> None:
    assert holdings.held(outsider, KIND) == []
    grant_portal_role(outsider, "editor", actor=SYSTEM)
    assert holdings.held(outsider, KIND) == [{"role": "editor"}]

    revoke_portal_role(outsider, "editor", actor=SYSTEM)

    assert holdings.held(outsider, KIND) == []


@pytest.mark.django_db
def test_nothing_is_remembered_beside_the_persons_own_object(outsider: User) -> None:
    backend = PasswordBackend()
    assert holdings.held(backend.get_user(outsider.pk), KIND) == []

    PortalRole.objects.create(user=outsider, role="editor")

    assert holdings.held(backend.get_user(outsider.pk), KIND) == [{"role": "editor"}]
    assert holdings.held(AnonymousUser(), KIND) == []


@pytest.mark.django_db
def test_the_query_is_written_once_a_day_and_answers_each_person_and_day_for_themselves(
    unit_manager: User, outsider: User, unit: Unit
) -> None:
    UnitRole.objects.filter(user=unit_manager).update(ends_on=timezone.localdate() + timedelta(days=1))
    Respondent.objects.create(unit=unit, kind="respondent", email=outsider.email.upper())

    def rows(user: User) -> tuple[int, int]:
        user = PasswordBackend().get_user(user.pk)
        return len(holdings.held(user, "organisations.unit_roles")), len(
            holdings.held(user, "proposals.offices")
        )

    assert (rows(unit_manager), rows(outsider)) == ((1, 0), (0, 1))
    with travel(timezone.now() + timedelta(days=1)):
        assert (rows(unit_manager), rows(outsider)) == ((0, 0), (0, 1))


@pytest.mark.django_db
def test_rows_that_look_at_more_than_id_and_address_are_found_out(
    outsider: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(holdings, "_kinds", {})
    holdings.register_holding("by.name", lambda user: User.objects.filter(name=user.name), name="name")

    with pytest.raises(User.DoesNotExist):
        holdings.held(outsider, "by.name")
    holdings.register_holding("by.id", lambda user: User.objects.filter(pk=user.pk), name="name")
    assert holdings.held(outsider, "by.id") == [{"name": outsider.name}]
