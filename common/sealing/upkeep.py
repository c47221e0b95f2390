"""What the clock does with the key store: gravestones in every copy, and no keys that nobody uses."""

from datetime import timedelta
from uuid import UUID

import structlog
from django.utils import timezone

from common.models import ShreddedKey
from common.sealing.columns import used_key_ids
from common.sealing.opening import open_store
from common.sealing.stores import MirroredStore

log = structlog.get_logger(__name__)

#: A key younger than this may belong to a transaction that goes on.
ORPHAN_AGE = timedelta(days=1)
#: More orphans than this, and more than a tenth of all keys, are no rolled-back transactions but a wrong or empty
#: database beside the store: nothing is removed until a person says so.
MOST_ORPHANS = 20


class TooManyOrphansError(Exception):
    """So many keys look unused that the database is more likely to be the wrong one."""


def tidy() -> None:
    """Do the daily upkeep. Raises ``KeyStoreError`` when the store is away; the next day does it all."""
    keys = open_store()
    keys.refuse_unalike()
    spread_gravestones(keys)
    try:
        remove_orphans(keys)
    except TooManyOrphansError:
        log.warning("key_store_orphans_left", advice="run manage.py check_key_store")
    for copy in keys.both:
        copy.tidy()


def spread_gravestones(keys: MirroredStore) -> int:
    """Let database, store and mirror know of the same shredded keys, and destroy every copy of one that came back.

    Keys come back when somebody puts an old copy of store or mirror in place. Return how many had.
    """
    known = {copy: copy.gravestones() for copy in keys.both}
    in_database = set(ShreddedKey.objects.filter(done_at__isnull=False).values_list("pk", flat=True))
    gone = set.union(in_database, *known.values())
    came_back = 0
    for copy in keys.both:
        held = gone & copy.keys().keys()
        came_back += len(held)
        for key_id in held | (gone - known[copy]):
            copy.destroy(key_id)
    now = timezone.now()
    ShreddedKey.objects.bulk_create(
        [ShreddedKey(pk=key_id, done_at=now) for key_id in gone - in_database], ignore_conflicts=True
    )
    if came_back:
        log.warning("key_store_came_back", destroyed_again=came_back)
    return came_back


def orphans(keys: MirroredStore) -> set[UUID]:
    """Keys older than a day that no row of the database needs, as after a transaction that was rolled back."""
    until = timezone.now() - ORPHAN_AGE
    held = [copy.keys() for copy in keys.both]
    old = {key_id for copy in held for key_id, written_at in copy.items() if written_at < until}
    young = {key_id for copy in held for key_id, written_at in copy.items() if written_at >= until}
    # The database is read last: a key taken into use meanwhile is found there.
    return old - young - used_key_ids()


def remove_orphans(keys: MirroredStore, *, however_many: bool = False) -> int:
    """Remove keys that nobody uses; return how many. Raises ``TooManyOrphansError`` unless told ``however_many``."""
    unused = orphans(keys)
    if not however_many and len(unused) > max(MOST_ORPHANS, len(keys.store.keys()) // 10):
        raise TooManyOrphansError
    for key_id in unused:
        keys.destroy(key_id)
    return len(unused)
