"""What the worker and the clock do for the calendar: ids in, one service call."""

from celery import shared_task

from calendar_app.services import digests, flow


@shared_task
def archive_past_events() -> None:
    """Archive events whose last occurrence lies behind us."""
    flow.archive_past_events()


@shared_task
def extend_series() -> None:
    """Expand open-ended series over the rolling horizon."""
    flow.extend_series()


@shared_task
def send_due_digests() -> None:
    """Queue the digests whose week or month has begun; forget addresses nobody confirmed."""
    digests.forget_unconfirmed()
    digests.send_due_digests()
