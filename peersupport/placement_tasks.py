"""What the clock does for placements."""

from celery import shared_task

from peersupport.services import interest, phases, posts


@shared_task
def tend_placements() -> None:
    """Once a day: remind of what rests and is due, forget names of those who have left and who asked."""
    phases.remind_of_reviews()
    posts.forget_names()
    interest.forget_contacts()
