"""Where proposals come from. A room with proposals registers here; this room knows neither audits nor councils.

In the room's ``AppConfig.ready``::

    register_source("revisions", checkers=may_check, sources_of=own_audit_ids, addresses=team_addresses)
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

#: ``(user, source_id)``: may the person say what they see of a source's proposals, settle and reopen them?
Checkers = Callable[[Any, str], bool]
#: ``user`` → ids of the sources whose team the person is in: sees and writes drafts. Checkers are among them.
SourcesOf = Callable[[Any], Iterable[str]]
#: ``source_id`` → addresses of the team, for the letter about a follow-up meeting.
Addresses = Callable[[str], Iterable[str]]
#: ``source_id`` → ids of the units that its team may address, besides those they know of otherwise.
Units = Callable[[str], Iterable[int]]


@dataclass(frozen=True)
class FoundArea:
    """An improvement area that a public source names: its theme, and where. A source that names none has ``None``."""

    source_id: str
    theme: int | None
    places: tuple[str, ...] = ()


#: Improvement areas of the room's public sources, proposals or not.
Areas = Callable[[], Iterable[FoundArea]]


@dataclass(frozen=True)
class SourceRoom:
    """What a room tells of its sources."""

    checkers: Checkers
    sources_of: SourcesOf
    addresses: Addresses
    units: Units


_rooms: dict[str, SourceRoom] = {}
_areas: dict[str, Areas] = {}


def _nobody(source_id: str) -> Iterable[Any]:
    return ()


def register_source(
    room: str,
    *,
    checkers: Checkers,
    sources_of: SourcesOf,
    addresses: Addresses = _nobody,
    units: Units = _nobody,
) -> None:
    """Let ``room`` have proposals. Called again, it replaces what was told."""
    _rooms[room] = SourceRoom(checkers, sources_of, addresses, units)


def register_areas(room: str, areas: Areas) -> None:
    """Let ``room`` tell which improvement areas its public sources name."""
    _areas[room] = areas


def found_areas() -> Iterator[tuple[str, FoundArea]]:
    """Yield (room, improvement area) of every room's public sources."""
    for room, areas in _areas.items():
        for area in areas():
            yield room, area


def is_checker(user: Any, room: str, source_id: str) -> bool:
    """Whether ``user`` may check what came of a source's proposals; asked once per request and source.

    Nobody may when the room is unknown.
    """
    if room not in _rooms or not getattr(user, "is_authenticated", False):
        return False
    found: dict[tuple[str, str], bool] = user.__dict__.setdefault("_proposal_checks", {})
    if (room, source_id) not in found:
        found[room, source_id] = _rooms[room].checkers(user, source_id)
    return found[room, source_id]


def own_sources(user: Any) -> Mapping[str, frozenset[str]]:
    """Return the sources whose team ``user`` is in, by room; asked once per request."""
    if not getattr(user, "is_authenticated", False):
        return {}
    found: Mapping[str, frozenset[str]] | None = getattr(user, "_proposal_sources", None)
    if found is None:
        found = {name: frozenset(map(str, room.sources_of(user))) for name, room in _rooms.items()}
        user._proposal_sources = found
    return found


def team_addresses(room: str, source_id: str) -> list[str]:
    """Return where letters to a source's team go."""
    return list(_rooms[room].addresses(source_id)) if room in _rooms else []


def source_units(room: str, source_id: str) -> list[int]:
    """Return the units that a source's team may address."""
    return list(_rooms[room].units(source_id)) if room in _rooms else []
