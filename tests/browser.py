"""What browser tests share: the browser itself, and the baseline every page must hold.

``assert_accessible(page)`` ends every journey and looks at the page as it stands, at the width it has.
"""

import os
import shutil
from collections.abc import Generator
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from django.db import connections
from django.test import Client
from playwright.sync_api import BrowserContext, Page, expect

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

# Everything that axe does not look at, as sentences; an empty list is a sound page.
_FAULTS = """() => {
  const faults = [];
  const root = document.scrollingElement;
  if (root.scrollWidth > root.clientWidth) {
    const wide = [...document.querySelectorAll("body *")].filter((element) => {
      const box = element.getBoundingClientRect();
      return box.width > 1 && box.right > root.clientWidth + 1 && box.left >= 0;
    });
    const names = wide.slice(0, 3).map((element) => element.outerHTML.slice(0, 90));
    faults.push(`scrolls sideways: ${root.scrollWidth} px of ${root.clientWidth} px ${names.join(" | ")}`);
  }
  const headings = [...document.querySelectorAll("h1")].filter((h1) => h1.checkVisibility());
  if (headings.length !== 1) faults.push(`has ${headings.length} visible h1`);
  if (!document.title.trim()) faults.push("has no title");
  if (document.documentElement.lang !== "sv") faults.push("is not marked as Swedish");
  for (const element of document.querySelectorAll("[style]:not([style='']), style")) {
    faults.push(`has inline style: ${element.outerHTML.slice(0, 120)}`);
  }
  for (const script of document.querySelectorAll("script:not([src])")) {
    if (!/json/.test(script.type)) faults.push(`has inline script: ${script.outerHTML.slice(0, 120)}`);
  }
  for (const element of document.querySelectorAll("*")) {
    for (const attribute of element.attributes) {
      if (attribute.name.startsWith("on")) faults.push(`has ${attribute.name} on ${element.tagName}`);
    }
  }
  for (const entry of performance.getEntriesByType("resource")) {
    const address = new URL(entry.name, location.href);
    if (address.origin !== location.origin && address.protocol.startsWith("http")) {
      faults.push(`asks another site: ${entry.name}`);
    }
    if (entry.responseStatus >= 400) faults.push(`asks for something missing: ${entry.name}`);
  }
  for (const use of document.querySelectorAll("use")) {
    const target = use.getAttribute("href");
    if (!document.querySelector(target)) faults.push(`shows no picture for ${target}`);
  }
  const seen = new Set();
  for (const element of document.querySelectorAll("[id]")) {
    if (seen.has(element.id)) faults.push(`uses the id ${element.id} twice`);
    seen.add(element.id);
  }
  for (const element of document.querySelectorAll("[aria-describedby], [aria-labelledby], label[for]")) {
    const ids = ["aria-describedby", "aria-labelledby", "for"].flatMap(
      (name) => (element.getAttribute(name) || "").split(/\\s+/).filter(Boolean));
    for (const id of ids) {
      if (!document.getElementById(id)) faults.push(`points at #${id}, which is not there`);
    }
  }
  for (const link of document.querySelectorAll('a[href^="#"]')) {
    const id = decodeURIComponent(link.getAttribute("href").slice(1));
    if (id && !document.getElementById(id)) faults.push(`links to #${id}, which is not there`);
  }
  return faults;
}"""


#: Milliseconds to wait for what should be there: only something that never comes takes so long, on any machine.
PATIENCE = 120_000


@pytest.fixture(autouse=True, scope="session")
def _patient_expectations() -> None:
    expect.set_options(timeout=PATIENCE)


@pytest.fixture
def context(context: BrowserContext) -> BrowserContext:
    """A busy machine is no fault of the portal."""
    context.set_default_timeout(PATIENCE)
    return context


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Use the system's Chromium where there is one."""
    arguments = {
        **browser_type_launch_args,
        "args": ["--no-sandbox", "--disable-background-networking", "--disable-dev-shm-usage"],
    }
    if installed := shutil.which("chromium") or shutil.which("chromium-browser"):
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
    faults: list[str] = page.evaluate(_FAULTS)
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    for violation in page.evaluate("async (rules) => (await axe.run(rules)).violations", _RULES):
        places = "; ".join(node["html"][:160] for node in violation["nodes"][:3])
        why = violation["nodes"][0].get("failureSummary", "").replace("\n", " ")
        faults.append(f"axe {violation['id']} ({violation['impact']}): {places} [{why}]")
    return faults


def sideways(page: Page) -> list[str]:
    """Return how the page fails to fit in 320 px, the width of 400 % zoom; leave the window as narrow."""
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    faults: list[str] = page.evaluate(_FAULTS)
    return [fault for fault in faults if fault.startswith("scrolls sideways")]


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
