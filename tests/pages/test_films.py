"""Films on public pages: a part at a time, with captions that are some, and nobody told before somebody follows a link."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.test import Client

from pages.captions import captions_fault
from pages.editing.tree import ensure_tree
from pages.models import InformationPage, PortalDocument
from pages.models.written import Language

pytestmark = pytest.mark.django_db
FILM = b"\x00\x00\x00\x18ftypmp42" + bytes(range(256)) * 400
SIZE = len(FILM)
CAPTIONS = "WEBVTT\n\n1\n00:01.000 --> 00:04.000\nHej och välkommen.\n"


def _document(name: str, content: bytes) -> PortalDocument:
    document = PortalDocument(title="Om brukarråd", file=ContentFile(content, name))
    document._set_document_file_metadata()
    document.save()
    return document


def _film(**facts: Any) -> tuple[str, dict[str, Any]]:
    return "film", {"title": "Om brukarråd", "language": "sv", "transcript": "<p>Kim säger hej.</p>", **facts}


def _page(*body: Any, live: bool = True, slug: str = "film", **facts: Any) -> InformationPage:
    page: InformationPage = ensure_tree().add_child(
        instance=InformationPage(
            title="Sida med film", slug=slug, owner_role="Samordnaren", live=live, body=[*body], **facts
        )
    )
    return page


@pytest.fixture
def film() -> PortalDocument:
    return _document("film.mp4", FILM)


@pytest.fixture
def shown(film: PortalDocument) -> InformationPage:
    return _page(_film(file=film, captions=_document("film.vtt", CAPTIONS.encode()), length="3 minuter"))


def _ask(address: str, span: str = "", client: Client | None = None, **more: str) -> tuple[Any, bytes]:
    headers = {**({"range": span} if span else {}), **more}
    answer = (client or Client()).get(address, headers=headers)
    return answer, b"".join(answer.streaming_content) if answer.streaming else answer.content


@pytest.mark.parametrize(
    ("span", "first", "last"),
    [
        ("bytes=0-1", 0, 1),
        ("bytes=100-", 100, SIZE - 1),
        ("bytes=-500", SIZE - 500, SIZE - 1),
        (f"bytes=-{SIZE * 9}", 0, SIZE - 1),
        (f"bytes={SIZE - 1}-{SIZE * 9}", SIZE - 1, SIZE - 1),
        ("bytes=70000-" + "9" * 5000, 70_000, SIZE - 1),
        ("BYTES= 0070-0080", 70, 80),
    ],
)
def test_the_part_that_is_asked_for_is_sent(
    shown: InformationPage, film: PortalDocument, span: str, first: int, last: int
) -> None:
    answer, content = _ask(film.url, span)

    assert answer.status_code == 206
    assert content == FILM[first : last + 1]
    assert answer.headers["Content-Range"] == f"bytes {first}-{last}/{SIZE}"
    assert answer.headers["Content-Length"] == str(len(content))
    assert answer.headers["Content-Type"] == "video/mp4"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "span",
    ["", "bytes=0-1,5-9", "bytes=-", "bytes=9-2", "bytes=a-b", "lines=0-1", "bytes=0-1-2", "bytes=٣-٤"],
)
def test_what_is_no_single_range_gets_the_whole_film(
    shown: InformationPage, film: PortalDocument, span: str
) -> None:
    answer, content = _ask(film.url, span)

    assert (answer.status_code, content) == (200, FILM)
    assert answer.headers["Accept-Ranges"] == "bytes"


@pytest.mark.parametrize("span", [f"bytes={SIZE}-", "bytes=-0", f"bytes={'9' * 4000}-"])
def test_a_part_that_is_not_there_is_refused_with_the_length(
    shown: InformationPage, film: PortalDocument, span: str
) -> None:
    answer, content = _ask(film.url, span)

    assert (answer.status_code, content) == (416, b"")
    assert answer.headers["Content-Range"] == f"bytes */{SIZE}"


def test_a_part_of_another_edition_is_never_mixed_in(shown: InformationPage, film: PortalDocument) -> None:
    whole, _ = _ask(film.url)
    etag, changed = whole.headers["ETag"], whole.headers["Last-Modified"]

    same = [_ask(film.url, "bytes=0-1", **{"if-range": known})[0].status_code for known in (etag, changed)]
    other = [
        _ask(film.url, "bytes=0-1", **{"if-range": known})[0].status_code
        for known in ('"annat"', f"W/{etag}", "Mon, 01 Jan 2024 00:00:00 GMT")
    ]
    unchanged, nothing = _ask(film.url, "bytes=0-1", **{"if-none-match": etag})

    assert (same, other) == ([206, 206], [200, 200, 200])
    assert (unchanged.status_code, nothing) == (304, b"")


def test_who_may_watch_is_decided_for_every_part(
    shown: InformationPage, film: PortalDocument, editor: Any
) -> None:
    signed_in = Client()
    signed_in.force_login(editor)
    assert _ask(film.url, "bytes=0-1")[0].status_code == 206

    shown.unpublish()

    assert _ask(film.url, "bytes=2-3")[0].status_code == 404
    assert _ask(film.url, f"bytes={SIZE}-")[0].status_code == 404
    assert _ask(film.url, "bytes=2-3", signed_in)[0].status_code == 206


def test_a_film_of_ours_has_captions_and_a_transcript(client: Client, shown: InformationPage) -> None:
    html = client.get("/film/").text

    captions = PortalDocument.objects.get(file__endswith=".vtt")
    assert f'<track kind="captions" srclang="sv" label="Undertexter" src="{captions.url}" default>' in html
    assert "<summary>Det som sägs och visas</summary>" in html
    assert "Kim säger hej." in html
    answer, content = _ask(captions.url)
    assert (answer.headers["Content-Type"], content.decode()) == ("text/vtt", CAPTIONS)


def test_a_film_elsewhere_is_a_link_that_says_where_it_goes_and_nothing_more(client: Client) -> None:
    _page(_film(address="https://www.example.org/film/7", transcript="<p>Kim säger hej.</p>"))

    html = client.get("/film/").text

    assert 'href="https://www.example.org/film/7" rel="noreferrer">Se filmen hos example.org</a>' in html
    assert "får veta att du tittar först när du följer länken" in html
    assert html.count("example.org/film") == 1
    assert not any(tag in html for tag in ("<iframe", "<embed", "<object", "<video"))
    assert "media-src 'self';" in client.get("/film/").headers["Content-Security-Policy"] + ";"


def test_a_version_in_sign_language_is_a_film_linked_both_ways(client: Client) -> None:
    swedish = _page(("text", "<p>Om brukarråd.</p>"), slug="om-rad")
    facts = {"slug": "pa-teckensprak", "language": Language.SIGN, "translation_of": swedish.page_ptr}
    with pytest.raises(ValidationError, match="behöver en film"):
        InformationPage(title="Utan film", owner_role="Samordnaren", **facts).clean()
    _page(_film(address="https://example.org/film", language="sgn"), **facts)

    from_swedish, from_signed = client.get("/om-rad/").text, client.get("/pa-teckensprak/").text

    link = '<a href="/pa-teckensprak/" lang="sv" hreflang="swl">Svenskt teckenspråk</a>'
    assert link in from_swedish
    assert '<link rel="alternate" hreflang="swl"' in from_swedish
    assert '<link rel="alternate" hreflang="sv"' in from_swedish
    # The words on the page are Swedish; the film isn't.
    assert '<article lang="sv">' in from_signed
    assert "På svenskt teckenspråk." in from_signed
    assert '<a href="/om-rad/" lang="sv" hreflang="sv">Svenska</a>' in from_signed


@pytest.mark.parametrize(
    "text",
    [
        CAPTIONS,
        "\ufeff" + CAPTIONS.replace("\n", "\r\n"),
        "WEBVTT\nKind: captions\nLanguage: sv\n\n00:01.000 --> 00:02.000\nHej\n\n01:00:00.000 --> 01:00:02.000\nDå",
        "WEBVTT - om brukarråd\n\nNOTE av Kim\n\nSTYLE\n::cue {}\n\n00:01.000 --> 00:02.000 align:left\nHej",
    ],
)
def test_captions_that_browsers_read_are_taken(text: str) -> None:
    assert captions_fault(text.encode()) == ""


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "börja med ordet WEBVTT"),
        (b"WEBVTTX\n\n00:01.000 --> 00:02.000\nHej", "börja med ordet WEBVTT"),
        (b"1\n00:00:01,000 --> 00:00:02,000\nHej", "börja med ordet WEBVTT"),
        (CAPTIONS.encode("latin-1"), "UTF-8"),
        (b"WEBVTT\n\n", "har ingen text"),
        (b"WEBVTT\n\n00:01,000 --> 00:02,000\nHej", "Rad 3 i filen"),
        (b"WEBVTT\n\nHej\noch hej", "Rad 3 i filen"),
        (b"WEBVTT\n\n1\n00:03.000 --> 00:02.000\nHej", "Rad 4 i filen med undertexter: texten slutar innan"),
        (b"WEBVTT\n\n00:01.000 --> 00:02.000\n\n", "Rad 3 i filen med undertexter: tiden har ingen text"),
        (b"WEBVTT\n\n00:05.000 --> 00:06.000\nA\n\n00:01.000 --> 00:02.000\nB", "Rad 6 i filen"),
    ],
)
def test_captions_that_browsers_drop_are_refused_with_the_line(content: bytes, sentence: str) -> None:
    assert sentence in captions_fault(content)
