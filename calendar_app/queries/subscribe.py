"""The addresses that a reader can subscribe to."""

from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.urls import reverse

from calendar_app.filters import CalendarFilter, Options
from calendar_app.models import PersonalFeed
from calendar_app.services.feeds import personal_token


@dataclass(frozen=True)
class FeedAddress:
    """One feed as plain address and as the links that calendar programs open by themselves."""

    address: str
    webcal: str
    google: str
    outlook: str


@dataclass(frozen=True)
class SubscribePage:
    """The feed of what the reader picked, in words and as addresses."""

    feed: FeedAddress
    picked: list[str]
    query: str
    atom: str


@dataclass(frozen=True)
class OwnFeedPage:
    """A person's own feed. ``address`` is ``None`` when there is none, or when it can't be shown again."""

    exists: bool
    feed: FeedAddress | None
    feed_row: PersonalFeed | None


def feed_addresses(chosen: CalendarFilter, options: Options) -> SubscribePage:
    """Return what the page about subscriptions shows."""
    picked = [options.label(param, value) for param, value in chosen.pairs()]
    path = reverse("calendar_app:feed") + chosen.query()
    if chosen == CalendarFilter(forening=chosen.forening) and len(chosen.forening) == 1:
        path = reverse("calendar_app:association_feed", args=chosen.forening)
    atom = settings.PORTAL_ORIGIN + reverse("calendar_app:atom") + chosen.query()
    return SubscribePage(_address(path), picked, chosen.query(), atom)


def own_feed_page(feed: PersonalFeed | None) -> OwnFeedPage:
    """Return what a person sees of their own feed."""
    token = personal_token(feed) if feed else None
    address = _address(reverse("calendar_app:personal_feed", args=[token])) if token else None
    return OwnFeedPage(exists=feed is not None, feed=address, feed_row=feed)


def _address(path: str) -> FeedAddress:
    address = settings.PORTAL_ORIGIN + path
    parts = urlsplit(address)
    webcal = f"webcal://{parts.netloc}{path}"
    return FeedAddress(
        address=address,
        webcal=webcal,
        google=f"https://calendar.google.com/calendar/r?cid={quote(webcal, safe='')}",
        outlook=f"https://outlook.live.com/calendar/0/addfromweb?url={quote(address, safe='')}",
    )
