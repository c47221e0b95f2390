"""Every filter of the calendar, alone, together, and fed with nonsense."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client

from calendar_app.filters import AUDIENCES, FOCUS_AREAS, KINDS, read_filter
from calendar_app.models import EventKind
from calendar_app.queries.options import filter_options
from organisations.models import Municipality
from tests.calendar_app.factories import at, make_occurrence

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(at(2026, 10, 7, 12), tick=False):
        yield


@pytest.fixture
def calendar(association: Any, other_association: Any, municipality: Any, unit: Any) -> None:
    """Two activities that differ in everything."""
    soderhamn = Municipality.objects.create(
        name="Söderhamn", slug="soderhamn", area=municipality.area, tile_column=4, tile_row=1
    )
    association.focus_areas = ["anxiety"]
    association.activities = ["talk_group"]
    association.save()
    network = association.networks.create(name="Nätverket Norr", slug="natverket-norr")
    assert network.is_listed
    make_occurrence(
        at(2026, 10, 14, 18),
        association,
        title="Första",
        kind="talk_group",
        description="Vi pratar om grannarnas ängslan.",
        attendance="on_site",
        place="Biblioteket",
        municipality=municipality,
        audiences=["users"],
        participation_step=3,
    )
    make_occurrence(
        at(2026, 10, 15, 18),
        other_association,
        units=(unit,),
        title="Andra",
        kind="lecture",
        description="En kväll om sömn.",
        attendance="online",
        municipality=soderhamn,
        audiences=["relatives", "professionals"],
        participation_step=1,
    )


def shown(client: Client, query: str) -> set[str]:
    html = client.get(f"/kalender/2026/10/?{query}").content.decode()
    return {title for title in ("Första", "Andra") if f">{title}</a>" in html}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"Första", "Andra"}),
        ("kommun=gavle", {"Första"}),
        ("kommun=soderhamn", {"Andra"}),
        ("kommun=gavle&kommun=soderhamn", {"Första", "Andra"}),
        ("forening=egna-ord-halsingland", {"Första"}),
        ("natverk=natverket-norr", {"Första"}),
        ("typ=samtalsgrupp", {"Första"}),
        ("typ=forelasning", {"Andra"}),
        ("steg=3", {"Första"}),
        ("malgrupp=egen-erfarenhet", {"Första"}),
        ("malgrupp=narstaende", {"Andra"}),
        ("inriktning=angest", {"Första"}),
        ("verksamhet=samtalsgrupp", {"Första"}),
        ("form=plats", {"Första"}),
        ("form=digitalt", {"Andra"}),
        ("q=granne", {"Första"}),
        ("q=angslan", {"Första"}),
        ("q=biblioteket", {"Första"}),
        ("q=bibloteket", {"Första"}),
        ("q=lyktskenet", {"Andra"}),
        ("q=finns+inte+alls", set()),
        ("typ=samtalsgrupp&kommun=soderhamn", set()),
        ("typ=forelasning&form=digitalt&malgrupp=personal&steg=1", {"Andra"}),
    ],
)
def test_a_filter_shows_what_it_says(client: Client, calendar: None, query: str, found: set[str]) -> None:
    assert shown(client, query) == found


def test_what_is_for_everybody_is_for_each_of_us(client: Client, calendar: None) -> None:
    make_occurrence(at(2026, 10, 16, 18), title="För alla", audiences=["everyone"])

    html = client.get("/kalender/2026/10/?malgrupp=unga").content.decode()

    assert "För alla" in html


@pytest.mark.parametrize(
    "query", ["kommun=atlantis", "typ=hittepa", "steg=9", "steg=ett", "form=%00", "forening=utkastet"]
)
def test_a_choice_that_does_not_exist_is_told_and_left_out(
    client: Client, calendar: None, query: str
) -> None:
    response = client.get(f"/kalender/2026/10/?{query}")

    html = response.content.decode()
    assert response.status_code == 200
    assert "Ett av valen i adressen finns inte längre." in html
    assert "2 aktiviteter" in html


@pytest.mark.parametrize(
    "words",
    [
        "'; DROP TABLE x; --",
        "<script>alert(1)</script>",
        "%00%00",
        "🌻" * 500,
        "a" * 5000,
        "‮omvänt",
        "& | ! ( ) :*",
        '"',
    ],
)
def test_any_search_words_are_answered_calmly(client: Client, calendar: None, words: str) -> None:
    for path in ("/kalender/", "/kalender/2026/10/", "/kalender/kalender.ics", "/kalender/prenumerera/"):
        response = client.get(path, {"q": words})

        assert response.status_code == 200
        body = b"".join(response.streaming_content) if response.streaming else response.content
        assert b"<script>alert" not in body
        assert "‮" not in body.decode()


def test_the_same_event_is_shown_once_though_both_its_organisers_match(
    client: Client, association: Any, other_association: Any
) -> None:
    make_occurrence(at(2026, 10, 14, 18), association, other_association, title="Gemensamt möte")

    html = client.get(
        "/kalender/2026/10/?forening=egna-ord-halsingland&forening=foreningen-lyktskenet"
    ).content.decode()

    assert html.count(">Gemensamt möte</a>") == 1
    assert "1 aktivitet<" in html
    # What a screen reader says first when the page has loaded.
    assert "<title>Kalender, oktober 2026, 1 aktivitet –" in html


def test_active_filters_can_be_taken_away_one_by_one(client: Client, calendar: None) -> None:
    html = client.get("/kalender/2026/10/?kommun=gavle&typ=samtalsgrupp&vy=manad").content.decode()

    assert 'href="/kalender/2026/10/?typ=samtalsgrupp&amp;vy=manad"' in html
    assert 'href="/kalender/2026/10/?kommun=gavle&amp;vy=manad"' in html
    assert 'href="/kalender/2026/11/?kommun=gavle&amp;typ=samtalsgrupp&amp;vy=manad"' in html
    assert '<meta name="robots" content="noindex">' in html


def test_a_plain_month_may_be_found_by_search_engines(client: Client, calendar: None) -> None:
    assert "noindex" not in client.get("/kalender/2026/10/").content.decode()


def test_every_kind_audience_and_focus_has_a_word_in_addresses() -> None:
    assert set(KINDS.values()) == set(EventKind)
    for words in (KINDS, AUDIENCES, FOCUS_AREAS):
        assert all(word == word.lower() and word.isascii() and " " not in word for word in words)


def test_a_saved_choice_reads_back_and_loses_what_has_gone(calendar: None, association: Any) -> None:
    options = filter_options()
    saved = read_filter({"forening": ["egna-ord-halsingland"], "typ": ["mote"]}, options).filter.saved()
    association.status = "unlisted"
    association.save()

    now = read_filter(saved, filter_options())

    assert now.filter.saved() == {"typ": ["mote"]}
    assert now.unknown
