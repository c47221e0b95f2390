"""What the portal does when a page is published, moved or taken away, by hand or by the clock."""

from typing import Any

from django.db.models.signals import post_delete, post_save
from wagtail.signals import page_published, page_unpublished, post_page_move

from common import outbox
from common.stamps import raise_stamp
from pages.models import PortalDocument, PortalImage


def tell_the_cache() -> None:
    """Raise the stamp of this room whenever what visitors see may have changed (decision 8)."""
    for signal in (page_published, page_unpublished, post_page_move):
        signal.connect(_raise, dispatch_uid="pages.editing.publishing")
    for model in (PortalImage, PortalDocument):
        post_save.connect(_raise, sender=model, dispatch_uid="pages.editing.publishing")
        post_delete.connect(_raise, sender=model, dispatch_uid="pages.editing.publishing")


def have_pictures_made() -> None:
    """Have the worker make a page's pictures once it is published: the first visitor should not wait for them."""
    page_published.connect(_queue_pictures, dispatch_uid="pages.editing.publishing.pictures")


def _queue_pictures(instance: Any, **signal: Any) -> None:
    # A page that waits for its time is told of as well.
    if instance.live:
        outbox.queue_job("pages.tasks.make_pictures", instance.pk)


def _raise(**signal: Any) -> None:
    raise_stamp("pages")
