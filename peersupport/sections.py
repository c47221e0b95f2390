"""The parts of a placement's pages, in order: each has a page of its own and is listed on the placement's.

A part that is not for whoever looks is not listed. ``told`` gives one short line for the list, such as "7 av 9 på plats",
from a placement that ``queries.placements.placement_page`` has fetched with what it needs.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Part:
    """One page about a placement."""

    title: str
    #: Route name with the placement's ``pk``.
    route: str
    permission: str
    order: int
    told: Callable[[Any], str]


_parts: list[Part] = []


def register_part(part: Part) -> None:
    """Add a part; called in ``AppConfig.ready``. Registering a route again replaces it."""
    _parts[:] = sorted([*(one for one in _parts if one.route != part.route), part], key=lambda one: one.order)


def parts_for(user: Any, placement: Any) -> list[Part]:
    """Return the parts of ``placement`` that ``user`` may open."""
    return [part for part in _parts if user.has_perm(part.permission, placement)]
