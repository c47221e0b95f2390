"""The iCalendar feed, judged by the libraries that phones and servers read calendars with."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import icalendar
import pytest
import recurring_ical_events
import time_machine
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from calendar_app.feeds import ical
from calendar_app.models import Event, Occurrence
from tests.calendar_app.factories import STOCKHOLM, at, make_days, make_occurrence

NOW = at(2026, 10, 7, 12)


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def body(client: Client, path: str = "/kalender/kalender.ics") -> bytes:
    response = client.get(path)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    return b"".join(response.streaming_content) if response.streaming else response.content


def events(client: Client, path: str = "/kalender/kalender.ics") -> list[Any]:
    return list(icalendar.Calendar.from_ical(body(client, path)).walk("VEVENT"))


@pytest.mark.django_db
def test_an_activity_reads_back_as_it_was_planned(
    client: Client, association: Any, municipality: Any
) -> None:
    occurrence = make_occurrence(
        at(2026, 10, 14, 18),
        association,
        title="Studiecirkel; om \\ och, annat",
        kind="study_circle",
        place="Trädgårdsgatan 6",
        municipality=municipality,
        description="Rad ett.\n\nRad två, med komma; och semikolon.",
        participation_step=3,
        updated_at=at(2026, 10, 1, 9),
        time={"sequence": 4, "updated_at": at(2026, 10, 2, 9)},
    )

    (event,) = events(client)

    assert event["UID"] == f"{occurrence.uid}@127.0.0.1"
    assert event["SUMMARY"] == "Studiecirkel; om \\ och, annat"
    assert event.decoded("DTSTART") == at(2026, 10, 14, 18)
    assert event["DTSTART"].params["TZID"] == "Europe/Stockholm"
    assert event.decoded("DTEND") == at(2026, 10, 14, 20)
    assert event["SEQUENCE"] == 4
    assert event["STATUS"] == "CONFIRMED"
    assert event.decoded("LAST-MODIFIED") == event.decoded("DTSTAMP") == at(2026, 10, 2, 9)
    assert event["LOCATION"] == "Trädgårdsgatan 6, Gävle"
    assert event["URL"] == f"http://127.0.0.1:8000/kalender/aktivitet/{occurrence.pk}/"
    assert event["CATEGORIES"].cats == ["Studiecirkel"]
    assert "Rad ett.\n\nRad två, med komma; och semikolon." in event["DESCRIPTION"]
    assert "Egna Ord Hälsingland" in event["DESCRIPTION"]


@pytest.mark.django_db
def test_the_feed_is_valid_to_the_letter(client: Client, association: Any) -> None:
    for day in range(1, 20):
        make_occurrence(
            at(2026, 11, day, 10), association, title="Åäö 🌻 " * day, description="lång text " * 40
        )

    raw = body(client)

    assert raw.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in raw.replace(b"\r\n", b"")
    lines = raw.split(b"\r\n")
    assert max(len(line) for line in lines) <= 75
    for line in lines:
        line.decode()  # no character is cut in two
    calendar = icalendar.Calendar.from_ical(raw)
    assert calendar.errors == []
    assert all(part.errors == [] for part in calendar.walk())
    assert calendar["X-WR-CALNAME"] == calendar["NAME"] == "Aktiviteter i länet"
    assert calendar["REFRESH-INTERVAL"].dt == timedelta(hours=6)
    assert len(calendar.walk("VTIMEZONE")) == 1


@pytest.mark.django_db
def test_the_time_zone_it_carries_is_stockholms(client: Client) -> None:
    (zone,) = icalendar.Calendar.from_ical(body(client)).walk("VTIMEZONE")
    theirs = zone.to_tz()

    for month in range(1, 13):
        for day in (1, 8, 15, 22, 28):
            noon = datetime(2027, month, day, 12)
            assert noon.replace(tzinfo=theirs).utcoffset() == noon.replace(tzinfo=STOCKHOLM).utcoffset()


@pytest.mark.django_db
def test_cancelled_keeps_its_place_and_says_so(client: Client) -> None:
    cancelled = make_occurrence(
        at(2026, 10, 14, 18), title="Fika", time={"status": "cancelled", "sequence": 2}
    )

    (event,) = events(client)

    assert event["UID"].startswith(str(cancelled.uid))
    assert event["SUMMARY"] == "INSTÄLLT: Fika"
    assert event["STATUS"] == "CANCELLED"
    assert event["SEQUENCE"] == 2


@pytest.mark.django_db
def test_whole_days_are_dates_and_end_the_day_after(client: Client) -> None:
    make_days(date(2026, 12, 30), date(2027, 1, 2), title="Öppna dagar över nyår")

    (event,) = events(client)

    assert event.decoded("DTSTART") == date(2026, 12, 30)
    assert event.decoded("DTEND") == date(2027, 1, 3)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("start", "hours"),
    [
        (at(2026, 10, 25, 1, 30), 1),
        (at(2026, 10, 25, 2, 30), 1),
        (at(2026, 10, 25, 2, 30, fold=1), 1),
        (at(2027, 3, 28, 1, 30), 1),
        (at(2026, 12, 31, 23), 3),
        (at(2028, 2, 29, 10), 2),
    ],
)
def test_hours_around_clock_changes_and_year_ends_are_the_same_moments(
    client: Client, start: datetime, hours: int
) -> None:
    begins = start.astimezone(UTC)
    make_occurrence(begins, time={"end": begins + timedelta(hours=hours)})

    (event,) = events(client)

    assert event.decoded("DTSTART").astimezone(UTC) == begins
    assert event.decoded("DTEND").astimezone(UTC) == begins + timedelta(hours=hours)


@pytest.mark.django_db
def test_a_calendar_program_shows_a_week_as_the_portal_does(client: Client) -> None:
    for week in range(4):
        make_occurrence(
            at(2026, 10, 14 + 7 * week, 18) if week < 3 else at(2026, 11, 4, 18), title=f"Gång {week}"
        )
    make_days(date(2026, 10, 19), date(2026, 10, 23), title="Temavecka")

    shown = recurring_ical_events.of(icalendar.Calendar.from_ical(body(client))).between(
        date(2026, 10, 19), date(2026, 10, 26)
    )

    assert sorted(str(event["SUMMARY"]) for event in shown) == ["Gång 1", "Temavecka"]


@pytest.mark.django_db
def test_drafts_proposals_old_and_endlessly_distant_ones_are_left_out(client: Client) -> None:
    for status in ("draft", "proposed", "deleted"):
        make_occurrence(at(2026, 10, 9, 10), status=status)
    make_occurrence(at(2026, 6, 30, 10), title="För länge sedan")
    make_occurrence(at(2026, 7, 1, 10), title="Tre månader sedan")
    make_occurrence(at(2028, 4, 1, 10), title="Om arton månader")

    assert [str(event["SUMMARY"]) for event in events(client)] == ["Tre månader sedan", "Om arton månader"]


@pytest.mark.django_db
def test_a_feed_follows_the_same_filters_as_the_page(
    client: Client, association: Any, other_association: Any
) -> None:
    make_occurrence(at(2026, 10, 9, 10), association, title="Vår", kind="meeting")
    make_occurrence(at(2026, 10, 9, 10), other_association, title="Deras", kind="meeting")

    def titles(path: str) -> list[str]:
        return [str(event["SUMMARY"]) for event in events(client, path)]

    assert titles("/kalender/kalender.ics?typ=mote&forening=egna-ord-halsingland") == ["Vår"]
    assert titles("/kalender/forening/foreningen-lyktskenet.ics") == ["Deras"]
    assert titles("/kalender/kalender.ics?typ=workshop") == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        "/kalender/kalender.ics?forening=finns-inte",
        "/kalender/kalender.ics?typ=hittepa",
        "/kalender/forening/finns-inte.ics",
        "/kalender/atom.xml?steg=9",
        "/kalender/min/ingen-sadan-adress.ics",
    ],
)
def test_what_does_not_exist_is_never_answered_with_everything(client: Client, path: str) -> None:
    make_occurrence(at(2026, 10, 9, 10))

    assert client.get(path).status_code == 404


@pytest.mark.django_db
def test_an_association_that_is_not_public_has_no_feed_and_no_name(client: Client, association: Any) -> None:
    association.status = "draft"
    association.save()
    make_occurrence(at(2026, 10, 9, 10), association, title="Möte")

    assert client.get("/kalender/forening/egna-ord-halsingland.ics").status_code == 404
    assert b"Egna Ord" not in body(client)


@pytest.mark.django_db
def test_one_activity_is_a_file_of_its_own(client: Client) -> None:
    occurrence = make_occurrence(at(2026, 10, 9, 10), title="Öppet hus")
    hidden = make_occurrence(at(2026, 10, 9, 10), status="proposed")

    response = client.get(f"/kalender/aktivitet/{occurrence.pk}.ics")

    (event,) = icalendar.Calendar.from_ical(response.content).walk("VEVENT")
    assert event["SUMMARY"] == "Öppet hus"
    assert "attachment" in response["Content-Disposition"]
    assert client.get(f"/kalender/aktivitet/{hidden.pk}.ics").status_code == 404


@pytest.mark.django_db
def test_nobodys_name_or_number_and_no_private_link_leaves_with_the_feed(client: Client) -> None:
    make_occurrence(
        at(2026, 10, 9, 10),
        attendance="online",
        online_link="https://mote.example.org/hemligt",
        contact_name="Kim Kontakt",
        contact_phone="+46701740699",
        contact_email="kim@example.org",
    )

    raw = body(client).replace(b"\r\n ", b"")

    for secret in (b"Kim", b"70174", b"kim@", b"hemligt"):
        assert secret not in raw


@pytest.mark.django_db
def test_an_unchanged_feed_is_not_sent_again_and_a_changed_one_is(client: Client) -> None:
    make_occurrence(at(2026, 10, 9, 10))
    first = client.get("/kalender/kalender.ics")
    b"".join(first.streaming_content)
    again = client.get("/kalender/kalender.ics", headers={"If-None-Match": first["ETag"]})

    make_occurrence(at(2026, 10, 10, 10))
    forget_stamps()
    changed = client.get("/kalender/kalender.ics", headers={"If-None-Match": first["ETag"]})

    assert again.status_code == 304
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 3])
def test_the_feed_takes_the_same_few_queries_however_many_rows(
    client: Client, association: Any, unit: Any, rows: int, django_assert_num_queries: Any
) -> None:
    for day in range(1, rows + 1):
        make_occurrence(at(2026, 10, day, 10), association, units=(unit,))

    # Stamps, choices, activities, associations, units.
    with django_assert_num_queries(5):
        body(client, "/kalender/kalender.ics?okand=1")


_ANY_TEXT = st.text(
    st.characters(codec="utf-8", exclude_characters="\x00", exclude_categories=("Cs",)), max_size=200
)


@given(title=_ANY_TEXT, place=_ANY_TEXT, description=_ANY_TEXT)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_survives_the_way_there_and_back(title: str, place: str, description: str) -> None:
    event = Event(pk=1, title=title, place=place, description=description, kind="meeting", updated_at=NOW)
    event._prefetched_objects_cache = {"associations": [], "units": []}
    occurrence = Occurrence(pk=1, event=event, start=NOW, end=NOW + timedelta(hours=1), updated_at=NOW)

    raw = b"".join(ical.calendar_stream([occurrence]))

    assert max(len(line) for line in raw.split(b"\r\n")) <= 75
    (read,) = icalendar.Calendar.from_ical(raw).walk("VEVENT")
    assert str(read["SUMMARY"]) == readable(title)
    assert str(read.get("LOCATION", "")) == readable(place)
    assert readable(description).strip() in str(read["DESCRIPTION"])


def readable(text: str) -> str:
    """The text without control characters, with one kind of line end."""
    return ical._CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def forget_stamps() -> None:
    """As a second later: the process reads the stamps again."""
    from common import page_cache

    page_cache._stamps.forget()
