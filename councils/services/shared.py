"""What the writes of this room share: the permission, the version, the pages' stamp, letters to people of a council."""

from typing import Any, Final

from common import stamps
from common.actors import Actor
from common.errors import DomainError
from common.writing import CONFLICT, cleaned, write_facts

__all__ = ["CONFLICT", "NO_PERMISSION", "ROOM", "STAMP", "cleaned", "raise_stamp", "require", "write_facts"]

#: The room's name: owner of calendar events, surveys and proposals, and the stamp that cached public pages read.
ROOM: Final = "councils"
STAMP: Final = "councils"
NO_PERMISSION: Final = "Du har inte behörighet att göra det här. Fråga rådets sekreterare eller samordnaren."


def require(actor: Actor, permission: str, subject: Any) -> None:
    """Raise ``DomainError`` unless ``actor`` holds ``permission`` for ``subject``."""
    if not actor.has_perm(permission, subject):
        raise DomainError(NO_PERMISSION)


def raise_stamp() -> None:
    """Let cached public pages of councils be made anew. Last in a transaction."""
    stamps.raise_stamp(STAMP)
