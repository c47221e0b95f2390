"""A person's own feed, the Atom feed, and the page about subscribing."""

import logging
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from xml.etree import ElementTree

import icalendar
import pytest
import time_machine
from django.test import Client

from calendar_app.filters import CalendarFilter
from calendar_app.models import PersonalFeed
from calendar_app.services import feeds
from common import registries
from common.models import TrailEntry
from tests.calendar_app.factories import at, make_event, make_occurrence

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(at(2026, 10, 7, 12), tick=False):
        yield


@pytest.fixture
def signed_in(client: Client, outsider: Any) -> Client:
    client.force_login(outsider)
    return client


def titles(path: str) -> list[str]:
    response = Client().get(path)
    assert response.status_code == 200
    calendar = icalendar.Calendar.from_ical(b"".join(response.streaming_content))
    return [str(event["SUMMARY"]) for event in calendar.walk("VEVENT")]


def address(user: Any) -> str:
    return f"/kalender/min/{feeds.personal_token(PersonalFeed.objects.get(user=user))}.ics"


def test_a_feed_of_ones_own_follows_its_owners_choices(
    signed_in: Client, outsider: Any, association: Any, other_association: Any
) -> None:
    make_occurrence(at(2026, 10, 9, 10), association, title="Vår")
    make_occurrence(at(2026, 10, 9, 10), other_association, title="Deras")
    make_occurrence(at(2026, 10, 9, 10), association, title="Utkast", status="draft")

    signed_in.post("/kalender/prenumerera/min/", {"forening": ["egna-ord-halsingland"]})
    only_ours = titles(address(outsider))
    before = address(outsider)
    signed_in.post("/kalender/prenumerera/min/", {})

    assert only_ours == ["Vår"]
    assert address(outsider) == before
    assert sorted(titles(before)) == ["Deras", "Vår"]


def test_a_new_address_ends_the_old_one_at_once(signed_in: Client, outsider: Any) -> None:
    feeds.open_personal_feed(outsider, CalendarFilter(), actor=outsider)
    old = address(outsider)

    with time_machine.travel(at(2026, 10, 7, 13), tick=False):
        page = signed_in.post("/kalender/prenumerera/min/ny-adress/", follow=True)
        new = address(outsider)

    assert old != new
    assert new in page.text
    assert Client().get(old).status_code == 404
    assert Client().get(new).status_code == 200
    assert set(
        TrailEntry.objects.filter(object_type="calendar_app.personalfeed").values_list("verb", flat=True)
    ) == {
        "open_personal_feed",
        "reset_personal_feed",
    }


def test_the_secret_is_neither_in_the_database_nor_in_the_log(
    signed_in: Client, outsider: Any, caplog: pytest.LogCaptureFixture
) -> None:
    feed = feeds.open_personal_feed(outsider, CalendarFilter(), actor=outsider)
    token = feeds.personal_token(feed)
    assert token

    with caplog.at_level(logging.DEBUG):
        Client().get(f"/kalender/min/{token}.ics")
        Client().get(f"/kalender/min/{token[:-1]}.ics")

    assert token not in str(PersonalFeed.objects.values().get())
    assert token[:-1] not in caplog.text


def test_an_address_cannot_be_shown_after_the_portals_key_has_changed_but_goes_on_working(
    signed_in: Client, outsider: Any, settings: Any
) -> None:
    feeds.open_personal_feed(outsider, CalendarFilter(), actor=outsider)
    path = address(outsider)

    settings.SECRET_KEY = "en-helt-annan-nyckel" * 4

    assert Client().get(path).status_code == 200
    assert feeds.personal_token(PersonalFeed.objects.get()) is None


def test_a_closed_account_has_no_feed(signed_in: Client, outsider: Any) -> None:
    feeds.open_personal_feed(outsider, CalendarFilter(), actor=outsider)
    path = address(outsider)
    outsider.is_active = False
    outsider.save()

    assert Client().get(path).status_code == 404


def test_a_feed_can_be_removed_and_needs_signing_in_to_make(signed_in: Client, outsider: Any) -> None:
    feeds.open_personal_feed(outsider, CalendarFilter(), actor=outsider)
    path = address(outsider)

    for _ in range(2):
        assert signed_in.post("/kalender/prenumerera/min/ta-bort/").status_code == 302

    assert Client().get(path).status_code == 404
    stranger = Client()
    for inside in ("", "ny-adress/", "ta-bort/"):
        response = stranger.post(f"/kalender/prenumerera/min/{inside}")
        assert response.status_code == 302
        assert response["Location"].startswith("/konto/logga-in/")


def test_an_unchanged_own_feed_is_not_sent_again(signed_in: Client, outsider: Any) -> None:
    feeds.open_personal_feed(outsider, CalendarFilter(), actor=outsider)
    make_occurrence(at(2026, 10, 9, 10))
    first = Client().get(address(outsider))
    b"".join(first.streaming_content)

    again = Client().get(address(outsider), headers={"If-None-Match": first["ETag"]})
    make_occurrence(at(2026, 10, 10, 10))
    changed = Client().get(address(outsider), headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, changed.status_code) == (304, 200)
    assert "private" in first["Cache-Control"]


def test_deleting_an_account_takes_its_feed_and_its_mail_with_it(outsider: Any) -> None:
    feeds.open_personal_feed(outsider, CalendarFilter(), actor=outsider)
    (handler,) = [one for one in registries.personal_data() if one.room == "calendar_subscriptions"]

    told = handler.extract(outsider)
    handler.erase(outsider)

    assert [row["vad"] for row in told] == ["Egen prenumeration på kalendern"]
    assert handler.extract(outsider) == []


def test_the_page_gives_the_address_of_what_was_picked(client: Client, association: Any) -> None:
    everything = client.get("/kalender/prenumerera/").content.decode()
    one = client.get("/kalender/prenumerera/?forening=egna-ord-halsingland").content.decode()
    part = client.get("/kalender/prenumerera/?typ=mote&steg=3").content.decode()

    assert "http://127.0.0.1:8000/kalender/kalender.ics<" in everything
    assert "webcal://127.0.0.1:8000/kalender/kalender.ics" in everything
    assert "http://127.0.0.1:8000/kalender/forening/egna-ord-halsingland.ics" in one
    assert "http://127.0.0.1:8000/kalender/kalender.ics?typ=mote&amp;steg=3" in part
    assert "<strong>Möte, 3. Dialog</strong>" in part


def read_atom(client: Client, path: str = "/kalender/atom.xml") -> ElementTree.Element:
    response = client.get(path)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(response.content)  # noqa: S314 - the portal's own answer


def test_atom_tells_the_newest_first_and_only_what_is_public(client: Client, association: Any) -> None:
    def changed(moment: datetime) -> dict[str, Any]:
        return {"updated_at": moment, "time": {"updated_at": moment}}

    make_occurrence(at(2026, 10, 20, 10), association, title="Äldre <b>\x0b", **changed(at(2026, 10, 1)))
    make_occurrence(at(2026, 10, 9, 10), title="Nyare", **changed(at(2026, 10, 2)))
    make_occurrence(at(2026, 10, 9, 10), title="Hemlig", status="proposed", **changed(at(2026, 10, 3)))
    make_occurrence(at(2026, 10, 1, 10), title="Redan varit", **changed(at(2026, 10, 4)))

    feed = read_atom(client)

    found = [entry.findtext(f"{ATOM}title") for entry in feed.findall(f"{ATOM}entry")]
    assert found == [
        "Nyare, fredag 9\xa0oktober 2026 kl.\xa010.00–12.00",
        "Äldre <b>, tisdag 20\xa0oktober 2026 kl.\xa010.00–12.00",
    ]
    assert feed.findtext(f"{ATOM}updated") == "2026-10-01T22:00:00Z"
    assert all(entry.find(f"{ATOM}author/{ATOM}name") is not None for entry in feed.findall(f"{ATOM}entry"))
    assert feed.find(f"{ATOM}link[@rel='self']").attrib["href"] == "http://127.0.0.1:8000/kalender/atom.xml"  # type: ignore[union-attr]


def test_an_empty_atom_feed_is_still_one(client: Client) -> None:
    make_event(status="draft")

    feed = read_atom(client)

    assert feed.findall(f"{ATOM}entry") == []
    assert feed.findtext(f"{ATOM}updated")
