"""The start page and the numbers to call."""

from tests.access.matrix import EVERYBODY, SIGNED_IN, Route
from tests.access.world import KEEPERS, World

#: Who writes the information pages.
EDITING = frozenset({"coordinator", "editor"})

LINE = {
    "number": "90101",
    "label": "Linje",
    "who": "Någon",
    "hours": "Dygnet runt",
    "order": "1",
    "owner": "Någon",
}


def _line(world: World) -> dict[str, object]:
    return {"pk": world.crisis_line.pk}


def _synonym(world: World) -> dict[str, object]:
    return {"pk": world.search_synonym.pk}


def _word(world: World) -> dict[str, object]:
    return {"pk": world.privacy_word.pk}


ROUTES = [
    Route("pages:start", EVERYBODY),
    Route("pages:start", EVERYBODY, query="?kommun=gavle", label="in a municipality"),
    Route("pages:search", EVERYBODY),
    Route("pages:search", EVERYBODY, query="?q=kanarie", label="searched"),
    Route("pages:search", EVERYBODY, query="?q=granskning+forslag+forening&sida=2", label="searched widely"),
    Route("pages:synonyms", EDITING, data=lambda w: {"word": "psyk", "means": "psykiatri"}),
    Route("pages:synonym_remove", EDITING, _synonym, post_only=True),
    Route("news_atom", EVERYBODY),
    Route("pages:crisis_lines", KEEPERS),
    Route("pages:crisis_line_add", KEEPERS, data=lambda w: LINE),
    Route("pages:crisis_line_edit", KEEPERS, _line, data=lambda w: LINE),
    Route("pages:crisis_line_verify", KEEPERS, _line, post_only=True),
    Route("pages:crisis_line_remove", KEEPERS, _line, post_only=True),
    Route("common:privacy_words", SIGNED_IN),
    Route("pages:privacy_words", KEEPERS, data=lambda w: {"word": "Solgården", "kind": "add"}),
    Route("pages:privacy_word_remove", KEEPERS, _word, post_only=True),
]


def plant_public(world: World) -> None:
    """A number in the help strip: who looks after it is for the workspace."""
    from django.utils import timezone

    from common.models import CrisisLine, PrivacyWord, SearchSynonym

    world.objects["crisis_line"] = CrisisLine.objects.create(
        number="90390",
        label="Hjälplinjen",
        who="Utbildad personal",
        hours="Dygnet runt",
        in_strip=False,
        owner=f"Pim {world.canary('owner of a crisis line', KEEPERS)}",
        verified_on=timezone.localdate(),
    )
    # Everybody who is signed in has the words in the browser, to look at text where it is written.
    world.objects["privacy_word"] = PrivacyWord.objects.create(
        word=f"Solgården {world.canary('word to warn about', SIGNED_IN)}", kind=PrivacyWord.Kind.ADD
    )
    world.objects["search_synonym"] = SearchSynonym.objects.create(
        word=f"psyk {world.canary('word of a synonym', EDITING)}",
        means=f"psykiatri {world.canary('meaning of a synonym', EDITING)}",
        word_lexemes=["psyk"],
        means_lexemes=["psykiatri"],
    )
