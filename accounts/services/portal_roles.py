"""Give and take the roles that hold for the whole portal."""

from django.db import transaction

from accounts import holdings, strength
from accounts.models import PortalRole, User
from common import trail
from common.actors import Actor
from common.errors import DomainError


@transaction.atomic
def grant_portal_role(user: User, role: str, *, actor: Actor) -> PortalRole:
    """Give a role; harmless when the person already holds it."""
    _check(actor)
    if role not in PortalRole.Role.values:
        raise DomainError("Välj en av rollerna i listan.", field="role")
    held, is_new = PortalRole.objects.get_or_create(user=user, role=role)
    if is_new:
        trail.record("grant_portal_role", user, actor=actor, fields=[role])
        strength.forget(user)
        holdings.forget(user)
    return held


@transaction.atomic
def revoke_portal_role(user: User, role: str, *, actor: Actor) -> None:
    """Take a role back. The last administrator keeps theirs, or nobody could give it to anyone again."""
    _check(actor)
    if role not in PortalRole.Role.values:
        raise DomainError("Välj en av rollerna i listan.", field="role")
    if role == PortalRole.Role.ADMINISTRATOR:
        refuse_if_last_administrator(user)
    deleted, _ = PortalRole.objects.filter(user=user, role=role).delete()
    if deleted:
        trail.record("revoke_portal_role", user, actor=actor, fields=[role])
        strength.forget(user)
        holdings.forget(user)


def refuse_if_last_administrator(user: User) -> None:
    """Raise ``DomainError`` when ``user`` is the only administrator who can sign in.

    Locks every administrator's row in one order, so that two people cannot remove each other at once.
    """
    rows = (
        PortalRole.objects.select_for_update(of=("self",))
        .filter(role=PortalRole.Role.ADMINISTRATOR, user__is_active=True)
        .order_by("pk")
    )
    holders = [row.user_id for row in rows]
    if holders == [user.pk]:
        raise DomainError(
            "Det här är portalens enda administratör. Gör någon annan till administratör först."
        )


def _check(actor: Actor) -> None:
    if not actor.has_perm("accounts.manage_portal_roles"):
        raise DomainError("Bara en administratör kan ändra portalens roller.")
