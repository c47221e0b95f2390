"""Feeds in Atom (RFC 4287): what is new in a room, for programs that follow it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from xml.etree.ElementTree import Element, SubElement, tostring

from django.conf import settings

from common.privacy import clean_text

CONTENT_TYPE: Final = "application/atom+xml; charset=utf-8"
_NAMESPACE: Final = "http://www.w3.org/2005/Atom"
#: When nothing was ever published. Atom wants a moment.
_BEGINNING: Final = datetime(2020, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class AtomEntry:
    """One thing that is new. ``categories`` are (term, label)."""

    id: str
    title: str
    updated: datetime
    url: str
    summary: str
    published: datetime | None = None
    authors: tuple[str, ...] = ()
    categories: tuple[tuple[str, str], ...] = ()


def atom_feed(title: str, entries: Iterable[AtomEntry], *, feed_url: str, page_url: str) -> bytes:
    """Return the feed with its entries in the order given."""
    rows = list(entries)
    feed = Element("feed", {"xmlns": _NAMESPACE, "xml:lang": "sv"})
    _add(feed, "title", title)
    _add(feed, "id", feed_url)
    _add(feed, "updated", _moment(max((one.updated for one in rows), default=_BEGINNING)))
    SubElement(feed, "link", {"rel": "self", "href": feed_url, "type": "application/atom+xml"})
    SubElement(feed, "link", {"rel": "alternate", "href": page_url, "type": "text/html"})
    _add(SubElement(feed, "author"), "name", str(settings.PORTAL["name"]))
    for one in rows:
        _add_entry(feed, one)
    body: bytes = tostring(feed, encoding="utf-8", xml_declaration=True)
    return body


def _add_entry(feed: Element, one: AtomEntry) -> None:
    entry = SubElement(feed, "entry")
    _add(entry, "title", one.title)
    _add(entry, "id", one.id)
    _add(entry, "updated", _moment(one.updated))
    if one.published:
        _add(entry, "published", _moment(one.published))
    SubElement(entry, "link", {"rel": "alternate", "href": one.url, "type": "text/html"})
    for name in one.authors:
        _add(SubElement(entry, "author"), "name", name)
    for term, label in one.categories:
        SubElement(entry, "category", {"term": _clean(term), "label": _clean(label)})
    _add(entry, "summary", one.summary)


def _add(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = _clean(text)


def _clean(text: str) -> str:
    """XML 1.0 has no place for control characters, nor for lone surrogates and non-characters."""
    return "".join(sign for sign in clean_text(text) if sign not in "\ufffe\uffff")


def _moment(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
