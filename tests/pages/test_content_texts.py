"""The shipped texts themselves: plain, true to their form, and with links that lead somewhere."""

import hashlib
import re
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve

from common.readability import readability
from common.swedish import today
from pages.blocks.links import check_link_words
from pages.content import markdown
from pages.content.reading import ContentFileError, PageText, addresses_of, read_news, read_pages, words_of
from pages.content.shipped import DEMO_NEWS, PAGES
from pages.enquiries.ways import WAYS, Way

TEXTS = read_pages(PAGES)
NEWS = read_news(DEMO_NEWS, owner="Samordnare")
ALL = [*TEXTS, *NEWS]
EVERY = pytest.mark.parametrize("text", ALL, ids=lambda text: text.slug)

#: Plain Swedish: easy, and never harder than this.
HARDEST = 40
#: Family names that stand in the founding documents, as digests: they are private persons.
_NAMES = [
    "1fb2b022ed7f",
    "38ad3ecb0f92",
    "40144612e2b5",
    "440952867a9f",
    "5b6d35dab3da",
    "5f1a7057800b",
    "6374252961ff",
    "73609a4b9de6",
    "8759c27dded2",
    "92d7c01561ff",
    "9ee21abac30f",
    "a5556f4a84b5",
    "b0d57c648e92",
    "b1912ebeb24d",
    "b7c07e526ab3",
    "fdc1950dfa43",
]
#: Others' sites that the texts may lead to.
_ELSEWHERE = {"www.riksdagen.se", "www.digg.se", "nsph.se", "aterhamtningsguiden.se"}


#: "Revision" alone misleads; the word is brukarrevision.
_LONE_REVISION = re.compile(r"\brevision(?!shistorik)")


def whole(text: PageText, *, quotes: bool = False) -> str:
    return "\n".join([text.title, text.lead, *words_of(text.body, quotes=quotes)])


# LIX is made for Swedish; Finnish words are long.
@pytest.mark.parametrize("text", [one for one in ALL if one.language != "fi"], ids=lambda text: text.slug)
def test_a_text_is_plain(text: PageText) -> None:
    found = readability(whole(text))

    assert found.lix is None or found.lix <= HARDEST
    assert found.long_sentences == ()
    assert len(text.lead) <= 200


@EVERY
def test_every_address_in_a_text_leads_somewhere(text: PageText) -> None:
    keys = {one.key for one in ALL}

    for address in addresses_of(text.body):
        parts = urlsplit(address)
        if parts.scheme:
            assert parts.scheme == "https"
            assert parts.hostname in _ELSEWHERE
        elif parts.path.strip("/") not in keys:
            assert parts.path.startswith("/"), address
            assert parts.path.endswith("/"), address
            try:
                match = resolve(parts.path)
            except Resolver404:
                pytest.fail(f"{text.key}: {address}")
            # Wagtail's own address takes anything: it isn't proof that a page is there.
            assert match.view_name != "wagtail_serve", f"{text.key}: {address}"


@EVERY
def test_links_say_where_they_lead_and_headings_are_not_used_twice(text: PageText) -> None:
    headings = [part["section"]["heading"] for part in text.body if "section" in part]

    assert len(headings) == len(set(headings))
    for words in _link_words(text.body):
        check_link_words(words)


@EVERY
def test_a_text_names_no_private_person(text: PageText) -> None:
    words = re.findall(r"\w+", whole(text, quotes=True).lower())

    assert not [word for word in words if hashlib.sha256(word.encode()).hexdigest()[:12] in _NAMES]


@EVERY
def test_a_text_speaks_to_the_reader_as_the_portal_does(text: PageText) -> None:
    words = whole(text).lower()

    for unwanted in ("klient", "vårdtagare", "de drabbade", "begick självmord", "psykiskt sjuk", "klicka"):
        assert unwanted not in words
    assert not _LONE_REVISION.search(words)
    if re.search(r"\bsip\b", words):
        assert "samordnad individuell plan" in words
    assert not re.search(r"[!\U0001F300-\U0001FAFF]", words)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.slug)
def test_a_way_to_take_part_names_no_revision_alone(way: Way) -> None:
    told = [way.title, way.short, *way.sentences, way.next_step, way.message_hint]

    assert not _LONE_REVISION.search(" ".join(told).lower())


def test_every_page_of_the_promise_is_there() -> None:
    keys = {text.key for text in TEXTS}
    ways = ("brukarrad", "brukarrevision", "peer-support-vad-ar-det", "studiecirklar-och-stodgrupper")
    ways += ("patientforum", "aterhamtningsguiden", "hjarnkoll")
    below = ("tre-nivaer", "tre-teman", "samordnaren", "arvode", "lagar", "buuuu-hjulet", "metoder")
    below += ("bli-brukarrevisor", "bli-representant", "bli-peer-supporter")

    assert {f"sa-paverkar-du/{slug}" for slug in below} <= keys
    assert {f"sa-paverkar-du/metoder/{slug}" for slug in ways} <= keys
    assert {"delaktighetstrappan", "tillganglighet", "om-oss", "sa-lamnar-du-inga-spar", "aktuellt"} <= keys
    for page in ("sa-paverkar-du", "om-oss"):
        languages = {text.language for text in TEXTS if text.translation_of == page}
        assert languages == {"sv-lattlast", "en", "fi"}
    assert 4 <= len(NEWS) <= 6


@pytest.mark.parametrize(
    ("slug", "named"),
    [
        ("sa-paverkar-du", ["positionspapper", "Funktionshinder och delaktighet", "medskapare"]),
        ("delaktighetstrappan", ["Stegen och trappan – olika syn på deltagande"]),
        ("samordnaren", ["överenskommelse", "handlingsplan", "skrivelser"]),
    ],
)
def test_the_documents_that_the_work_rests_on_are_named(slug: str, named: list[str]) -> None:
    page = whole(next(text for text in TEXTS if text.slug == slug))

    assert [words for words in named if words not in page] == []


def test_laws_carry_the_day_of_the_wording_and_the_source() -> None:
    page = next(text for text in TEXTS if text.slug == "lagar")
    laws = [
        part["law"]
        for section in page.body
        if "section" in section
        for part in section["section"]["body"]
        if "law" in part
    ]

    numbers = {law["number"] for law in laws}

    assert numbers == {"2014:821", "2025:400", "2017:30", "2017:725"}
    for law in laws:
        assert isinstance(law["wording_of"], date)
        assert law["wording_of"] <= today()
        year, number = law["number"].split(":")
        assert law["source"].rstrip("/").endswith(f"sfs-{year}-{number}")
        # The new law on social services is told in own words: nothing is quoted that nobody has compared.
        assert bool(law["quote"]) == (law["number"] in {"2014:821", "2017:725"})


def test_the_wheel_claims_nothing_that_nsph_has_not_said() -> None:
    page = next(text for text in TEXTS if text.slug == "buuuu-hjulet")
    letters = next(part["wheel"]["letters"] for part in page.body if "wheel" in part)

    assert "".join(letter["letter"] for letter in letters) == "BUUUU"
    assert {letter["word"] for letter in letters} == {""}
    assert "inte fått bekräftat" in whole(page)


@pytest.mark.parametrize(
    "part",
    [
        "delvis förenlig",
        "Region Gävleborg",
        "Brukarinflytande – Psykisk hälsa i Gävleborg",
        "egen granskning",
        "12 §",
        "9 §",
        "EN 301 549",
    ],
)
def test_the_accessibility_statement_has_what_the_rule_asks_for(part: str) -> None:
    page = next(text for text in TEXTS if text.key == "tillganglighet")

    assert part in whole(page)


def test_the_accessibility_statement_leads_to_both_ways_of_reporting() -> None:
    page = next(text for text in TEXTS if text.key == "tillganglighet")

    assert {"/tillganglighet/rapportera/", "https://www.digg.se/tdosanmalan"} <= set(addresses_of(page.body))


def test_marks_become_paragraphs_lists_bold_and_links() -> None:
    source = "Först\nsamma stycke & <b>.\n\n- ett **fett** ord\n- [Kalendern](/kalender/)\n\n1. första\n2. andra\n\nSist"

    html = markdown.rich_text(source, lambda address: f'href="{address}"')

    assert html == (
        "<p>Först samma stycke &amp; &lt;b&gt;.</p><ul><li>ett <b>fett</b> ord</li>"
        '<li><a href="/kalender/">Kalendern</a></li></ul><ol><li>första</li><li>andra</li></ol><p>Sist</p>'
    )


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        ("title: Ett", "saknar"),
        ("- ett", "namn och värden"),
        ("a: [", "går inte att läsa"),
        (
            "slug: a\ntitle: A\nlead: L\nparent: saknas\nlanguage: sv\nowner: S\nreviewed: 2026-11-22\nbody: []",
            "finns inte",
        ),
        (
            "slug: a\ntitle: A\nlead: L\nparent: ''\nlanguage: sv\nowner: S\nreviewed: 2026-11-22\n"
            "body: [{section: {heading: H, body: [{section: {heading: I, body: []}}]}}]",
            "kan inte stå här",
        ),
        (
            "slug: a\ntitle: A\nlead: L\nparent: ''\nlanguage: sv\nowner: S\nreviewed: 2026-11-22\nbody: [{table: {caption: C}}]",
            "fel namn",
        ),
    ],
)
def test_a_faulty_file_is_told_of_and_not_read(tmp_path: Path, written: str, fault: str) -> None:
    (tmp_path / "fel.yaml").write_text(written)

    with pytest.raises(ContentFileError) as refused:
        read_pages(tmp_path)

    assert fault in " ".join(refused.value.faults)


def _link_words(body: list[dict[str, object]]) -> list[str]:
    found: list[str] = []
    for part in body:
        [(kind, value)] = part.items()
        if kind == "links":
            found += [link["words"] for link in value]  # type: ignore[union-attr]
        elif kind in ("section", "subsection"):
            found += _link_words(value["body"])  # type: ignore[index]
    return found
