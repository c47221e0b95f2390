"""Every address under ``/redaktion/``, found by walking the resolver: Wagtail has some two hundred."""

import re
from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

PREFIX = "redaktion/"
#: What walks it, for the matrix.
WALKED = "every address under /redaktion/ is opened in test_editors_rooms.py"
#: Nothing to list here: the rows that ``build.routes`` asks every room for.
ROUTES: list[object] = []
_VALUES = {"int": "1", "uuid": "6a0a6b0e-7a5c-4b7e-8f51-1d0f0f2d9c11"}


def patterns() -> Iterator[tuple[str, str]]:
    """Yield name and an address of each."""
    for resolver in get_resolver().url_patterns:
        if isinstance(resolver, URLResolver) and str(resolver.pattern) == PREFIX:
            yield from _walk(resolver, "/" + PREFIX, "")


def _walk(resolver: URLResolver, path: str, space: str) -> Iterator[tuple[str, str]]:
    for pattern in resolver.url_patterns:
        here = path + _example(str(pattern.pattern))
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _walk(pattern, here, inner)
        elif isinstance(pattern, URLPattern):
            yield (f"{space}{pattern.name}" if pattern.name else f"unnamed {pattern.pattern}"), here


def _example(route: str) -> str:
    route = route.removeprefix("^").removesuffix("$")
    route = re.sub(r"\(\?P<\w+>[^)]*\)|\([^)]*\)", "1", route).replace(".*", "x").replace("\\", "")
    return re.sub(r"<(?:(\w+):)?\w+>", lambda found: _VALUES.get(found[1] or "str", "x"), route)
