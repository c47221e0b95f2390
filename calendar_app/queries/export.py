"""The coming public activities as a table."""

from collections.abc import Iterator

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from associations.models import Audience
from calendar_app.models import Occurrence
from calendar_app.periods import covered_days
from calendar_app.queries.rows import organiser_names, state_words
from common.swedish import phone_text, time_text

HEADER = [
    "Rubrik",
    "Typ",
    "Förening",
    "Datum",
    "Starttid",
    "Slutdatum",
    "Sluttid",
    "Läge",
    "Plats",
    "Gatuadress",
    "Kommun",
    "Hur",
    "För vem",
    "Kostnad",
    "Anmälan",
    "Sista anmälningsdag",
    "E-post",
    "Telefon",
    "Beskrivning",
    "Steg",
    "Id",
    "Prioriterade grupper",
]


def calendar_rows() -> Iterator[list[object]]:
    """Yield a row per coming occurrence, fetched in portions so that many cost no memory."""
    found = Occurrence.objects.visible_to(AnonymousUser()).upcoming().for_listing().with_groups().in_order()
    for occurrence in found.iterator(chunk_size=500):
        yield _row(occurrence)


def _row(occurrence: Occurrence) -> list[object]:
    event = occurrence.event
    days = covered_days(occurrence.start, occurrence.end)
    audiences = [str(Audience(code).label) for code in event.audiences if code in Audience.values]
    return [
        event.title,
        event.get_kind_display(),
        "; ".join(organiser_names(event)),
        timezone.localtime(occurrence.start).date().isoformat(),
        "" if occurrence.all_day else time_text(occurrence.start),
        days.last.isoformat() if days.last != days.first else "",
        "" if occurrence.all_day else time_text(occurrence.end),
        ", ".join(state_words(occurrence)),
        event.place,
        event.street_address,
        event.municipality.name if event.municipality else "",
        event.get_attendance_display(),
        "; ".join(audiences),
        event.cost,
        event.registration,
        event.register_by.isoformat() if event.register_by else "",
        event.contact_email,
        phone_text(event.contact_phone),
        event.description,
        event.participation_step,
        str(occurrence.uid),
        "; ".join(getattr(occurrence, "group_names", [])),
    ]
