"""Search in everything the portal shows."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from accounts.models import User
from associations.models import Association, AssociationNetwork
from common import registries
from common.actors import SYSTEM
from common.models import SearchEntry, SearchSynonym
from common.search import index
from common.search.asking import PAGE_SIZE
from organisations.models import Municipality
from pages.content.shipped import load_shipped_pages
from pages.models import InformationPage


def _page(words: str, **more: str) -> str:
    response = Client().get("/sok/", {"q": words, **more})
    assert response.status_code == 200
    return response.content.decode()


def test_an_association_is_found_in_spite_of_a_typo(association: Association):
    index.repair()

    page = _page("egna ord helsingland")

    assert "/foreningar/egna-ord-halsingland/" in page
    assert "1 träff" in page


def test_what_is_not_public_is_not_found(association: Association):
    index.repair()
    # Behind the index's back: it still holds the copy.
    Association.objects.update(status="unlisted")

    page = _page("egna ord hälsingland")

    assert "/foreningar/egna-ord-halsingland/" not in page
    assert "Ingen träff" in page


def test_the_page_says_everything_that_is_searched(db: Any):
    lead = re.search('<p class="lead[^>]*>(.*?)</p>', _page(""))

    assert lead is not None
    labels = [source.label.lower() for source in registries.search_sources().values() if source.is_public]
    assert [label for label in labels if label not in lead[1]] == []


def test_without_words_nothing_is_searched(association: Association):
    page = _page("")

    assert "träff" not in page


@pytest.mark.parametrize(
    "words",
    [
        "\x00",
        "<script>alert(1)</script>",
        "x" * 10_000,
        "stöd " * 2_000,
        "\u202eabc\u2066",
        "\x07\x1b",
        "och för",
        "a",
        "😀",
        "'",
        '"',
        "%",
        "_",
        "\\",
        ":",
        "*",
        "&",
        "|",
        "!",
        "( | & !",
        "a' | 'b",
        "e\u0301",
        "123",
    ],
)
def test_any_words_are_answered_calmly(db: Any, words: str):
    page = _page(words)

    assert "<script>alert(1)" not in page


def test_hits_can_be_narrowed_to_one_kind_and_come_in_pages(municipality: Municipality):
    for number in range(PAGE_SIZE + 1):
        Association.objects.create(name=f"Fyren {number:02}", slug=f"fyren-{number}", status="listed")
    AssociationNetwork.objects.create(name="Nätverket Fyren", slug="natverket", is_listed=True)
    index.repair()

    whole, second, narrow = _page("fyren"), _page("fyren", sida="2"), _page("fyren", typ="natverk")

    assert "22 träffar" in whole
    assert "(21)" in whole
    assert whole.count('class="entry"') == PAGE_SIZE
    assert second.count('class="entry"') == 2
    assert narrow.count('class="entry"') == 1


def test_a_search_is_stored_nowhere(association: Association, caplog: pytest.LogCaptureFixture):
    client = Client()
    client.get("/sok/", {"q": "halsofragan"})
    client.get("/sok/", {"q": "halsofragan"})

    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            name = connection.ops.quote_name(table)
            cursor.execute(f"SELECT count(*) FROM {name} t WHERE t::text ILIKE '%%halsofragan%%'")  # noqa: S608 - our own tables
            assert cursor.fetchone() == (0,), table
    assert "halsofragan" not in caplog.text
    assert not client.cookies


def test_an_editor_adds_and_removes_a_synonym(editor: User, client: Client):
    client.force_login(editor)

    client.post("/sokord/", {"word": "psyk", "means": "psykiatri"})
    twice = client.post("/sokord/", {"word": "Psyk", "means": "Psykiatri"})
    same = client.post("/sokord/", {"word": "grupp", "means": "grupperna"})

    assert "finns redan" in twice.content.decode()
    assert "samma ord" in same.content.decode()
    one = SearchSynonym.objects.get()
    assert (one.word_lexemes, one.means_lexemes, one.both_ways) == (["psyk"], ["psykiatri"], False)
    client.post(f"/sokord/{one.pk}/ta-bort/")
    assert not SearchSynonym.objects.exists()


def test_what_editors_publish_is_found_and_leaves_when_unpublished(
    db: None, django_capture_on_commit_callbacks: Any
):
    with django_capture_on_commit_callbacks(execute=True):
        load_shipped_pages(actor=SYSTEM)
    assert "/sa-paverkar-du/arvode/" in _page("arvodet")

    with django_capture_on_commit_callbacks(execute=True):
        InformationPage.objects.get(slug="arvode").unpublish()

    assert "/sa-paverkar-du/arvode/" not in _page("arvodet")
    assert not SearchEntry.objects.filter(url="/sa-paverkar-du/arvode/").exists()
