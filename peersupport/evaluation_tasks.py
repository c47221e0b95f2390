"""What the clock does for evaluations."""

from celery import shared_task

from peersupport.services import evaluation_reminders, evaluations, statements


@shared_task
def tend_evaluations() -> None:
    """Plan what has begun, let closed questions be read, remind of what is due, destroy what has done its work."""
    evaluations.follow_days()
    evaluation_reminders.remind_of_evaluations()
    statements.destroy_old()
