import pytest

from associations.models import Association
from common.search import search_text


@pytest.fixture
def names(db):
    for number, name in enumerate(
        [
            "Föreningen Ljusgläntan",
            "Ångestföreningen Hälsingland",
            "Klubbhuset Tallbarret",
            "Anhöriga i Söderhamn",
        ]
    ):
        Association.objects.create(name=name, slug=f"f-{number}")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("föreningarnas", "Föreningen Ljusgläntan"),
        ("foreningen", "Föreningen Ljusgläntan"),
        ("halsingland", "Ångestföreningen Hälsingland"),
        ("tallbaret", "Klubbhuset Tallbarret"),
        ("anhörig", "Anhöriga i Söderhamn"),
        ("soderhamn", "Anhöriga i Söderhamn"),
    ],
)
def test_word_forms_typos_and_missing_dots_are_found(names, typed, found):
    hits = search_text(Association.objects.all(), typed, fields=("name",))

    assert found in [hit.name for hit in hits]


@pytest.mark.parametrize("typed", ["fotboll", "'; DROP TABLE", "&|!():*", '"', "\\", "%", "😀"])
def test_other_words_and_signs_find_nothing_and_break_nothing(names, typed):
    assert list(search_text(Association.objects.all(), typed, fields=("name",))) == []
