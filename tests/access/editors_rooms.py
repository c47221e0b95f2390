"""Every address under ``/redaktion/``, found by walking the resolver: Wagtail has some two hundred."""

import re
from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.access.world import World

PREFIX = "redaktion/"
#: What walks it, for the matrix.
WALKED = "every address under /redaktion/ is opened in test_editors_rooms.py"
#: Nothing to list here: the rows that ``build.routes`` asks every room for.
ROUTES: list[object] = []
#: Texts that may be known and that nothing but these rooms shows: met there, in ``test_editors_rooms.py``.
ONLY_HERE = frozenset(
    {
        "address of a dead link",
        "words of a dead link",
        "owner of the news",
        "title of the file of a draft page",
        "title of the picture of a draft page",
        "title of the picture of a published page",
    }
)
_VALUES = {"int": "1", "uuid": "6a0a6b0e-7a5c-4b7e-8f51-1d0f0f2d9c11"}


def patterns() -> Iterator[tuple[str, str]]:
    """Yield name and an address of each."""
    for resolver in get_resolver().url_patterns:
        if isinstance(resolver, URLResolver) and str(resolver.pattern) == PREFIX:
            yield from _walk(resolver, "/" + PREFIX, "")


def shown(world: World) -> dict[str, set[str]]:
    """Return address → texts that editors meet there: drafts, what is to come, and what stands beside a page."""
    edit = {
        name: reverse("wagtailadmin_pages:edit", args=[world.objects[name].pk])
        for name in ("written_page", "written_draft", "news_index", "news_draft")
    }
    return {
        reverse("pages_to_look_after"): {"address of a dead link", "words of a dead link"},
        reverse("wagtaildocs:index"): {"title of the file of a draft page"},
        reverse("wagtailimages:index"): {
            "title of the picture of a draft page",
            "title of the picture of a published page",
        },
        edit["news_index"]: {"owner of the news"},
        edit["written_page"]: {"coming title of a published page", "coming lead of a published page"},
        edit["written_draft"]: {f"{part} of a draft page" for part in ("title", "lead", "owner", "body")},
        edit["news_draft"]: {f"{part} of draft news" for part in ("title", "lead", "owner", "body")},
    }


def of_others_files() -> set[str]:
    """Return the lists of files that show an editor the own ones alone: those of others are the coordinator's to change."""
    return {reverse("wagtaildocs:index"), reverse("wagtailimages:index")}


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
