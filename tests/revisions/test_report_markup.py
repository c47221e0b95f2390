"""The report's markup: a tree, drawn through our own escaping. The word-processor copy draws the same tree."""

import io
import zipfile
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree, html

from revisions.report_docx import report_docx
from revisions.report_markup import parse, to_html, to_plain
from tests.pdf.report_samples import LONG_WORD, sample

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("Ett.\nTvå.\n\nTre.", "<p>Ett. Två.</p>\n<p>Tre.</p>"),
        ("### Rubrik\nText", "<h3>Rubrik</h3>\n<p>Text</p>"),
        ("- a\n- b\n  mer", "<ul><li>a</li><li>b mer</li></ul>"),
        ("1. a\n2. b", "<ol><li>a</li><li>b</li></ol>"),
        ("- a\n1. b", "<ul><li>a</li></ul>\n<ol><li>b</li></ol>"),
        ("Det är **viktigt** här.", "<p>Det är <strong>viktigt</strong> här.</p>"),
        ("5 ** 3 ** 2", "<p>5 ** 3 ** 2</p>"),
        (
            "<script>x</script> & **<b>**",
            "<p>&lt;script&gt;x&lt;/script&gt; &amp; <strong>&lt;b&gt;</strong></p>",
        ),
        ("", ""),
    ],
)
def test_markup_becomes_html(text: str, drawn: str) -> None:
    assert to_html(text) == drawn


@given(st.text(max_size=300))
def test_no_text_becomes_any_other_tag(text: str) -> None:
    tree = html.fromstring(f"<div>{to_html(text)}</div>") if to_html(text) else html.fromstring("<div></div>")

    assert {one.tag for one in tree.iterdescendants() if isinstance(one.tag, str)} <= {
        "p", "h3", "ul", "ol", "li", "strong",
    }  # fmt: skip


@given(
    st.lists(
        st.text(alphabet="abcåäö ", min_size=1, max_size=20).map(str.strip).filter(bool),
        min_size=1,
        max_size=8,
    )
)
def test_plain_words_are_all_kept(words: list[str]) -> None:
    assert to_plain("\n\n".join(words)).split("\n") == words
    assert [block.kind for block in parse("\n\n".join(words))] == ["paragraph"] * len(words)


@pytest.fixture(params=[0, 1, 6])
def copy(request: pytest.FixtureRequest) -> dict[str, Any]:
    content = report_docx(sample(request.param, word=LONG_WORD, note="Ett <antal> & mer"), 2)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: etree.fromstring(archive.read(name)) for name in archive.namelist()}


def test_the_copy_has_real_headings_language_and_title(copy: dict[str, Any]) -> None:
    styles = {one.get(f"{_W}val") for one in copy["word/document.xml"].iter(f"{_W}pStyle")}
    defined = {one.get(f"{_W}styleId") for one in copy["word/styles.xml"].iter(f"{_W}style")}

    assert {"Title", "Heading1", "Heading2"} <= styles <= defined
    assert {one.get(f"{_W}val") for one in copy["word/styles.xml"].iter(f"{_W}lang")} == {"sv-SE"}
    assert "Får du vara med" in etree.tostring(copy["docProps/core.xml"], encoding="unicode")


def test_every_table_of_the_copy_marks_its_head(copy: dict[str, Any]) -> None:
    for table in copy["word/document.xml"].iter(f"{_W}tbl"):
        rows = table.findall(f"{_W}tr")

        assert rows[0].find(f"{_W}trPr/{_W}tblHeader") is not None
        assert {len(row.findall(f"{_W}tc")) for row in rows} == {
            len(table.findall(f"{_W}tblGrid/{_W}gridCol"))
        }


def test_every_numbered_list_of_the_copy_begins_at_one() -> None:
    """Each has a number of its own; Word would go on from the last otherwise."""
    content = report_docx(sample(2), 1)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        body, numbering = (
            etree.fromstring(archive.read(f"word/{name}.xml")) for name in ("document", "numbering")
        )
    used = [one.get(f"{_W}val") for one in body.iter(f"{_W}numId")]
    lists = [one for one in used if one != "1"]

    # Four findings, each with a list of two points, and the guide's one area with two questions.
    assert lists == ["2", "2", "3", "3", "4", "4", "5", "5", "6", "6"]
    defined = {one.get(f"{_W}numId"): one for one in numbering.iter(f"{_W}num")}
    assert set(used) <= set(defined)
    assert all(defined[one].find(f"{_W}lvlOverride") is not None for one in lists)


def test_the_copy_opens_whatever_was_pasted_into_the_report() -> None:
    """Word opens no file with a sign that XML has no place for; a table's columns are as wide as their words need."""
    odd = "före\x0b\ufffe\x00efter"
    content = report_docx(sample(1, word=odd, title=odd, note=odd), 1)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: etree.fromstring(archive.read(name)) for name in archive.namelist()}

    assert "föreefter" in "".join(parts["word/document.xml"].itertext())
    proposals = next(
        table
        for table in parts["word/document.xml"].iter(f"{_W}tbl")
        if table.find(f"{_W}tblPr/{_W}tblCaption").get(f"{_W}val") == "Förslag"
    )
    number, *others = (int(one.get(f"{_W}w")) for one in proposals.iter(f"{_W}gridCol"))
    assert number < min(others) / 2


def test_the_copy_says_what_the_report_says(copy: dict[str, Any]) -> None:
    words = "".join(copy["word/document.xml"].itertext())

    assert "Ett <antal> & mer" in words
    assert "Inget svar inkom." in words
    assert "Utgåva 2." in words
    assert "Diarienummer HSN 2026/117" in words
    assert "En synpunkt hade inte fått svar av revisorerna" in words
    assert "Publicerad 26\xa0mars 2026." in words
