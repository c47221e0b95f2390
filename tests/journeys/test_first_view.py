"""The first view of the portal's own public pages weighs little and asks nobody else (issue, 2)."""

import gzip
from typing import Any

import pytest
from playwright.sync_api import Page, Response

from tests.access.world import World

#: Bytes transferred besides two font files.
MOST = 60 * 1024


@pytest.mark.parametrize("address", ["/", "/kalender/", "/kalender/?vy=manad", "/foreningar/", "/sok/"])
def test_a_public_page_weighs_at_most_sixty_kilobytes_besides_two_fonts(
    address: str, page: Page, live_server: Any, living_world: World
):
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))

    page.goto(live_server.url + address, wait_until="networkidle")

    fonts = [answer.url for answer in answers if answer.url.endswith(".woff2")]
    packed = {answer.url: len(gzip.compress(answer.body())) for answer in answers if answer.url not in fonts}
    assert len(fonts) <= 2
    assert sum(packed.values()) < MOST, packed
    assert [url for url in packed if not url.startswith((live_server.url, "data:"))] == []
