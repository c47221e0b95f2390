"""What the clock does for placements."""

from celery import shared_task

from peersupport.services import interest, phases, posts


@shared_task
def tend_placements() -> None:
    """Once a day: forget names of those who have left and who asked, remind of what rests and is due."""
    posts.forget_names()
    interest.forget_contacts()
    phases.remind_of_reviews()
