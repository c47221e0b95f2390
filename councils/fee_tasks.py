"""What the clock does with fees."""

from celery import shared_task

from councils.services import fee_retention


@shared_task
def forget_old_fees() -> None:
    """Let go of what has been kept long enough. Run each night; twice changes nothing."""
    fee_retention.forget_old_fees()
