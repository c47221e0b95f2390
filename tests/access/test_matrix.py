"""The matrix persona × route × state (architecture decision 3)."""

import importlib
import io
import pkgutil
from collections.abc import Iterator
from typing import Any

import pypdf
import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

import tests.access as rooms
from common import page_cache
from tests.access.matrix import PERSONAS, Route
from tests.access.world import World

#: Routes of libraries that answer files or checks, with the reason why the matrix needs not open them.
NOT_PAGES: dict[str, str] = {}


def _routes() -> list[Route]:
    found: list[Route] = []
    for module in pkgutil.iter_modules(rooms.__path__):
        if not module.name.startswith(("test_", "matrix", "world")):
            found += importlib.import_module(f"tests.access.{module.name}").ROUTES
    return found


ROUTES = _routes()


def _named(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from _named(pattern, inner)
        elif isinstance(pattern, URLPattern):
            yield f"{prefix}{pattern.name}" if pattern.name else f"unnamed {pattern.pattern}"


def test_every_route_of_the_portal_is_listed():
    listed = {route.name for route in ROUTES} | set(NOT_PAGES)

    unlisted = sorted(set(_named(get_resolver())) - listed)

    assert unlisted == [], "List who may open these routes in tests/access/<room>.py"


def test_every_listed_route_exists():
    assert sorted({route.name for route in ROUTES} - set(_named(get_resolver()))) == []


@pytest.fixture
def world(
    visitor: Any,
    outsider: Any,
    representative: Any,
    other_representative: Any,
    unit_manager: Any,
    supervisor: Any,
    editor: Any,
    coordinator: Any,
    administrator: Any,
    association: Any,
    other_association: Any,
    municipality: Any,
    unit: Any,
) -> World:
    people = locals()
    world = World(personas={name: people[name] for name in PERSONAS})
    world.objects |= {
        name: people[name] for name in ("association", "other_association", "municipality", "unit")
    }
    for module in pkgutil.iter_modules(rooms.__path__):
        planter = getattr(importlib.import_module(f"tests.access.{module.name}"), "plant", None)
        if planter is not None:
            planter(world)
    return world


@pytest.fixture
def visitor() -> None:
    """Nobody is signed in."""


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.id)
def test_each_persona_opens_what_is_theirs_and_meets_no_canary(world: World, route: Route):
    problems = []
    for persona in PERSONAS:
        page_cache.forget_pages()
        client = Client()
        if world.personas[persona] is not None:
            client.force_login(world.personas[persona])
        address = reverse(route.name, kwargs=route.kwargs(world)) + route.query

        response = client.get(address)

        opened = _opened(response, route)
        if opened != (persona in route.opens):
            problems.append(f"{persona}: {response.status_code} {response.get('Location', '')}")
        text = _everything(response)
        problems += [f"{persona} meets {word}" for word in world.forbidden(persona) if word in text]

    assert problems == []


def _opened(response: Any, route: Route) -> bool:
    if response.status_code in route.also:
        return True
    if response.status_code == 405:
        return route.post_only
    if response.status_code in {301, 302, 303}:
        return "/konto/logga-in/" not in response["Location"]
    return bool(response.status_code == 200)


def _everything(response: Any) -> str:
    """Return body and headers as text; PDF pages are read."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    headers = " ".join(f"{name}: {value}" for name, value in response.items())
    if content.startswith(b"%PDF"):
        return headers + " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    text: str = headers + content.decode("utf-8", "replace")
    # Feeds fold long lines (RFC 5545, 3.1).
    return text.replace("\r\n ", "")
