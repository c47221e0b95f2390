"""Portal-wide permissions. Other rooms compose the predicates here with their own."""

from typing import Any

import rules


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


rules.add_perm("accounts.read_trail", is_administrator)
rules.add_perm("accounts.invite_user", is_coordinator | is_administrator)
rules.add_perm("accounts.manage_portal_roles", is_administrator)
