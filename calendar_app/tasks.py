"""What the worker and the clock do for the calendar: ids in, one service call."""

from uuid import UUID

from celery import shared_task

from calendar_app.services import attachments, digests, edition_contacts, flow, imports


@shared_task
def archive_past_events() -> None:
    """Archive events whose last occurrence lies behind us."""
    flow.archive_past_events()


@shared_task
def extend_series() -> None:
    """Expand open-ended series over the rolling horizon."""
    flow.extend_series()


@shared_task
def forget_unused_files() -> None:
    """Delete posters and programmes that have been replaced."""
    attachments.forget_unused_files()


@shared_task
def forget_old_contacts() -> None:
    """Take telephone numbers and addresses out of editions whose period is over."""
    edition_contacts.forget_old_contacts()


@shared_task
def send_due_digests() -> None:
    """Queue the digests whose week or month has begun; forget addresses nobody confirmed."""
    digests.forget_unconfirmed()
    digests.send_due_digests()


@shared_task
def read_import(batch_id: str) -> None:
    """Read and judge an uploaded file."""
    imports.read_import(UUID(batch_id))


@shared_task
def write_import(batch_id: str) -> None:
    """Write the confirmed rows of an import."""
    imports.write_import(UUID(batch_id))


@shared_task
def resume_imports() -> None:
    """Go on with imports whose worker died; forget old ones."""
    imports.resume_imports()
