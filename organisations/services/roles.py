"""Roles tied to one unit: its manager and its peer-support supervisor."""

from django.db import transaction
from django.utils import timezone

from accounts import holdings
from accounts.models import User
from common import trail
from common.actors import Actor
from common.errors import DomainError
from organisations.models import Unit, UnitRole
from organisations.services.maintenance import require_maintainer


@transaction.atomic
def give_unit_role(user: User, unit: Unit, role: str, *, actor: Actor) -> UnitRole:
    """Give ``user`` a role at ``unit`` from today. Harmless when the person already holds it."""
    require_maintainer(actor)
    locked = Unit.objects.select_for_update().get(pk=unit.pk)
    if locked.closed_on is not None:
        raise DomainError("Verksamheten är nedlagd. Öppna den igen innan du ger någon en roll där.")
    if role not in UnitRole.Role.values:
        raise DomainError("Välj en roll i listan.", field="role")
    today = timezone.localdate()
    held = UnitRole.objects.filter(user=user, unit=locked, role=role).first()
    if held is None:
        held = UnitRole.objects.create(user=user, unit=locked, role=role, starts_on=today)
    elif held.ends_on is not None:
        # The old period stays in the trail; the row tells the present.
        held.starts_on, held.ends_on = today, None
        held.save(update_fields=["starts_on", "ends_on"])
    else:
        return held
    trail.record("give_unit_role", held, actor=actor)
    holdings.forget(user)
    return held


@transaction.atomic
def end_unit_role(unit_role: UnitRole, *, actor: Actor) -> None:
    """End a role at once. Harmless when it has ended."""
    require_maintainer(actor)
    locked = UnitRole.objects.select_for_update().select_related("user").get(pk=unit_role.pk)
    today = timezone.localdate()
    if locked.ends_on is not None and locked.ends_on <= today:
        return
    locked.ends_on = max(today, locked.starts_on)
    locked.save(update_fields=["ends_on"])
    trail.record("end_unit_role", locked, actor=actor, fields=["ends_on"])
    holdings.forget(locked.user)
