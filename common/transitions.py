"""State machines as data: one table per model, one funnel for every move.

A model lists its moves in ``TRANSITIONS``::

    TRANSITIONS = (
        Transition("draft", "proposed", permission="calendar_app.propose_event"),
        Transition("proposed", "published", permission="calendar_app.publish_event", needs=(has_start,)),
    )
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction

from common import trail
from common.actors import Actor
from common.errors import DomainError
from common.models import StatusChange

#: Returns ``None`` when met, else a Swedish sentence that says what is missing.
Condition = Callable[[Any], str | None]


@dataclass(frozen=True)
class Transition:
    """A permitted move, who may make it, and what must be true first."""

    source: str
    target: str
    permission: str
    needs: tuple[Condition, ...] = ()


@transaction.atomic
def change_status(
    obj: models.Model, target: str, *, actor: Actor, note: str = "", field: str = "status", verb: str = ""
) -> Any:
    """Lock the row, check the table, the permission and the conditions, then move and write the trail.

    ``obj`` gets the new state. Returns the locked row, for those who go on writing to it. Raises ``DomainError`` when the move is not
    possible from the object's present state, not permitted, or something is missing.
    """
    locked: Any = type(obj)._base_manager.select_for_update().get(pk=obj.pk)
    source = getattr(locked, field)
    moves: tuple[Transition, ...] = locked.TRANSITIONS
    move = next((m for m in moves if m.source == source and m.target == target), None)
    if move is None:
        raise DomainError(
            "Det går inte längre. Någon annan kan ha hunnit före. Ladda om sidan och se hur det ser ut nu."
        )
    if not actor.has_perm(move.permission, locked):
        raise DomainError("Du har inte behörighet att göra det här. Fråga samordnaren.")
    missing = [sentence for need in move.needs if (sentence := need(locked))]
    if missing:
        raise DomainError(" ".join(missing))
    setattr(locked, field, target)
    locked.save(update_fields=[field])
    record_status(locked, source=source, target=target, actor=actor, note=note)
    trail.record(verb or f"change_status_to_{target}", locked, actor=actor, fields=[field])
    setattr(obj, field, target)
    return locked


def record_status(obj: models.Model, *, source: str, target: str, actor: Actor, note: str = "") -> None:
    """Write the status row alone, for the first state of a new object."""
    StatusChange.objects.create(
        actor_id=actor.actor_id,
        object_type=trail.object_type(obj),
        object_id=str(obj.pk),
        source=source,
        target=target,
        note=note,
    )


def missing_for(obj: Any, target: str) -> list[str]:
    """Return the sentences that say what is missing before ``obj`` can move to ``target``."""
    source = obj.status
    for move in obj.TRANSITIONS:
        if move.source == source and move.target == target:
            return [sentence for need in move.needs if (sentence := need(obj))]
    return []
