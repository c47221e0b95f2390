"""Templates and components: what they point at exists, and they say what they are given."""

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.paginator import Paginator
from django.template import Context, Template, TemplateSyntaxError
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.safestring import SafeString

from common.icons import ICONS, SYMBOLS
from common.notices import notify

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


def render(source: str, **values: Any) -> str:
    return Template(source).render(Context(values))


def _by_name() -> dict[str, str]:
    return {str(path.relative_to(ROOT / "templates")): path.read_text(encoding="utf-8") for path in TEMPLATES}


def test_templates_name_only_icons_that_exist() -> None:
    named = re.compile(r'{% icon "([a-z]+)"|href="#i-([a-z]+)"')
    used = {name: {one or other for one, other in named.findall(text)} for name, text in _by_name().items()}

    assert {name: icons - set(ICONS) for name, icons in used.items() if not icons <= set(ICONS)} == {}


def test_templates_hold_no_inline_style_script_or_foreign_address() -> None:
    wrong = []
    for name, source in _by_name().items():
        text = re.sub(r"{[%#].*?[%#]}", "", source)
        wrong += [(name, found) for found in re.findall(r"\sstyle=|<style|\son[a-z]+=", text)]
        wrong += [(name, found) for found in re.findall(r'(?:src|<link[^>]*href)="https?:', text)]
        scripts = re.findall(r"<script[^>]*>", text)
        wrong += [(name, found) for found in scripts if "src=" not in found and "ld+json" not in found]

    assert wrong == []


def test_page_carries_each_symbol_it_uses_once_and_no_other() -> None:
    page = render(
        '{% icons %}{% icon "pin" %}{% icon "pin" %}{% stair 3 %}{% needs_icons "late" %}{% endicons %}'
    )

    assert re.findall(r'<symbol id="([^"]+)"', page) == ["i-late", "i-pin", "stair-3"]


def test_icons_of_an_included_part_are_found() -> None:
    page = render(
        '{% icons %}{% include "components/empty.html" with title="Tomt" url="/" label="Hem" only %}{% endicons %}'
    )

    assert 'id="i-right"' in page


@pytest.mark.parametrize(
    "source", ['{% icon "smiley" %}', '{% status "fun" "Kul" %}', "{% stair_picture 6 %}"]
)
def test_unknown_names_fail_instead_of_showing_nothing(source: str) -> None:
    with pytest.raises(TemplateSyntaxError):
        render(source)


def test_every_symbol_is_well_formed() -> None:
    for name, symbol in SYMBOLS.items():
        assert symbol.startswith(f'<symbol id="{name}" viewBox="0 0 ')
        assert symbol.count("<g") == symbol.count("</g>")


def test_stair_says_name_and_number_and_stays_away_without_a_step() -> None:
    assert "<b>Samarbete</b>steg 4 av 5" in render("{% stair step %}", step=4)
    assert render("{% stair step %}", step=None).strip() == ""


def test_day_is_written_in_swedish() -> None:
    head = render('{% date_head day "dag-14" %}', day=dt.date(2026, 10, 14))

    assert 'id="dag-14"' in head
    assert "<span>onsdag</span> <b>14</b> <span>oktober</span>" in head


def test_event_row_shows_state_as_word_and_escapes_what_people_wrote() -> None:
    row = render_to_string(
        "components/event_row.html",
        {
            "url": "/x/",
            "title": "<b>Fika</b>",
            "time": "9.00",
            "note": "Inställt",
            "note_kind": "late",
            "cancelled": True,
        },
    )

    assert "Inställt" in row
    assert "event--off" in row
    assert "&lt;b&gt;Fika" in row


def test_pagination_keeps_the_filter_and_stays_away_from_one_page() -> None:
    middle = render_to_string(
        "components/pagination.html", {"page": Paginator(range(60), 20).page(2), "query": "kommun=gavle"}
    )
    alone = render_to_string("components/pagination.html", {"page": Paginator(range(3), 20).page(1)})

    assert 'href="?kommun=gavle&amp;sida=1"' in middle
    assert 'href="?kommun=gavle&amp;sida=3"' in middle
    assert "Sida 2 av 3" in middle
    assert alone.strip() == ""


def test_facts_leave_out_what_is_not_known() -> None:
    facts = render_to_string("components/facts.html", {"facts": [("Telefon", "", ""), ("Kommun", "Gävle")]})

    assert "Telefon" not in facts
    assert "Gävle" in facts


def test_differences_name_what_is_added_changed_and_removed() -> None:
    rows = [
        {"label": "Telefon", "old": "1", "new": "2", "changed": True},
        {"label": "Webb", "old": "x", "new": "", "changed": True},
        {"label": "Namn", "old": "Å", "new": "Å", "changed": False},
    ]

    shown = render_to_string("components/diff.html", {"rows": rows, "only_changed": True})

    assert "<del>1</del>" in shown
    assert "<ins>2</ins>" in shown
    assert "Tas bort" in shown
    assert "Namn" not in shown


def test_notice_offers_to_undo_with_a_form_that_posts() -> None:
    request = RequestFactory().get("/")
    request._messages = CookieStorage(request)  # type: ignore[attr-defined]
    notify(request, "Aktiviteten är publicerad.", undo_url="/kalender/angra/7/")

    shown = Template("{% notices %}").render(
        Context({"messages": request._messages, "csrf_token": SafeString("hemlig")})  # type: ignore[attr-defined]
    )

    assert 'method="post" action="/kalender/angra/7/"' in shown
    assert "hemlig" in shown
    assert "Ångra" in shown


def test_county_map_places_tiles_by_their_data_and_says_the_count_in_words() -> None:
    tiles = [
        {"name": "Ljusdal", "url": "?k=1", "count": 2, "column": 1, "row": 1, "current": False},
        {"name": "Gävle", "url": "?k=2", "count": 7, "column": 3, "row": 4, "current": True},
    ]

    shown = render("{% county_map tiles 'Välj kommun' %}", tiles=tiles)

    assert 'viewBox="0 0 276 256"' in shown
    assert 'aria-label="Gävle, 7 föreningar"' in shown
    assert '<rect x="184" y="192"' in shown


def test_public_frame_is_the_same_for_everybody() -> None:
    values = {
        "main_nav": [],
        "portal": {"name": "P"},
        "csrf_token": SafeString("hemlig"),
        "messages": ["Hej"],
    }

    stranger = render_to_string("base.html", values)
    member = render_to_string("base.html", {**values, "user": "Rio Representant", "messages": ["Annat"]})

    assert stranger == member
    assert "hemlig" not in stranger
    assert "Hej" not in stranger


@pytest.mark.parametrize("code", [400, 403, 404, 429, 500])
def test_error_page_needs_neither_context_nor_database(code: int) -> None:
    page = render_to_string(f"{code}.html")

    assert "tel:112" in page
    assert page.count("<h1>") == 1
