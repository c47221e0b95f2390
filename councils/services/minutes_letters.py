"""Letters about minutes to those who sit in the council, with account or without."""

from typing import Any, Final

from django.conf import settings
from django.urls import reverse

from accounts.tokens import token_hash
from common import outbox
from common.swedish import day_text
from councils.models import Mandate, Minutes
from councils.services.meeting_letters import address_of, contact_facts

#: Neutral: a subject tells nothing of what it is about (domain.md 8).
SUBJECT: Final = "Du har ett nytt meddelande"


def tell_members(minutes: Minutes) -> None:
    """Write to everybody in the council that there are notes to read; who can't sign in is told whom to ring."""
    until = day_text(minutes.views_until) if minutes.views_until else ""
    told: set[str] = set()
    for mandate in members(minutes):
        address = address_of(mandate).lower()
        if address and address not in told:
            told.add(address)
            once = f"minutes-sent:{minutes.pk}:{minutes.version}:{token_hash(address)[:16]}"
            write_to(mandate, minutes, "councils_minutes_sent", once=once, until=until)


def members(minutes: Minutes) -> list[Mandate]:
    """Return everybody who sits in the council now, those with an account first."""
    rows = Mandate.objects.current().filter(council=minutes.meeting.council, erased_at=None)
    rows = rows.select_related("user", "association", "unit", "principal").order_by("pk")
    return sorted(rows, key=lambda one: one.user is None)


def write_to(
    mandate: Mandate, minutes: Minutes, template: str, *, once: str | None = None, **facts: Any
) -> bool:
    """Write to one person about minutes. Return whether a letter goes out: not all have an address."""
    to = address_of(mandate)
    if not to or (mandate.user is not None and not mandate.user.is_active):
        return False
    url = settings.PORTAL_ORIGIN + reverse("councils:minutes", args=[minutes.meeting_id])
    queued = outbox.queue_mail(
        template,
        to=to,
        subject=SUBJECT,
        context={"url": url if mandate.user else "", **contact_facts(minutes.meeting.council), **facts},
        dedup_key=once,
    )
    return queued is not None
