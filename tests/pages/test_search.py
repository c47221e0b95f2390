"""Search in everything the portal shows."""

import re
from typing import Any

import pytest
from django.test import Client

from associations.models import Association
from common import registries
from common.search import index


def _page(words: str) -> str:
    response = Client().get("/sok/", {"q": words})
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
    "words", ["\x00", "<script>alert(1)</script>", "x" * 10_000, "\u202eabc", '"', "( | &"]
)
def test_any_words_are_answered_calmly(db: Any, words: str):
    page = _page(words)

    assert "<script>alert(1)" not in page
