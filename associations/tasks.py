"""What the clock does for the directory."""

from celery import shared_task


@shared_task
def send_confirmation_requests() -> None:
    """Ask associations once a year whether their facts are right."""
