"""Every route, who may open it, and which objects it needs.

A room lists its routes in ``tests/access/<room>.py``::

    ROUTES = [
        Route("calendar_app:list", EVERYBODY),
        Route("calendar_app:work_event", {"coordinator", "representative"}, kwargs=lambda w: {"pk": w.draft.pk}),
    ]

``opens`` holds the personas whose GET succeeds; everybody else must be refused: a visitor is sent to
the sign-in page (or gets 401/403/404), a signed-in person gets 403 or 404. A route that only takes
POST says ``post_only=True``: its GET must be 405 for those who may, and refused for the others.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

PERSONAS = (
    "visitor",
    "outsider",
    "representative",
    "other_representative",
    "unit_manager",
    "supervisor",
    "editor",
    "coordinator",
    "administrator",
)
EVERYBODY = frozenset(PERSONAS)
SIGNED_IN = EVERYBODY - {"visitor"}


@dataclass(frozen=True)
class Route:
    """One named route. ``kwargs`` builds its arguments from the world; ``query`` is appended."""

    name: str
    opens: frozenset[str] | set[str]
    kwargs: Callable[[Any], dict[str, Any]] = field(default=lambda world: {})
    query: str = ""
    post_only: bool = False
    #: Statuses that count as opened, besides 200 and a redirect inside the portal.
    also: tuple[int, ...] = ()
    #: Signed-in people are sent elsewhere (the sign-in page itself).
    label: str = ""

    @property
    def id(self) -> str:
        return f"{self.name}{' ' + self.label if self.label else ''}"
