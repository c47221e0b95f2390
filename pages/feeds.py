"""News, as Atom."""

from datetime import datetime, time

from django.conf import settings
from django.utils import timezone

from common.atom import AtomEntry, atom_feed
from pages.models import NewsPage

TITLE = "Aktuellt"
#: So many of the newest.
ENTRIES = 50


def news_feed(*, feed_url: str, page_url: str) -> bytes:
    """Return the newest published news, the newest first."""
    return atom_feed(
        TITLE, map(_entry, NewsPage.objects.for_listing()[:ENTRIES]), feed_url=feed_url, page_url=page_url
    )


def _entry(page: NewsPage) -> AtomEntry:
    published = timezone.make_aware(datetime.combine(page.published_on, time()))
    return AtomEntry(
        id=f"urn:uuid:{page.translation_key}",
        title=page.title,
        updated=page.last_published_at or published,
        url=settings.PORTAL_ORIGIN + page.get_url(),
        summary=page.lead,
        published=published,
        authors=(page.owner_role,),
        categories=((page.municipality.slug, page.municipality.name),) if page.municipality else (),
    )
