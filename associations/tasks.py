"""What the clock and the worker do for the directory."""

from celery import shared_task

from associations import booklet, services


@shared_task
def send_confirmation_requests() -> None:
    """Once a day: plan yearly questions, take the steps that are due, forget old reports."""
    services.plan_rounds()
    services.advance_rounds()
    services.forget_old_reports()


@shared_task
def refresh_search_words(municipality_id: int) -> None:
    """Let associations be found by a municipality's new name."""
    services.refresh_search_words(municipality_id)


@shared_task
def make_booklet() -> None:
    """Make the booklet for the present state ahead of the next reader."""
    booklet.booklet(booklet.current_stamp())
