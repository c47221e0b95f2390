"""What the clock does for meetings."""

from celery import shared_task

from councils.services import calling, meetings


@shared_task
def tend_meetings() -> None:
    """Once a day: forget what people needed at meetings that are over, remind secretaries of papers."""
    calling.erase_old_needs()
    meetings.remind_of_papers()
