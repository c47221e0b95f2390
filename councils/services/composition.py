"""The composition rule: seats added and withdrawn."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max

from common import trail
from common.actors import Actor
from common.errors import DomainError
from common.swedish import today
from councils.models import Council, Seat
from councils.services.councils import lock
from councils.services.shared import raise_stamp, require
from councils.words import Voice


@transaction.atomic
def add_seats(
    council: Council,
    *,
    kind: str,
    bodies: Sequence[Any] = (),
    voice: str,
    each: int = 1,
    has_substitute: bool = True,
    actor: Actor,
) -> list[Seat]:
    """Add ``each`` seats for each of ``bodies``, or ``each`` open ones. Together the seats are the composition rule."""
    locked = lock(council)
    require(actor, "councils.maintain_council", locked)
    if not 1 <= each <= 20:
        raise DomainError("Välj mellan 1 och 20 platser.", field="each")
    if kind not in Seat.Kind.values or voice not in Voice.values:
        raise DomainError("Välj vad platsen är för.", field="kind")
    if kind == Seat.Kind.OPEN:
        bodies = [None]
    elif not bodies:
        raise DomainError("Välj minst en.", field="bodies")
    made = []
    for body in bodies:
        whose = {} if body is None else {kind: body}
        latest = locked.seats.filter(kind=kind, withdrawn_on=None, **whose).aggregate(Max("number"))
        first = (latest["number__max"] or 0) + 1
        made += [
            Seat.objects.create(
                council=locked,
                kind=kind,
                voice=voice,
                number=number,
                has_substitute=has_substitute,
                **whose,
            )
            for number in range(first, first + each)
        ]
    for seat in made:
        trail.record("add_seat", seat, actor=actor)
    raise_stamp()
    return made


@transaction.atomic
def withdraw_seat(seat: Seat, *, actor: Actor) -> None:
    """Take a seat out of the composition. Its history stays. Refused while somebody sits there or shall."""
    locked = Seat.objects.select_for_update(of=("self",)).get(pk=seat.pk)
    require(actor, "councils.maintain_council", locked)
    if locked.withdrawn_on:
        return
    day = today()
    if locked.mandates.exclude(ends_on__lt=day).exists():
        raise DomainError("Någon sitter på platsen, eller ska göra det. Avsluta uppdraget först.")
    locked.withdrawn_on = day
    locked.version += 1
    locked.save(update_fields=["withdrawn_on", "version"])
    trail.record("withdraw_seat", locked, actor=actor, fields=["withdrawn_on"])
    raise_stamp()
