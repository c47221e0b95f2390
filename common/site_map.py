"""Addresses for search engines. Each room tells which of its pages anybody can open; ``/sitemap.xml`` lists them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Place:
    """One page that anybody can open. ``path`` begins at the root; ``changed`` is the day it last changed, if known."""

    path: str
    changed: date | None = None


_providers: list[Callable[[], Iterable[Place]]] = []


def register_places(provider: Callable[[], Iterable[Place]]) -> None:
    """Add what a room has to be found; called anew for each map, so it tells what is public now."""
    _providers.append(provider)


def places() -> list[Place]:
    """Return every room's public pages, each once, in the rooms' order."""
    found = {place.path: place for provider in _providers for place in provider()}
    return list(found.values())
