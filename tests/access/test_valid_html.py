"""Every page the matrix knows is valid HTML (Nu HTML checker), in one run of Java.

All public pages; of the workspaces one of each set of templates. What Wagtail builds is its own.
"""

import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.utils.text import slugify

from pages.checklist.ladder import NAMES
from tests.access.build import routes
from tests.access.opening import address_of, ask
from tests.access.test_weight import addresses
from tests.access.world import World
from tests.tools import html_checker

Wanted = tuple[str, str, str, dict[str, str] | None]


def _public(world: World) -> Iterator[Wanted]:
    """Every public page, the one with every part, answers to what somebody filled in, and what isn't there."""
    yes = urlencode(dict.fromkeys(NAMES, "ja"))
    for address in (
        *addresses(world),
        f"/delaktighetstrappan/vilket-steg/?{yes}",
        "/kalender/?vy=manad",
        "/kalender/2001/1/",
        "/sok/?q=foreningarnas",
        "/finns-inte/",
    ):
        yield "visitor", "GET", address, None
    yield "visitor", "POST", "/checklista/", {"extent_3": "partly"}


def _workspaces(world: World) -> Iterator[Wanted]:
    for route in routes():
        address = address_of(world, route)
        if not route.post_only and not route.is_public_page and not address.startswith("/redaktion/"):
            for persona in sorted(route.opens)[:1]:
                yield persona, "GET", address, None


def _pages(world: World) -> Iterator[tuple[str, bytes]]:
    """Return who looked at what, and what came. Pieces of a page are no document."""
    seen: set[frozenset[str]] = set()
    for wanted in (*_public(world), *_workspaces(world)):
        persona, method, address, data = wanted
        answer = ask(world, persona, method, address, data)
        if persona != "visitor" and answer.templates in seen:
            continue
        seen.add(answer.templates)
        is_page = answer.is_html and answer.content.lstrip()[:9].lower() == b"<!doctype"
        if is_page and answer.status == (404 if address == "/finns-inte/" else 200):
            yield f"{persona} {method} {address}", answer.content


@pytest.mark.django_db
def test_every_page_is_valid_html(world: World, tmp_path: Path) -> None:
    checker = html_checker()
    for number, (name, content) in enumerate(_pages(world)):
        # The name tells in a failure who looked at what.
        (tmp_path / f"{number:03} {slugify(name)[:80]}.html").write_bytes(content)
    files = sorted(tmp_path.iterdir())

    found = subprocess.run(
        [*checker, "--errors-only", "--format", "gnu", *map(str, files)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    # Java says so when its options come from the environment.
    lines = [line for line in found.stderr.splitlines() if not line.startswith("Picked up ")]
    faults = "\n".join(line.replace(f"{tmp_path}/", "") for line in lines[:30])
    assert not faults, f"{len(lines)} faults, the first:\n{faults}"
    assert found.returncode == 0
    visited = {"visitor-" in one.name for one in files}
    assert (len(files) > 150, visited) == (True, {True, False})
