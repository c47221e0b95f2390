"""What the clock does for evaluations."""

from celery import shared_task

from peersupport.services import evaluation_reminders, evaluations, statements


@shared_task
def tend_evaluations() -> None:
    """Destroy what has done its work, plan what has begun, let closed questions be read, remind of what is due.

    Destroying comes first: no fault in the rest may hinder it.
    """
    statements.destroy_old()
    evaluations.follow_days()
    evaluation_reminders.remind_of_evaluations()
