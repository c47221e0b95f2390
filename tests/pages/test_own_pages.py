"""The portal's own pages, which no editor writes, are found in the search."""

import re

import pytest
from django.test import Client

from common.actors import SYSTEM
from common.models import SearchEntry
from common.search import index
from pages.content.shipped import load_shipped_pages
from pages.content.synonyms import load_shipped_synonyms
from pages.own_pages import OWN_PAGES

pytestmark = pytest.mark.django_db


@pytest.fixture
def filled() -> None:
    load_shipped_pages(actor=SYSTEM)
    load_shipped_synonyms(actor=SYSTEM)
    index.repair()


def found(words: str) -> list[str]:
    page = Client().get("/sok/", {"q": words}).text
    return re.findall(r'<li class="entry"[^>]*><h3><a href="([^"]+)"', page)


#: What somebody types, and the page that must stand among the first.
WORDS = {
    "kontakt": "/kontakt/",
    "självmord": "/hjalp/",
    "arvode": "/sa-paverkar-du/arvode/",
    "klaga": "/kontakt/",
    "bli brukarrevisor": "/engagera-dig/brukarrevisor/",
    "checklistan": "/checklista/",
    "vilket steg": "/delaktighetstrappan/vilket-steg/",
    "GDPR": "/integritet/",
    "tillgänglighet": "/tillganglighet/",
    "cookies": "/integritet/kakor/",
}


def test_what_people_call_a_page_finds_it_high(filled: None) -> None:
    first = {words: found(words)[:3] for words in WORDS}

    assert {words: hits for words, hits in first.items() if WORDS[words] not in hits} == {}


def test_every_page_is_there_once_under_the_words_it_shows(filled: None) -> None:
    for one in OWN_PAGES:
        answer = Client().get(one.text.url)
        assert answer.status_code == 200, one.text.url
        assert one.text.title in answer.text
        assert SearchEntry.objects.filter(url=one.text.url).count() == 1


def test_a_page_that_is_no_more_leaves_the_search(db: None) -> None:
    index.repair()
    SearchEntry.objects.filter(kind="own_page", object_id="1").update(object_id="999", object_number=999)

    index.repair()

    kept = SearchEntry.objects.filter(kind="own_page").values_list("object_number", flat=True)
    assert sorted(kept) == [one.pk for one in OWN_PAGES]
