"""What a person works with: their activities, their associations, their working list."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from associations.models import Association
from calendar_app.models import Event, Occurrence
from calendar_app.models.events import EventQuerySet, OccurrenceQuerySet


def events_for(user: Any) -> EventQuerySet:
    """Return the events whose working pages ``user`` may open: those they organise or review."""
    visible = Event.objects.visible_to(user)
    if user.has_perm("calendar_app.review_events"):
        return visible
    return visible.filter(associations__representatives__in=user.represents.current()).distinct()


def deleted_events(user: Any) -> EventQuerySet:
    """Return the drafts that ``user`` has removed and may take back."""
    return Event.objects.deleted_by(user)


def occurrences_for(user: Any) -> OccurrenceQuerySet:
    """Return the occurrences of ``events_for``."""
    return Occurrence.objects.filter(event__in=events_for(user)).select_related("event", "event__series")


def statuses_of(user: Any, ids: Iterable[int]) -> dict[int, str]:
    """Return the present status of those of ``ids`` that ``user`` works with."""
    return dict(events_for(user).filter(pk__in=list(ids)).values_list("pk", "status"))


def events_with_files(user: Any) -> QuerySet[Event]:
    """Return the events with an attachment that ``user`` may see."""
    return Event.objects.visible_to(user).exclude(attachment="")


def association_choices(user: Any) -> list[tuple[int, str]]:
    """Return the associations that ``user`` may add events for, in Swedish order."""
    rows = Association.objects.visible_to(user).in_order()
    if not user.has_perm("calendar_app.review_events"):
        rows = rows.filter(representatives__in=user.represents.current())
    return list(rows.values_list("pk", "name"))


def base_municipality_id(association_id: int) -> int | None:
    """Return where an association is at home, the likely place of what it does."""
    return (
        Association.objects.filter(pk=association_id).values_list("base_municipality_id", flat=True).first()
    )


def work_links(user: Any) -> tuple[str, str]:
    """Return the name and address of the working list that suits ``user``."""
    if user.has_perm("calendar_app.review_events"):
        return "Kalenderarbete", reverse("calendar_app:work")
    return "Våra aktiviteter", reverse("calendar_app:own_events")
