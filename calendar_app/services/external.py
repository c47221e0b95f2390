"""Events that another room owns, shown here read-only: a council meeting is entered once, in its own room."""

from django.db import transaction
from django.utils import timezone

from calendar_app.models import Event
from calendar_app.services import schedule
from calendar_app.services.content import (
    EventContent,
    TimePlan,
    changed_fields,
    checked,
    content_of,
    write_content,
    write_related,
)
from calendar_app.services.events import locked_event, raise_sequences
from calendar_app.services.flow import cancel_external, restore_external
from common import stamps, trail
from common.actors import Actor
from common.transitions import record_status


@transaction.atomic
def sync_external_event(
    owner_room: str,
    owner_id: str,
    owner_url: str,
    content: EventContent,
    plan: TimePlan,
    *,
    actor: Actor,
    cancelled: bool = False,
) -> Event:
    """Show another room's event as it is now. Calling it again with the same values changes nothing.

    The owning room has checked its own permissions; here the event can't be edited.
    """
    content = checked(content)
    now = timezone.now()
    event, created = Event.objects.get_or_create(
        owner_room=owner_room,
        owner_id=owner_id,
        defaults={
            "owner_url": owner_url,
            "title": content.title,
            "kind": content.kind,
            "status": Event.Status.PUBLISHED,
            "published_at": now,
            "created_by": actor.actor_id,
        },
    )
    locked = locked_event(event)
    changed = changed_fields(content_of(locked), content)
    if locked.owner_url != owner_url:
        changed.append("owner_url")
    names = write_content(locked, content)
    write_related(locked, content, changed=changed)
    times = schedule.schedule(locked, plan, now=now)
    if changed or times or created:
        locked.owner_url = owner_url
        locked.updated_at = now
        locked.version += 0 if created else 1
        locked.save(update_fields=[*names, "owner_url", "updated_at", "version"])
        if changed and not created:
            raise_sequences(locked, now)
        trail.record("sync_external_event", locked, actor=actor, fields=changed)
    if created:
        record_status(locked, source="", target=Event.Status.PUBLISHED, actor=actor)
    if cancelled and locked.status == Event.Status.PUBLISHED:
        cancel_external(locked, actor=actor)
    elif not cancelled and locked.status == Event.Status.CANCELLED:
        restore_external(locked, actor=actor)
    stamps.raise_stamp("calendar")
    return locked


@transaction.atomic
def remove_external_event(owner_room: str, owner_id: str, *, actor: Actor) -> None:
    """Take away an event that its owner no longer shows. Nothing there is no error."""
    event = Event.objects.select_for_update().filter(owner_room=owner_room, owner_id=owner_id).first()
    if event is None:
        return
    trail.record("remove_external_event", event, actor=actor)
    event.delete()
    stamps.raise_stamp("calendar")
