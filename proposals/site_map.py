"""The loop's pages for search engines."""

from collections.abc import Iterator

from django.urls import reverse

from common.site_map import Place
from common.swedish import local_date
from proposals.models import Proposal


def places() -> Iterator[Place]:
    """The lists and every public proposal."""
    yield Place(reverse("loop:list"))
    yield Place(reverse("loop:themes"))
    yield Place(reverse("loop:initiatives"))
    for slug, at in Proposal.objects.public().order_by("slug").values_list("slug", "moved_at"):
        yield Place(reverse("loop:proposal", args=[slug]), local_date(at) if at else None)
