"""What the clock does for reports."""

from celery import shared_task

from revisions.services import publication


@shared_task
def publish_due_reports() -> None:
    """Publish approved reports whose time to read is out; tell the lead of the others."""
    publication.publish_due()
