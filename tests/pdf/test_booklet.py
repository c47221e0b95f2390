"""The directory's booklet, with no, one and two hundred associations and words that do not fit."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from associations import booklet, services
from associations.facts import FACT_NAMES, facts_of
from associations.models import Association
from common import page_cache
from organisations.models import Municipality
from tests.pdf.checks import (
    assert_passes_both_checkers,
    assert_reads_as_the_html,
    page_pictures,
    tagged_texts,
)

pytestmark = pytest.mark.django_db
WORD = "Allmänpsykiatrisköppenvårdsmottagningssamordningsgruppsmöten"


@pytest.fixture
def fill(coordinator: Any, municipality: Municipality) -> Callable[[int], None]:
    """Make so many listed associations, each with every kind of fact."""

    def make(number: int) -> None:
        for count in range(min(number, 3)):
            association = services.create_association(
                f"Föreningen {WORD if count == 0 else 'Ljuset'} {count}",
                actor=coordinator,
                lead="Vi ses, <b>fikar</b> & pratar. 🙂",
                description=f"Första stycket om {WORD}.\n\nAndra stycket.",
                how_to_join="Ring.\nKom.",
                base_municipality_id=municipality.pk,
                covers_county=count % 3 == 0,
                audiences=("users", "relatives"),
                focus_areas=("anxiety",),
                phone="+46701740605",
                phone_hours="Vardagar 10.00–14.00",
                street_address="Storgatan 1, Gävle",
                access_facts=("lift",),
            )
            services.list_association(association, actor=coordinator)
        # The rest look like the last one: two hundred through the services would take half a minute.
        facts = facts_of(association) if number else None
        for count in range(3, number):
            names = {name: getattr(facts, name) for name in FACT_NAMES if name not in {"name", "covers_ids"}}
            Association.objects.create(
                name=f"Föreningen Ljuset {count}", slug=f"ljuset-{count}", status="listed", **names
            )

    return make


def test_a_new_release_makes_the_booklet_anew(monkeypatch: Any) -> None:
    before = booklet.current_stamp()

    monkeypatch.setattr(page_cache, "_build_name", "en-senare-version")

    assert booklet.current_stamp() != before


@pytest.mark.parametrize("number", [0, 1, 200])
def test_the_booklet_is_accessible_and_reads_in_order(
    fill: Callable[[int], None], number: int, tmp_path: Path
):
    fill(number)

    content = booklet.render_booklet()

    assert_passes_both_checkers(content, tmp_path)
    html = booklet.booklet_html()
    assert_reads_as_the_html(content, html.replace("🙂", ""))


def test_every_page_can_be_drawn(fill: Callable[[int], None], tmp_path: Path):
    fill(1)

    pictures = page_pictures(booklet.render_booklet(), tmp_path)

    assert len(pictures) >= 4


def test_an_association_stands_whole_on_its_page_and_the_cover_says_where_news_are(
    fill: Callable[[int], None], settings: Any
):
    settings.PORTAL_ORIGIN = "https://portal.example.org"
    fill(3)

    pages = [page.extract_text() for page in PdfReader(io.BytesIO(booklet.render_booklet())).pages]

    assert "https://portal.example.org/foreningar/" in pages[0]
    for name in ("Föreningen Ljuset 1", "Föreningen Ljuset 2"):
        # The contents and the index name it too.
        (page,) = (page for page in pages if page.startswith(name))
        assert "Vem är den till för?" in page
        assert "Hiss" in page


def test_what_is_taken_down_is_not_in_the_next_booklet(fill: Callable[[int], None], coordinator: Any):
    fill(2)
    gone = Association.objects.in_order().last()
    assert gone is not None
    before = booklet.current_stamp()
    assert gone.name in tagged_texts(booklet.booklet(before), "H2")

    services.unlist_association(gone, actor=coordinator)

    after = booklet.current_stamp()
    assert after != before
    assert gone.name not in tagged_texts(booklet.booklet(after), "H2")
