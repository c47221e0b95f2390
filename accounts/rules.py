"""Portal-wide permissions. Other rooms compose the predicates here with their own."""

from typing import Any

import rules

from accounts.holdings import held, register_holding

#: Only an administrator may invite to these.
PORTAL_ROLE_GRANT = "portal_role"

register_holding("accounts.portal_roles", lambda user: user.portal_roles.all(), role="role")


def portal_roles(user: Any) -> frozenset[str]:
    """Return the portal-wide roles ``user`` holds."""
    return frozenset(row["role"] for row in held(user, "accounts.portal_roles"))


@rules.predicate
def is_administrator(user: Any) -> bool:
    return "administrator" in portal_roles(user)


@rules.predicate
def is_coordinator(user: Any) -> bool:
    return "coordinator" in portal_roles(user)


@rules.predicate
def is_editor(user: Any) -> bool:
    return "editor" in portal_roles(user)


@rules.predicate
def gives_no_portal_role(user: Any, invitation: Any) -> bool:
    """A coordinator must not prolong an administrator's invitation to a portal-wide role."""
    return invitation is not None and all(grant["role"] != PORTAL_ROLE_GRANT for grant in invitation.grants)


rules.add_perm("accounts.read_trail", is_administrator)
rules.add_perm("accounts.invite_user", is_coordinator | is_administrator)
rules.add_perm("accounts.manage_invitation", is_administrator | (is_coordinator & gives_no_portal_role))
rules.add_perm("accounts.manage_portal_roles", is_administrator)
