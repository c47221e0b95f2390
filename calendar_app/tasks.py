"""What the worker and the clock do for the calendar: ids in, one service call."""

from celery import shared_task


@shared_task
def archive_past_events() -> None:
    """Archive events whose last occurrence lies behind us."""


@shared_task
def extend_series() -> None:
    """Expand open-ended series over the rolling horizon."""


@shared_task
def send_due_digests() -> None:
    """Queue the digests whose week or month has begun."""
