"""The room's pages for search engines: its own, and what editors have published."""

from collections.abc import Iterator

from django.urls import reverse
from wagtail.models import Page

from common.site_map import Place
from common.swedish import local_date

#: The root of the portal's tree stands at this depth; its page is the start page, which is a view.
ROOT_DEPTH = 2


def places() -> Iterator[Place]:
    """The start page, the pages about the portal, and every published page."""
    yield Place(reverse("pages:start"))
    yield Place(reverse("about:privacy"))
    yield Place(reverse("about:cookies"))
    # An editor's words stand on the portal's own page, which is told of above.
    own = {reverse("about:privacy"), reverse("about:cookies")}
    for page in Page.objects.live().public().filter(depth__gt=ROOT_DEPTH).order_by("path"):
        parts = page.get_url_parts()
        if parts is not None and parts[2] not in own:
            at = page.last_published_at
            yield Place(parts[2], local_date(at) if at else None)
