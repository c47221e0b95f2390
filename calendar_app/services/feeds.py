"""A person's own feed: a secret address that can be replaced."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from accounts.tokens import token_hash
from calendar_app.filters import CalendarFilter
from calendar_app.models import PersonalFeed
from common import trail


@transaction.atomic
def open_personal_feed(user: Any, chosen: CalendarFilter, *, actor: Any) -> PersonalFeed:
    """Give ``user`` a feed with ``chosen`` as its content, or change the content of the one they have."""
    now = timezone.now()
    feed, created = PersonalFeed.objects.select_for_update().get_or_create(
        user=user,
        # Overwritten below: the address is derived from the row's own id.
        defaults={"token_hash": f"new-{user.pk}", "filters": chosen.saved(), "reset_at": now},
    )
    if created:
        _renew(feed)
    else:
        feed.filters = chosen.saved()
        feed.save(update_fields=["filters"])
    trail.record("open_personal_feed", feed, actor=actor, fields=["filters"])
    return feed


@transaction.atomic
def reset_personal_feed(feed: PersonalFeed, *, actor: Any) -> PersonalFeed:
    """Give the feed a new address; the old one stops working at once."""
    locked = PersonalFeed.objects.select_for_update().get(pk=feed.pk)
    locked.reset_at = timezone.now()
    _renew(locked)
    trail.record("reset_personal_feed", locked, actor=actor, fields=["token_hash"])
    return locked


@transaction.atomic
def close_personal_feed(feed: PersonalFeed, *, actor: Any) -> None:
    """Remove the feed; its address stops working at once."""
    trail.record("close_personal_feed", feed, actor=actor)
    PersonalFeed.objects.filter(pk=feed.pk).delete()


def personal_token(feed: PersonalFeed) -> str | None:
    """Return the secret part of the address, or ``None`` when the portal can no longer tell it.

    The secret is derived from the row and the portal's key, so the database alone gives nobody an
    address. After the key has been rotated the old address goes on working, but can't be shown.
    """
    token = _token(feed)
    return token if constant_time_compare(token_hash(token), feed.token_hash) else None


def _renew(feed: PersonalFeed) -> None:
    feed.token_hash = token_hash(_token(feed))
    feed.save(update_fields=["token_hash", "reset_at"])


def _token(feed: PersonalFeed) -> str:
    value = f"{feed.pk} {feed.user_id} {feed.reset_at.timestamp():.6f}"
    return salted_hmac("calendar_app.personal_feed", value, algorithm="sha256").hexdigest()[:48]
