"""What the clock does for the room."""

from celery import shared_task

from pages import pictures
from pages.editing import clock, link_check
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


@shared_task
def publish_what_is_planned() -> None:
    """Each minute: pages whose time has come are published or taken away."""
    clock.publish_what_is_planned()


@shared_task
def read_new_documents() -> None:
    """Every five minutes: PDFs that have come are read for the search."""
    clock.read_new_documents()


@shared_task
def look_after_pages() -> None:
    """Each night: links are followed, uploads that nobody finished are thrown away."""
    clock.forget_unfinished_uploads()
    link_check.check_links()


@shared_task
def make_pictures(page_id: int) -> None:
    """When a page is published: its pictures are made light before the first visitor comes."""
    pictures.make_pictures(page_id)
