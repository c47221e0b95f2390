"""Lists and object rules must say the same about who sees what."""

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from organisations.models import Unit

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("persona", "sees"),
    [
        ("administrator", True),
        ("coordinator", True),
        ("editor", False),
        ("outsider", False),
        ("representative", False),
        ("unit_manager", True),
        ("supervisor", True),
    ],
)
def test_visibility_and_permission_agree(
    persona: str, sees: bool, unit: Unit, request: pytest.FixtureRequest
) -> None:
    user: User = request.getfixturevalue(persona)

    assert user.has_perm("organisations.view_unit", unit) is sees
    assert Unit.objects.visible_to(user).filter(pk=unit.pk).exists() is sees


def test_a_visitor_sees_no_unit_page(unit: Unit) -> None:
    visitor = AnonymousUser()

    assert not Unit.objects.visible_to(visitor).exists()


def test_a_manager_sees_only_their_own_unit(unit: Unit, unit_manager: User) -> None:
    other = Unit.objects.create(name="Annan", slug="annan", principal=unit.principal)

    assert list(Unit.objects.visible_to(unit_manager)) == [unit]
    assert not unit_manager.has_perm("organisations.view_unit", other)
