"""Who acts. Services take ``actor``: a user, the portal itself, or the public."""

from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID


class Actor(Protocol):
    """What a service needs to know of the one who acts.

    ``actor_id`` is opaque: the trail keeps it, `accounts` holds the erasable link to a person.
    """

    @property
    def actor_id(self) -> UUID: ...

    def has_perm(self, perm: str, obj: Any = None) -> bool: ...


@dataclass(frozen=True)
class _FixedActor:
    actor_id: UUID
    name: str
    may_everything: bool

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        return self.may_everything


#: The portal's own clockwork: reminders, archiving, scheduled work.
SYSTEM: Actor = _FixedActor(UUID(int=0), "Portalen", may_everything=True)
#: Somebody who isn't signed in, for instance through the form "Något stämmer inte?".
PUBLIC: Actor = _FixedActor(UUID(int=1), "Besökare", may_everything=False)
