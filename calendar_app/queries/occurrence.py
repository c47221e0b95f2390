"""The public page of one occurrence."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from associations.models import Association, Audience
from calendar_app.models import AccessFact, AttendanceForm, Event, Occurrence
from calendar_app.periods import Month, covered_days
from calendar_app.queries.rows import (
    EventRow,
    event_row,
    organiser_names,
    place_text,
    state_words,
    time_text,
)
from common import swedish

#: Other occurrences listed on the page; the rest are told as a number.
MOST_OTHERS = 12
# As django.utils.html.json_script does: nothing in a text can end the script element.
_JSON_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


@dataclass(frozen=True)
class OccurrencePage:
    """Everything the page shows of one occurrence."""

    occurrence: Occurrence
    event: Event
    row: EventRow
    when: str
    before: str
    states: list[str]
    organisers: list[tuple[str, str]]
    place: str
    map_url: str
    online_link: str
    online_words: str
    access: list[str]
    audiences: list[str]
    groups: list[str]
    others: list[tuple[Occurrence, str, list[str]]]
    more_others: int
    month: Month
    structured: SafeString
    updated: datetime
    is_over: bool

    @property
    def goes_on(self) -> bool:
        """Whether another time of the same activity takes place."""
        return any(not other.is_cancelled for other, _, _ in self.others)


def public_occurrence(pk: int) -> Occurrence | None:
    """Return an occurrence that anybody may see, with all that is told of it."""
    return Occurrence.objects.public().for_listing().with_groups().filter(pk=pk).first()


def occurrence_page(occurrence: Occurrence) -> OccurrencePage:
    """Gather the page of a public occurrence."""
    event = occurrence.event
    others, more = _others(occurrence)
    place = place_text(event)
    online_link, online_words = _online(event)
    return OccurrencePage(
        occurrence=occurrence,
        event=event,
        row=event_row(occurrence, today=swedish.today()),
        when=when_text(occurrence),
        before=_before(occurrence),
        states=state_words(occurrence),
        organisers=_organisers(event),
        place=place,
        map_url=_map_url(event) if event.place or event.street_address else "",
        online_link=online_link,
        online_words=online_words,
        access=[str(AccessFact(fact).label) for fact in event.access_facts if fact in AccessFact.values],
        audiences=[str(Audience(one).label) for one in event.audiences if one in Audience.values],
        groups=getattr(occurrence, "group_names", []),
        others=[(other, when_text(other), state_words(other)) for other in others],
        more_others=more,
        month=Month.of(swedish.local_date(occurrence.start)),
        structured=structured_data(occurrence),
        updated=max(occurrence.updated_at, event.updated_at),
        is_over=occurrence.end <= timezone.now(),
    )


def when_text(occurrence: Occurrence) -> str:
    """Return "onsdag 14 oktober 2026 kl. 18.00–20.00", or both days when it lasts longer."""
    days = covered_days(occurrence.start, occurrence.end)
    first = swedish.day_text(days.first, weekday=True)
    if days.first == days.last:
        if occurrence.all_day:
            return f"{first}, hela dagen"
        return f"{first} kl.{swedish.NBSP}{time_text(occurrence)}"
    last = swedish.day_text(days.last, weekday=True)
    if occurrence.all_day:
        return f"{first} – {last}"
    at = f"kl.{swedish.NBSP}"
    return (
        f"{first} {at}{swedish.time_text(occurrence.start)} – {last} {at}{swedish.time_text(occurrence.end)}"
    )


def absolute_url(occurrence: Occurrence) -> str:
    """Return the page's address with the portal's origin, for feeds and mails."""
    return settings.PORTAL_ORIGIN + reverse("calendar_app:occurrence", args=[occurrence.pk])


def structured_data(occurrence: Occurrence) -> SafeString:
    """Return the occurrence as schema.org Event in a data block, which a browser never runs."""
    text = json.dumps(_schema_org(occurrence), ensure_ascii=False).translate(_JSON_ESCAPES)
    # The JSON holds no <, > or & any more, so no text can close the element.
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308


def _schema_org(occurrence: Occurrence) -> dict[str, Any]:
    event = occurrence.event
    days = covered_days(occurrence.start, occurrence.end)
    local = timezone.localtime
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": event.title,
        "url": absolute_url(occurrence),
        "inLanguage": "sv",
        "startDate": days.first.isoformat() if occurrence.all_day else local(occurrence.start).isoformat(),
        "endDate": days.last.isoformat() if occurrence.all_day else local(occurrence.end).isoformat(),
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": f"https://schema.org/{_MODES[event.attendance]}",
    }
    if occurrence.is_cancelled:
        found["eventStatus"] = "https://schema.org/EventCancelled"
    elif occurrence.is_moved and occurrence.original_start:
        found["eventStatus"] = "https://schema.org/EventRescheduled"
        found["previousStartDate"] = local(occurrence.original_start).isoformat()
    if event.description:
        found["description"] = event.description[:500]
    organisers = organiser_names(event)
    if organisers:
        found["organizer"] = [{"@type": "Organization", "name": name} for name in organisers]
    locations = _locations(event)
    if locations:
        found["location"] = locations if len(locations) > 1 else locations[0]
    return found


_MODES = {
    AttendanceForm.ON_SITE.value: "OfflineEventAttendanceMode",
    AttendanceForm.ONLINE.value: "OnlineEventAttendanceMode",
    AttendanceForm.BOTH.value: "MixedEventAttendanceMode",
}


def _locations(event: Event) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    if place_text(event):
        address = {"@type": "PostalAddress", "addressCountry": "SE"}
        if event.street_address:
            address["streetAddress"] = event.street_address
        if event.municipality:
            address["addressLocality"] = event.municipality.name
        found.append({"@type": "Place", "name": event.place or place_text(event), "address": address})
    if event.attendance != AttendanceForm.ON_SITE:
        link, _ = _online(event)
        found.append({"@type": "VirtualLocation", **({"url": link} if link else {})})
    return found


def _online(event: Event) -> tuple[str, str]:
    """Return the link, only when it is public, and the words about how to join."""
    if event.attendance == AttendanceForm.ON_SITE:
        return "", ""
    if event.online_link and event.online_link_public:
        return event.online_link, "Delta digitalt"
    if event.online_link or event.registration:
        return "", "Länken skickas till anmälda."
    return "", "Fråga arrangören hur du kommer med digitalt."


def _organisers(event: Event) -> list[tuple[str, str]]:
    listed = {Association.Status.LISTED, Association.Status.UNCONFIRMED}
    named = [
        (a.name, f"/foreningar/{a.slug}/" if a.status in listed else "")
        for a in event.associations.all()
        if a.status != Association.Status.DRAFT
    ]
    return [*named, *((unit.name, "") for unit in event.units.all())]


def _map_url(event: Event) -> str:
    """Return a search on OpenStreetMap. A link the reader follows, nothing the portal fetches."""
    municipality = event.municipality.name if event.municipality else ""
    where = ", ".join(filter(None, [event.street_address or event.place, municipality]))
    return f"https://www.openstreetmap.org/search?query={quote(where)}"


def _before(occurrence: Occurrence) -> str:
    """Return what the time was before it was moved."""
    if not occurrence.is_moved or occurrence.original_start is None:
        return ""
    day = swedish.day_text(swedish.local_date(occurrence.original_start), weekday=True)
    return (
        day
        if occurrence.all_day
        else f"{day} kl.{swedish.NBSP}{swedish.time_text(occurrence.original_start)}"
    )


def _others(occurrence: Occurrence) -> tuple[list[Occurrence], int]:
    """Return the coming occurrences of the same activity, also those whose content was changed once."""
    event = occurrence.event
    family = Q(event_id=event.pk) | Q(event__split_from_id=event.pk)
    if event.split_from_id:
        family |= Q(event_id=event.split_from_id) | Q(event__split_from_id=event.split_from_id)
    rows = (
        Occurrence.objects.public()
        .filter(family, end__gt=timezone.now())
        .exclude(pk=occurrence.pk)
        .select_related("event")
        .in_order()
    )
    found = list(rows[: MOST_OTHERS + 1])
    more = rows.count() - MOST_OTHERS if len(found) > MOST_OTHERS else 0
    return found[:MOST_OTHERS], more
