"""Posters and programmes: checked by content, freed of what they tell of whoever made them."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import PurePath
from typing import Any

import structlog
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from calendar_app.models import Event, EventChange
from calendar_app.services.file_metadata import pdf_without_metadata, picture_without_metadata
from common import stamps, trail
from common.actors import Actor
from common.errors import DomainError
from common.privacy import clean_text
from common.uploads import JPEG, PDF, PNG, ContentCheck, sniff

log = structlog.get_logger(__name__)

KINDS = (PDF, JPEG, PNG)
#: A file nobody refers to is kept so long: whoever is saving right now has not yet written its row.
KEPT_UNUSED = timedelta(days=7)
#: Where the rows' files lie, each in a folder per year.
_FOLDERS = ("calendar", "calendar/changes")


@dataclass(frozen=True)
class Attachment:
    """A file that has been checked: its bytes, its ending and the name readers see."""

    content: bytes
    ending: str
    name: str


def read_attachment(upload: "UploadedFile[Any]") -> Attachment:
    """Check an upload by its content and return what may be stored. Raises ``DomainError``.

    All are written anew without metadata: a photo tells where it was taken, a programme who wrote it.
    """
    try:
        ContentCheck(KINDS)(upload)
    except ValidationError as error:
        raise DomainError(error.messages[0], field="attachment") from error
    kind = sniff(upload, KINDS)
    if kind is None:
        raise DomainError("Filen går inte att använda. Välj en pdf, jpg eller png.", field="attachment")
    content = upload.read()
    content = pdf_without_metadata(content) if kind is PDF else picture_without_metadata(content, kind.ending)
    stem = clean_text(PurePath(upload.name or "bilaga").stem)[:120] or "bilaga"
    return Attachment(content, kind.ending, f"{stem}.{kind.ending}")


def set_attachment(
    event: Event, attachment: Attachment | None, *, remove: bool = False, actor: Actor
) -> None:
    """Attach, replace or remove the event's file in the caller's transaction. Nothing given changes nothing.

    An old file stays in store: other parts of a split series may show it. ``forget_unused_files`` takes
    it when none does.
    """
    if attachment is None and not (remove and event.attachment):
        return
    if not actor.has_perm("calendar_app.edit_event", event):
        raise DomainError("Du har inte behörighet att göra det här. Fråga samordnaren.")
    _store(event, attachment)
    event.save(update_fields=["attachment", "attachment_name"])
    trail.record("set_attachment", event, actor=actor, fields=["attachment"])
    if event.is_public:
        stamps.raise_stamp("calendar")


def attach_to_change(
    change: EventChange, attachment: Attachment | None, *, remove: bool = False, keep: bool = False
) -> None:
    """Let a waiting change carry a new file, or the wish to remove the present one.

    Without either it carries none; with ``keep`` it goes on carrying what it did.
    """
    if keep and attachment is None and not remove:
        return
    _store(change, attachment)
    change.removes_attachment = remove and attachment is None
    change.save(update_fields=["attachment", "attachment_name", "removes_attachment"])


def take_over(event: Event, change: EventChange) -> None:
    """Give the event the file of its approved change."""
    if change.attachment:
        event.attachment, event.attachment_name = change.attachment.name, change.attachment_name
    elif change.removes_attachment:
        event.attachment, event.attachment_name = "", ""
    else:
        return
    event.save(update_fields=["attachment", "attachment_name"])


def forget_unused_files(now: datetime | None = None) -> int:
    """Delete stored files that no event or waiting change refers to and that are a week old. Return how many.

    A deleted draft still refers to its file, since it can be restored.
    """
    oldest = (now or timezone.now()) - KEPT_UNUSED
    store = Event._meta.get_field("attachment").storage
    # Listed first and compared afterwards: what gets its row meanwhile is found there.
    old = [name for name in _stored_files(store) if _is_older(store, name, oldest)]
    unused = sorted(set(old) - _names_in_use()) if old else []
    for name in unused:
        store.delete(name)
    if unused:
        log.info("attachments_forgotten", number=len(unused))
    return len(unused)


def _names_in_use() -> set[str]:
    """In one question: an approved change hands its file over to the event, and must not be missed between two."""
    events = Event.objects.exclude(attachment="").values_list("attachment", flat=True).order_by()
    waiting = EventChange.objects.exclude(attachment="").values_list("attachment", flat=True).order_by()
    return set(events.union(waiting, all=True))


def _stored_files(store: Storage) -> Iterator[str]:
    for folder in _FOLDERS:
        for year in _listed(store, folder)[0]:
            if year.isdecimal():
                path = f"{folder}/{year}"
                yield from (f"{path}/{name}" for name in _listed(store, path)[1])


def _listed(store: Storage, folder: str) -> tuple[list[str], list[str]]:
    try:
        return store.listdir(folder)
    except FileNotFoundError:
        return [], []


def _is_older(store: Storage, name: str, moment: datetime) -> bool:
    try:
        return store.get_modified_time(name) < moment
    except FileNotFoundError:
        return False


def _store(row: Event | EventChange, attachment: Attachment | None) -> None:
    if attachment is None:
        row.attachment, row.attachment_name = "", ""
        return
    row.attachment.save(f"{uuid.uuid4()}.{attachment.ending}", ContentFile(attachment.content), save=False)
    row.attachment_name = attachment.name
