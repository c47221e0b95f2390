"""Portal-wide roles in plain words, for "Mina roller", and as something an invitation can give."""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from accounts.models import PortalRole, User
from accounts.rules import portal_roles
from accounts.services import grant_portal_role
from common.actors import Actor
from common.registries import HeldRole

_CAN: Final[dict[str, tuple[str, ...]]] = {
    PortalRole.Role.ADMINISTRATOR: (
        "ge och ta bort roller i portalen",
        "bjuda in personer till alla roller",
        "läsa loggen över vem som har gjort vad",
    ),
    PortalRole.Role.COORDINATOR: (
        "publicera aktiviteter i kalendern och ändra alla utkast",
        "godkänna ändringar i föreningarnas uppgifter",
        "bjuda in företrädare för föreningar och verksamheter",
        "hålla kommuner, verksamheter och föreningar uppdaterade",
    ),
    PortalRole.Role.EDITOR: ("skriva och ändra webbplatsens informationssidor",),
}


def portal_roles_held(user: Any) -> Iterator[HeldRole]:
    """Return the portal-wide roles ``user`` holds."""
    for role in sorted(portal_roles(user)):
        yield HeldRole(
            code=role,
            name=str(PortalRole.Role(role).label),
            scope="Hela portalen",
            can=_CAN[role],
            because="En administratör har gett dig rollen.",
        )


def portal_role_choices(user: Any) -> Iterable[tuple[str, str]]:
    """Only administrators invite to portal-wide roles."""
    return PortalRole.Role.choices if user.has_perm("accounts.manage_portal_roles") else []


def give_portal_role(user: User, scope: str, actor: Actor) -> None:
    """Give the role an invitation names."""
    grant_portal_role(user, scope, actor=actor)
