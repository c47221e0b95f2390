"""What the clock does for supervision and obstacles."""

from celery import shared_task

from peersupport.services import support_reminders


@shared_task
def tend_supervision() -> None:
    """Remind of supervision that is missed and obstacles that wait; forget the old log."""
    support_reminders.remind_of_supervision()
    support_reminders.remind_of_obstacles()
    support_reminders.forget_old_log()
