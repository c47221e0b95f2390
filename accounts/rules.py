"""Portal-wide permissions. Other rooms compose the predicates here with their own."""

from typing import Any

import rules

#: Only an administrator may invite to these.
PORTAL_ROLE_GRANT = "portal_role"


def _roles(user: Any) -> frozenset[str]:
    # One query per request: views and templates ask several times about the same person.
    cached = getattr(user, "_portal_roles", None)
    if cached is None:
        if not getattr(user, "is_authenticated", False):
            return frozenset()
        cached = frozenset(user.portal_roles.values_list("role", flat=True))
        user._portal_roles = cached
    return cached


@rules.predicate
def is_administrator(user: Any) -> bool:
    return "administrator" in _roles(user)


@rules.predicate
def is_coordinator(user: Any) -> bool:
    return "coordinator" in _roles(user)


@rules.predicate
def is_editor(user: Any) -> bool:
    return "editor" in _roles(user)


@rules.predicate
def gives_no_portal_role(user: Any, invitation: Any) -> bool:
    """A coordinator must not prolong an administrator's invitation to a portal-wide role."""
    return invitation is not None and all(grant["role"] != PORTAL_ROLE_GRANT for grant in invitation.grants)


rules.add_perm("accounts.read_trail", is_administrator)
rules.add_perm("accounts.invite_user", is_coordinator | is_administrator)
rules.add_perm("accounts.manage_invitation", is_administrator | (is_coordinator & gives_no_portal_role))
rules.add_perm("accounts.manage_portal_roles", is_administrator)
