"""Notices when objects that can be found change, and has their copies written once the change is committed."""

from collections import defaultdict
from typing import Any

import structlog
from django.db import DatabaseError, connection, transaction
from django.db.models.signals import m2m_changed, post_delete, post_save

from common import outbox
from common.registries import SearchSource

log = structlog.get_logger(__name__)

#: More objects than this in one transaction are the worker's to write; whoever saves must not have to wait.
MOST_AT_ONCE = 20


def watch(source: SearchSource) -> None:
    """Follow every save and removal of the source's objects and of the rows that their texts are made of."""
    if source.model is None:
        return

    def own(sender: Any, instance: Any, **kwargs: Any) -> None:
        note_change(source.kind, [instance.pk])

    name = f"search.{source.kind}"
    for signal in (post_save, post_delete):
        signal.connect(own, sender=source.model, weak=False, dispatch_uid=name)
    for field in source.model._meta.many_to_many:
        through = getattr(source.model, field.name).through
        m2m_changed.connect(_m2m(source, source.model), sender=through, weak=False, dispatch_uid=name)
    for model, keys in source.related.items():

        def related(sender: Any, instance: Any, keys: Any = keys, **kwargs: Any) -> None:
            note_change(source.kind, keys(instance))

        for signal in (post_save, post_delete):
            signal.connect(related, sender=model, weak=False, dispatch_uid=name)


def _m2m(source: SearchSource, model: Any) -> Any:
    def changed(sender: Any, instance: Any, action: str, pk_set: Any, **kwargs: Any) -> None:
        if action.startswith("post_"):
            # Changed from the other end, the keys are those of the objects.
            note_change(source.kind, [instance.pk] if isinstance(instance, model) else pk_set or [])

    return changed


def note_change(kind: str, keys: Any) -> None:
    """Have the copies of these objects written after commit. For what no signal tells: ``QuerySet.update`` and the like."""
    wanted = [key for key in keys if key is not None]
    if not wanted:
        return
    waiting = _waiting()
    if waiting is not None:
        waiting.keys[kind].update(wanted)
        return
    waiting = _Waiting()
    waiting.keys[kind].update(wanted)
    transaction.on_commit(waiting.write, robust=True)


class _Waiting:
    """What one transaction has changed so far."""

    def __init__(self) -> None:
        self.keys: dict[str, set[Any]] = defaultdict(set)
        self.is_over = False

    def write(self) -> None:
        self.is_over = True
        for kind, keys in self.keys.items():
            try:
                _write_now_or_later(kind, keys)
            except DatabaseError as error:
                # Not what it was about: the text stays out of the log. The night's comparison mends it.
                log.warning("search_index_behind", kind=kind, error=type(error).__name__)


def _waiting() -> _Waiting | None:
    """Return what already waits in the present savepoint or around it: if this one is rolled back, a copy is written
    once too often, never too seldom."""
    around = set(connection.savepoint_ids)
    waiting: Any = connection.run_on_commit  # The stubs know two parts of three.
    for sids, function, _ in waiting:
        held = getattr(function, "__self__", None)
        if isinstance(held, _Waiting) and not held.is_over and sids <= around:
            return held
    return None


def _write_now_or_later(kind: str, keys: set[Any]) -> None:
    from common.search import index  # noqa: PLC0415 - rooms register while models are still being loaded

    if len(keys) <= MOST_AT_ONCE:
        index.refresh(kind, keys)
        return
    with transaction.atomic():
        left = index.remove_gone(kind, keys)
        for start in range(0, len(left), 200):
            chosen = ",".join(str(key) for key in left[start : start + 200])
            outbox.queue_job("common.tasks.refresh_search", kind, chosen)
