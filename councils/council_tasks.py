"""What the clock does for councils and mandates."""

from celery import shared_task

from councils.services import contact_retention, council_status, mandate_accounts, mandate_reminders


@shared_task
def tend_mandates() -> None:
    """Once a day: tie new accounts, remind before mandates end and of paused councils, forget old addresses."""
    mandate_accounts.tie_accounts()
    mandate_reminders.remind_of_ends()
    council_status.remind_of_reviews()
    contact_retention.forget_contact()
