"""The report and its summary on paper: with no, one and many findings, and words that do not fit."""

import io
import re
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from common.models import Edition
from common.pdf import words_beyond
from revisions.pdf.report import STYLES, render_report, render_summary, report_html, summary_html
from tests.pdf.checks import (
    assert_passes_both_checkers,
    assert_reads_as_the_html,
    page_pictures,
    tagged_texts,
)
from tests.pdf.report_samples import LONG_WORD, sample

pytestmark = pytest.mark.django_db

SAMPLES = {
    "none": sample(0),
    "one": sample(1),
    "many": sample(6, note="Ett antal är rättat.", corrected_on="2026-04-02"),
    "long words": sample(2, word=LONG_WORD),
}


def _edition(data: dict[str, Any]) -> Edition:
    return Edition(number=1, kind="revisions.report", key="revisions.report:1", data=data)


@pytest.mark.parametrize("name", list(SAMPLES))
def test_the_report_passes_both_checkers_and_reads_as_its_html(name: str, tmp_path: Path) -> None:
    content, pages = render_report(_edition(SAMPLES[name]))

    assert_passes_both_checkers(content, tmp_path)
    # A bar's title is its alternative text, not text on the page.
    body = re.sub(r"<title>.*?</title>", "", report_html(SAMPLES[name], 1))
    assert_reads_as_the_html(content, body)
    assert len(page_pictures(content, tmp_path)) == pages


@pytest.mark.parametrize("name", list(SAMPLES))
def test_the_summary_is_one_page_and_passes_both_checkers(name: str, tmp_path: Path) -> None:
    content, pages = render_summary(_edition(SAMPLES[name]))

    assert_passes_both_checkers(content, tmp_path)
    assert pages == 1


def test_a_summary_that_fills_its_page_is_set_in_smaller_letters() -> None:
    text = "\n\n".join(["Vi frågade hur det är att vänta på hjälp, och många svarade."] * 22)
    data = sample(1, plain_summary=text)

    beyond = [
        words_beyond(1, summary_html(data, 1, small=small), title="S", stylesheets=STYLES)
        for small in (False, True)
    ]
    _, pages = render_summary(_edition(data))

    assert beyond[0] > 0
    assert (beyond[1], pages) == (0, 1)


def test_it_has_title_language_bookmarks_and_a_contents_that_leads_to_every_chapter() -> None:
    content, _ = render_report(_edition(SAMPLES["one"]))
    reader = PdfReader(io.BytesIO(content))

    assert str(reader.metadata.title).startswith("Får du vara med")
    assert reader.trailer["/Root"]["/Lang"] == "sv"
    heads = tagged_texts(content, "H2")
    bookmarks = [str(mark.title) for mark in reader.outline[1:] if not isinstance(mark, list)] or [
        str(mark.title) for mark in reader.outline[1] if not isinstance(mark, list)
    ]
    assert [one for one in bookmarks if one in heads] == heads
    contents = reader.pages[1].extract_text()
    for part in ("Teman i intervjuerna", "Skalfrågorna i intervjuerna", "Enkäten Hur är det att vänta?"):
        assert part in contents
    assert heads[1:5] == ["Sammanfattning", "1. Inledning", "2. Uppdraget", "3. De som svarade"]


def test_no_reply_is_printed_and_withheld_counts_say_so() -> None:
    content, _ = render_report(_edition(SAMPLES["one"]))
    words = "".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())

    assert "Ingetsvarinkom." in words
    assert "visasinte" in words
    assert "Återgivetmedandraord." in words


def test_a_hundred_pages_are_made_in_one_go() -> None:
    content, pages = render_report(_edition(sample(6, paragraphs=160)))

    assert pages >= 100
    assert len(PdfReader(io.BytesIO(content)).pages) == pages
