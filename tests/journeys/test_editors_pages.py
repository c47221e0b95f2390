"""The editors' own rooms in a browser: accessible, in Swedish, and asking nobody else for anything.

Wagtail writes most of these pages. What of them fails and can't be mended here stands in ``KNOWN`` with its reason,
one rule at one place; whatever else fails is ours.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from playwright.sync_api import Page, expect
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from pages.editing.tree import ensure_tree
from pages.models import InformationPage, PortalDocument, PortalImage
from tests.browser import DESK, PHONE, sign_in
from tests.pages.editors import draft, news_index
from tests.pages.files import picture_bytes

pytestmark = pytest.mark.django_db(transaction=True)

_RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
}
#: Rule of axe → what the element's HTML begins with, and why it stands.
KNOWN: dict[str, tuple[str, str]] = {}

#: Words that no Swedish sentence holds, but nearly every English one.
ENGLISH = re.compile(
    r"\b(?:the|and|of|to|is|are|you|your|this|that|with|from|not|been|has|have|by|page|pages|edit|save|saved|delete|add|"
    r"view|show|hide|close|new|search|choose|chooser|title|image|images|document|documents|upload|draft|live|publish|"
    r"published|unsaved|changes|none|yes|date|time|user|settings|actions|toggle|move|drag|select|clear|item|items|more|"
    r"block|insert|width|panel|paused|explor\w+|create|created|comment|comments|history|status: )\b",
    re.IGNORECASE,
)
#: Names of things that are called so in Swedish too, or are addresses.
NOT_ENGLISH = re.compile(r"\b(?:live_?server|English|pages\.\w+)\b", re.IGNORECASE)

#: Everything that is seen or heard.
_TEXTS = """() => {
  const found = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const parent = walk.currentNode.parentElement;
    if (!parent.closest("script, style, template, svg, .xdsoft_datetimepicker, [data-side-panel-toggle], [lang]:not([lang=sv])")) found.push(walk.currentNode.data);
  }
  const heard = ["aria-label", "aria-description", "title", "placeholder", "alt", "data-w-tooltip-content-value"];
  for (const element of document.querySelectorAll("*")) {
    for (const name of heard) if (element.getAttribute(name)) found.push(element.getAttribute(name));
    if (element.matches("input[type=submit], input[type=button]")) found.push(element.value);
  }
  return [document.title, ...found].map((text) => text.trim().replace(/\\s+/g, " ")).filter(Boolean);
}"""


def _plant(user: Any) -> Iterator[str]:
    """Yield the addresses of the editors' pages, with something to see on each."""
    root = ensure_tree()
    index = news_index()
    picture = PortalImage.objects.create(
        title="Brukarråd", file=SimpleUploadedFile("b.png", picture_bytes((300, 200)))
    )
    document = PortalDocument(
        title="Protokoll", file=ContentFile(b"Ord.", "protokoll.txt"), uploaded_by_user=user
    )
    document._set_document_file_metadata()
    document.save()
    page = root.add_child(
        instance=InformationPage(
            title="Brukarinflytande",
            slug="brukarinflytande",
            owner_role="Samordnaren",
            body=[
                (
                    "section",
                    {
                        "heading": "Vad det är",
                        "body": [
                            {"type": "text", "value": "<p>Ord.</p>"},
                            {"type": "documents", "value": {"documents": [document.pk]}},
                        ],
                    },
                ),
                ("links", [{"words": "Kalendern", "address": "/kalender/"}]),
                ("image", {"image": picture}),
                ("wheel", {"letters": [{"letter": "B", "word": "", "text": ""}]}),
            ],
        )
    )
    old = page.save_revision(user=user)
    page.title = "Brukarinflytande i länet"
    new = page.save_revision(user=user)
    news = draft(picture=picture, picture_words="Ett möte", owner=user)
    news.get_workflow().start(news, user)
    Redirect.objects.create(
        old_path="/gammal", redirect_link="/kalender/", site=Site.objects.get(is_default_site=True)
    )
    pages = "/redaktion/pages"
    yield from (
        "/redaktion/",
        f"{pages}/{root.pk}/",
        f"{pages}/{index.pk}/",
        f"{pages}/{root.pk}/add_subpage/",
        f"{pages}/{root.pk}/move/",
        f"{pages}/{page.pk}/edit/",
        f"{pages}/{news.pk}/edit/",
        f"{pages}/add/pages/newspage/{index.pk}/",
        f"{pages}/{page.pk}/history/",
        f"{pages}/{page.pk}/revisions/compare/{old.pk}...{new.pk}/",
        f"{pages}/{page.pk}/revisions/{old.pk}/revert/",
        f"{pages}/{page.pk}/copy/",
        f"{pages}/{page.pk}/move/",
        f"{pages}/{page.pk}/unpublish/",
        f"{pages}/{page.pk}/delete/",
        f"{pages}/{page.pk}/usage/",
        f"{pages}/search/?q=brukar",
        "/redaktion/images/",
        "/redaktion/images/multiple/add/",
        f"/redaktion/images/{picture.pk}/",
        f"/redaktion/images/{picture.pk}/delete/",
        "/redaktion/documents/",
        "/redaktion/documents/multiple/add/",
        f"/redaktion/documents/edit/{document.pk}/",
        "/redaktion/redirects/",
        "/redaktion/redirects/add/",
        "/redaktion/att-se-over/",
        "/redaktion/reports/site-history/",
        "/redaktion/reports/locked/",
        "/redaktion/reports/workflow/",
        "/redaktion/reports/workflow_tasks/",
        "/redaktion/reports/aging-pages/",
        "/redaktion/reports/page-types-usage/",
    )


def test_the_editors_pages_are_accessible_in_swedish_and_ask_nobody_else(
    page: Page, live_server: Any, coordinator: Any
) -> None:
    addresses = list(_plant(coordinator))
    sign_in(page, live_server.url, coordinator)
    page.emulate_media(reduced_motion="reduce")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    faults: list[str] = []

    for address in addresses:
        for size in (DESK, PHONE):
            page.set_viewport_size(size)  # type: ignore[arg-type]
            if size is DESK:
                answer = page.goto(live_server.url + address)
                assert answer is not None
                assert answer.status == 200, address
                expect(page.locator("body.ready")).to_be_visible()
            faults += [f"{address} at {size['width']}: {fault}" for fault in _axe(page)]
        faults += [f"{address}: English: {text}" for text in _english(page)]

    # Leaving a page tells Wagtail so: while the portal still answers.
    page.goto("about:blank")
    assert faults == []
    elsewhere = {one for one in asked if not one.startswith((live_server.url, "data:", "blob:", "about:"))}
    assert elsewhere == set()


def _axe(page: Page) -> list[str]:
    if not page.evaluate("() => 'axe' in window && axe.runPartial"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate("async (rules) => (await axe.run(rules)).violations", _RULES)
    return [
        f"{violation['id']}: {node['html'][:160]}"
        for violation in found
        for node in violation["nodes"]
        if not node["html"].startswith(KNOWN.get(violation["id"], ("\0", ""))[0])
    ]


def _english(page: Page) -> list[str]:
    texts = dict.fromkeys(page.evaluate(_TEXTS))
    return [text[:120] for text in texts if ENGLISH.search(NOT_ENGLISH.sub("", text))]
