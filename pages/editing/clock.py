"""What the clock does with what editors have planned, uploaded and left."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from wagtail.models import UploadedFile

from pages.editing.files import PdfFacts, ending_of, look_into_pdf, text_of_pdf
from pages.models import PortalDocument

#: An upload whose title nobody has written is thrown away, with what its file told of the camera.
UNFINISHED_STAYS = timedelta(days=1)
#: So many documents in one go.
_MOST_AT_ONCE = 20
#: Any number that nobody else uses.
_ONE_AT_A_TIME = 7_403_001


def publish_what_is_planned() -> None:
    """Publish and take away pages whose time has come. Twice, or two at a time, changes nothing more."""
    with _alone() as is_alone:
        if is_alone:
            call_command("publish_scheduled")


@contextmanager
def _alone() -> Iterator[bool]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_ONE_AT_A_TIME])
        (is_alone,) = cursor.fetchone()
        try:
            yield bool(is_alone)
        finally:
            if is_alone:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_ONE_AT_A_TIME])


def read_new_documents() -> None:
    """Read the text of PDFs that have come or been replaced, so that the search finds it."""
    rows = PortalDocument.objects.filter(file__iendswith=".pdf").exclude(file_hash="")
    unread = [pk for pk, read, now in rows.values_list("pk", "text_read_of", "file_hash") if read != now]
    for pk in unread[:_MOST_AT_ONCE]:
        _read(pk)


def _read(pk: int) -> None:
    """Mark the file as read before it is: what is too heavy to read is tried once, and holds up nothing."""
    document = _marked(pk)
    if document is None:
        return
    facts = None
    try:
        with document.file.open("rb") as content:
            text = text_of_pdf(content)
            if document.pages is None:
                facts = look_into_pdf(content)
    except FileNotFoundError:
        text = ""
    _keep(document, text, facts)


@transaction.atomic
def _marked(pk: int) -> PortalDocument | None:
    """Return the document, unless somebody else reads it or is just replacing it."""
    rows = PortalDocument.objects.select_for_update(skip_locked=True).filter(pk=pk)
    document: PortalDocument | None = rows.exclude(text_read_of=F("file_hash")).first()
    if document is None or ending_of(document.file.name) != "pdf":
        return None
    document.text_read_of = document.file_hash
    document.save(update_fields=["text_read_of"])
    return document


@transaction.atomic
def _keep(read: PortalDocument, text: str, facts: PdfFacts | None) -> None:
    """Keep what was read, if it still is that file's."""
    document = PortalDocument.objects.select_for_update().filter(pk=read.pk).first()
    if document is None or document.file_hash != read.file_hash:
        return
    document.text = text
    names = ["text"]
    if facts:
        document.pages, document.is_tagged = facts.pages, facts.is_tagged
        names += ["pages", "is_tagged"]
    document.save(update_fields=names)


def forget_unfinished_uploads() -> None:
    """Throw away files that waited a day for their title."""
    latest = timezone.now() - UNFINISHED_STAYS
    for upload in UploadedFile.objects.all():
        try:
            is_old = upload.file.storage.get_modified_time(upload.file.name) < latest
        except FileNotFoundError:
            is_old = True
        if is_old:
            upload.file.delete(save=False)
            upload.delete()
