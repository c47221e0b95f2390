"""Whom a letter about a unit's post reaches: its managers, its supervisors, the coordinators."""

from collections.abc import Iterable

from accounts.models import PortalRole
from organisations.models import UnitRole


def managers(unit_id: int) -> list[str]:
    """Addresses of those who manage the unit today."""
    return _holders(unit_id, UnitRole.Role.UNIT_MANAGER)


def supervisors(unit_id: int) -> list[str]:
    """Addresses of those who supervise there today; empty when the role has ended or the account is closed."""
    return _holders(unit_id, UnitRole.Role.SUPERVISOR)


def coordinators() -> list[str]:
    """Addresses of the portal's coordinators."""
    rows = PortalRole.objects.filter(role=PortalRole.Role.COORDINATOR, user__is_active=True)
    return _sorted(rows.values_list("user__email", flat=True))


def supervised_unit_ids() -> set[int]:
    """The units where somebody supervises today."""
    rows = UnitRole.objects.current().filter(role=UnitRole.Role.SUPERVISOR, user__is_active=True)
    return set(rows.values_list("unit", flat=True))


def _holders(unit_id: int, role: str) -> list[str]:
    rows = UnitRole.objects.current().filter(unit=unit_id, role=role, user__is_active=True)
    return _sorted(rows.values_list("user__email", flat=True))


def _sorted(addresses: Iterable[str]) -> list[str]:
    return sorted({one for one in addresses if one})
