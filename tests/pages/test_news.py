"""Aktuellt: the newest first, only what is published, on the page and in the feed."""

from datetime import date
from typing import Any

import pytest
from defusedxml.ElementTree import fromstring

from pages.editing.tree import ensure_tree
from pages.models import NewsIndex, NewsPage

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def news() -> NewsIndex:
    index = ensure_tree().add_child(
        instance=NewsIndex(title="Aktuellt", slug="aktuellt", owner_role="Samordnaren")
    )
    for title, day, live in (
        ("Äldre nyhet", date(2026, 9, 1), True),
        ("Nyare nyhet", date(2026, 10, 1), True),
        ("Bara ett utkast", date(2026, 11, 1), False),
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
