"""Who may maintain organisations, and who answers for a unit."""

from typing import Any

import rules

from accounts.holdings import held, register_holding
from accounts.rules import is_administrator, is_coordinator

register_holding(
    "organisations.unit_roles",
    lambda user: user.unit_roles.current(),
    role="role",
    unit="unit_id",
    name="unit__name",
    slug="unit__slug",
)


@rules.predicate
def manages_unit(user: Any, unit: Any) -> bool:
    return unit is not None and unit.pk in held_unit_ids(user, "unit_manager")


@rules.predicate
def supervises_unit(user: Any, unit: Any) -> bool:
    return unit is not None and unit.pk in held_unit_ids(user, "supervisor")


def held_unit_ids(user: Any, role: str = "") -> frozenset[int]:
    """Return the ids of the units ``user`` has ``role`` (or any role) at."""
    return frozenset(row["unit"] for row in unit_roles(user) if role in {"", row["role"]})


def unit_roles(user: Any) -> list[dict[str, Any]]:
    """Return the roles ``user`` holds today: role, and the unit's id, name and slug."""
    return held(user, "organisations.unit_roles")


rules.add_perm("organisations.maintain", is_coordinator | is_administrator)
rules.add_perm("organisations.view_unit", is_coordinator | is_administrator | manages_unit | supervises_unit)
