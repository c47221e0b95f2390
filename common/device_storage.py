"""What the portal leaves in a browser: cookies and other storage. ``/integritet/kakor/`` shows it.

The list is complete: ``tests/pages/test_device_storage.py`` compares it with what the code and a browser hold.
"""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["kaka", "flikens minne", "webbläsarens minne", "webbläsarens databas", "webbläsarens cache"]


@dataclass(frozen=True)
class Stored:
    """One thing left in the browser. ``name`` is as the browser shows it."""

    name: str
    kind: Kind
    purpose: str
    lasts: str
    when: str


_stored: list[Stored] = []


def register_stored(*things: Stored) -> None:
    """Add what a room leaves in browsers."""
    _stored.extend(things)


def stored() -> list[Stored]:
    """Return everything, cookies first."""
    return sorted(_stored, key=lambda one: (one.kind != "kaka", one.kind, one.name))
