"""Who may maintain organisations, and who answers for a unit."""

from typing import Any

import rules

from accounts.rules import is_administrator, is_coordinator


@rules.predicate
def manages_unit(user: Any, unit: Any) -> bool:
    return unit is not None and ("unit_manager", unit.pk) in _held(user)


@rules.predicate
def supervises_unit(user: Any, unit: Any) -> bool:
    return unit is not None and ("supervisor", unit.pk) in _held(user)


def held_unit_ids(user: Any, role: str = "") -> frozenset[int]:
    """Return the ids of the units ``user`` has ``role`` (or any role) at; one query per request."""
    return frozenset(unit for held, unit in _held(user) if role in {"", held})


def _held(user: Any) -> frozenset[tuple[str, int]]:
    if not getattr(user, "is_authenticated", False):
        return frozenset()
    cached: frozenset[tuple[str, int]] | None = getattr(user, "_unit_roles", None)
    if cached is None:
        cached = frozenset(user.unit_roles.current().values_list("role", "unit_id"))
        user._unit_roles = cached
    return cached


rules.add_perm("organisations.maintain", is_coordinator | is_administrator)
rules.add_perm("organisations.view_unit", is_coordinator | is_administrator | manages_unit | supervises_unit)
