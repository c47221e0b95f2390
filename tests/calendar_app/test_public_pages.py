"""The public calendar as a reader meets it."""


import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.calendar_app.factories import at, make_occurrence

pytestmark = pytest.mark.django_db

NOW = at(2026, 10, 7, 12)


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


def page(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def test_the_list_shows_from_today_and_the_month_out(client: Client) -> None:
    make_occurrence(at(2026, 10, 6, 10), title="I går")
    make_occurrence(at(2026, 10, 7, 8), title="I morse")
    make_occurrence(at(2026, 10, 31, 22), title="Sista kvällen")
    make_occurrence(at(2026, 11, 1, 0), title="Nästa månad")

    html = page(client, "/kalender/")

    assert "I morse" in html
    assert "Sista kvällen" in html
    assert "I går" not in html
    assert "Nästa månad" not in html
    assert "<strong>2 aktiviteter</strong> från i dag och månaden ut" in html


def test_drafts_proposals_and_removed_ones_are_nowhere(client: Client) -> None:
    for status in ("draft", "proposed", "deleted"):
        hidden = make_occurrence(at(2026, 10, 9, 10), title="Hemligheten", status=status)
        assert client.get(f"/kalender/aktivitet/{hidden.pk}/").status_code == 404

    for path in (
        "/kalender/",
        "/kalender/2026/10/",
        "/kalender/2026/10/?vy=manad",
        "/kalender/vecka/2026/41/",
    ):
        html = page(client, path)
        assert "Hemligheten" not in html
        assert "0 aktiviteter" in html
        assert "Senast uppdaterad" not in html


def test_every_view_tells_when_it_changed_and_who_answers_for_it(client: Client) -> None:
    make_occurrence(at(2026, 10, 9, 10), updated_at=at(2026, 10, 5, 9), time={"updated_at": at(2026, 10, 4)})

    for path in (
        "/kalender/",
        "/kalender/2026/10/",
        "/kalender/2026/10/?vy=manad",
        "/kalender/vecka/2026/41/",
    ):
        html = page(client, path)
        assert "måndag 5\xa0oktober 2026" in html
        assert "Ansvarig för kalendern: samordnare för brukarinflytande" in html


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("path", ["/kalender/2026/10/", "/kalender/2026/10/?vy=manad"])
def test_a_month_takes_the_same_few_queries_however_many_rows(
    client: Client,
    association,
    other_association,
    unit,
    rows: int,
    path: str,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for day in range(1, rows + 1):
        make_occurrence(at(2026, 10, day, 10), association, other_association, units=(unit,))

    with django_assert_num_queries(8):
        page(client, path + ("&" if "?" in path else "?") + "okand=1")
