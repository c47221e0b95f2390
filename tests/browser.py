"""What browser tests share: the browser itself, and the baseline every page must hold.

``assert_accessible(page)`` ends every journey and looks at the page as it stands, at the width it has.
"""

import os
import shutil
from collections.abc import Generator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any
from weakref import WeakSet

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.servers.basehttp import ThreadedWSGIServer
from django.db import connections
from django.test import Client
from playwright.sync_api import BrowserContext, Page, expect

from common.call_stack import with_room

# Playwright's own loop runs in the test's thread; the database calls of a test are not in it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}
# A window of 1280 px at 400 % zoom has 320 CSS pixels.
NARROW = {"width": 320, "height": 640}

_RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
    "resultTypes": ["violations"],
}

# What a page must hold, as a function of axe's options.
_LOOK = (Path(__file__).parent / "browser_look.js").read_text()
# Lies ready on each page of a browser that has been looked at, and makes axe where it is asked for: sending it to
# every page, and having it read anew there, would take as long as what it does.
_AXE_AT_HAND = f"window.bringAxe = () => {{ {AXE_SCRIPT}\n }};"
_have_axe_at_hand: WeakSet[BrowserContext] = WeakSet()

#: Names of the system's Chromium, the lightest first.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser")

#: Milliseconds to wait for what should be there: only something that never comes takes so long, on any machine.
PATIENCE = 120_000


@pytest.fixture(autouse=True, scope="session")
def _patient_expectations() -> None:
    expect.set_options(timeout=PATIENCE)


@pytest.fixture(autouse=True, scope="session")
def _requests_have_room() -> None:
    """So has every request to the live server, whose threads begin with little."""
    plain = ThreadedWSGIServer.process_request_thread

    def process(self: ThreadedWSGIServer, request: Any, client_address: Any) -> None:
        with_room(partial(plain, self, request, client_address))

    ThreadedWSGIServer.process_request_thread = process  # type: ignore[method-assign]


@pytest.fixture(autouse=True, scope="session")
def _static_files_are_read_once() -> None:
    """Each file is looked for once in a run; a browser keeps it, as it would a file of the portal in production."""
    plain = StaticFilesHandler.__call__
    kept: dict[str, tuple[str, list[tuple[str, str]], bytes]] = {}

    def answer(self: StaticFilesHandler, environ: dict[str, Any], start_response: Any) -> Any:
        path = environ["PATH_INFO"]
        if not path.startswith(settings.STATIC_URL) or environ["REQUEST_METHOD"] != "GET":
            return plain(self, environ, start_response)
        if path not in kept:
            began: list[Any] = []
            environ.pop("HTTP_IF_MODIFIED_SINCE", None)
            with closing(plain(self, environ, lambda *start: began.extend(start))) as parts:
                body = b"".join(parts)
            kept[path] = began[0], [*began[1], ("Cache-Control", "max-age=86400")], body
        status, headers, body = kept[path]
        start_response(status, headers)
        return [body]

    StaticFilesHandler.__call__ = answer  # type: ignore[method-assign]


@pytest.fixture
def context(context: BrowserContext) -> BrowserContext:
    """A busy machine is no fault of the portal."""
    context.set_default_timeout(PATIENCE)
    return context


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Use the system's Chromium where there is one: the one without windows, which asks far less of the machine, first."""
    arguments = {
        **browser_type_launch_args,
        "args": ["--no-sandbox", "--disable-background-networking", "--disable-dev-shm-usage"],
    }
    if installed := next(filter(None, map(shutil.which, BROWSERS)), None):
        arguments["executable_path"] = installed
    return arguments


@pytest.fixture(scope="session")
def playwright(playwright: Any) -> Generator[Any, None, None]:
    """Close what the tests' thread opened while Playwright's loop ran.

    Django keeps such connections apart from those of a thread without a loop: once the loop has
    stopped nobody finds them, and the test database cannot be dropped.
    """
    yield playwright
    connections.close_all()


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """A Swedish browser in Sweden."""
    return {
        **browser_context_args,
        "locale": "sv-SE",
        "timezone_id": "Europe/Stockholm",
        "viewport": DESK,
    }


def page_faults(page: Page) -> list[str]:
    """Return what is wrong with the page as it stands, one readable line per fault."""
    page.wait_for_load_state()  # a press on a link returns before the next page has a body
    found = page.evaluate(_LOOK, _RULES)
    if found is None:
        _bring_axe(page)
        found = page.evaluate(_LOOK, _RULES)
    faults, violations = found
    return [
        *faults,
        *(
            f"axe {one['id']} ({one['impact']}): {'; '.join(one['places'])} [{' '.join(one['why'].split())}]"
            for one in violations
        ),
    ]


def _bring_axe(page: Page) -> None:
    """Put axe on this page, and at hand on those that follow in the same browser."""
    if page.context not in _have_axe_at_hand:
        page.context.add_init_script(_AXE_AT_HAND)
        _have_axe_at_hand.add(page.context)
    page.evaluate(_AXE_AT_HAND)


def sideways(page: Page) -> list[str]:
    """Return how the page fails to fit in 320 px, the width of 400 % zoom; leave the window as narrow."""
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    faults: list[str] = page.evaluate(_LOOK)
    return faults


def assert_accessible(page: Page) -> None:
    """Fail with a readable list unless the page holds the baseline: axe, no sideways scroll, one h1…"""
    faults = page_faults(page)
    assert not faults, f"{page.url} at {page.viewport_size}:\n" + "\n".join(f"- {fault}" for fault in faults)


def assert_accessible_at_both_widths(page: Page) -> None:
    """Hold the baseline on a phone and on a desk; leave the window as it was."""
    before = page.viewport_size
    for size in (PHONE, DESK):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        assert_accessible(page)
    if before:
        page.set_viewport_size(before)


def sign_in(page: Page, address: str, user: Any) -> None:
    """Sign in without the form, for journeys that are about something else."""
    client = Client()
    client.force_login(user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie.value, "url": address}])
