"""What other rooms show of the public calendar; filled in by ``CalendarConfig.ready``."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from calendar_app import search_sources
from calendar_app.models import DigestSubscription, PersonalFeed
from calendar_app.queries import public
from calendar_app.services import digests
from common import outbox, registries
from common.actors import SYSTEM
from common.registries import NavItem, Panel, PersonalData

#: Activities on an association's page; the calendar has the rest.
ON_ENTRY = 5


def register() -> None:
    """Fill in the registries."""
    registries.register_main_nav(NavItem("Kalender", "/kalender/", order=10))
    registries.register_panel("associations.detail", association_events)
    registries.register_panel("associations.next_dates", next_dates)
    for source in search_sources.sources():
        registries.register_search_source(source)
    registries.register_personal_data(PersonalData("calendar_subscriptions", extract, erase))
    outbox.register_refusal_handler(digests.record_bounce)


def association_events(association: Any, user: Any) -> Iterator[Panel]:
    """What an association has coming. Nothing planned is no panel."""
    days = public.upcoming_of_association(association, ON_ENTRY)
    if days:
        yield Panel(
            "calendar_app/public/_association_events.html",
            {
                "days": days,
                "calendar_url": f"{reverse('calendar_app:list')}?forening={association.slug}",
                "subscribe_url": f"{reverse('calendar_app:subscribe')}?forening={association.slug}",
            },
            order=20,
        )


def next_dates(associations: Any, user: Any) -> Iterator[Panel]:
    """When each association in the directory's list has its next activity."""
    yield Panel("", {"dates": public.next_days_of(one.pk for one in associations)})


def extract(user: Any) -> list[dict[str, Any]]:
    """What a person's own feed and digest hold of them."""
    rows: list[dict[str, Any]] = [
        {"vad": "Egen prenumeration på kalendern", "val": feed.filters, "adressen gjord": feed.reset_at}
        for feed in PersonalFeed.objects.filter(user=user)
    ]
    rows += [
        {"vad": "Kalendern som e-post", "val": one.filters, "hur ofta": one.get_frequency_display()}
        for one in DigestSubscription.objects.of_address(user.email)
    ]
    return rows


def erase(user: Any) -> None:
    """Remove the feed and end the digest of the account's address."""
    PersonalFeed.objects.filter(user=user).delete()
    for subscription in DigestSubscription.objects.of_address(user.email):
        digests.end_digest(subscription, actor=SYSTEM)
