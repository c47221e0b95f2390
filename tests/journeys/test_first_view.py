"""The first view of the portal's own public pages weighs little and asks nobody else (issue, 2)."""

import gzip
from typing import Any

from playwright.sync_api import Browser, Response

from tests.access.world import World

#: Bytes transferred besides two font files.
MOST = 60 * 1024
#: Bytes of the page itself, as it is written (visual.md, 2).
MOST_HTML = 40 * 1024


def _addresses(world: World) -> list[str]:
    return [
        "/",
        "/kalender/",
        "/kalender/?vy=manad",
        f"/kalender/aktivitet/{world.association_published_occurrence.pk}/",
        "/foreningar/",
        f"/foreningar/{world.association.slug}/",
        "/sok/",
        "/hjalp/",
        "/engagera-dig/",
        "/brukarrevisioner/",
        f"/brukarrevisioner/{world.report_done.slug}/",
        f"/brukarrevisioner/{world.report_done.slug}/rapport/",
        "/du-sa-vi-gjorde/",
        f"/svara/{world.open_survey.code}/",
        "/konto/logga-in/",
    ]


def _faults(browser: Browser, origin: str, address: str) -> list[str]:
    """Open the address in a browser that has been nowhere."""
    context = browser.new_context()
    page, answers = context.new_page(), list[Response]()
    page.on("response", lambda answer: answers.append(answer))
    page.goto(origin + address, wait_until="networkidle")
    fonts = [answer.url for answer in answers if answer.url.endswith(".woff2")]
    packed = {answer.url: len(gzip.compress(answer.body())) for answer in answers if answer.url not in fonts}
    html = len(page.content().encode())
    context.close()
    faults = [f"asks {url}" for url in packed if not url.startswith((origin, "data:"))]
    faults += [f"{len(fonts)} fonts"] if len(fonts) > 2 else []
    faults += [f"{sum(packed.values())} bytes: {packed}"] if sum(packed.values()) >= MOST else []
    faults += [f"{html} bytes of HTML"] if html >= MOST_HTML else []
    return [f"{address}: {fault}" for fault in faults]


def test_a_public_page_weighs_at_most_sixty_kilobytes_besides_two_fonts(
    browser: Browser, live_server: Any, living_world: World
):
    faults = [
        fault for address in _addresses(living_world) for fault in _faults(browser, live_server.url, address)
    ]

    assert faults == []
