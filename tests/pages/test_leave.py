""" "Lämna sidan": a plain link; with script the back button does not lead here again."""

import re
from typing import Any

from django.test import Client
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser import PHONE

ELSEWHERE = "https://www.smhi.se/"
LINK = re.compile(r'<a class="leave" href="https://www\.smhi\.se/" rel="noreferrer" data-leave>')


def _answer(route: Route) -> None:
    route.fulfill(content_type="text/html; charset=utf-8", body="<title>Väder</title><h1>Väder</h1>")


def test_the_way_out_is_a_link_whose_address_the_operator_chooses(
    client: Client, db: None, settings: Any
) -> None:
    assert len(LINK.findall(client.get("/integritet/").content.decode())) == 2

    settings.PORTAL = {**settings.PORTAL, "leave_url": "https://www.example.org/"}

    assert 'href="https://www.example.org/" rel="noreferrer"' in client.get("/finns-inte/").content.decode()


def test_the_back_button_does_not_lead_to_what_was_left(
    browser: Browser, live_server: Any, transactional_db: None
) -> None:
    context = browser.new_context(viewport=PHONE)
    page: Page = context.new_page()
    asked: list[dict[str, str]] = []
    page.on("request", lambda one: asked.append(one.headers) if one.url.startswith(ELSEWHERE) else None)
    context.route(f"{ELSEWHERE}**", _answer)
    page.goto("about:blank")
    page.goto(f"{live_server.url}/")
    page.goto(f"{live_server.url}/integritet/")

    page.keyboard.press("Tab")
    page.get_by_role("link", name="Lämna sidan").first.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_title("Väder")
    # The page that was left is replaced; the one before it gives way at once.
    page.go_back()
    expect(page).to_have_title("Väder")
    assert all("referer" not in headers for headers in asked)

    # Whoever asks for the portal again by its address gets it.
    page.goto(f"{live_server.url}/integritet/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Så hanterar vi personuppgifter")
    assert page.evaluate("sessionStorage.length") == 0
    context.close()


def test_without_script_the_way_out_leads_out(
    browser: Browser, live_server: Any, transactional_db: None
) -> None:
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    context.route(f"{ELSEWHERE}**", _answer)
    page.goto(f"{live_server.url}/integritet/")

    page.get_by_role("link", name="Lämna sidan").first.click()

    expect(page).to_have_url(ELSEWHERE)
    context.close()
