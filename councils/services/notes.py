"""Notes per item: saved while one writes, by two at once without anything lost."""

from datetime import timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from common import trail
from common.actors import Actor
from common.errors import EditConflictError
from common.models import TrailEntry
from councils.models import AgendaItem, InternalNote, ItemNote, Meeting
from councils.services.agenda import meeting_of
from councils.services.shared import CONFLICT, cleaned, require
from councils.services.writing import written

LONGEST = 20_000
LONGEST_INTERNAL = 5_000
#: A page that saves by itself is one row on the trail for each person and meeting within this time.
RECORDED_EVERY: Final = timedelta(hours=1)


@transaction.atomic
def save_note(item: AgendaItem, text: str, *, expected_version: int, actor: Actor) -> ItemNote:
    """Save what is noted under an item. ``expected_version`` is the one the writer has seen, 0 for none.

    Raises ``EditConflictError`` with both texts when somebody saved in between. The same text again saves nothing.
    """
    meeting = meeting_of(item)
    require(actor, "councils.take_notes", meeting)
    text = cleaned(text, field="text", longest=LONGEST)
    note, _ = ItemNote.objects.select_for_update().get_or_create(item=item)
    if note.text == text:
        return note
    if note.version != expected_version:
        raise EditConflictError(CONFLICT, changed={"Anteckning": (note.text, text)})
    note.text, note.version = text, note.version + 1
    note.save(update_fields=["text", "version", "updated_at"])
    _record_writing(meeting, actor)
    written(meeting, actor=actor)
    return note


@transaction.atomic
def save_internal_note(item: AgendaItem, text: str, *, expected_version: int, actor: Actor) -> InternalNote:
    """Save what those who run the meeting remember for themselves; it never reaches the minutes, so it is never locked."""
    require(actor, "councils.read_internal_notes", item)
    text = cleaned(text, field="internal", longest=LONGEST_INTERNAL)
    AgendaItem.objects.select_for_update().get(pk=item.pk)
    note, _ = InternalNote.objects.get_or_create(item=item)
    if note.text == text:
        return note
    if note.version != expected_version:
        raise EditConflictError(CONFLICT, changed={"Intern anteckning": (note.text, text)})
    note.text, note.version = text, note.version + 1
    note.save(update_fields=["text", "version"])
    trail.record("save_internal_note", item, actor=actor, fields=["text"])
    return note


def _record_writing(meeting: Meeting, actor: Actor) -> None:
    """Note on the trail that somebody wrote in a meeting's notes: once an hour, not every pause between two words."""
    lately = TrailEntry.objects.filter(
        object_type=trail.object_type(meeting),
        object_id=str(meeting.pk),
        actor_id=actor.actor_id,
        kind=TrailEntry.Kind.WRITE,
        verb="save_notes",
        at__gt=timezone.now() - RECORDED_EVERY,
    )
    if not lately.exists():
        trail.record("save_notes", meeting, actor=actor, fields=["text"])
