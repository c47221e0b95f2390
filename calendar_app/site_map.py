"""The calendar's pages for search engines."""

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse

from calendar_app.models import Occurrence
from calendar_app.periods import Month
from calendar_app.queries.public import last_updated, month_url
from common.site_map import Place
from common.swedish import local_date, today

#: Nobody searches for an activity further ahead; weekly ones would fill the list.
AHEAD = timedelta(days=120)
#: This month and those that follow.
MONTHS = 4


def places() -> Iterator[Place]:
    """The list, the coming months, the ways to have the calendar, and what is coming."""
    updated = last_updated()
    changed = local_date(updated) if updated else None
    yield Place(reverse("calendar_app:list"), changed)
    for ahead in range(MONTHS):
        yield Place(month_url(Month.of(today()).shifted(ahead)), changed)
    yield Place(reverse("calendar_app:editions"))
    yield Place(reverse("calendar_app:subscribe"))
    yield Place(reverse("calendar_app:digest"))
    first = Month.of(today()).span.start
    coming = Occurrence.objects.public().filter(start__gte=first, start__lt=first + AHEAD)
    for pk, at in coming.order_by("start", "pk").values_list("pk", "event__updated_at"):
        yield Place(reverse("calendar_app:occurrence", args=[pk]), local_date(at))
