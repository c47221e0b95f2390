"""The coordinator without a mouse: news with a picture and a PDF, from the overview to the start page."""

from pathlib import Path
from typing import Any

import pytest
import weasyprint
from playwright.sync_api import Locator, Page, expect

from common.search import index
from pages.editing.clock import read_new_documents
from pages.editing.tree import ensure_tree
from pages.models import NewsPage
from tests.browser import sign_in
from tests.journeys.keyboard import Keyboard
from tests.pages.editors import news_index
from tests.pages.files import picture_bytes

pytestmark = pytest.mark.django_db(transaction=True)

TITLE = "Nytt brukarråd i Gävle"
#: Whatever a person does by hand takes some seconds: three minutes hold so many.
MOST_STEPS = 26


class Counted(Keyboard):
    """Counts what a person does: every key pressed on purpose, every text and file."""

    steps = 0

    def reach(self, target: Locator) -> None:
        self.steps += 1
        super().reach(target)

    def enter(self, target: Locator) -> None:
        """Go to a control that leads to no new page and press it."""
        self.reach(target)
        target.press("Enter")

    def type_into(self, target: Locator, text: str) -> None:
        """Go to a field and type."""
        self.reach(target)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def send(self, dialog: Locator, file: Path, title: str) -> None:
        """In a chooser: its second tab, the file, what it is called, and send it."""
        expect(dialog).to_be_focused()  # which it takes when it has glided in, wherever one is by then
        self.reach(dialog.get_by_role("tab").first)
        self.page.keyboard.press("ArrowRight")
        chosen = dialog.locator("input[type=file]")
        self.reach(chosen)
        chosen.set_input_files(str(file))
        self.type_into(dialog.locator("input[name$=title]"), title)
        self.enter(dialog.get_by_role("button", name="Ladda upp"))
        expect(dialog).to_have_count(0)


def test_the_coordinator_publishes_news_with_a_picture_and_a_pdf_by_keyboard(
    page: Page, live_server: Any, coordinator: Any, tmp_path: Path
) -> None:
    ensure_tree()
    news_index()
    (tmp_path / "mote.png").write_bytes(picture_bytes((900, 600)))
    weasyprint.HTML(string="<html lang=sv><title>P</title><p>Rådet åt kanelbullar.</p></html>").write_pdf(
        str(tmp_path / "protokoll.pdf"), pdf_variant="pdf/ua-1"
    )
    keys = Counted(page)
    sign_in(page, live_server.url, coordinator)
    page.goto(f"{live_server.url}/oversikt/")

    # When she writes it
    keys.follow("Redaktion", exact=True)
    keys.follow("Skriv en nyhet")
    keys.type_into(page.get_by_placeholder("Sidrubrik"), TITLE)
    keys.type_into(page.locator("#id_lead"), "Rådet börjar i mars.")
    keys.enter(page.get_by_role("button", name="Lägg till en del").first)
    expect(page.locator(".w-combobox [role=combobox]")).to_be_focused()
    page.keyboard.type("Dokument att")
    option = page.locator("[role=option]")
    expect(option).to_have_text("Dokument att ladda ner")
    if option.get_attribute("aria-selected") != "true":
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    keys.enter(page.get_by_role("button", name="Välj ett dokument").first)
    keys.send(page.locator(".modal"), tmp_path / "protokoll.pdf", "Protokoll från rådets första möte")
    keys.enter(page.get_by_role("button", name="Välj en bild").first)
    keys.send(page.locator(".modal"), tmp_path / "mote.png", "Mötet")

    # Then her draft has saved itself although the picture has no words yet
    expect(page.locator("#w-autosave-indicator")).to_contain_text("Sparat")
    assert NewsPage.objects.get(title=TITLE).live is False

    # When she says what the picture shows and publishes
    keys.type_into(page.locator("#id_picture_words"), "Fyra personer vid ett bord")
    expect(page.locator("#w-autosave-indicator")).to_contain_text("Sparat")
    keys.enter(page.get_by_role("button", name="Fler åtgärder").last)
    publish = page.get_by_role("button", name="Publicera", exact=True)
    keys.reach(publish)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_text(f"”{TITLE}” är publicerad.")).to_be_visible()
    assert keys.steps <= MOST_STEPS, keys.steps

    # Then everybody finds it, with picture and file
    read_new_documents()
    index.repair()
    page.context.clear_cookies()
    for address, link in (
        ("/", TITLE),
        ("/aktuellt/", TITLE),
        ("/sok/?q=kanelbulle", "Protokoll från rådets"),
    ):
        page.goto(live_server.url + address)
        expect(page.get_by_role("link", name=link).first).to_be_visible()
    feed = page.request.get(f"{live_server.url}/aktuellt/atom.xml")
    assert TITLE in feed.text()
    page.goto(f"{live_server.url}/aktuellt/")
    page.get_by_role("link", name=TITLE).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    shown = page.get_by_role("img", name="Fyra personer vid ett bord")
    assert shown.evaluate("image => image.decode().then(() => image.naturalWidth)") > 100
    file = page.get_by_role("link", name="Protokoll från rådets första möte (pdf, 1 sida)")
    opened = page.request.get(live_server.url + str(file.get_attribute("href")))
    assert (opened.status, opened.body()[:5]) == (200, b"%PDF-")
