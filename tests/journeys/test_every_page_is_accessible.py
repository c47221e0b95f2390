"""Every page template holds the baseline at 390 and 1280 px: the routes of the access matrix, opened in a browser."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page

from common.page_cache import forget_pages
from tests.access.build import build_world, routes
from tests.access.matrix import PERSONAS, Route
from tests.access.opening import address_of
from tests.access.world import World
from tests.browser import DESK, PHONE, page_faults

ROUTES = routes()
#: Who looks at a page that several may open: the one it was made for.
ORDER = (
    "visitor",
    "representative",
    "coordinator",
    "administrator",
    "unit_manager",
    "outsider",
    "supervisor",
    "editor",
    "other_representative",
)
#: Pages that hold a status besides 200.
ERROR_PAGES = ("/finns-inte/", "/kalender/2031-05.pdf")


def _looks(route: Route) -> str:
    return next(persona for persona in ORDER if persona in route.opens)


def _client(world: World, persona: str) -> Client:
    client = Client(raise_request_exception=False)
    if persona in world.sessions:
        client.cookies[settings.SESSION_COOKIE_NAME] = world.sessions[persona]
    return client


def _pages(world: World, persona: str) -> Iterator[str]:
    """One address for each set of templates that a persona is the first to meet."""
    seen: set[frozenset[str]] = set()
    client = _client(world, persona)
    for route in ROUTES:
        if route.post_only or not route.opens or _looks(route) != persona:
            continue
        address = address_of(world, route)
        forget_pages()
        response = client.get(address)
        response.close()  # A file would stay open.
        if response.status_code != 200 or not response.headers["Content-Type"].startswith("text/html"):
            continue
        used = frozenset(template.name or "" for template in response.templates)
        if used not in seen:
            seen.add(used)
            yield address


def _faults(page: Page, address: str) -> list[str]:
    found = []
    page.goto(address)
    for size in (PHONE, DESK):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        found += [f"{address} at {size['width']} px: {fault}" for fault in page_faults(page)]
    return found


def test_every_persona_looks_at_something_or_has_nothing_of_their_own():
    assert set(ORDER) == set(PERSONAS)


@pytest.mark.parametrize(
    "persona", [each for each in ORDER if any(r.opens and _looks(r) == each for r in ROUTES)]
)
def test_every_page_template_holds_the_baseline(persona: str, page: Page, live_server: Any):
    world = build_world()
    addresses = list(_pages(world, persona))
    if persona in world.sessions:
        page.context.add_cookies(
            [
                {
                    "name": settings.SESSION_COOKIE_NAME,
                    "value": world.sessions[persona],
                    "url": live_server.url,
                }
            ]
        )
    if persona == "visitor":
        addresses += ERROR_PAGES
    else:
        addresses.append("/oversikt/")

    faults = [fault for address in addresses for fault in _faults(page, live_server.url + address)]

    assert addresses
    assert faults == []
