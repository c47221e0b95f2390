import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.models import Invitation
from common.actors import PUBLIC

EVERY_PERMISSION = {
    "accounts.read_trail": {"administrator"},
    "accounts.invite_user": {"administrator", "coordinator"},
    "accounts.manage_portal_roles": {"administrator"},
}


@pytest.mark.parametrize("permission", EVERY_PERMISSION)
@pytest.mark.parametrize(
    "persona", ["administrator", "coordinator", "editor", "outsider", "unit_manager", "representative"]
)
def test_only_the_roles_named_hold_a_permission(permission, persona, request):
    user = request.getfixturevalue(persona)

    assert user.has_perm(permission) == (persona in EVERY_PERMISSION[permission])


@pytest.mark.parametrize("permission", EVERY_PERMISSION)
def test_somebody_not_signed_in_holds_no_permission(permission, db):
    assert not AnonymousUser().has_perm(permission)
    assert not PUBLIC.has_perm(permission)


@pytest.mark.parametrize(
    ("persona", "role", "may"),
    [
        ("administrator", "portal_role", True),
        ("administrator", "skipper", True),
        ("coordinator", "portal_role", False),
        ("coordinator", "skipper", True),
        ("editor", "skipper", False),
    ],
)
def test_a_coordinator_leaves_invitations_to_portal_roles_alone(persona, role, may, request):
    user = request.getfixturevalue(persona)
    invitation = Invitation(grants=[{"role": role, "scope": "editor"}])

    assert user.has_perm("accounts.manage_invitation", invitation) == may


def test_managing_no_invitation_in_particular_takes_an_administrator(coordinator, administrator):
    assert not coordinator.has_perm("accounts.manage_invitation")
    assert administrator.has_perm("accounts.manage_invitation")


def test_only_those_who_invite_see_invitations(coordinator, administrator, editor, make_invitation):
    invitation = make_invitation()

    assert list(Invitation.objects.visible_to(coordinator)) == [invitation]
    assert list(Invitation.objects.visible_to(administrator)) == [invitation]
    assert not Invitation.objects.visible_to(editor).exists()
    assert not Invitation.objects.visible_to(AnonymousUser()).exists()
