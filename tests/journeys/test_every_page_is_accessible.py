"""Every page template holds the baseline at 390 and 1280 px and fits 320: the routes of the access matrix, in a browser."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from playwright.sync_api import Page

from tests.access import made_of
from tests.access.build import routes
from tests.access.matrix import PERSONAS, Route
from tests.access.opening import address_of, ask
from tests.access.world import World
from tests.browser import DESK, PHONE, page_faults, sideways

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
    "audit_lead",
    "auditor",
    "commissioner",
    "other_auditor",
    "other_unit_manager",
    "council_secretary",
    "council_chair",
    "council_member",
    "council_substitute",
    "payroll_reader",
    "other_council_member",
)
#: Pages that hold a status besides 200.
ERROR_PAGES = ("/finns-inte/", "/kalender/2031-05.pdf")


def _looks(route: Route) -> str:
    return next(persona for persona in ORDER if persona in route.opens)


#: Those for whom at least one page was made.
WALKERS = [each for each in ORDER if any(route.opens and _looks(route) == each for route in ROUTES)]


def _names(world: World, persona: str, route: Route) -> frozenset[str]:
    """Return the names of the templates a page is made of; none when it is no page."""
    names = made_of.known(persona, route)
    if names is None:
        with transaction.atomic():  # what the look itself leaves is taken back
            answer = ask(world, persona, "GET", address_of(world, route), raises=False)
        assert answer.status != 500, route.id
        names = made_of.templates_of_page(route, answer)
        made_of.note(route, {persona: names})
    return names


def _pages(world: World, persona: str) -> Iterator[str]:
    """One address for each set of templates that a persona is the first to meet.

    A page that shows nothing but parts of another page, which is looked at as well, is that page with less on it.
    """
    found: dict[frozenset[str], str] = {}
    for route in ROUTES:
        if route.post_only or persona not in route.opens:
            continue
        names = _names(world, persona, route)
        if not names or names in found:
            continue
        first = _looks(route)
        # The same address may look otherwise for somebody else.
        is_new = first == persona or names != _names(world, first, route)
        found[names] = address_of(world, route) if is_new else ""
    return (
        address
        for names, address in found.items()
        if address and not any(names < more for more in found if found[more])
    )


def templates_walked(world: World) -> Iterator[frozenset[str]]:
    """Yield the names of the templates of each page that the walks meet, those first that open to whoever looks first."""
    for everybody in (False, True):
        for route in ROUTES:
            if route.opens and not route.post_only:
                for persona in sorted(route.opens) if everybody else [_looks(route)]:
                    yield _names(world, persona, route)


def _faults(page: Page, address: str) -> list[str]:
    found = []
    page.goto(address)
    for size in (PHONE, DESK):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        found += [f"{address} at {size['width']} px: {fault}" for fault in page_faults(page)]
    return found + [f"{address} at 320 px: {fault}" for fault in sideways(page)]


def test_every_persona_looks_at_something_or_has_nothing_of_their_own():
    assert set(ORDER) == set(PERSONAS)


@pytest.mark.parametrize("persona", WALKERS)
def test_every_page_template_holds_the_baseline(
    persona: str, page: Page, live_server: Any, living_world: World
):
    world = living_world
    addresses = [*_pages(world, persona)]
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
