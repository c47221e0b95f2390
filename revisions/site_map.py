"""The audits' pages for search engines."""

from collections.abc import Iterator

from django.urls import reverse

from common.models import Edition
from common.site_map import Place
from revisions.models import UserAudit
from revisions.queries.report_data import edition_key


def places() -> Iterator[Place]:
    """The list, every audit that anybody may know of, and the reports that anybody may read."""
    yield Place(reverse("audits:list"))
    audits = list(UserAudit.objects.announced().order_by("slug"))
    read = {edition_key(audit): audit for audit in audits if audit.is_public}
    editions = (
        Edition.objects.filter(key__in=read).order_by("number").values_list("key", "data__plain_summary")
    )
    newest = dict(editions)
    for audit in audits:
        changed = audit.published_on if audit.is_public else None
        yield Place(reverse("audits:audit", args=[audit.slug]), changed)
    for key, has_summary in newest.items():
        yield Place(reverse("audits:report", args=[read[key].slug]), read[key].published_on)
        if has_summary:
            yield Place(reverse("audits:summary", args=[read[key].slug]), read[key].published_on)
