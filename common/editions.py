"""Documents that are rendered once, numbered and kept for good (architecture decision 7)."""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import structlog
from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.db.models import F, Max, Q
from django.utils import timezone

from common import outbox, trail
from common.actors import Actor
from common.models import Edition
from common.stamps import raise_stamp

log = structlog.get_logger(__name__)

#: Renders the edition's own ``data`` to PDF bytes and tells the number of pages. Reads nothing else.
Renderer = Callable[[Edition], tuple[bytes, int]]
_renderers: dict[str, Renderer] = {}
_stamps: dict[str, tuple[str, ...]] = {}
RENDERING_LASTS = timedelta(minutes=15)
#: What has been tried for so long is told as failed: somebody has to look, and press "försök igen".
TRIED_FOR = timedelta(days=1)


def register_renderer(kind: str, renderer: Renderer, *, stamps: tuple[str, ...] = ()) -> None:
    """Tell how editions of ``kind`` are made; called in a room's ``AppConfig.ready``.

    ``stamps`` are raised when one is finished: public pages that list editions read them.
    """
    _renderers[kind] = renderer
    _stamps[kind] = stamps


@transaction.atomic
def request_edition(*, kind: str, key: str, title: str, data: dict[str, Any], actor: Actor) -> Edition:
    """Freeze ``data`` as the next edition of ``key`` and queue its rendering.

    Two people who press the button at once get two numbers, never one number twice: an advisory
    lock on the key serialises them.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"edition:{key}"])
    latest = Edition.objects.filter(key=key).aggregate(latest=Max("number"))["latest"] or 0
    edition = Edition.objects.create(
        kind=kind, key=key, number=latest + 1, title=title, data=data, actor_id=actor.actor_id
    )
    trail.record("request_edition", edition, actor=actor)
    outbox.queue_job("common.tasks.render_edition", str(edition.pk))
    return edition


def render_edition(edition_id: UUID) -> None:
    """Claim the edition by a conditional update, render it and store file, hash and size."""
    now = timezone.now()
    stale = Q(state=Edition.State.RENDERING, claimed_at__lt=now - RENDERING_LASTS)
    claimed = Edition.objects.filter(Q(state=Edition.State.QUEUED) | stale, pk=edition_id).update(
        state=Edition.State.RENDERING, claimed_at=now
    )
    if not claimed:
        return
    edition = Edition.objects.get(pk=edition_id)
    try:
        content, pages = _renderers[edition.kind](edition)
    except Exception:
        Edition.objects.filter(pk=edition_id, claimed_at=now).update(state=Edition.State.FAILED)
        log.exception("edition_failed", edition=str(edition_id))
        raise
    store(edition, content, pages)


def retry_edition(edition: Edition, *, actor: Actor) -> None:
    """Queue a failed edition once more; one that hasn't failed is left alone."""
    if Edition.objects.filter(pk=edition.pk, state=Edition.State.FAILED).update(state=Edition.State.QUEUED):
        trail.record("retry_edition", edition, actor=actor)
        outbox.queue_job("common.tasks.render_edition", str(edition.pk))


def resume_editions() -> int:
    """Queue anew what a killed worker left, and what a broker lost; return how many.

    Only the row makes a file part of an edition, so half a file is never anybody's.
    """
    now = timezone.now()
    left = Q(state=Edition.State.RENDERING, claimed_at__lt=now - RENDERING_LASTS)
    lost = Q(state=Edition.State.QUEUED, created_at__lt=now - RENDERING_LASTS)
    Edition.objects.filter(left, claimed_at__gt=F("created_at") + TRIED_FOR).update(
        state=Edition.State.FAILED
    )
    waiting = list(Edition.objects.filter(left | lost).values_list("pk", flat=True))
    for pk in waiting:
        outbox.queue_job("common.tasks.render_edition", str(pk))
    return len(waiting)


def store(edition: Edition, content: bytes, pages: int) -> None:
    """Keep the rendered file; from here on the edition never changes."""
    edition.sha256 = hashlib.sha256(content).hexdigest()
    edition.size = len(content)
    edition.pages = pages
    edition.state = Edition.State.READY
    edition.rendered_at = timezone.now()
    edition.file.save(f"{edition.pk}.pdf", ContentFile(content), save=False)
    with transaction.atomic():
        mine = Q(pk=edition.pk, state=Edition.State.RENDERING, claimed_at=edition.claimed_at)
        if Edition.objects.select_for_update().filter(mine).first() is None:
            # So slow that another worker took over: what that one makes is the edition.
            edition.file.delete(save=False)
            return
        edition.save(update_fields=["sha256", "size", "pages", "state", "rendered_at", "file"])
        raise_stamp(*_stamps.get(edition.kind, ()))


def latest_ready(key: str) -> Edition | None:
    """Return the newest finished edition of ``key``."""
    return Edition.objects.filter(key=key, state=Edition.State.READY).order_by("-number").first()
