"""What the clock does for councils and mandates."""

from celery import shared_task

from councils.services import councils, mandates


@shared_task
def tend_mandates() -> None:
    """Once a day: tie new accounts, remind before mandates end, remind of paused councils."""
    mandates.tie_accounts()
    mandates.remind_of_ends()
    councils.remind_of_reviews()
