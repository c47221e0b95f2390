"""Aktuellt: the newest first, only what is published, on the page and in the feed."""

from datetime import date, timedelta
from typing import Any

import pytest
from defusedxml.ElementTree import fromstring
from django.urls import reverse
from django.utils import timezone

from pages.editing.tree import ensure_tree
from pages.models import NewsIndex, NewsPage
from tests.pages.editors import news_index, sent

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def news() -> NewsIndex:
    index = ensure_tree().add_child(
        instance=NewsIndex(title="Aktuellt", slug="aktuellt", owner_role="Samordnaren")
    )
    for title, day, live in (
        ("Äldre nyhet", date(2025, 9, 1), True),
        ("Nyare nyhet", date(2025, 10, 1), True),
        ("Bara ett utkast", date(2025, 11, 1), False),
    ):
        slug = title.split()[0].lower().replace("ä", "a")
        index.add_child(
            instance=NewsPage(
                title=title,
                slug=slug,
                lead=f"Om {slug}.",
                published_on=day,
                live=live,
                owner_role="Samordnaren",
            )
        )
    return index


def test_the_newest_stands_first_and_a_draft_nowhere(news: NewsIndex, client: Any) -> None:
    page = client.get("/aktuellt/").content.decode()

    assert 0 < page.index("Nyare nyhet") < page.index("Äldre nyhet")
    assert "Bara ett utkast" not in page
    assert client.get("/aktuellt/bara/").status_code == 404


def test_the_feed_holds_the_same(news: NewsIndex, client: Any, settings: Any) -> None:
    answer = client.get("/aktuellt/atom.xml")
    feed = fromstring(answer.content)

    assert answer.headers["Content-Type"].startswith("application/atom+xml")
    assert [one.findtext(f"{ATOM}title") for one in feed.iter(f"{ATOM}entry")] == [
        "Nyare nyhet",
        "Äldre nyhet",
    ]
    links = [link.get("href") for one in feed.iter(f"{ATOM}entry") for link in one.iter(f"{ATOM}link")]
    assert links == [f"{settings.PORTAL_ORIGIN}/aktuellt/nyare/", f"{settings.PORTAL_ORIGIN}/aktuellt/aldre/"]


@pytest.mark.parametrize(
    ("day", "live_at", "kept"),
    [
        # Days from now: the chosen day, when the page goes live, and the day it then has.
        (0, None, 0),
        (3, None, None),
        (3, 2, None),
        (3, 4, 4),
        (-9, 4, 4),
    ],
    ids=["today", "a day to come", "later than it is shown", "covered", "planned"],
)
def test_news_has_no_day_that_has_not_been_and_planned_news_gets_its_day(
    client: Any, coordinator: Any, day: int, live_at: int | None, kept: int | None
) -> None:
    noon = timezone.localtime().replace(hour=12, minute=0)
    at = "" if live_at is None else f"{noon + timedelta(days=live_at):%Y-%m-%d %H:%M}"
    chosen = f"{noon + timedelta(days=day):%Y-%m-%d}"
    client.force_login(coordinator)
    address = reverse("wagtailadmin_pages:add", args=["pages", "newspage", news_index().pk])

    answer = client.post(
        address, {**sent(published_on=chosen), "go_live_at": at, "action-publish": "1"}, follow=True
    )

    assert ("Dagen har inte varit än" in answer.content.decode()) == (kept is None)
    days = [
        one.get_latest_revision_as_object().published_on
        for one in NewsPage.objects.filter(slug="nytt-brukarrad")
    ]
    assert days == ([] if kept is None else [(noon + timedelta(days=kept)).date()])


def test_an_empty_list_says_so(client: Any) -> None:
    ensure_tree().add_child(instance=NewsIndex(title="Aktuellt", slug="aktuellt", owner_role="Samordnaren"))

    assert "Inga nyheter än" in client.get("/aktuellt/").content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_as_often_however_long_it_is(
    rows: int, client: Any, django_assert_num_queries: Any
) -> None:
    index = ensure_tree().add_child(
        instance=NewsIndex(title="Aktuellt", slug="aktuellt", owner_role="Samordnaren")
    )
    for number in range(rows):
        index.add_child(
            instance=NewsPage(title=f"Nyhet {number}", slug=f"nyhet-{number}", owner_role="Samordnaren")
        )

    with django_assert_num_queries(13):
        client.get("/aktuellt/")
