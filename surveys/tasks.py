"""What the clock does for surveys: one service call each."""

from celery import shared_task

from surveys.services import flow, retention


@shared_task
def follow_days() -> None:
    """Open what is planned for today, close what has had its last day."""
    flow.follow_days()


@shared_task
def tend_open_surveys() -> None:
    """Mix rows and fill up spare keys, at night."""
    flow.tend_open_surveys()


@shared_task
def destroy_due() -> None:
    """Destroy answers whose time is over."""
    retention.destroy_due()
