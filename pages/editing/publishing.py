"""What the portal does when a page is published, moved or taken away, by hand or by the clock."""

from typing import Any

from django.db.models.signals import post_delete, post_save
from wagtail.signals import page_published, page_unpublished, post_page_move

from common.stamps import raise_stamp
from pages.models import PortalDocument, PortalImage


def tell_the_cache() -> None:
    """Raise the stamp of this room whenever what visitors see may have changed (decision 8)."""
    for signal in (page_published, page_unpublished, post_page_move):
        signal.connect(_raise, dispatch_uid="pages.editing.publishing")
    for model in (PortalImage, PortalDocument):
        post_save.connect(_raise, sender=model, dispatch_uid="pages.editing.publishing")
        post_delete.connect(_raise, sender=model, dispatch_uid="pages.editing.publishing")


def _raise(**signal: Any) -> None:
    raise_stamp("pages")
