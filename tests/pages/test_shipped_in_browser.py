"""Every type of page that the shipped content has, and one with every part, looked at by axe on a phone and on a desk."""

from io import BytesIO
from typing import Any

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader

from common.actors import SYSTEM
from common.search import index
from pages.content.shipped import load_demo_news, load_shipped_pages
from pages.models import NewsPage
from tests.browser import DESK, PHONE, page_faults, sideways
from tests.pages.whole_page import page_with_every_part

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


def test_every_type_of_shipped_page_holds_the_baseline(page: Page, live_server: Any) -> None:
    load_shipped_pages(actor=SYSTEM)
    load_demo_news(actor=SYSTEM)
    news = NewsPage.objects.live().first()
    assert news is not None
    whole = str(page_with_every_part().get_url())
    index.repair()
    faults = []

    for address in (*ADDRESSES, str(news.get_url()), whole):
        page.goto(live_server.url + address)
        for size in (PHONE, DESK):
            page.set_viewport_size(size)  # type: ignore[arg-type]
            faults += [f"{address} at {size['width']} px: {fault}" for fault in page_faults(page)]
        faults += [f"{address} at 320 px: {fault}" for fault in sideways(page)]

    assert faults == []
    # Still at the film, on the page with every part: on paper nothing is folded.
    shown = page.locator(".film .prose").first
    shown_height = "one => one.checkVisibility({contentVisibilityAuto: true}) ? one.offsetHeight : 0"
    assert shown.evaluate(shown_height) == 0
    page.emulate_media(media="print")
    assert shown.evaluate(shown_height) > 0
    assert "Kim säger hej." in " ".join(
        sheet.extract_text() for sheet in PdfReader(BytesIO(page.pdf())).pages
    )
