"""A filtered feed read over the network by calendar client libraries, through an activity's whole life."""

import tracemalloc
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.request import Request, urlopen

import caldav
import icalendar
import pytest
import recurring_ical_events
from caldav.calendarobjectresource import Event as ClientEvent
from django.test import Client

from calendar_app.models import Occurrence
from calendar_app.services.content import EventContent, Repeat, TimePlan
from calendar_app.services.events import create_event
from calendar_app.services.flow import cancel_occurrence, move_occurrence, propose_event, publish_event
from common import page_cache
from tests.calendar_app.factories import at, make_event, make_occurrence


def fetch(address: str) -> list[Any]:
    """Return the activities of the coming months as a client shows them."""
    page_cache._stamps.forget()
    with urlopen(Request(address)) as response:  # noqa: S310 - the test's own server
        text = response.read().decode()
    calendar = icalendar.Calendar.from_ical(text)
    assert calendar.errors == []
    now = datetime.now(UTC)
    return sorted(
        recurring_ical_events.of(calendar).between(now, now + timedelta(days=60)),
        key=lambda event: event.decoded("DTSTART"),
    )


@pytest.mark.django_db(transaction=True)
def test_a_client_follows_an_activity_from_proposal_to_change(
    live_server: Any, representative: Any, coordinator: Any, association: Any
) -> None:
    feed = f"{live_server.url}/kalender/kalender.ics?forening=egna-ord-halsingland&typ=samtalsgrupp"
    start = (datetime.now(UTC) + timedelta(days=2)).replace(hour=15, minute=0, second=0, microsecond=0)
    event = create_event(
        EventContent(
            title="Samtalsgrupp", kind="talk_group", association_ids=(association.pk,), place="Lokalen"
        ),
        TimePlan(start=start, end=start + timedelta(hours=2), repeat=Repeat(frequency="weekly", count=4)),
        actor=representative,
    )
    propose_event(event, actor=representative)
    assert fetch(feed) == []

    publish_event(event, actor=coordinator)
    published = fetch(feed)
    times = list(event.occurrences.in_order())
    cancel_occurrence(times[1], actor=coordinator)
    moved_to = times[2].start + timedelta(hours=1)
    move_occurrence(times[2], moved_to, moved_to + timedelta(hours=2), actor=coordinator)
    changed = fetch(feed)

    assert len(published) == len(changed) == 4
    assert [str(one["UID"]) for one in published] == [str(one["UID"]) for one in changed]
    assert str(changed[1]["SUMMARY"]) == "INSTÄLLT: Samtalsgrupp"
    assert changed[1]["STATUS"] == "CANCELLED"
    assert changed[2].decoded("DTSTART") == moved_to
    for number, grown in ((0, False), (1, True), (2, True), (3, False)):
        assert (changed[number]["SEQUENCE"] > published[number]["SEQUENCE"]) is grown
    page = Client().get(f"/kalender/aktivitet/{times[2].pk}/").content.decode()
    assert "Ny tid" in page


@pytest.mark.django_db
def test_a_caldav_client_takes_each_activity_as_an_event_of_its_own(client: Client, association: Any) -> None:
    occurrence = make_occurrence(at(2026, 12, 9, 10), association, title="Öppet hus")

    text = client.get(f"/kalender/aktivitet/{occurrence.pk}.ics").content.decode()

    read = ClientEvent(client=caldav.DAVClient("http://127.0.0.1/"), data=text)
    assert str(read.icalendar_component["SUMMARY"]) == "Öppet hus"
    assert read.icalendar_component["UID"] == f"{occurrence.uid}@127.0.0.1"


#: Several times as many as are held at a time.
EVENTS = 1500


@pytest.mark.django_db
def test_a_feed_of_thousands_never_stands_in_memory_at_once(
    client: Client, association: Any, time_machine_at: Any
) -> None:
    time_machine_at("2026-11-01 09:00")
    event = make_event(association, description="En kväll med fika och samtal. " * 20)
    start = at(2026, 12, 1, 10)
    with_clock = [start + timedelta(hours=4 * n) for n in range(EVENTS)]
    Occurrence.objects.bulk_create(
        Occurrence(event=event, start=one, end=one + timedelta(hours=2)) for one in with_clock
    )
    client.get("/kalender/kalender.ics?typ=mote")

    response = client.get("/kalender/kalender.ics")
    tracemalloc.start()
    size = sum(len(piece) for piece in response.streaming_content)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert response.streaming
    assert size > 1000 * EVENTS
    # What is promised for a feed of 5,000 (`make bench` measures that), in proportion.
    assert peak < 64 * 1024 * 1024 * EVENTS / 5000
