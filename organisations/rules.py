"""Who may maintain organisations, and who answers for a unit."""

from typing import Any

import rules

from accounts.rules import is_administrator, is_coordinator


@rules.predicate
def manages_unit(user: Any, unit: Any) -> bool:
    return unit is not None and unit.pk in _units(user, "unit_manager")


@rules.predicate
def supervises_unit(user: Any, unit: Any) -> bool:
    return unit is not None and unit.pk in _units(user, "supervisor")


def _units(user: Any, role: str) -> frozenset[int]:
    if not getattr(user, "is_authenticated", False):
        return frozenset()
    cached = getattr(user, "_unit_roles", None)
    if cached is None:
        cached = list(user.unit_roles.current().values_list("role", "unit_id"))
        user._unit_roles = cached
    return frozenset(unit for held, unit in cached if held == role)


rules.add_perm("organisations.maintain", is_coordinator | is_administrator)
rules.add_perm("organisations.manage_unit", manages_unit)
