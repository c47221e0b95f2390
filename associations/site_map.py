"""The directory's pages for search engines."""

from collections.abc import Iterator

from django.urls import reverse

from associations.models import Association, AssociationNetwork
from common.site_map import Place
from common.swedish import local_date


def places() -> Iterator[Place]:
    """The lists, every public entry and every public network."""
    yield Place(reverse("associations:list"))
    yield Place(reverse("associations:networks"))
    for slug, at in Association.objects.public().order_by("slug").values_list("slug", "published_at"):
        yield Place(reverse("associations:detail", args=[slug]), local_date(at) if at else None)
    for slug in AssociationNetwork.objects.public().order_by("slug").values_list("slug", flat=True):
        yield Place(reverse("associations:network", args=[slug]))
