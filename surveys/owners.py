"""Who owns a survey. Rooms above (audits, proposals) register here; this room knows none of them.

Called from a room's ``AppConfig.ready``::

    register_owner(
        "revisions",
        may_manage=lambda user, owner_id: ...,     # writes, opens, closes, types in paper answers
        may_read_text=lambda user, owner_id: ...,  # reads what respondents wrote, after closing
        may_see_counts=lambda user, owner_id: ..., # optional; as may_manage when left out
        ids_for=lambda user: [...],                # optional; ids whose surveys the user may see, for lists
        name=lambda owner_id: "Brukarrevision 7",
        names=lambda ids: {"7": "Brukarrevision 7"},  # optional; many at once, for lists
        url=lambda owner_id: "/revisioner/7/",     # optional; where "back" leads
        destroys_answers=True,                     # optional; else the clock does it, as for a survey without owner
    )
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

Permission = Callable[[Any, str], bool]
Names = Callable[[Iterable[str]], Mapping[str, str]]


@dataclass(frozen=True)
class Owner:
    """What a room answers for the surveys of its objects. Ids are text: the room's own primary keys."""

    room: str
    may_manage: Permission
    may_read_text: Permission
    may_see_counts: Permission
    name: Callable[[str], str]
    url: Callable[[str], str] | None
    ids_for: Callable[[Any], Iterable[object]] | None
    names: Names | None
    destroys_answers: bool


_owners: dict[str, Owner] = {}


def register_owner(
    room: str,
    *,
    may_manage: Permission,
    may_read_text: Permission,
    name: Callable[[str], str],
    may_see_counts: Permission | None = None,
    ids_for: Callable[[Any], Iterable[object]] | None = None,
    url: Callable[[str], str] | None = None,
    names: Names | None = None,
    destroys_answers: bool = False,
) -> None:
    """Let ``room`` own surveys. Registering again replaces what was there."""
    _owners[room] = Owner(
        room,
        may_manage,
        may_read_text,
        may_see_counts or may_manage,
        name,
        url,
        ids_for,
        names,
        destroys_answers,
    )


def owner_of(room: str) -> Owner | None:
    """Return what ``room`` registered, or ``None`` for a room that owns no surveys."""
    return _owners.get(room)


def owner_rooms() -> list[Owner]:
    """Return every room that owns surveys."""
    return list(_owners.values())


def owner_name(room: str, owner_id: str) -> str:
    """Return what the owner is called, or "" for a survey of its own."""
    owner = owner_of(room)
    return owner.name(owner_id) if owner else ""


def owner_names(owned: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Return what many owners are called, by room and id: a list asks each room once."""
    ids: dict[str, set[str]] = {}
    for room, owner_id in owned:
        ids.setdefault(room, set()).add(owner_id)
    found = {}
    for room, wanted in ids.items():
        owner = owner_of(room)
        if owner is None:
            continue
        names = owner.names(sorted(wanted)) if owner.names else {one: owner.name(one) for one in wanted}
        found.update({(room, one): name for one, name in names.items()})
    return found


def owner_url(room: str, owner_id: str) -> str:
    """Return the owner's own page, or ""."""
    owner = owner_of(room)
    return owner.url(owner_id) if owner and owner.url else ""


def visible_owner_ids(owner: Owner, user: Any, known: Callable[[], Iterable[str]]) -> list[str]:
    """Return the ids in ``owner``'s room whose surveys ``user`` may see; ``known`` gives those that have any."""
    if owner.ids_for is not None:
        return [str(one) for one in owner.ids_for(user)]
    return [one for one in known() if owner.may_manage(user, one) or owner.may_see_counts(user, one)]
