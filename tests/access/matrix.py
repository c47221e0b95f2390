"""Every route, who may open it, and which objects it needs.

A room lists its routes in ``tests/access/<room>.py``::

    ROUTES = [
        Route("calendar_app:list", EVERYBODY),
        Route("calendar_app:event_work", {"coordinator"}, lambda w: {"pk": w.draft.pk}, label="draft"),
        Route("calendar_app:event_copy", {"coordinator"}, ..., post_only=True),
    ]

``opens`` holds the personas whose GET succeeds; everybody else must be refused: a visitor is sent to
the sign-in page (or gets 401/403/404/410), a signed-in person gets 403 or 404. ``acts`` holds those whose POST
is listened to, when they are others than those who open the page. A route that only takes POST says
``post_only=True``: its GET is refused or 405 for everybody, and ``opens`` says who acts.
"""

from collections.abc import Callable
from dataclasses import dataclass
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
    # Around one audit (``world.audit``): its lead and an auditor, the lead of another audit, who ordered it.
    "audit_lead",
    "auditor",
    "other_auditor",
    "commissioner",
    # Manages a unit that ``report_out`` looks at too, and that nobody has addressed.
    "other_unit_manager",
    # Around one council (``world.council``): those who sit in it, who keeps its papers, somebody who sits elsewhere.
    "council_chair",
    "council_member",
    "council_substitute",
    "council_secretary",
    "other_council_member",
    # At the payroll office of ``world.principal``.
    "payroll_reader",
)
EVERYBODY = frozenset(PERSONAS)
SIGNED_IN = EVERYBODY - {"visitor"}
NOBODY: frozenset[str] = frozenset()


def no_arguments(world: Any) -> dict[str, Any]:
    """Most routes and many forms need none."""
    return {}


@dataclass(frozen=True)
class Route:
    """One named route. ``kwargs`` builds its arguments from the world; ``query`` is appended."""

    name: str
    opens: frozenset[str] | set[str]
    kwargs: Callable[[Any], dict[str, Any]] = no_arguments
    query: str = ""
    post_only: bool = False
    #: Statuses that count as opened, besides 200 and a redirect inside the portal.
    also: tuple[int, ...] = ()
    #: Tells several rows of one route apart.
    label: str = ""
    #: Who may POST, when they are others than those who open.
    acts: frozenset[str] | set[str] | None = None
    #: What a POST sends.
    data: Callable[[Any], dict[str, Any]] = no_arguments

    @property
    def id(self) -> str:
        return f"{self.name}{' ' + self.label if self.label else ''}"

    @property
    def actors(self) -> frozenset[str] | set[str]:
        return self.opens if self.acts is None else self.acts

    @property
    def is_public_page(self) -> bool:
        return "visitor" in self.opens and not self.post_only
