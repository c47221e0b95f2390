"""What is new in the calendar, as Atom (RFC 4287)."""

from collections.abc import Iterable
from datetime import UTC, datetime
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, SubElement, tostring

from django.conf import settings

from calendar_app.models import Occurrence
from calendar_app.queries.occurrence import absolute_url, when_text
from calendar_app.queries.rows import organiser_names, place_text, state_words
from common import swedish
from common.privacy import clean_text

CONTENT_TYPE = "application/atom+xml; charset=utf-8"
_NAMESPACE = "http://www.w3.org/2005/Atom"
#: When nothing was ever published. Atom wants a moment.
_BEGINNING = datetime(2020, 1, 1, tzinfo=UTC)


def atom_feed(occurrences: Iterable[Occurrence], *, feed_url: str, page_url: str) -> bytes:
    """Return the feed with one entry per occurrence, in the order given."""
    feed = Element("feed", {"xmlns": _NAMESPACE, "xml:lang": "sv"})
    entries = list(occurrences)
    changed = [max(one.updated_at, one.event.updated_at) for one in entries]
    _add(feed, "title", "Nytt i kalendern")
    _add(feed, "id", feed_url)
    _add(feed, "updated", _moment(max(changed, default=_BEGINNING)))
    SubElement(feed, "link", {"rel": "self", "href": feed_url, "type": "application/atom+xml"})
    SubElement(feed, "link", {"rel": "alternate", "href": page_url, "type": "text/html"})
    _add(SubElement(feed, "author"), "name", str(settings.PORTAL["name"]))
    for occurrence, moment in zip(entries, changed, strict=True):
        _entry(feed, occurrence, moment)
    body: bytes = tostring(feed, encoding="utf-8", xml_declaration=True)
    return body


def _entry(feed: Element, occurrence: Occurrence, changed: datetime) -> None:
    event = occurrence.event
    entry = SubElement(feed, "entry")
    states = state_words(occurrence)
    mark = f"{', '.join(states)}: " if states else ""
    _add(entry, "title", f"{mark}{event.title}, {when_text(occurrence)}")
    _add(entry, "id", f"urn:uuid:{occurrence.uid}")
    _add(entry, "updated", _moment(changed))
    if event.published_at:
        _add(entry, "published", _moment(event.published_at))
    url = absolute_url(occurrence)
    SubElement(entry, "link", {"rel": "alternate", "href": url, "type": "text/html"})
    for name in organiser_names(event) or [urlsplit(settings.PORTAL_ORIGIN).hostname or "portalen"]:
        _add(SubElement(entry, "author"), "name", name)
    SubElement(entry, "category", {"term": event.kind, "label": _clean(event.get_kind_display())})
    for group in getattr(occurrence, "group_names", []):
        SubElement(entry, "category", {"term": _clean(group), "label": _clean(group)})
    facts = [when_text(occurrence), place_text(event), swedish.join_words(organiser_names(event))]
    _add(entry, "summary", ". ".join(filter(None, [*facts, event.description])))


def _add(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = _clean(text)


def _clean(text: str) -> str:
    """XML 1.0 has no place for control characters, nor for lone surrogates and non-characters."""
    return "".join(sign for sign in clean_text(text) if sign not in "\ufffe\uffff")


def _moment(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
