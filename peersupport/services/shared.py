"""What the writes of this room share: the permission, the locked placement, the pages' stamp."""

from typing import Any, Final

from common import stamps
from common.actors import Actor
from common.errors import DomainError
from common.writing import CONFLICT, cleaned, write_facts
from peersupport.models import Placement
from peersupport.words import Phase

__all__ = [
    "CONFLICT",
    "NO_PERMISSION",
    "OVER",
    "ROOM",
    "STAMP",
    "cleaned",
    "locked_placement",
    "raise_stamp",
    "require",
    "write_facts",
]

#: The room's name: owner of surveys and proposals, and the stamp that cached public pages read.
ROOM: Final = "peersupport"
STAMP: Final = "peersupport"
NO_PERMISSION: Final = "Du har inte behörighet att göra det här. Fråga samordnaren."
OVER: Final = "Placeringen är avslutad. Då ändras inget mer."


def require(actor: Actor, permission: str, subject: Any) -> None:
    """Raise ``DomainError`` unless ``actor`` holds ``permission`` for ``subject``."""
    if not actor.has_perm(permission, subject):
        raise DomainError(NO_PERMISSION)


def locked_placement(
    placement: Placement, permission: str, *, actor: Actor, open_only: bool = True
) -> Placement:
    """Lock the placement's row, under which everything that belongs to it is written by one at a time.

    Raises ``DomainError`` without ``permission``, and when it has ended unless ``open_only`` is off.
    """
    locked: Placement = (
        Placement._base_manager.select_for_update(of=("self",)).select_related("unit").get(pk=placement.pk)
    )
    require(actor, permission, locked)
    if open_only and locked.status == Phase.ENDED:
        raise DomainError(OVER)
    return locked


def raise_stamp() -> None:
    """Let cached public pages of peer support be made anew. Last in a transaction."""
    stamps.raise_stamp(STAMP)
