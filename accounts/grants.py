"""What an invitation can give besides the account itself: roles that the rooms own.

A room registers its roles in ``AppConfig.ready``::

    register_grant("association_representative", "Företräder en förening", choices, give)
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from common.actors import Actor
from common.errors import DomainError

#: ``choices(user)``: the pairs (id, label) that ``user`` may invite to; empty when none.
Choices = Callable[[Any], Iterable[tuple[str, str]]]
#: ``give(user, scope_id, actor)``: give the role; harmless when the person already holds it.
Give = Callable[[Any, str, Actor], None]


@dataclass(frozen=True)
class GrantKind:
    """One kind of role that an invitation may give."""

    code: str
    label: str
    choices: Choices
    give: Give

    def labels(self, user: Any) -> dict[str, str]:
        """Return what ``user`` may invite to, as id → label."""
        return {str(scope): label for scope, label in self.choices(user)}


_kinds: dict[str, GrantKind] = {}


def register_grant(code: str, label: str, choices: Choices, give: Give) -> None:
    """Let invitations give the role ``code`` for one of the scopes that ``choices(user)`` lists.

    ``give`` runs in the transaction of the acceptance, with the person who invited as ``actor`` (the
    portal itself when that account is gone). It may raise ``DomainError`` when the scope is gone.
    """
    _kinds[code] = GrantKind(code, label, choices, give)


def grant_kinds() -> list[GrantKind]:
    """Return the registered kinds in order of registration."""
    return list(_kinds.values())


def grant_kind(code: str) -> GrantKind:
    """Return one kind; raise ``DomainError`` when no room registered it."""
    try:
        return _kinds[code]
    except KeyError:
        raise DomainError("Inbjudan gäller en roll som inte finns längre. Gör en ny inbjudan.") from None
