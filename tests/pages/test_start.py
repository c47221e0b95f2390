"""The start page, from live data."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from associations.models import Association
from calendar_app.models import Event, Occurrence
from common.page_cache import forget_pages
from common.swedish import today
from organisations.models import Municipality
from pages import queries
from pages.editing.tree import ensure_tree
from pages.models import InformationPage, NewsIndex, NewsPage

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_the_middle_of_a_month() -> Iterator[None]:
    with time_machine.travel("2026-10-07 12:00", tick=False):
        yield


def _happens(
    association: Association, title: str, *, step: int | None = None, status: str = "published"
) -> Event:
    event = Event.objects.create(
        title=title,
        kind="meeting",
        status=status,
        created_by="00000000-0000-0000-0000-000000000001",
        municipality=association.base_municipality,
        participation_step=step,
    )
    event.associations.add(association)
    start = timezone.now() + timedelta(minutes=5)
    Occurrence.objects.create(event=event, start=start, end=start + timedelta(hours=1))
    return event


def test_what_happens_soon_stands_there_and_drafts_never_do(client: Client, association: Association) -> None:
    _happens(association, "Öppet hus", step=1)
    _happens(association, "Hemligt utkast", step=1, status="draft")
    _happens(association, "Väntar på granskning", step=1, status="proposed")

    html = client.get("/").content.decode()

    assert "Öppet hus" in html
    assert "Hemligt utkast" not in html
    assert "Väntar på granskning" not in html


def test_the_ladder_counts_this_month_and_leads_to_the_same_activities(
    client: Client, association: Association
) -> None:
    _happens(association, "Samtal", step=3)

    page = queries.start_page("")

    notes = [step.note for step in page.steps]
    assert notes[2].startswith("1 aktivitet i ")
    assert all(note.startswith("Inga aktiviteter i ") for number, note in enumerate(notes) if number != 2)
    assert page.steps[2].url == f"/kalender/{today().year}/{today().month:02}/?steg=3"
    listed = client.get(page.steps[2].url).content.decode()
    assert "Samtal" in listed


def test_the_municipality_is_chosen_in_the_address(client: Client, association: Association) -> None:
    place = association.base_municipality
    assert place is not None
    Municipality.objects.create(name="Ljusdal", slug="ljusdal", area=place.area, tile_column=1, tile_row=1)
    _happens(association, "Öppet hus")

    here = client.get("/?kommun=gavle").content.decode()
    elsewhere = client.get("/?kommun=ljusdal").content.decode()
    nowhere = client.get("/?kommun=trams%00").content.decode()

    assert "Öppet hus" in here
    assert "Det här händer snart i Gävle" in here
    assert "Öppet hus" not in elsewhere
    assert "Visa hela länet" in elsewhere
    assert "Öppet hus" in nowhere


def test_an_empty_portal_says_so_kindly(client: Client, db: None) -> None:
    html = client.get("/").content.decode()

    assert "Inget är inplanerat just nu" in html
    assert "112" in html
    assert 'id="dusa"' not in html


def test_every_link_on_the_page_leads_somewhere(client: Client, association: Association) -> None:
    _happens(association, "Öppet hus", step=1)
    html = client.get("/").content.decode()
    links = {link.replace("&amp;", "&") for link in re.findall(r'<a [^>]*href="(/[^"#]*)', html)}

    assert len(links) > 10
    for link in links:
        assert client.get(link, follow=True).status_code == 200, link
    for anchor in re.findall(r'href="/?#([^"]+)"', html):
        if not anchor.startswith(("i-", "stair-", "logo")):
            assert f'id="{anchor}"' in html, anchor


def test_visitors_and_signed_in_people_get_the_same_page(
    client: Client, association: Association, coordinator: object
) -> None:
    _happens(association, "Öppet hus", step=1)
    anonymous = client.get("/").content
    client.force_login(coordinator)  # type: ignore[arg-type]

    assert client.get("/").content == anonymous
    assert b"csrf" not in anonymous


def test_a_published_change_shows_at_once_in_spite_of_the_cache(
    client: Client, association: Association, coordinator: object
) -> None:
    from calendar_app.services import flow

    event = _happens(association, "Öppet hus", step=1)
    assert "Inställt" not in client.get("/").content.decode()

    flow.cancel_event(event, actor=coordinator)  # type: ignore[arg-type]
    forget_pages()

    assert "Inställt" in client.get("/").content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_however_much_happens(
    association: Association, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(number):
        _happens(association, f"Nummer {n}", step=n + 1)

    # Municipalities, counts, occurrences, their associations and units, last change, edition.
    with django_assert_num_queries(7):
        page = queries.start_page("")

    assert sum(len(day.rows) for day in page.days) == number


def test_the_newest_news_and_what_editors_have_published_stand_there(client: Client) -> None:
    assert 'id="nytt"' not in client.get("/").content.decode()
    root = ensure_tree()
    ways = root.add_child(
        instance=InformationPage(title="Så påverkar du", slug="sa-paverkar-du", owner_role="Samordnaren")
    )
    ways.add_child(instance=InformationPage(title="Arvode", slug="arvode", owner_role="S", live=False))
    index = NewsIndex.objects.first() or root.add_child(
        instance=NewsIndex(title="Aktuellt", slug="aktuellt", owner_role="Samordnaren")
    )
    for number in range(4):
        index.add_child(
            instance=NewsPage(
                title=f"Nyhet {number}",
                slug=f"nyhet-{number}",
                owner_role="Samordnaren",
                published_on=today() - timedelta(days=number),
            )
        )
    forget_pages()

    html = client.get("/").content.decode()

    assert "Nyhet 2" in html
    assert "Nyhet 3" not in html
    assert 'href="/aktuellt/"' in html
    assert 'href="/sa-paverkar-du/"' in html
    # Not published: no link that leads nowhere.
    assert "/sa-paverkar-du/arvode/" not in html
