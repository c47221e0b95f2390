"""Mail and jobs that leave the database only after commit, and only once."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused
from typing import Any
from uuid import UUID

import structlog
from celery import current_app
from celery.exceptions import NotRegistered
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone
from kombu.exceptions import OperationalError

from common.models import OutboxMessage

log = structlog.get_logger(__name__)

#: Told an address that the receiving server refuses for good; registered in ``AppConfig.ready``.
RefusalHandler = Callable[[str], object]
_refusal_handlers: list[RefusalHandler] = []
#: A text file with a letter: its name, what it says, its kind ("text/calendar").
Attachment = tuple[str, str, str]

#: A claim older than this belonged to a worker that died.
CLAIM_LASTS = timedelta(minutes=10)
MAX_ATTEMPTS = 8
#: How long a finished message is kept, for whoever looks into what happened.
KEPT = timedelta(days=30)
#: Longer than any reminder or round may be repeated.
DEDUP_KEPT = timedelta(days=800)


def queue_mail(
    template: str,
    *,
    to: str,
    subject: str,
    context: dict[str, Any],
    headers: dict[str, str] | None = None,
    attachments: Sequence[Attachment] = (),
    dedup_key: str | None = None,
    not_before: datetime | None = None,
) -> OutboxMessage | None:
    """Queue one mail to one receiver, rendered now from ``mail/<template>.txt``; ``attachments`` are short texts.

    The subject must be neutral (domain.md 8): no association, audit or diagnosis. Returns ``None``
    when a message with the same ``dedup_key`` is already queued or sent.
    """
    body = render_to_string(f"mail/{template}.txt", {**context, "origin": settings.PORTAL_ORIGIN})
    payload: dict[str, Any] = {"to": to, "subject": subject, "body": body, "headers": headers or {}}
    if attachments:
        payload["attachments"] = [list(one) for one in attachments]
    return _queue(OutboxMessage.Kind.MAIL, payload, dedup_key, not_before)


def queue_job(
    task: str, *args: str | int, dedup_key: str | None = None, not_before: datetime | None = None
) -> OutboxMessage | None:
    """Queue a Celery task by name with plain ids as arguments."""
    return _queue(OutboxMessage.Kind.JOB, {"task": task, "args": list(args)}, dedup_key, not_before)


def deliver(message_id: UUID) -> bool:
    """Claim one message by a conditional update and send it. Return whether this call sent it."""
    now = timezone.now()
    claimed = OutboxMessage.objects.filter(
        _free(now), pk=message_id, done_at=None, failed_at=None, not_before__lte=now
    ).update(claimed_at=now)
    if not claimed:
        return False
    message = OutboxMessage.objects.get(pk=message_id)
    try:
        _send(message)
    except SMTPRecipientsRefused as error:
        if not _is_final(error):
            return _postpone(message, error, now)
        OutboxMessage.objects.filter(pk=message_id).update(failed_at=now, payload={})
        log.warning("outbox_receiver_refused", kind=message.kind)
        for handler in _refusal_handlers:
            handler(message.payload["to"])
        return False
    except (OSError, OperationalError, NotRegistered, ValueError) as error:
        # Server away, a job of another release, or an address or subject that no letter can carry (its header's faults
        # are value errors): one message must not hold up the others.
        return _postpone(message, error, now)
    OutboxMessage.objects.filter(pk=message_id).update(done_at=timezone.now(), payload={})
    return True


def sweep(limit: int = 500) -> int:
    """Send what a broker outage or a crash left. Return the number of messages sent."""
    now = timezone.now()
    waiting = OutboxMessage.objects.filter(_free(now), done_at=None, failed_at=None, not_before__lte=now)
    ids = list(waiting.order_by("not_before").values_list("pk", flat=True)[:limit])
    return sum(deliver(pk) for pk in ids)


def forget_old(now: datetime | None = None) -> int:
    """Remove messages that left, or failed, long ago: they hold no text any more. Return how many.

    Those with a ``dedup_key`` stay longer: the key is what keeps a cause from sending twice.
    """
    at = now or timezone.now()
    over = Q(done_at__lt=at - KEPT) | Q(failed_at__lt=at - KEPT)
    older = Q(done_at__lt=at - DEDUP_KEPT) | Q(failed_at__lt=at - DEDUP_KEPT)
    return OutboxMessage.objects.filter((over & Q(dedup_key=None)) | older).delete()[0]


def register_refusal_handler(handler: RefusalHandler) -> None:
    """Let a room know when an address is refused for good (SMTP 5xx)."""
    _refusal_handlers.append(handler)


def _is_final(error: SMTPRecipientsRefused) -> bool:
    return all(code >= 500 for code, _ in error.recipients.values())


def _postpone(message: OutboxMessage, error: Exception, now: datetime) -> bool:
    """Mail server or broker away: try again later, with growing pauses, then leave it visible as failed."""
    attempts = message.attempts + 1
    gives_up = attempts >= MAX_ATTEMPTS
    OutboxMessage.objects.filter(pk=message.pk).update(
        claimed_at=None,
        attempts=attempts,
        not_before=now + timedelta(minutes=2**attempts),
        failed_at=now if gives_up else None,
        # A letter that never left is no reason to keep somebody's address and link for good.
        payload={} if gives_up and message.kind == OutboxMessage.Kind.MAIL else message.payload,
    )
    log.warning("outbox_delivery_failed", kind=message.kind, error=type(error).__name__, attempts=attempts)
    return False


def _free(now: datetime) -> Q:
    return Q(claimed_at=None) | Q(claimed_at__lt=now - CLAIM_LASTS)


def _queue(
    kind: OutboxMessage.Kind, payload: dict[str, Any], dedup_key: str | None, not_before: datetime | None
) -> OutboxMessage | None:
    fields = {"kind": kind, "payload": payload, "not_before": not_before or timezone.now()}
    if dedup_key is None:
        message = OutboxMessage.objects.create(**fields)
    else:
        message, created = OutboxMessage.objects.get_or_create(dedup_key=dedup_key, defaults=fields)
        if not created:
            return None
    if not_before is None:
        transaction.on_commit(lambda: _hand_over(message.pk), robust=True)
    return message


def _hand_over(message_id: UUID) -> None:
    from common.tasks import deliver_outbox_message  # noqa: PLC0415 - tasks import this module

    try:
        deliver_outbox_message.delay(str(message_id))
    except OperationalError:
        log.warning("broker_away")  # the sweeper sends it


def _send(message: OutboxMessage) -> None:
    if message.kind == OutboxMessage.Kind.JOB:
        current_app.tasks[message.payload["task"]].delay(*message.payload["args"])
        return
    payload = message.payload
    mail = EmailMultiAlternatives(
        subject=payload["subject"],
        body=payload["body"],
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[payload["to"]],
        headers={"Auto-Submitted": "auto-generated", **payload["headers"]},
    )
    for name, text, kind in payload.get("attachments", ()):
        mail.attach(name, text, kind)
    mail.send()
