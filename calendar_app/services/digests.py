"""The calendar by mail: asked for, confirmed, sent once a period, ended, paused when it bounces."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from calendar_app.filters import CalendarFilter
from calendar_app.models import DigestSubscription
from calendar_app.queries.digests import DigestContent, due_period, due_subscriptions, period_content
from common import outbox, trail
from common.actors import SYSTEM, Actor
from common.errors import DomainError
from common.transitions import change_status, record_status

#: A link to confirm works this long; then the unconfirmed address is forgotten.
CONFIRM_WITHIN = timedelta(days=7)
#: A paused address that nobody has woken is forgotten after this.
PAUSED_KEPT = timedelta(days=365)
_CONFIRM = "calendar_app.digest.confirm"
_KEEP = "calendar_app.digest.keep"
_SUBJECTS = {
    DigestSubscription.Frequency.WEEKLY.value: "Veckans kalender",
    DigestSubscription.Frequency.MONTHLY.value: "Månadens kalender",
}
_Status = DigestSubscription.Status


@transaction.atomic
def request_digest(email: str, *, frequency: str, chosen: CalendarFilter, actor: Actor) -> None:
    """Ask for the calendar by mail. The address's owner must say yes through a link in a mail.

    The same mail-sending work is done whether the address is known or not, so neither answer nor
    time tells who subscribes. An address gets at most one such mail an hour.
    """
    address = email.strip().lower()
    now = timezone.now()
    subscription = DigestSubscription.objects.of_address(address).select_for_update().first()
    if subscription is None:
        subscription = _create(address, frequency, chosen, actor=actor, now=now)
    elif subscription.status != _Status.ACTIVE:
        # What was asked last is what the link confirms.
        subscription.frequency = frequency
        subscription.filters = chosen.saved()
        subscription.asked_at = now
        subscription.save(update_fields=["frequency", "filters", "asked_at"])
    known = subscription.status == _Status.ACTIVE
    outbox.queue_mail(
        "calendar_digest_known" if known else "calendar_digest_confirm",
        to=address,
        subject="Din prenumeration",
        context={"confirm_url": _confirm_url(subscription), **_links(subscription)},
        dedup_key=f"digest-asked:{subscription.pk}:{now:%Y-%m-%dT%H}",
    )


@transaction.atomic
def confirm_digest(subscription: DigestSubscription, *, actor: Actor = SYSTEM) -> None:
    """Start sending. Asked twice it changes nothing. The first mail is the next period's."""
    locked = _locked(subscription)
    if locked.status == _Status.ACTIVE:
        return
    if locked.status == _Status.ENDED:
        raise DomainError("Prenumerationen är avslutad. Anmäl dig igen om du vill ha kalendern.")
    now = timezone.now()
    change_status(locked, _Status.ACTIVE, actor=actor, note="Länken i brevet", verb="confirm_digest")
    locked.confirmed_at = now
    locked.paused_at = None
    locked.bounces = 0
    # The period that has begun is on the web already.
    period = due_period(locked.frequency, now)
    locked.last_period = period.key if period else locked.last_period
    locked.save(update_fields=["confirmed_at", "paused_at", "bounces", "last_period"])


@transaction.atomic
def change_digest(
    subscription: DigestSubscription, *, frequency: str, chosen: CalendarFilter, actor: Actor = SYSTEM
) -> None:
    """Change how often and what. Raises ``DomainError`` when the subscription has ended."""
    locked = _locked(subscription)
    if locked.status == _Status.ENDED:
        raise DomainError("Prenumerationen är avslutad. Anmäl dig igen om du vill ha kalendern.")
    if locked.frequency != frequency:
        # Nobody gets the month they are in because they changed from weekly.
        period = due_period(frequency, timezone.now())
        locked.last_period = period.key if period else ""
    locked.frequency = frequency
    locked.filters = chosen.saved()
    locked.save(update_fields=["frequency", "filters", "last_period"])
    trail.record("change_digest", locked, actor=actor, fields=["frequency", "filters"])


@transaction.atomic
def end_digest(subscription: DigestSubscription, *, actor: Actor = SYSTEM) -> None:
    """End the subscription and forget the address. Asked twice it changes nothing."""
    locked = _locked(subscription)
    if locked.status == _Status.ENDED:
        return
    # First: an ended row with an address is refused by the database.
    locked.email = ""
    locked.filters = {}
    locked.save(update_fields=["email", "filters"])
    change_status(locked, _Status.ENDED, actor=actor, note="Länken i brevet", verb="end_digest")


@transaction.atomic
def record_bounce(email: str, *, actor: Actor = SYSTEM) -> int:
    """Pause what is sent to an address that refuses mail. Return how many subscriptions were paused."""
    rows = DigestSubscription.objects.of_address(email).select_for_update().filter(status=_Status.ACTIVE)
    paused = 0
    for row in rows:
        change_status(row, _Status.PAUSED, actor=actor, note="Brevet kom tillbaka", verb="pause_digest")
        row.paused_at = timezone.now()
        row.bounces += 1
        row.save(update_fields=["paused_at", "bounces"])
        paused += 1
    return paused


def record_bounces(emails: Iterable[str], *, actor: Actor = SYSTEM) -> int:
    """Pause every address in ``emails``; each on its own, so that one can't undo another."""
    return sum(record_bounce(email, actor=actor) for email in emails if email.strip())


def send_due_digests() -> int:
    """Queue the mails of the week or month that has begun. Return how many. Safe to call at any time."""
    now = timezone.now()
    written: dict[tuple[str, str], DigestContent] = {}
    sent = 0
    for frequency in DigestSubscription.Frequency.values:
        period = due_period(frequency, now)
        if period is None:
            continue
        for subscription in due_subscriptions(frequency, period).iterator(chunk_size=200):
            key = (period.key, repr(sorted(subscription.filters.items())))
            if key not in written:
                written[key] = period_content(period, subscription.filters, now)
            sent += _send(subscription, period.key, written[key])
    return sent


@transaction.atomic
def forget_unconfirmed(now: datetime | None = None) -> int:
    """Forget addresses nobody confirmed in time, and paused ones nobody has woken in a year."""
    moment = now or timezone.now()
    stale = DigestSubscription.objects.filter(status=_Status.PENDING, asked_at__lt=moment - CONFIRM_WITHIN)
    forgotten = DigestSubscription.objects.filter(status=_Status.PAUSED, paused_at__lt=moment - PAUSED_KEPT)
    count = 0
    for row in [*stale, *forgotten]:
        end_digest(row)
        count += 1
    return count


def subscription_of(token: str) -> DigestSubscription | None:
    """Return the subscription a link to change or end belongs to."""
    try:
        return _found(signing.Signer(salt=_KEEP, sep=".").unsign(token))
    except signing.BadSignature:
        return None


def subscription_to_confirm(token: str) -> DigestSubscription | None:
    """Return the subscription a link to confirm belongs to, while the link is valid."""
    try:
        signer = signing.TimestampSigner(salt=_CONFIRM, sep=".")
        return _found(signer.unsign(token, max_age=CONFIRM_WITHIN))
    except signing.BadSignature:
        return None


def keep_token(subscription: DigestSubscription) -> str:
    """Return the signed id that links to change and end carry."""
    return signing.Signer(salt=_KEEP, sep=".").sign(subscription.pk.hex)


def confirm_token(subscription: DigestSubscription) -> str:
    """Return the signed id that the link to confirm carries."""
    return signing.TimestampSigner(salt=_CONFIRM, sep=".").sign(subscription.pk.hex)


def _create(
    address: str, frequency: str, chosen: CalendarFilter, *, actor: Actor, now: datetime
) -> DigestSubscription:
    try:
        with transaction.atomic():
            subscription = DigestSubscription.objects.create(
                email=address, frequency=frequency, filters=chosen.saved(), asked_at=now
            )
    except IntegrityError:
        # The same form was sent twice at once; the other one is in.
        return DigestSubscription.objects.of_address(address).get()
    record_status(subscription, source="", target=_Status.PENDING, actor=actor)
    trail.record("request_digest", subscription, actor=actor)
    return subscription


@transaction.atomic
def _send(subscription: DigestSubscription, period: str, content: DigestContent) -> int:
    claimed = (
        DigestSubscription.objects.filter(pk=subscription.pk, status=_Status.ACTIVE)
        .exclude(last_period=period)
        .update(last_period=period)
    )
    if not claimed or not content.days:
        # Nothing to tell is no mail.
        return 0
    links = _links(subscription)
    message = outbox.queue_mail(
        "calendar_digest",
        to=subscription.email,
        subject=_SUBJECTS[subscription.frequency],
        context={"content": content, **links},
        headers={
            # One click in the mail program ends it (RFC 8058).
            "List-Unsubscribe": f"<{links['end_url']}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
        dedup_key=f"digest:{subscription.pk}:{period}",
    )
    return int(message is not None)


def _locked(subscription: DigestSubscription) -> DigestSubscription:
    return DigestSubscription.objects.select_for_update().get(pk=subscription.pk)


def _found(signed: str) -> DigestSubscription | None:
    return DigestSubscription.objects.filter(pk=UUID(hex=signed)).first()


def _confirm_url(subscription: DigestSubscription) -> str:
    return _absolute("digest_confirm", confirm_token(subscription))


def _links(subscription: DigestSubscription) -> dict[str, str]:
    token = keep_token(subscription)
    return {
        "change_url": _absolute("digest_change", token),
        "end_url": _absolute("digest_unsubscribe", token),
    }


def _absolute(name: str, token: str) -> str:
    return settings.PORTAL_ORIGIN + reverse(f"calendar_app:{name}", args=[token])
