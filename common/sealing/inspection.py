"""Hold the database's key ids against what store and mirror can open."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from common.models import ShreddedKey
from common.sealing.columns import used_key_ids
from common.sealing.errors import SealBrokenError, SealingKeysError
from common.sealing.opening import open_store
from common.sealing.stores import MirroredStore, Store
from common.sealing.upkeep import orphans, spread_gravestones
from common.sealing.wrapping import SealingKeys, mark_of, sealing_keys


@dataclass
class Inspection:
    """What was found, as key ids; marks are those of sealing keys."""

    used: set[UUID] = field(default_factory=set)
    #: In neither copy, and nobody shredded them.
    missing: set[UUID] = field(default_factory=set)
    only_in_store: set[UUID] = field(default_factory=set)
    only_in_mirror: set[UUID] = field(default_factory=set)
    #: Store and mirror hold different keys under one id.
    differing: set[UUID] = field(default_factory=set)
    damaged: set[UUID] = field(default_factory=set)
    #: How many keys are wrapped by a sealing key that SEALING_KEYS lacks, by its mark.
    without_sealing_key: Counter[str] = field(default_factory=Counter)
    #: Shredded, but a row still names them: an old dump was restored, and those texts stay dark.
    shredded_but_used: set[UUID] = field(default_factory=set)
    #: Held although shredded: an old copy of the store was put in place.
    came_back: set[UUID] = field(default_factory=set)
    orphans: set[UUID] = field(default_factory=set)

    @property
    def sound(self) -> bool:
        """Whether every key in use opens in both copies and nothing shredded is left."""
        out_of_step = self.only_in_store | self.only_in_mirror | self.differing
        return not (self.missing | out_of_step | self.damaged | self.came_back or self.without_sealing_key)


def inspect() -> Inspection:
    """Read everything once; change nothing. Raises ``KeyStoreError`` when a copy cannot be used."""
    keys = open_store()
    keys.refuse_unalike()
    sealing = sealing_keys()
    gone = keys.store.gravestones() | keys.mirror.gravestones() | _destroyed()
    in_store, in_mirror = (_opened(copy, sealing) for copy in keys.both)
    used = used_key_ids()
    found = Inspection(used=used, orphans=orphans(keys))
    found.came_back = gone & (keys.store.keys().keys() | keys.mirror.keys().keys())
    found.shredded_but_used = used & gone
    found.missing = used - in_store.keys() - in_mirror.keys() - gone
    # Unused keys may differ too: a crash between the two copies, which the daily upkeep removes.
    found.only_in_store = (in_store.keys() - in_mirror.keys() - gone) & used
    found.only_in_mirror = (in_mirror.keys() - in_store.keys() - gone) & used
    for held in (in_store, in_mirror):
        found.damaged |= {key_id for key_id, key in held.items() if key is None and key_id in used}
        found.without_sealing_key.update(key for key in held.values() if isinstance(key, str))
    for key_id in used & in_store.keys() & in_mirror.keys():
        first, second = in_store[key_id], in_mirror[key_id]
        if isinstance(first, bytes) and isinstance(second, bytes) and first != second:
            found.differing.add(key_id)
    return found


def repair() -> int:
    """Bring store and mirror in step: gravestones first, then keys that one of them lacks. Nothing is overwritten.

    Also fills a copy that is new and empty. Return how many keys were copied.
    """
    keys = open_store()
    _prepare_lacking(keys)
    keys.refuse_unalike()
    spread_gravestones(keys)
    copied = 0
    for source, target in (keys.both, keys.both[::-1]):
        lacking = source.keys().keys() - target.keys().keys()
        for key_id, wrapped in source.read(lacking).items():
            if wrapped is not None:
                target.add(key_id, wrapped)
                copied += 1
    return copied


def _prepare_lacking(keys: MirroredStore) -> None:
    for source, target in (keys.both, keys.both[::-1]):
        identity = source.identity()
        if identity and target.identity() is None:
            target.prepare(identity)


def _destroyed() -> set[UUID]:
    return set(ShreddedKey.objects.filter(done_at__isnull=False).values_list("pk", flat=True))


def _opened(copy: Store, sealing: SealingKeys) -> Mapping[UUID, bytes | str | None]:
    """Each held key: itself, the mark of the sealing key that is lacking, or ``None`` when damaged."""
    opened: dict[UUID, bytes | str | None] = {}
    for key_id, wrapped in copy.read(copy.keys()).items():
        if wrapped is None:  # has a gravestone
            continue
        try:
            opened[key_id] = sealing.unwrap(wrapped, key_id)
        except SealingKeysError:
            opened[key_id] = mark_of(wrapped).hex()
        except SealBrokenError:
            opened[key_id] = None
    return opened
