"""What a key store does, and how store and mirror are kept alike.

A store holds wrapped keys and *gravestones*: ids whose key was shredded. A gravestone wins over a key, so that an old
copy put back over a store never brings a key to life again.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

import structlog

from common.sealing.errors import KeyStoreError

log = structlog.get_logger(__name__)

#: A wrapped key, or ``None`` for a gravestone; an id that is neither is not in the answer.
Found = Mapping[UUID, bytes | None]


def fault(reason: str) -> KeyStoreError:
    """Log what is wrong with a store (English, no secret, nothing personal) and return the calm error."""
    log.warning("key_store_fault", reason=reason)
    return KeyStoreError(reason=reason)


class Store(Protocol):
    """One copy of the wrapped keys. Every method raises ``KeyStoreError`` when the copy cannot be used."""

    @property
    def where(self) -> str:
        """Name for logs and operators, without password."""
        ...

    def identity(self) -> UUID | None:
        """The id that store and mirror share; ``None`` before it has been prepared."""
        ...

    def prepare(self, identity: UUID) -> UUID:
        """Make an empty place ready and mark it; return the mark it already had, if any."""
        ...

    def read(self, key_ids: Iterable[UUID]) -> Found:
        """Return what is held of these ids."""
        ...

    def add(self, key_id: UUID, wrapped: bytes) -> None:
        """Keep a new key; durable when this returns. An id that is taken or has a gravestone is refused."""
        ...

    def replace(self, key_id: UUID, wrapped: bytes) -> None:
        """Keep the same key in a new wrapping. Never brings back one that was shredded meanwhile."""
        ...

    def destroy(self, key_id: UUID) -> None:
        """Set the gravestone, then remove the key; durable when this returns, harmless when repeated."""
        ...

    def keys(self) -> Mapping[UUID, datetime]:
        """Every key held, and when it was written (for a rewrapped one, when that was done)."""
        ...

    def gravestones(self) -> set[UUID]:
        """Every id whose key was shredded."""
        ...

    def tidy(self) -> int:
        """Remove what a crash left half-written; return how many."""
        ...


@dataclass(frozen=True)
class MirroredStore:
    """A store and its mirror, always written together."""

    store: Store
    mirror: Store

    @property
    def both(self) -> tuple[Store, Store]:
        return self.store, self.mirror

    def read(self, key_ids: Iterable[UUID]) -> Found:
        """Read from the store; look in the mirror only for what the store should hold and does not."""
        asked = set(key_ids)
        found = dict(self.store.read(asked))
        missing = asked - found.keys()
        if missing:
            rescued = self.mirror.read(missing)
            if rescued:
                log.warning("key_store_out_of_step", only_in_mirror=len(rescued))
            found.update(rescued)
        return found

    def add(self, key_id: UUID, wrapped: bytes) -> None:
        """Durable in both copies when this returns. A crash in between leaves a key that nobody uses; it is tidied."""
        self.refuse_unalike()
        for copy in self.both:
            copy.add(key_id, wrapped)

    def destroy(self, key_id: UUID) -> None:
        """Destroy in both; one that is away does not spare the other. Raises when either could not."""
        faults = []
        for copy in self.both:
            try:
                copy.destroy(key_id)
            except KeyStoreError as error:
                faults.append(error)
        if faults:
            raise faults[0]

    def refuse_unalike(self) -> None:
        """Raise unless both copies are prepared and belong together, as when a volume is not mounted."""
        identities = {copy.identity() for copy in self.both}
        if None in identities:
            raise fault("store or mirror is not prepared or not mounted: run manage.py prepare_key_store")
        if len(identities) > 1:
            raise fault("store and mirror do not belong together: look at KEY_STORE_URL")
