"""The search's synonyms that come with the portal."""

import pytest
from django.core.management import call_command

from accounts.models import User
from common.actors import SYSTEM
from common.models import SearchSynonym
from pages.content.synonyms import load_shipped_synonyms, read_synonyms
from pages.services.search_synonyms import add_synonym, remove_synonym

pytestmark = pytest.mark.django_db


def test_the_content_brings_every_pair_of_the_list() -> None:
    call_command("load_content", verbosity=0)

    laid_in = set(SearchSynonym.objects.values_list("word", "means", "both_ways"))
    assert laid_in == {(one["word"], one["means"], one["both_ways"]) for one in read_synonyms()}
    assert {("psyk", "psykiatri", False), ("anhörig", "närstående", True)} <= laid_in


def test_what_an_editor_has_removed_or_written_stays_as_it_is(editor: User) -> None:
    add_synonym("Psyk", "Psykiatri", both_ways=True, actor=editor)
    load_shipped_synonyms(actor=SYSTEM)
    remove_synonym(SearchSynonym.objects.get(word="anhörig"), actor=editor)

    added = load_shipped_synonyms(actor=SYSTEM)

    assert added == 0
    assert SearchSynonym.objects.get(word__iexact="psyk").both_ways
    assert not SearchSynonym.objects.filter(word="anhörig").exists()
