"""Every type of page that the shipped content has, and the film, looked at by axe on a phone and on a desk."""

from io import BytesIO
from typing import Any

import pytest
from django.core.files.base import ContentFile
from playwright.sync_api import Page
from pypdf import PdfReader

from common.actors import SYSTEM
from common.search import index
from pages.content.shipped import load_demo_news, load_shipped_pages
from pages.editing.tree import ensure_tree
from pages.models import InformationPage, NewsPage, PortalDocument
from tests.browser import DESK, PHONE, page_faults, sideways

pytestmark = pytest.mark.django_db(transaction=True)
#: Between them every block that the shipped pages have, and the three other languages.
ADDRESSES = (
    "/integritet/",
    "/integritet/kakor/",
    "/sa-lamnar-du-inga-spar/",
    "/tillganglighet/",
    "/delaktighetstrappan/",
    "/sa-paverkar-du/",
    "/sa-paverkar-du/buuuu-hjulet/",
    "/sa-paverkar-du/lagar/",
    "/sa-paverkar-du/arvode/",
    "/lattlast/",
    "/in-english/",
    "/suomeksi/",
    "/aktuellt/",
    "/sok/?q=arvode",
)


def _films() -> str:
    files = []
    for name, content in (("film.mp4", b"\x00\x00\x00\x18ftypmp42"), ("film.vtt", b"WEBVTT\n")):
        document = PortalDocument(title="Om brukarråd", file=ContentFile(content, name))
        document._set_document_file_metadata()
        document.save()
        files.append(document)
    film = {
        "title": "Om brukarråd",
        "language": "sgn",
        "length": "3 minuter",
        "transcript": "<p>Kim säger hej.</p>",
    }
    page = ensure_tree().add_child(
        instance=InformationPage(
            title="Om brukarråd, på film",
            slug="filmer",
            owner_role="Samordnaren",
            body=[
                ("film", {**film, "file": files[0], "captions": files[1]}),
                ("film", {**film, "title": "Om arvode", "address": "https://www.example.org/film"}),
            ],
        )
    )
    address: str = page.get_url()
    return address


def test_every_type_of_shipped_page_holds_the_baseline(page: Page, live_server: Any) -> None:
    load_shipped_pages(actor=SYSTEM)
    load_demo_news(actor=SYSTEM)
    news = NewsPage.objects.live().first()
    assert news is not None
    film = _films()
    index.repair()
    faults = []

    for address in (*ADDRESSES, str(news.get_url()), film):
        page.goto(live_server.url + address)
        for size in (PHONE, DESK):
            page.set_viewport_size(size)  # type: ignore[arg-type]
            faults += [f"{address} at {size['width']} px: {fault}" for fault in page_faults(page)]
        faults += [f"{address} at 320 px: {fault}" for fault in sideways(page)]

    assert faults == []
    # Still at the film: on paper nothing is folded.
    shown = page.locator(".film .prose").first
    shown_height = "one => one.checkVisibility({contentVisibilityAuto: true}) ? one.offsetHeight : 0"
    assert shown.evaluate(shown_height) == 0
    page.emulate_media(media="print")
    assert shown.evaluate(shown_height) > 0
    assert "Kim säger hej." in " ".join(
        sheet.extract_text() for sheet in PdfReader(BytesIO(page.pdf())).pages
    )
