"""Text that is looked at while it is written: with and without script, on a phone and on a desk."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from playwright.sync_api import Browser, Page, expect

from accounts.models import User
from common.models import PrivacyWord
from tests.browser import assert_accessible_at_both_widths, sign_in

pytestmark = pytest.mark.django_db(transaction=True)

TEXT = "Anna ringde 070-174 06 05. Sen kom Anna hit. Liv är svårt."


@pytest.fixture(autouse=True)
def _own_addresses(settings: Any) -> None:
    settings.ROOT_URLCONF = "tests.common.privacy_urls"


@pytest.fixture
def complaints(page: Page) -> Iterator[list[str]]:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    yield said
    assert said == []


@pytest.fixture
def writer(page: Page, live_server: Any, complaints: list[str]) -> Page:
    page.set_default_timeout(10_000)
    sign_in(page, live_server.url, User.objects.create_user(email="skribent@example.org", name="Skribent"))
    page.goto(f"{live_server.url}/prov/")
    return page


def rows(page: Page) -> Any:
    return page.locator("#id_text_remarks li")


def test_the_list_comes_when_the_writer_pauses_and_a_button_takes_the_name_away(writer: Page):
    box = writer.get_by_label("Vad sa personen?")

    box.press_sequentially(TEXT)

    expect(rows(writer)).to_have_count(3)
    expect(rows(writer).first).to_contain_text("Anna (2 gånger) – namn")
    expect(writer.locator("#id_text_remarks [role=status]")).to_contain_text("3 ställen kan peka ut någon.")
    writer.get_by_role("button", name="Byt alla till [namn] (Anna)").click()
    expect(box).to_have_value("[namn] ringde 070-174 06 05. Sen kom [namn] hit. Liv är svårt.")
    expect(box).to_be_focused()
    expect(rows(writer)).to_have_count(2)


def test_what_was_exchanged_can_be_undone(writer: Page):
    box = writer.get_by_label("Vad sa personen?")
    box.press_sequentially("Jag såg Anna.")

    writer.get_by_role("button", name="Byt till [namn] (Anna)").click()
    expect(box).to_have_value("Jag såg [namn].")
    box.press("Control+z")

    expect(box).to_have_value("Jag såg Anna.")


def test_an_ordinary_word_can_be_left_and_is_not_mentioned_again(writer: Page):
    box = writer.get_by_label("Vad sa personen?")
    box.press_sequentially("Liv är svårt.")

    writer.get_by_role("button", name="Låt stå (Liv)").click()
    expect(rows(writer)).to_have_count(0)
    box.press_sequentially(" Ja, Liv.")
    writer.get_by_label("Vad vill du säga?").click()

    expect(rows(writer)).to_have_count(0)


def test_a_personal_number_cannot_be_left_and_stops_the_form_with_the_text_kept(writer: Page):
    box = writer.get_by_label("Vad sa personen?")
    box.press_sequentially("😀 Hon är 811228-9874.")

    expect(writer.get_by_role("button", name="Byt till [personnummer]")).to_be_visible()
    expect(writer.get_by_role("button", name="Låt stå")).to_have_count(0)
    writer.get_by_role("button", name="Spara").click()

    expect(writer.locator("#id_text_error")).to_contain_text("personnummer")
    expect(box).to_have_value("😀 Hon är 811228-9874.")
    writer.get_by_role("button", name="Byt till [personnummer]").click()
    expect(box).to_have_value("😀 Hon är [personnummer].")
    writer.get_by_role("button", name="Spara").click()
    expect(writer.get_by_text("Sparat.")).to_be_visible()


def test_a_page_hears_whether_the_text_may_be_stored(writer: Page):
    writer.evaluate(
        "document.addEventListener('privacy:remarks', (event) => { document.body.dataset.refused = event.detail.refused; })"
    )

    writer.get_by_label("Vad sa personen?").press_sequentially("811228-9874")

    expect(writer.locator("body[data-refused=true]")).to_have_count(1)


def test_the_operators_words_reach_only_the_signed_in_field(writer: Page):
    PrivacyWord.objects.create(word="Solgården", kind=PrivacyWord.Kind.ADD)

    writer.get_by_label("Vad vill du säga?").press_sequentially("Solgården och Anna")
    writer.get_by_label("Vad sa personen?").press_sequentially("Solgården och Anna")

    expect(writer.locator("#id_text_remarks li")).to_have_count(2)
    expect(writer.locator("#id_open_text_remarks li")).to_have_count(1)


def test_nothing_written_leaves_the_browser(writer: Page):
    asked: list[str] = []
    writer.on("request", lambda request: asked.append(f"{request.url} {request.post_data or ''}"))

    writer.get_by_label("Vad sa personen?").press_sequentially(TEXT)
    expect(rows(writer)).to_have_count(3)

    assert asked
    assert not [address for address in asked if "Anna" in address or "070" in address]


def test_it_is_accessible_with_remarks_and_errors(writer: Page, live_server: Any):
    writer.get_by_label("Vad sa personen?").press_sequentially(f"{TEXT} 811228-9874 Storgatan 12")
    expect(rows(writer)).to_have_count(5)
    assert_accessible_at_both_widths(writer)

    writer.get_by_role("button", name="Spara").click()
    expect(rows(writer)).to_have_count(5)

    assert_accessible_at_both_widths(writer)


def test_without_script_the_server_shows_the_same_list(browser: Browser, live_server: Any):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()

    page.goto(f"{live_server.url}/prov/?text=Anna ringde 070-174 06 05. Sen kom Anna.")

    expect(page.locator("#id_text_remarks li")).to_have_count(2)
    expect(page.locator("#id_text_remarks li").first).to_contain_text("Anna (2 gånger) – namn")
    expect(page.locator("#id_text_remarks button")).to_have_count(0)
    context.close()


def test_without_script_a_number_stops_the_form_and_names_do_not(client: Client):
    refused = client.post("/prov/", {"text": "Hon är 811228-9874."}).content.decode()
    stored = client.post("/prov/", {"text": "Anna var där."}).content.decode()

    assert "personnummer" in refused
    assert "Hon är 811228-9874." in refused
    assert "Sparat." not in refused
    assert "Sparat." in stored


def test_many_fields_ask_for_the_words_once(client: Client):
    with CaptureQueriesContext(connection) as queries:
        client.post("/prov/", {"text": "Anna var där.", "more": "Erik var där.", "open_text": "Eva var där."})

    assert sum("privacyword" in query["sql"] for query in queries) == 1


def test_strangers_never_get_the_operators_words(client: Client, live_server: Any):
    PrivacyWord.objects.create(word="Solgården", kind=PrivacyWord.Kind.ADD)

    answer = client.get("/ord-att-akta/lista.json")

    assert answer.status_code in {302, 401}
    assert "solgården" not in answer.content.decode().lower()


def test_the_script_that_checks_is_found_beside_the_page_by_address():
    # A name inside a module is not given the address of its own edition when static files are collected.
    script = (Path(__file__).parents[2] / "static" / "js" / "checked-text.js").read_text(encoding="utf-8")

    assert "import(check)" in script
    assert 'from "' not in script
