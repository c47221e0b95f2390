"""What is new in the calendar, as Atom."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from django.conf import settings

from calendar_app.models import Occurrence
from calendar_app.queries.occurrence import absolute_url, when_text
from calendar_app.queries.rows import organiser_names, place_text, state_words
from common import atom, swedish
from common.atom import AtomEntry


def atom_feed(occurrences: Iterable[Occurrence], *, feed_url: str, page_url: str) -> bytes:
    """Return the feed with one entry per occurrence, in the order given."""
    return atom.atom_feed("Nytt i kalendern", map(_entry, occurrences), feed_url=feed_url, page_url=page_url)


def _entry(occurrence: Occurrence) -> AtomEntry:
    event, when = occurrence.event, when_text(occurrence)
    states = state_words(occurrence)
    organisers = organiser_names(event)
    facts = [when, place_text(event), swedish.join_words(organisers), event.description]
    return AtomEntry(
        id=f"urn:uuid:{occurrence.uid}",
        title=f"{', '.join(states)}: {event.title}, {when}" if states else f"{event.title}, {when}",
        updated=max(occurrence.updated_at, event.updated_at),
        url=absolute_url(occurrence),
        summary=". ".join(filter(None, facts)),
        published=event.published_at,
        authors=tuple(organisers or [urlsplit(settings.PORTAL_ORIGIN).hostname or "portalen"]),
        categories=(
            (event.kind, str(event.get_kind_display())),
            *((group, group) for group in getattr(occurrence, "group_names", [])),
        ),
    )
