"""Who keeps a council's papers, and who receives a principal's payroll lists."""

from django.db import transaction

from accounts import holdings
from accounts.models import User
from common import trail
from common.actors import Actor
from common.swedish import today
from councils.models import Council, CouncilOffice, PayrollReader
from councils.services.councils import lock
from councils.services.shared import require
from organisations.models import Principal


@transaction.atomic
def give_office(user: User, council: Council, *, actor: Actor) -> CouncilOffice:
    """Let ``user`` keep the council's papers as its secretary. Harmless when they already do."""
    locked = lock(council)
    require(actor, "councils.maintain_council", locked)
    office, created = CouncilOffice.objects.get_or_create(council=locked, user=user, ended_on=None)
    if created:
        trail.record("give_office", office, actor=actor)
    holdings.forget(user)
    return office


@transaction.atomic
def end_office(office: CouncilOffice, *, actor: Actor) -> None:
    """End a secretary's office at once."""
    locked = CouncilOffice.objects.select_for_update(of=("self",)).get(pk=office.pk)
    require(actor, "councils.maintain_council", locked)
    if locked.ended_on is None:
        locked.ended_on = today()
        locked.save(update_fields=["ended_on"])
        trail.record("end_office", locked, actor=actor, fields=["ended_on"])
        holdings.forget(locked.user)


@transaction.atomic
def give_payroll_reading(user: User, principal: Principal, *, actor: Actor) -> PayrollReader:
    """Let ``user`` receive the principal's payroll lists. Harmless when they already do."""
    require(actor, "councils.maintain_council", None)
    reading, created = PayrollReader.objects.get_or_create(principal=principal, user=user, ended_on=None)
    if created:
        trail.record("give_payroll_reading", reading, actor=actor)
    holdings.forget(user)
    return reading


@transaction.atomic
def end_payroll_reading(reading: PayrollReader, *, actor: Actor) -> None:
    """End it at once."""
    locked = PayrollReader.objects.select_for_update(of=("self",)).get(pk=reading.pk)
    require(actor, "councils.maintain_council", None)
    if locked.ended_on is None:
        locked.ended_on = today()
        locked.save(update_fields=["ended_on"])
        trail.record("end_payroll_reading", locked, actor=actor, fields=["ended_on"])
        holdings.forget(locked.user)
