"""What of the calendar is found at ``/sok/``, and by whom."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse

from associations.models import Association, Audience
from calendar_app.models import Event, Occurrence
from calendar_app.queries.occurrence import when_text
from calendar_app.queries.rows import organiser_names, place_text
from calendar_app.queries.work.reach import events_for
from common.registries import SearchSource, SearchText

_HIDDEN = (Event.Status.DRAFT, Event.Status.PROPOSED)


def sources() -> list[SearchSource]:
    """Activities that are still to come for everybody; drafts and proposed ones for those who work with them."""
    return [
        SearchSource(
            kind="event",
            label="Aktiviteter",
            one="Aktivitet",
            model=Event,
            rows=_coming,
            entry=_event,
            related={Occurrence: lambda one: [one.event_id], Association: _events_of},
            place=_next_times,
            order=10,
        ),
        SearchSource(
            kind="event_work",
            label="Mitt arbete",
            one="Aktivitet som inte är publicerad",
            model=Event,
            rows=lambda: Event.objects.filter(status__in=_HIDDEN),
            visible=lambda user: events_for(user).filter(status__in=_HIDDEN),
            entry=lambda one: SearchText(
                one.title, reverse("calendar_app:event_work", args=[one.pk]), one.description
            ),
            order=200,
        ),
    ]


def _coming() -> Any:
    """Public activities that have a time left: nobody can go to those that are over."""
    left = Occurrence.objects.upcoming().filter(event=OuterRef("pk"))
    return Event.objects.public().filter(Exists(left)).with_organisers()


def _event(one: Event) -> SearchText:
    audiences = [str(Audience(value).label) for value in one.audiences if value in Audience.values]
    return SearchText(
        title=one.title,
        # Leads on to the next time; see ``_next_times``.
        url=reverse("calendar_app:list"),
        body=one.description,
        keywords=" ".join(
            filter(None, [one.get_kind_display(), place_text(one), *organiser_names(one), *audiences])
        ),
    )


def _events_of(association: Association) -> Iterable[Any]:
    """An activity is found by the name of whoever arranges it."""
    return association.events.values_list("pk", flat=True) if association.pk else ()


def _next_times(keys: Sequence[Any]) -> Mapping[Any, tuple[str, str]]:
    """Return the page of each activity's next time, and when and where that is."""
    rows = Occurrence.objects.public().upcoming().filter(event__in=keys)
    firsts = rows.order_by("event", "start", "pk").distinct("event").select_related("event__municipality")
    return {
        one.event_id: (
            reverse("calendar_app:occurrence", args=[one.pk]),
            ", ".join(filter(None, [when_text(one), place_text(one.event)])),
        )
        for one in firsts
    }
