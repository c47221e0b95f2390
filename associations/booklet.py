"""The directory as a booklet: one file for one state of the directory."""

import hashlib
import time
from collections import defaultdict
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.template.loader import render_to_string
from django.urls import reverse

from associations.models import Association
from associations.queries.directory import covers
from associations.queries.entry import PublicEntry, last_published, public_entry
from common import outbox, stamps
from common.crisis import crisis_numbers
from common.page_cache import build_name
from common.pdf import render_pdf
from organisations.models import Municipality

#: Files of states that have passed fall out of the cache by themselves, in seconds.
KEPT = 24 * 60 * 60
#: So many associations are rendered within a few seconds.
SMALL = 40
#: Rooms whose changes show in the booklet.
ROOMS = ("associations", "organisations", "crisis")


@dataclass(frozen=True)
class IndexPlace:
    """A municipality in the index, and who is there for its people."""

    name: str
    entries: list[PublicEntry]


def current_stamp() -> str:
    """Return a name for what the booklet would say now."""
    rooms = stamps.fingerprint(stamps.read_stamps(), ROOMS)
    text = repr((rooms, settings.PORTAL, settings.PORTAL_ORIGIN, build_name()))
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def ready_booklet(stamp: str) -> bytes | None:
    """Return the booklet for a reader who waits; ``None`` when the worker has to make it first.

    A small directory is rendered while the reader waits. A large one takes too long for that: it is
    ordered from the worker, once an hour at most for the same state.
    """
    found: bytes | None = cache.get(_key(stamp))
    if found is None and Association.objects.public().count() <= SMALL:
        found = booklet(stamp)
    if found is None:
        hour = int(time.time() // 3600)
        outbox.queue_job("associations.tasks.make_booklet", dedup_key=f"booklet:{stamp}:{hour}")
    return found


def booklet(stamp: str) -> bytes:
    """Return the booklet, from the cache when nothing has changed since it was made.

    Several who ask at once wait for one rendering: an advisory lock lets the first one work.
    """
    key = _key(stamp)
    found: bytes | None = cache.get(key)
    if found is not None:
        return found
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('associations-booklet', 0))")
        found = cache.get(key)
        if found is None:
            found = render_booklet()
            cache.set(key, found, KEPT)
    return found


def _key(stamp: str) -> str:
    return f"associations-booklet:{stamp}"


def render_booklet() -> bytes:
    """Make the booklet from what is public now."""
    content, _ = render_pdf(
        booklet_html(), title=f"Föreningar i {settings.PORTAL['county']}", stylesheets=("booklet.css",)
    )
    return content


def booklet_html() -> str:
    """Return the booklet's HTML: cover, contents, entries, index by municipality, help."""
    associations = list(Association.objects.public().with_entry().in_order())
    entries = [public_entry(one) for one in associations]
    at_place: dict[int, list[PublicEntry]] = defaultdict(list)
    municipalities = list(Municipality.objects.in_order())
    for association, entry in zip(associations, entries, strict=True):
        for place in municipalities:
            if covers(association, place.pk):
                at_place[place.pk].append(entry)
    return render_to_string(
        "associations/pdf/booklet.html",
        {
            "entries": entries,
            "index": [IndexPlace(one.name, at_place[one.pk]) for one in municipalities if at_place[one.pk]],
            "updated": last_published(),
            "portal": settings.PORTAL,
            "address": f"{settings.PORTAL_ORIGIN}{reverse('associations:list')}",
            "crisis_lines": [line for line in crisis_numbers() if line.in_strip],
        },
    )
