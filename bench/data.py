"""Fills an empty database with a directory and a given number of occurrences.

The measured month holds the same forty activities at every size; the others spread over the decades
around it, as years of use would. Rows are written in bulk: what is measured is reading.
"""

import uuid
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from associations.models import Association
from calendar_app.models import Event, Occurrence
from common.actors import SYSTEM
from common.stamps import raise_stamp
from organisations.models import Area, Municipality
from pages.content.shipped import load_shipped_pages

STOCKHOLM = ZoneInfo("Europe/Stockholm")
ASSOCIATIONS = 200
EVENTS_PER_ASSOCIATION = 5
IN_MEASURED_MONTH = 40


def fill(occurrences: int, spread: str) -> date:
    """Write the rows and return the first day of the measured month. ``spread`` is ``years`` or ``feed``."""
    area = Area.objects.create(name="Norra", slug="norra")
    municipalities = Municipality.objects.bulk_create(
        Municipality(name=f"Kommun {n:02}", slug=f"kommun-{n}", area=area, tile_column=n, tile_row=1)
        for n in range(1, 11)
    )
    associations = Association.objects.bulk_create(
        Association(
            name=f"Föreningen Nummer {n:03}",
            slug=f"foreningen-{n}",
            status="listed",
            base_municipality=municipalities[n % 10],
            audiences=["everyone"],
            focus_areas=["npf", "anxiety"],
            activities=["talk_group"],
        )
        for n in range(ASSOCIATIONS)
    )
    nobody = uuid.UUID(int=0)
    events = Event.objects.bulk_create(
        Event(
            status="published",
            title=f"Öppen träff nummer {n}",
            kind="open_house",
            description="Vi fikar och pratar. Du behöver inte anmäla dig. " * 4,
            place="Föreningshuset",
            street_address="Storgatan 1",
            municipality=municipalities[n % 10],
            audiences=["everyone"],
            participation_step=n % 5 + 1,
            created_by=nobody,
        )
        for n in range(ASSOCIATIONS * EVENTS_PER_ASSOCIATION)
    )
    organised_by = Event.associations.through
    organised_by._default_manager.bulk_create(
        organised_by(event_id=event.pk, association_id=associations[n % ASSOCIATIONS].pk)
        for n, event in enumerate(events)
    )
    first_day = timezone.localdate().replace(day=1)
    Occurrence.objects.bulk_create(
        (
            _occurrence(events[n % len(events)], start)
            for n, start in enumerate(_starts(first_day, occurrences, spread))
        ),
        batch_size=5_000,
    )
    load_shipped_pages(actor=SYSTEM)
    raise_stamp("calendar", "associations", "organisations", "pages")
    return first_day


def _occurrence(event: Event, start: datetime) -> Occurrence:
    return Occurrence(event=event, start=start, end=start + timedelta(hours=2))


def _starts(first_day: date, count: int, spread: str) -> list[datetime]:
    """Return forty starts in the measured month, the others two months or more away on both sides."""
    noon = datetime.combine(first_day, datetime.min.time(), STOCKHOLM) + timedelta(hours=12)
    if spread == "feed":
        return [noon + timedelta(days=n % 365, minutes=n // 365) for n in range(count)]
    starts = [noon + timedelta(days=n % 28, minutes=15 * (n % 7)) for n in range(IN_MEASURED_MONTH)]
    around = 365 * 30 * 2
    step = max(1, around // max(1, count - IN_MEASURED_MONTH))
    for n in range(count - IN_MEASURED_MONTH):
        days = 70 + (n * step) % (around // 2)
        side = 1 if n % 2 else -1
        starts.append(noon + timedelta(days=side * days, minutes=n % 480))
    return starts
