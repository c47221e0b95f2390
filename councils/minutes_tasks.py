"""What the clock does for minutes."""

from celery import shared_task

from councils.services import minutes_reminders


@shared_task
def remind_of_notes() -> None:
    """Ask for notes that are missing three and seven days after the meeting, and for ticks when the time for views is over."""
    minutes_reminders.remind_of_notes()
    minutes_reminders.ask_approvers()
