"""What other rooms get from this one: roles by invitation, personal data, navigation."""

import pytest

from accounts import grants
from accounts.models import User
from common import registries
from common.actors import SYSTEM
from common.errors import DomainError
from organisations import registrations
from organisations.models import Respondent, Unit, UnitRole
from organisations.services.bodies import close_unit

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", ["unit_manager", "supervisor"])
def test_an_invitation_can_give_a_role_at_a_unit(
    unit: Unit, coordinator: User, outsider: User, role: str
) -> None:
    kind = grants.grant_kind(role)

    assert kind.labels(coordinator) == {str(unit.pk): "Öppenvården Gävle, Regionen"}
    kind.give(outsider, str(unit.pk), coordinator)
    kind.give(outsider, str(unit.pk), coordinator)

    assert UnitRole.objects.get(user=outsider).role == role


def test_only_maintainers_may_invite_to_units_and_only_to_open_ones(
    unit: Unit, coordinator: User, editor: User, unit_manager: User
) -> None:
    kind = grants.grant_kind("unit_manager")
    assert kind.labels(editor) == {}
    assert kind.labels(unit_manager) == {}

    close_unit(unit, actor=coordinator)

    assert kind.labels(coordinator) == {}


def test_a_unit_that_is_gone_gives_a_sentence(outsider: User) -> None:
    with pytest.raises(DomainError, match="finns inte längre"):
        grants.grant_kind("unit_manager").give(outsider, "4711", SYSTEM)


def test_a_person_gets_out_what_the_room_holds(unit: Unit, unit_manager: User) -> None:
    Respondent.objects.create(
        unit=unit, kind="respondent", name="Eli", title="Chef", email=unit_manager.email.upper()
    )

    rows = registrations.extract(unit_manager)

    assert [row["vad"] for row in rows] == ["Roll i en verksamhet", "Svarar i tjänsten"]
    assert rows[0]["verksamhet"] == unit.name


def test_erasing_removes_roles_and_detaches_the_account(unit: Unit, unit_manager: User) -> None:
    Respondent.objects.create(
        unit=unit, kind="respondent", name="Eli", title="Chef", email="eli@example.org", user=unit_manager
    )

    registrations.erase(unit_manager)

    assert not UnitRole.objects.exists()
    assert Respondent.objects.get().user is None


def test_a_manager_finds_the_unit_in_the_navigation(
    unit: Unit, unit_manager: User, coordinator: User
) -> None:
    own = [item.url for item in registries.work_nav(unit_manager)]
    all_of_them = [item.url for item in registries.work_nav(coordinator)]

    assert "/organisationer/verksamheter/oppenvarden-gavle/" in own
    assert "/organisationer/" in all_of_them
