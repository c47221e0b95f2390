"""What the clock does for the room."""

from celery import shared_task

from pages.services import checklists, crisis_lines, enquiries


@shared_task
def forget_old_enquiries() -> None:
    """Each night: messages that are six months old are deleted."""
    enquiries.forget_old_enquiries()


@shared_task
def remind_coordinator() -> None:
    """Each morning: numbers to check, promised answers that are due. Twice changes nothing."""
    crisis_lines.remind_to_check()
    enquiries.remind_of_unanswered()


@shared_task
def forget_old_checklists() -> None:
    """Each night: checklists nobody has filled in for three years are removed."""
    checklists.forget_checklists()
