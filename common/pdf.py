"""Tagged PDF (PDF/UA-1) from HTML. Every document of the portal is made here, so all look and read alike.

Rules for the HTML: visual.md 11. Decorative pictures are CSS backgrounds; meaningful ones are inline
SVG with ``<title>`` first; every ``th`` heads at least one ``td``.
"""

import gc
import mimetypes
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from html import escape
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousFileOperation
from fontTools.ttLib import TTFont, woff2
from weasyprint import CSS, HTML
from weasyprint.document import Document
from weasyprint.formatting_structure.boxes import MarginBox, TextBox
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from common.call_stack import with_room

#: Not a host that exists: addresses below it are read from the portal's own static files.
_STATIC_ORIGIN = "https://static.invalid/"
_FONTS = (
    "fonts/atkinson-hyperlegible-next-latin-wght-normal.woff2",
    "fonts/atkinson-hyperlegible-next-latin-ext-wght-normal.woff2",
)
_INSTEAD = str.maketrans(
    {"→": "–", "←": "–", "↔": "–", "✓": "x", "✔": "x", "★": "*", "☎": "tel.", "\u2011": "-"}
)
_PICTURE_CATEGORIES = {"So", "Sk", "Sm", "Cs", "Co", "Cn", "Cf"}
# Soft hyphens and direction marks have no glyph and need none.
_INVISIBLE = {"\u00ad"}


class RefusedAddressError(RuntimeError):
    """A document asked for something that is not one of the portal's static files."""


def render_pdf(html: str, *, title: str, stylesheets: tuple[str, ...] = ()) -> tuple[bytes, int]:
    """Return the finished PDF/UA-1 and its number of pages.

    ``html`` is what stands inside ``<body>``. ``stylesheets`` are names below ``static/pdf/``, read
    after ``base.css``. Nothing is fetched but static files: a document that asks for anything else
    raises ``RefusedAddressError``. Emoji and other pictures that no font of ours can draw are left
    out, since a missing glyph makes the document fail PDF/UA (7.21.8).
    """
    with _cleared_away_at_the_end():
        return with_room(lambda: _drawn(_laid_out(html, title, stylesheets)))


def _drawn(document: Document) -> tuple[bytes, int]:
    return document.write_pdf(pdf_variant="pdf/ua-1"), len(document.pages)


def words_beyond(pages: int, html: str, *, title: str, stylesheets: tuple[str, ...] = ()) -> int:
    """Return how many words of the same document come after its first ``pages`` pages; 0 when it fits."""
    beyond = with_room(lambda: _laid_out(html, title, stylesheets)).pages[pages:]
    texts = (text for page in beyond for text in _texts_of(page._page_box))
    return sum(len(text.split()) for text in texts)


def _texts_of(box: Any) -> Iterator[str]:
    """Walk WeasyPrint's boxes; running heads and page numbers stand in margin boxes, and are left out."""
    if isinstance(box, TextBox):
        yield box.text
    for child in getattr(box, "children", ()):
        if not isinstance(child, MarginBox):
            yield from _texts_of(child)


@contextmanager
def _cleared_away_at_the_end() -> Iterator[None]:
    """Let Python's garbage collector rest: of the million boxes of a layout none is garbage before the file is written,
    and looking them all over again and again takes a fifth of the time. Then they go at once, and their room with them.
    """
    # Whoever of several threads came first sets it going again.
    was_going = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_going:
            gc.enable()
            gc.collect(0)


def _laid_out(html: str, title: str, stylesheets: tuple[str, ...]) -> Document:
    fetcher = _FetcherOfUnpackedFonts()
    fonts = FontConfiguration()
    sheets = [
        CSS(url=f"{_STATIC_ORIGIN}pdf/{name}", url_fetcher=fetcher, font_config=fonts)
        for name in ("base.css", *stylesheets)
    ]
    document = HTML(
        string=_whole_page(printable(html), printable(title)),
        base_url=f"{_STATIC_ORIGIN}pdf/",
        url_fetcher=fetcher,
        media_type="print",
    ).render(font_config=fonts, stylesheets=sheets, pdf_variant="pdf/ua-1")
    if fetcher.refused:
        raise RefusedAddressError(f"Not a static file: {', '.join(fetcher.refused)}")
    return document


def printable(text: str) -> str:
    """Return the text without signs that cannot be printed: emoji, private and unassigned characters.

    Letters of other alphabets stay: the host's fonts draw them.
    """
    if text.isascii():
        return text
    drawn = _drawn_characters()
    text = text.translate(_INSTEAD)
    # Looked at once each: a report has half a million signs, and a hundred different ones.
    left_out = {
        ord(sign): None
        for sign in set(text)
        if ord(sign) not in drawn and sign not in _INVISIBLE and _is_picture(sign)
    }
    return text.translate(left_out) if left_out else text


def _is_picture(sign: str) -> bool:
    # U+FE0F and U+20E3 turn the sign before them into an emoji.
    return unicodedata.category(sign) in _PICTURE_CATEGORIES or sign in "\ufe0e\ufe0f\u20e3"


@cache
def _drawn_characters() -> frozenset[int]:
    """Code points that the portal's own fonts hold."""
    drawn: set[int] = set(range(32)) | {0xA0}
    for name in _FONTS:
        with TTFont(_static_path(name), lazy=True) as font:
            drawn |= set(font.getBestCmap())
    return frozenset(drawn)


def _whole_page(body: str, title: str) -> str:
    author = settings.PORTAL["name"]
    return (
        f'<!doctype html><html lang="sv"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta name="author" content="{escape(author)}"><meta name="description" content="{escape(title)}">'
        f"</head><body>{body}</body></html>"
    )


def _static_path(name: str) -> Path:
    try:
        found = finders.find(name)
    except SuspiciousFileOperation:
        found = None
    if not isinstance(found, str):
        raise FileNotFoundError(name)
    return Path(found)


class _StaticFetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """Gives WeasyPrint the portal's static files and remembers what else was asked for."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=())
        self.refused: list[str] = []

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """Return the static file behind ``url``; refuse every other address, ``file:`` and ``data:`` included."""
        if not url.startswith(_STATIC_ORIGIN):
            self.refused.append(url)
            raise ValueError(f"Refused: {url}")
        try:
            path = _static_path(unquote(urlsplit(url).path).lstrip("/"))
        except FileNotFoundError as error:
            self.refused.append(url)
            raise ValueError(f"Refused: {url}") from error
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})


class _FetcherOfUnpackedFonts(_StaticFetcher):
    """Gives the web fonts unpacked: WeasyPrint would unpack the same files for every document."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """Return the static file behind ``url``, as ``_StaticFetcher`` does; a woff2 font as the font it holds."""
        answer = super().fetch(url, headers)
        return (
            URLFetcherResponse(url, _unpacked(answer.read()), answer.headers)
            if url.endswith(".woff2")
            else answer
        )


@cache
def _unpacked(font: bytes) -> bytes:
    """Kept for as long as the process lives; there are four, of a hundred kilobytes each."""
    unpacked = BytesIO()
    woff2.decompress(BytesIO(font), unpacked)
    return unpacked.getvalue()
