"""To shred a key: what it sealed goes dark everywhere, in live data, mirrors and old dumps alike."""

from uuid import UUID

import structlog
from django.db import transaction
from django.utils import timezone

from common.models import ShreddedKey
from common.outbox import queue_job
from common.sealing.errors import KeyStoreError
from common.sealing.opening import open_store

log = structlog.get_logger(__name__)


@transaction.atomic
def shred(key_id: UUID) -> None:
    """Queue the destruction of a key in store and mirror; harmless when repeated.

    From the commit on nobody can open what it sealed; a worker then destroys the key, and a sweeper goes on trying while
    the store is away. The caller removes the ciphertext and writes the trail in the same transaction.
    """
    ShreddedKey.objects.get_or_create(pk=key_id)
    queue_job("common.tasks.destroy_key", str(key_id), dedup_key=f"destroy-key:{key_id}")


def destroy(key_id: UUID) -> bool:
    """Destroy a key that was shredded. Return whether it is gone from both copies; ``False`` means later."""
    if not ShreddedKey.objects.filter(pk=key_id).exists():
        return False
    try:
        open_store().destroy(key_id)
    except KeyStoreError:  # logged where it arose; the sweeper comes again
        return False
    ShreddedKey.objects.filter(pk=key_id, done_at=None).update(done_at=timezone.now())
    return True


def destroy_waiting(limit: int = 1000) -> int:
    """Destroy what earlier attempts left. Return how many are gone now."""
    waiting = (
        ShreddedKey.objects.filter(done_at=None).order_by("asked_at").values_list("pk", flat=True)[:limit]
    )
    return sum(destroy(key_id) for key_id in list(waiting))
