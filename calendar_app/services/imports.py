"""Importing activities: upload, read and judge, confirm, write. Nothing is written before the confirmation.

Reading and writing are the worker's. Both are claimed by a conditional update, give a sign of life as
they go, and can be taken up by another worker: reading starts over, writing goes on where it stopped,
because each row is marked in the transaction that writes it.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.core.files import File
from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from accounts.models import User
from associations.models import Association
from calendar_app.imports.drafts import Judged
from calendar_app.imports.ics import read_ics
from calendar_app.imports.judging import Judge, cancellable_times
from calendar_app.imports.rows import Patience, ReadRow, UnreadableFileError
from calendar_app.imports.table import read_csv, read_xlsx
from calendar_app.models import Event, ImportBatch, ImportRow
from calendar_app.services import flow
from calendar_app.services.content import content_from_json, plan_from_json
from calendar_app.services.events import Scope, create_event, edit_event
from common import outbox, swedish, trail
from common.actors import Actor
from common.errors import DomainError

log = structlog.get_logger(__name__)

_Status = ImportBatch.Status
_MAY_NOT = "Du har inte behörighet att importera. Fråga samordnaren."
_READ_TASK = "calendar_app.tasks.read_import"
_WRITE_TASK = "calendar_app.tasks.write_import"
#: A worker that has not given a sign of life for so long is dead.
CLAIM_LASTS = timedelta(minutes=5)
#: Rows judged, or written, between two signs of life.
CHUNK = 200
#: A worker writes for so long at a time, well below the limit at which it would be stopped.
TURN = timedelta(minutes=8)
#: Finished imports are forgotten after so long: the activities stay, the file's rows go.
KEPT = timedelta(days=30)
#: A file that has not been read by then makes the worker fall again and again.
GIVE_UP = timedelta(days=1)


@transaction.atomic
def upload_import(
    upload: File[bytes], file_format: str, *, association: Association | None = None, actor: Actor
) -> ImportBatch:
    """Keep the file and queue its reading."""
    if not actor.has_perm("calendar_app.import_events"):
        raise DomainError(_MAY_NOT)
    name = "".join(sign for sign in (upload.name or "fil") if sign.isprintable())[:160] or "fil"
    batch = ImportBatch(
        file_name=name, format=file_format, association=association, created_by=actor.actor_id
    )
    batch.file.save(f"{batch.pk}.{file_format}", upload, save=False)
    batch.save(force_insert=True)
    trail.record("upload_import", batch, actor=actor)
    outbox.queue_job(_READ_TASK, str(batch.pk))
    return batch


def read_import(batch_id: UUID) -> None:
    """Read and judge the file, if no other worker is at it."""
    if not _claim(batch_id, _Status.READING):
        return
    batch = ImportBatch.objects.get(pk=batch_id)
    try:
        rows = _read(batch)
    except UnreadableFileError as error:
        _fail(batch, error.message)
        return
    # A worker that died left some: what it judged may have changed since.
    batch.rows.all().delete()
    ImportBatch.objects.filter(pk=batch_id).update(total=len(rows), handled=0)
    judge = Judge(batch.association_id, swedish.today())
    for chunk in _chunks(rows):
        judged = judge.judge(chunk)
        ImportRow.objects.bulk_create([_stored(batch, one) for one in judged])
        if not _sign_of_life(batch_id, _Status.READING, handled=len(judged)):
            return
    ImportBatch.objects.filter(pk=batch_id, status=_Status.READING).update(
        status=_Status.PREVIEW, claimed_at=None, handled=0
    )


def _read(batch: ImportBatch) -> list[ReadRow]:
    with batch.file.open("rb") as opened:
        content = opened.read()
    patience = Patience()
    if batch.format == "ics":
        return read_ics(content, swedish.today(), patience)
    return (read_xlsx if batch.format == "xlsx" else read_csv)(content, patience)


def _stored(batch: ImportBatch, judged: Judged) -> ImportRow:
    return ImportRow(
        batch=batch,
        number=judged.number,
        verdict=judged.verdict,
        reasons=judged.reasons,
        title=judged.title,
        when=judged.when,
        data=judged.data,
        event_id=judged.event_id,
    )


@transaction.atomic
def confirm_import(batch: ImportBatch, *, publish: bool, actor: Actor) -> None:
    """Say yes to the preview and queue the writing. A second yes changes nothing."""
    if not actor.has_perm("calendar_app.import_events"):
        raise DomainError(_MAY_NOT)
    locked = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if locked.status in {_Status.WRITING, _Status.DONE}:
        return
    if locked.status != _Status.PREVIEW:
        raise DomainError("Importen går inte att lägga in längre. Ladda upp filen på nytt.")
    waiting = locked.rows.filter(verdict__in=_WRITTEN).count()
    if not waiting:
        raise DomainError("Det finns inget att lägga in. Rätta filen och ladda upp den på nytt.")
    locked.status, locked.publish, locked.total, locked.handled = _Status.WRITING, publish, waiting, 0
    locked.created_by = actor.actor_id
    locked.save(update_fields=["status", "publish", "total", "handled", "created_by"])
    trail.record("confirm_import", locked, actor=actor, fields=["status", "publish"])
    outbox.queue_job(_WRITE_TASK, str(locked.pk))


_WRITTEN = (ImportRow.Verdict.CREATE, ImportRow.Verdict.UPDATE)


@transaction.atomic
def discard_import(batch: ImportBatch, *, actor: Actor) -> None:
    """Throw the preview and the file away. What is being written goes on to its end."""
    if not actor.has_perm("calendar_app.import_events"):
        raise DomainError(_MAY_NOT)
    locked = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if locked.status == _Status.WRITING:
        raise DomainError("Aktiviteterna läggs in just nu. Vänta tills det är klart.")
    if locked.status in {_Status.DONE, _Status.DISCARDED}:
        return
    locked.rows.all().delete()
    locked.status, locked.finished_at = _Status.DISCARDED, timezone.now()
    locked.save(update_fields=["status", "finished_at"])
    _forget_file(locked)
    trail.record("discard_import", locked, actor=actor, fields=["status"])


def write_import(batch_id: UUID) -> None:
    """Write the confirmed rows that are not written yet, if no other worker is at it."""
    if not _claim(batch_id, _Status.WRITING):
        return
    batch = ImportBatch.objects.get(pk=batch_id)
    actor = User.objects.filter(actor_id=batch.created_by, is_active=True).first()
    if actor is None or not actor.has_perm("calendar_app.import_events"):
        _fail(batch, "Den som godkände importen har inte längre behörighet. Ladda upp filen på nytt.")
        return
    began = timezone.now()
    while chunk := list(_waiting(batch).values_list("pk", flat=True)[:CHUNK]):
        for row_id in chunk:
            _write_row(row_id, publish=batch.publish, actor=actor)
        if not _sign_of_life(batch_id, _Status.WRITING, handled=len(chunk)):
            return
        if timezone.now() - began > TURN:
            _hand_over(batch_id)
            return
    _finish(batch, actor)


@transaction.atomic
def _hand_over(batch_id: UUID) -> None:
    ImportBatch.objects.filter(pk=batch_id).update(claimed_at=None)
    outbox.queue_job(_WRITE_TASK, str(batch_id))


def _waiting(batch: ImportBatch) -> QuerySet[ImportRow]:
    return batch.rows.filter(written_at=None, verdict__in=_WRITTEN).order_by("number")


def _write_row(row_id: int, *, publish: bool, actor: Actor) -> None:
    """Write one row and mark it, both or neither. A row the calendar refuses says why and stops nobody else."""
    try:
        with transaction.atomic():
            row = ImportRow.objects.select_for_update().get(pk=row_id)
            if row.written_at is not None:
                return
            row.event = _write_event(row, publish=publish, actor=actor)
            row.written_at = timezone.now()
            row.data = {}
            row.save(update_fields=["event", "written_at", "data"])
    except DomainError as error:
        _refuse(row_id, error.message)
    except IntegrityError:
        _refuse(row_id, "Id: en annan aktivitet har redan samma Id. Ladda upp filen på nytt.")


def _refuse(row_id: int, sentence: str) -> None:
    ImportRow.objects.filter(pk=row_id).update(
        verdict=ImportRow.Verdict.WRONG, reasons=[sentence[:300]], data={}
    )


def _write_event(row: ImportRow, *, publish: bool, actor: Actor) -> Event:
    content = content_from_json(row.data["content"])
    plan = plan_from_json(row.data["plan"]) if row.data["plan"] else None
    if row.verdict == ImportRow.Verdict.UPDATE:
        event = _event_of(row)
        if row.data["cancel"]:
            flow.cancel_event(event, actor=actor)
            return event
        event = edit_event(event, content, plan, scope=Scope.ALL, expected_version=None, actor=actor)
    elif plan is None:
        raise DomainError("Datum: går inte att läsa.")
    else:
        event = create_event(content, plan, actor=actor, import_uid=row.data["uid"] or None)
    # Before it becomes public: then also times that have been can be told as cancelled.
    _cancel_times(event, row.data["cancelled_starts"], actor=actor)
    if publish and event.is_unpublished:
        flow.publish_event(event, actor=actor)
    return event


def _event_of(row: ImportRow) -> Event:
    event = Event.objects.with_organisers().filter(pk=row.event_id or 0).first()
    if event is None:
        raise DomainError("Aktiviteten har tagits bort sedan filen lästes.")
    return event


def _cancel_times(event: Event, starts: Sequence[str], *, actor: Actor) -> None:
    """Times that the file cancels keep their place as INSTÄLLT."""
    moments = [datetime.fromisoformat(start) for start in starts]
    for occurrence in cancellable_times(event, moments).select_related("event") if moments else ():
        flow.cancel_occurrence(occurrence, actor=actor)


@transaction.atomic
def _finish(batch: ImportBatch, actor: Actor) -> None:
    ImportBatch.objects.filter(pk=batch.pk).update(
        status=_Status.DONE, claimed_at=None, finished_at=timezone.now()
    )
    trail.record("finish_import", batch, actor=actor, fields=["status"])
    _forget_file(batch)


def _fail(batch: ImportBatch, sentence: str) -> None:
    ImportBatch.objects.filter(pk=batch.pk).update(
        status=_Status.FAILED, problem=sentence, claimed_at=None, finished_at=timezone.now()
    )
    _forget_file(batch)


def _forget_file(batch: ImportBatch) -> None:
    """Remove the upload once the change that makes it needless is certain."""
    name, storage = batch.file.name, batch.file.storage
    if name:
        ImportBatch.objects.filter(pk=batch.pk).update(file="")
        transaction.on_commit(lambda: storage.delete(name))


def _claim(batch_id: UUID, status: str) -> bool:
    """Take the work if it waits for somebody. Only one worker's update matches."""
    now = timezone.now()
    free = Q(claimed_at=None) | Q(claimed_at__lt=now - CLAIM_LASTS)
    return bool(ImportBatch.objects.filter(free, pk=batch_id, status=status).update(claimed_at=now))


def _sign_of_life(batch_id: UUID, status: str, *, handled: int) -> bool:
    """Tell how far the work has come; ``False`` when somebody has stopped it."""
    batches = ImportBatch.objects.filter(pk=batch_id, status=status)
    return bool(batches.update(claimed_at=timezone.now(), handled=F("handled") + handled))


def _chunks(rows: Sequence[ReadRow]) -> Iterator[Sequence[ReadRow]]:
    for first in range(0, len(rows), CHUNK):
        yield rows[first : first + CHUNK]


def resume_imports() -> int:
    """Queue again what a dead worker left, and forget old imports. Return the number queued."""
    now = timezone.now()
    dead = Q(claimed_at__lt=now - CLAIM_LASTS) | Q(claimed_at=None, created_at__lt=now - CLAIM_LASTS)
    for batch in ImportBatch.objects.filter(status=_Status.READING, created_at__lt=now - GIVE_UP):
        _fail(batch, "Filen gick inte att läsa. Spara den på nytt i ditt program och försök igen.")
    left = list(ImportBatch.objects.filter(dead, status__in=[_Status.READING, _Status.WRITING]))
    for batch in left:
        outbox.queue_job(_READ_TASK if batch.status == _Status.READING else _WRITE_TASK, str(batch.pk))
    for batch in ImportBatch.objects.filter(created_at__lt=now - KEPT).exclude(status=_Status.WRITING):
        _forget_file(batch)
        batch.delete()
    return len(left)
