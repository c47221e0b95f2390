"""The trail: who did what to which object when, and who opened sensitive objects."""

from collections.abc import Iterable

from django.db import models

from common.actors import Actor
from common.models import TrailEntry


def record(verb: str, obj: models.Model, *, actor: Actor, fields: Iterable[str] = ()) -> None:
    """Write one trail row in the caller's transaction.

    ``verb`` is the service's name (``publish_event``); ``fields`` are names of changed fields,
    never their content.
    """
    _write(TrailEntry.Kind.WRITE, verb, obj, actor, fields)


def record_opened(obj: models.Model, *, actor: Actor) -> None:
    """Note that somebody opened a sensitive object."""
    _write(TrailEntry.Kind.OPENED, "open", obj, actor, ())


def record_all_opened(objs: Iterable[models.Model], *, actor: Actor) -> None:
    """Note that somebody opened several sensitive objects on one page, with one query."""
    TrailEntry.objects.bulk_create(
        TrailEntry(
            kind=TrailEntry.Kind.OPENED,
            actor_id=actor.actor_id,
            room=obj._meta.app_label,
            verb="open",
            object_type=object_type(obj),
            object_id=str(obj.pk),
            fields=[],
        )
        for obj in objs
    )


def record_listed(verb: str, model: type[models.Model], *, actor: Actor, fields: Iterable[str] = ()) -> None:
    """Note that somebody read or exported a sensitive list; ``fields`` names the filters used."""
    TrailEntry.objects.create(
        kind=TrailEntry.Kind.OPENED,
        actor_id=actor.actor_id,
        room=model._meta.app_label,
        verb=verb,
        object_type=model._meta.label_lower,
        object_id="",
        fields=sorted(fields),
    )


def object_type(obj: models.Model) -> str:
    """Return the name under which the trail knows objects of this kind, e.g. ``calendar_app.event``."""
    return obj._meta.label_lower


def _write(kind: TrailEntry.Kind, verb: str, obj: models.Model, actor: Actor, fields: Iterable[str]) -> None:
    TrailEntry.objects.create(
        kind=kind,
        actor_id=actor.actor_id,
        room=obj._meta.app_label,
        verb=verb,
        object_type=object_type(obj),
        object_id=str(obj.pk),
        fields=sorted(fields),
    )
