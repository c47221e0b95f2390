"""A page as its editors last saved it."""

from typing import Any

from wagtail.models import Page


def draft_for(pk: int, user: Any) -> Any:
    """Return the latest draft of the page, if ``user`` may edit it."""
    page = Page.objects.filter(pk=pk, depth__gt=2).specific().first()
    if page is None or not page.permissions_for_user(user).can_edit():
        return None
    return page.get_latest_revision_as_object()
