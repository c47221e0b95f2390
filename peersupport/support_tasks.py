"""What the clock does for supervision and obstacles."""

from celery import shared_task

from peersupport.services import support_reminders


@shared_task
def tend_supervision() -> None:
    """Forget the old log; remind of supervision that is missed and obstacles that wait."""
    support_reminders.forget_old_log()
    support_reminders.remind_of_supervision()
    support_reminders.remind_of_obstacles()
