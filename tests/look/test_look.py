"""The look in a real browser: every component, on a phone, a desk and at 400 % zoom, light and dark."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import DESK, NARROW, PHONE, assert_accessible, page_faults

PAGES = ["offentlig/", "arbetsyta/", "formular/", "flera/", "logga-in/", "svar/"]


@pytest.fixture
def address(live_server: Any) -> str:
    """Serve the pages that show every component."""
    return str(live_server.url)


@pytest.fixture
def complaints(page: Page) -> Iterator[list[str]]:
    """Collect what the browser refuses or cannot find; nothing may be left at the end."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    yield said
    assert said == []


def submit_empty(page: Page, address: str) -> None:
    page.goto(f"{address}/formular/")
    page.get_by_label("Rubrik").fill("")
    page.get_by_role("button", name="Skicka för granskning").click()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_every_component_is_accessible_at_all_widths(
    page: Page, address: str, complaints: list[str], name: str, scheme: Any
) -> None:
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{address}/{name}")

    for size in (NARROW, PHONE, DESK):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        assert_accessible(page)


@pytest.mark.parametrize(
    "change",
    [
        "@media (min-width: 1000px) { main h1 { color: #eee } }",
        "@media (min-width: 1000px) { main { background: #333 } }",
    ],
    ids=["letters", "ground"],
)
def test_what_is_hard_to_read_at_one_width_alone_is_noticed(page: Page, address: str, change: str) -> None:
    """What looks the same at both widths is judged once: the check is not asleep."""
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.goto(f"{address}/offentlig/")
    page.evaluate(
        """(change) => { const sheet = new CSSStyleSheet(); sheet.replaceSync(change);
        document.adoptedStyleSheets = [sheet]; }""",
        change,
    )
    assert page_faults(page) == []

    page.set_viewport_size(DESK)  # type: ignore[arg-type]

    assert [fault for fault in page_faults(page) if "color-contrast" in fault]


@pytest.mark.parametrize("name", PAGES)
def test_forced_colours_keep_every_component_readable(
    page: Page, address: str, complaints: list[str], name: str
) -> None:
    page.emulate_media(forced_colors="active")

    page.goto(f"{address}/{name}")

    # axe compares our own colours, which the reader's palette has replaced: it measures nothing here.
    assert [fault for fault in page_faults(page) if "color-contrast" not in fault] == []
    palette = page.evaluate(
        """() => [...document.querySelectorAll(".foot, .top, .help, .btn--main, .notice, .status")].map(
        (element) => getComputedStyle(element).backgroundColor)"""
    )
    assert set(palette) <= {
        "rgb(255, 255, 255)",
        "rgba(0, 0, 0, 0)",
        "rgba(255, 255, 255, 0)",
        "rgb(239, 239, 239)",
        "rgb(192, 192, 192)",
    }


def test_text_spacing_of_the_reader_breaks_nothing(page: Page, address: str) -> None:
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    page.goto(f"{address}/offentlig/")

    page.evaluate(
        """() => { const sheet = new CSSStyleSheet(); sheet.replaceSync(
        "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }");
        document.adoptedStyleSheets = [sheet]; }"""
    )

    assert [fault for fault in page_faults(page) if "sideways" in fault] == []


def test_refused_form_moves_the_focus_to_a_summary_that_links_to_every_field(
    page: Page, address: str, complaints: list[str]
) -> None:
    submit_empty(page, address)

    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(summary.get_by_role("heading")).to_have_text("Elva saker behöver rättas")
    for link in summary.get_by_role("link").all():
        link.click()
        target = (link.get_attribute("href") or "").removeprefix("#")
        expect(page.locator(f'[id="{target}"]')).to_be_focused()
    assert_accessible(page)


@pytest.mark.parametrize("size", [NARROW, PHONE, DESK])
def test_refused_answer_names_what_is_missing_and_keeps_what_was_typed(
    page: Page, address: str, complaints: list[str], size: Any
) -> None:
    page.set_viewport_size(size)
    page.goto(f"{address}/svar/")
    page.get_by_label("Vem ansvarar?").fill("Verksamhetschef, vuxenpsykiatrin")

    page.get_by_role("button", name="Skicka svaret").click()

    expect(page.get_by_role("alert").get_by_role("link")).to_have_text(
        [
            "Vad svarar ni? Välj ett av de tre svaren.",
            "Vad gör ni, eller varför inte? Skriv vad ni gör, eller varför ni inte gör det.",
            "Klart senast: Välj den dag då det ska vara klart.",
        ]
    )
    expect(page.get_by_label("Vem ansvarar?")).to_have_value("Verksamhetschef, vuxenpsykiatrin")
    assert_accessible(page)


@pytest.mark.parametrize("size", [NARROW, PHONE, DESK])
@pytest.mark.parametrize("button", ["Spara utkast", "Skicka svaret"])
def test_answer_shows_how_it_will_be_read(
    page: Page, address: str, complaints: list[str], size: Any, button: str
) -> None:
    page.set_viewport_size(size)
    page.goto(f"{address}/svar/")
    page.get_by_label("Nej, inte nu").check()
    page.get_by_label("Vad gör ni, eller varför inte?").fill("Vi har inte personal till det i år.")
    page.get_by_label("Vem ansvarar?").fill("Enhetschef")

    page.get_by_role("button", name=button).click()

    shown = page.get_by_role("complementary", name="Så syns svaret")
    expect(shown).to_contain_text("Nej, inte nu. Vi har inte personal till det i år.")
    expect(page.get_by_text("Svaret är skickat.")).to_have_count(int(button == "Skicka svaret"))
    assert_accessible(page)


def test_field_in_error_says_hint_and_error_to_a_screen_reader(page: Page, address: str) -> None:
    submit_empty(page, address)

    title = page.get_by_label("Rubrik")

    described = title.evaluate(
        "box => box.getAttribute('aria-describedby').split(' ').map(id => document.getElementById(id).innerText)"
    )
    assert described[0] == "Säg vad som händer. Undvik förkortningar."
    assert "Fel:" in described[1]
    assert title.get_attribute("aria-invalid") == "true"


def test_what_was_typed_stays_when_the_form_is_refused(page: Page, address: str) -> None:
    page.goto(f"{address}/formular/")
    page.get_by_label("Beskrivning").fill("Vi läser Återhämtningsguiden.")
    page.get_by_label("Digitalt").check()

    page.get_by_role("button", name="Skicka för granskning").click()

    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("Beskrivning")).to_have_value("Vi läser Återhämtningsguiden.")
    expect(page.get_by_label("Digitalt")).to_be_checked()


def test_count_follows_the_typing(page: Page, address: str) -> None:
    page.goto(f"{address}/formular/")

    page.get_by_label("Beskrivning").fill("x" * 82)
    expect(page.locator("#id_text_count")).to_have_text("318 tecken kvar av 400")

    page.get_by_label("Beskrivning").fill("x" * 403)
    expect(page.locator("#id_text_count")).to_have_text("3 tecken för mycket. Högst 400 får plats")


def test_menu_on_a_phone_opens_and_closes_by_keyboard(page: Page, address: str) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.goto(f"{address}/offentlig/")
    menu = page.get_by_role("button", name="Meny")
    calendar = page.get_by_role("navigation", name="Huvudmeny").get_by_role("link", name="Kalender")
    expect(calendar).to_be_hidden()

    menu.focus()
    page.keyboard.press("Enter")
    expect(calendar).to_be_visible()
    assert_accessible(page)
    page.keyboard.press("Escape")

    expect(calendar).to_be_hidden()
    expect(menu).to_be_focused()


def test_keyboard_starts_with_the_skip_link_and_then_the_help(page: Page, address: str) -> None:
    page.goto(f"{address}/offentlig/")

    order = []
    for _ in range(3):
        page.keyboard.press("Tab")
        order.append(page.evaluate("document.activeElement.textContent.trim()"))

    assert order[0] == "Hoppa till innehållet"
    assert order[1].startswith("112")


def test_skip_link_is_seen_and_moves_past_the_frame(page: Page, address: str) -> None:
    page.goto(f"{address}/offentlig/")

    page.keyboard.press("Tab")
    assert page.locator(".skip").evaluate("link => getComputedStyle(link).clipPath") == "none"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_every_stop_of_the_keyboard_is_visible(page: Page, address: str) -> None:
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    page.goto(f"{address}/arbetsyta/")
    stops = 0

    while stops < 80:
        page.keyboard.press("Tab")
        stop = page.evaluate(
            """() => { const element = document.activeElement; if (element === document.body) return null;
            const box = element.getBoundingClientRect(); const style = getComputedStyle(element);
            return { name: element.outerHTML.slice(0, 90), height: box.height, outline: style.outlineStyle,
                     inside: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth }; }"""
        )
        if stop is None:
            break
        stops += 1
        assert stop["inside"], stop
        assert stop["height"] > 0, stop
        assert stop["outline"] == "solid", stop

    assert 10 < stops < 80


def test_everything_to_press_outside_running_text_is_large_enough(page: Page, address: str) -> None:
    for name in PAGES:
        page.set_viewport_size(PHONE)  # type: ignore[arg-type]
        page.goto(f"{address}/{name}")
        small = page.evaluate(
            """() => [...document.querySelectorAll(
                "button, .btn, .go, summary, .choice, .input, .chips a, .switch a, .tabs a, .tick-target, .brand")]
              .filter((element) => element.checkVisibility())
              .filter((element) => element.getBoundingClientRect().height < 43.5)
              .map((element) => `${element.getBoundingClientRect().height} ${element.outerHTML.slice(0, 80)}`)"""
        )
        assert small == [], name


def test_without_script_the_page_says_the_same(browser: Any, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    page = context.new_page()

    page.goto(f"{address}/formular/")
    page.get_by_role("button", name="Skicka för granskning").click()

    expect(page.get_by_role("heading", name="Elva saker behöver rättas")).to_be_visible()
    expect(page.get_by_role("button", name="Meny")).to_be_visible()
    context.close()


def test_slow_work_is_followed_until_it_is_done(page: Page, address: str, complaints: list[str]) -> None:
    page.goto(f"{address}/arbetsyta/")

    page.get_by_text("80 rader är inlästa.").wait_for()

    assert page.get_by_role("progressbar").count() == 0


def test_many_are_chosen_at_once(page: Page, address: str) -> None:
    page.goto(f"{address}/arbetsyta/")

    page.get_by_label("Välj alla").check()

    expect(page.get_by_label("Välj Julpyssel")).to_be_checked()
    expect(page.get_by_text("2 valda")).to_be_visible()


@pytest.mark.parametrize("code", [400, 403, 404, 429, 500])
def test_error_pages_are_calm_and_accessible(page: Page, address: str, code: int) -> None:
    page.goto(f"{address}/fel/{code}/")

    for size in (PHONE, DESK):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        assert_accessible(page)
        assert page.get_by_role("link", name="112").first.is_visible()


def test_paper_leaves_out_what_cannot_be_pressed_and_keeps_the_help(page: Page, address: str) -> None:
    page.goto(f"{address}/offentlig/")

    page.emulate_media(media="print")

    for gone in (".nav", ".help", ".btn", ".filter", ".month", ".chips"):
        assert not page.locator(gone).first.is_visible(), gone
    assert page.get_by_role("heading", name="Du behöver inte vara ensam").is_visible()
    assert page.locator(".day").first.is_visible()
