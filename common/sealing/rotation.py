"""A new sealing key: every key in the store is wrapped anew, the texts stay as they are."""

from collections import Counter
from dataclasses import dataclass

from common.sealing.errors import SealBrokenError, SealingKeysError
from common.sealing.opening import open_store
from common.sealing.stores import Store
from common.sealing.wrapping import SealingKeys, mark_of, sealing_keys

BATCH = 500


@dataclass
class Rotation:
    """How many wrapped keys, counted in each copy by itself."""

    rewrapped: int = 0
    already: int = 0
    damaged: int = 0


def rotate() -> Rotation:
    """Wrap every key in store and mirror by the newest of ``SEALING_KEYS``; can be stopped and run again at any time.

    Refuses with ``SealingKeysError`` before anything is changed when some key was wrapped by a sealing key that
    ``SEALING_KEYS`` lacks; its ``reason`` tells the marks. A damaged key is left untouched and counted.
    """
    keys = open_store()
    keys.refuse_unalike()
    sealing = sealing_keys()
    lacking = sum((_lacking(copy, sealing) for copy in keys.both), Counter[str]())
    if lacking:
        marks = ", ".join(f"{mark} ({count} wrapped keys)" for mark, count in sorted(lacking.items()))
        raise SealingKeysError(reason=f"SEALING_KEYS lacks the sealing keys with these marks: {marks}")
    done = Rotation()
    for copy in keys.both:
        _rewrap(copy, sealing, done)
    return done


def _lacking(copy: Store, sealing: SealingKeys) -> Counter[str]:
    known = {key.mark for key in sealing.keys}
    lacking: Counter[str] = Counter()
    for wrapped in copy.read(copy.keys()).values():
        try:
            mark = mark_of(wrapped) if wrapped else None
        except SealBrokenError:  # counted when it is its turn
            continue
        if mark and mark not in known:
            lacking[mark.hex()] += 1
    return lacking


def _rewrap(copy: Store, sealing: SealingKeys, done: Rotation) -> None:
    ids = sorted(copy.keys())
    for start in range(0, len(ids), BATCH):
        for key_id, wrapped in copy.read(ids[start : start + BATCH]).items():
            if wrapped is None:
                continue
            try:
                key = sealing.unwrap(wrapped, key_id)
            except SealBrokenError:
                done.damaged += 1
                continue
            if mark_of(wrapped) == sealing.newest.mark:
                done.already += 1
                continue
            anew = sealing.wrap(key, key_id)
            if sealing.unwrap(anew, key_id) != key:
                raise SealBrokenError
            copy.replace(key_id, anew)
            done.rewrapped += 1
