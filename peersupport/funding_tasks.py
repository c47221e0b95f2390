"""What the clock does for money."""

from celery import shared_task

from peersupport.services import funding_warnings


@shared_task
def warn_of_ending_money() -> None:
    """Once a day: write about money that ends within six months."""
    funding_warnings.warn_of_ending_money()
