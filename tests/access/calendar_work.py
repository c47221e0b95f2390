"""Working pages of the calendar."""

from collections.abc import Callable
from typing import Any

from tests.access.matrix import Route
from tests.access.world import plant_calendar as plant

COORDINATOR = {"coordinator"}
WRITERS = {"coordinator", "representative", "other_representative"}
OWN = {"coordinator", "representative"}
OWN_DRAFT = {"representative"}


def _event(name: str, **more: Any) -> Callable[[Any], dict[str, Any]]:
    return lambda world: {"pk": getattr(world, f"association_{name}").pk, **more}


def _time(name: str, **more: Any) -> Callable[[Any], dict[str, Any]]:
    return lambda world: {"pk": getattr(world, f"association_{name}_occurrence").pk, **more}


def _states(route: str, opens: Callable[[str], set[str]]) -> list[Route]:
    return [
        Route(f"calendar_app:{route}", opens(state), kwargs=_event(state), label=state)
        for state in ("draft", "proposed", "published", "cancelled", "archived", "deleted")
    ]


def _workers(state: str) -> set[str]:
    return {"draft": OWN_DRAFT, "deleted": set()}.get(state, OWN)


def _press(action: str, state: str, opens: set[str]) -> Route:
    kwargs = _event(state, action=action)
    return Route("calendar_app:event_action", opens, kwargs=kwargs, post_only=True, label=action)


__all__ = ["ROUTES", "plant"]

ROUTES = [
    Route("calendar_app:work", COORDINATOR),
    Route("calendar_app:work", COORDINATOR, query="?q=kanarie&status=proposed", label="filtered"),
    Route("calendar_app:work_waiting", COORDINATOR),
    Route("calendar_app:work_changed", COORDINATOR),
    Route("calendar_app:own_events", WRITERS),
    Route("calendar_app:quick_entry", COORDINATOR, post_only=True),
    Route("calendar_app:publish_many", COORDINATOR, post_only=True),
    Route("calendar_app:unpublish_many", COORDINATOR, post_only=True),
    Route("calendar_app:save_filter", COORDINATOR, post_only=True),
    Route("calendar_app:remove_filter", COORDINATOR, kwargs=lambda world: {"pk": 1}, post_only=True),
    Route("calendar_app:event_new", WRITERS),
    Route("calendar_app:event_preview", WRITERS, post_only=True),
    *_states("event_work", _workers),
    *_states("event_edit", _workers),
    Route("calendar_app:event_change", OWN, kwargs=_event("published")),
    Route("calendar_app:change_attachment", set(), kwargs=_event("published")),
    Route("calendar_app:event_copy", OWN, kwargs=_event("published"), post_only=True),
    Route("calendar_app:event_return", COORDINATOR, kwargs=_event("proposed"), post_only=True),
    _press("skicka", "draft", OWN_DRAFT),
    _press("ta-bort", "draft", OWN_DRAFT),
    _press("angra-borttagning", "deleted", OWN_DRAFT),
    _press("dra-tillbaka", "proposed", OWN),
    _press("publicera", "proposed", COORDINATOR),
    _press("avpublicera", "published", COORDINATOR),
    _press("till-utkast", "published", COORDINATOR),
    _press("stall-in", "published", OWN),
    _press("ta-tillbaka", "cancelled", OWN),
    Route("calendar_app:occurrence_move", OWN, kwargs=_time("published")),
    Route("calendar_app:occurrence_move", OWN_DRAFT, kwargs=_time("draft"), label="draft"),
    Route(
        "calendar_app:occurrence_action", OWN, kwargs=_time("published", action="stall-in"), post_only=True
    ),
    # The events of the world carry no file; test_work_files.py opens and refuses real ones.
    Route("calendar_app:attachment", set(), kwargs=_event("published")),
]
