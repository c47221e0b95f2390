"""Thin wrappers that the worker and the clock call."""

import time
from contextlib import suppress
from uuid import UUID

from celery import shared_task
from django.core.cache import cache

from common import editions, outbox
from common.sealing import KeyStoreError, shredding, upkeep
from common.search import index

HEARTBEAT_KEY = "worker-heartbeat"
HEARTBEAT_LASTS = 90


@shared_task
def deliver_outbox_message(message_id: str) -> None:
    outbox.deliver(UUID(message_id))


@shared_task
def sweep_outbox() -> None:
    outbox.sweep()


@shared_task
def forget_old_messages() -> None:
    outbox.forget_old()


@shared_task
def beat_heart() -> None:
    """Leave a sign that beat and a worker are alive; ``/-/ready`` looks for it."""
    cache.set(HEARTBEAT_KEY, int(time.time()), HEARTBEAT_LASTS)


@shared_task
def render_edition(edition_id: str) -> None:
    editions.render_edition(UUID(edition_id))


@shared_task
def resume_editions() -> None:
    """Make the files that a killed worker left."""
    editions.resume_editions()


@shared_task
def destroy_key(key_id: str) -> None:
    shredding.destroy(UUID(key_id))


@shared_task
def destroy_shredded_keys() -> None:
    """Go on where the key store was away."""
    shredding.destroy_waiting()


@shared_task
def tidy_key_store() -> None:
    """Nothing is lost when the store is away, which is in the log: the next day does it all."""
    with suppress(KeyStoreError):
        upkeep.tidy()


@shared_task
def refresh_search(kind: str, keys: str) -> None:
    index.refresh(kind, keys.split(","))


@shared_task
def repair_search() -> None:
    """Find again what a failure or a change behind the portal's back left out of the index."""
    index.repair()
