"""The search as somebody meets it: narrowed and turned without a reload, told aloud, and the same without script."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from associations.models import Association, AssociationNetwork
from common.search import index
from common.search.asking import PAGE_SIZE
from tests.browser import assert_accessible_at_both_widths

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def lights(transactional_db: None) -> None:
    for number in range(PAGE_SIZE + 1):
        Association.objects.create(name=f"Fyren {number:02}", slug=f"fyren-{number}", status="listed")
    AssociationNetwork.objects.create(name="Nätverket Fyren", slug="natverket", is_listed=True)
    index.repair()


def test_the_filter_and_the_pages_work_by_keyboard_without_a_reload(
    lights: None, page: Page, live_server: Any
) -> None:
    page.goto(f"{live_server.url}/sok/")
    page.evaluate("window.stayed = true")
    page.get_by_label("Vad söker du?").fill("fyren")
    page.keyboard.press("Enter")
    said = page.locator("#sok-lage")
    expect(said).to_contain_text("22 träffar")
    assert page.url.endswith("/sok/?q=fyren")
    assert_accessible_at_both_widths(page)

    page.get_by_role("link", name="Nätverk (1)").focus()
    page.keyboard.press("Enter")
    expect(said).to_contain_text("1 träff")
    expect(page.locator("#sokt li.entry")).to_have_count(1)
    assert page.url.endswith("?q=fyren&typ=natverk")
    # Whoever chose stands where they stood.
    expect(page.get_by_role("link", name="Nätverk (1)")).to_be_focused()
    expect(page.get_by_role("link", name="Nätverk (1)")).to_have_attribute("aria-current", "page")

    page.go_back()
    expect(said).to_contain_text("22 träffar")
    page.get_by_role("link", name="Nästa sida").click()
    expect(page.locator("#sokt li.entry")).to_have_count(2)
    expect(page.locator("[data-found]")).to_be_focused()
    assert page.evaluate("window.stayed") is True
    assert page.context.cookies() == []


def test_the_same_works_without_script(lights: None, browser: Browser, live_server: Any) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/sok/")
    page.get_by_label("Vad söker du?").fill("fyren")
    page.get_by_role("main").get_by_role("button", name="Sök").click()
    page.get_by_role("link", name="Nätverk (1)").click()

    expect(page.locator("#sokt li.entry")).to_have_count(1)
    expect(page.locator("[data-found]")).to_contain_text("1 träff")
    context.close()
