"""The one index behind /sok/: what is written, when, and how it is found."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.utils.text import slugify

from accounts.models import User
from associations.models import Association
from common.models import OutboxMessage, SearchEntry, SearchWord
from common.search import asking, index, reading
from common.search.asking import ask
from common.search.reading import distance, query_of, quoted
from common.search.watching import MOST_AT_ONCE
from pages.services import search_synonyms as services

VISITOR = AnonymousUser()


def _association(name: str, number: int = 0, *, status: str = "listed", **facts: Any) -> Association:
    return Association.objects.create(name=name, slug=slugify(f"{name} {number}"), status=status, **facts)


def _titles(words: str, user: Any = VISITOR) -> list[str]:
    return [hit.title for hit in ask(words, user).hits]


@pytest.fixture
def directory(db: None) -> None:
    _association("Föreningen Ljusgläntan", lead="Öppet hus varje tisdag för dig som är anhörig.")
    _association("Ångestföreningen Hälsingland", lead="Vi har grupper i Söderhamn.")
    _association(
        "Klubbhuset Tallbarret", lead="Anhöriggruppen träffas på torsdagar. Brukarrevision och stöd."
    )
    _association("Dagverksamheten Eken", lead="Samtal, brukare och revision av vården.")
    _association("Gruppen Sandviken/Hofors", lead="För dig som är patient/anhörig.Kaffe bjuder vi på.")
    index.repair()


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("föreningarnas", "Föreningen Ljusgläntan"),
        ("foreningen", "Föreningen Ljusgläntan"),
        ("halsingland", "Ångestföreningen Hälsingland"),
        ("helsingland", "Ångestföreningen Hälsingland"),
        ("angest", "Ångestföreningen Hälsingland"),
        ("tallbaret", "Klubbhuset Tallbarret"),
        ("soderhamn", "Ångestföreningen Hälsingland"),
        ("anhörig", "Klubbhuset Tallbarret"),
        ("grupp", "Klubbhuset Tallbarret"),
        ("brukar revision", "Klubbhuset Tallbarret"),
        ("brukarrevisionerna", "Dagverksamheten Eken"),
        ("ANHÖRIGA öppet", "Föreningen Ljusgläntan"),
        ("patient/anhörig", "Gruppen Sandviken/Hofors"),
        ("sandviken/hofors", "Gruppen Sandviken/Hofors"),
        ("hofors", "Gruppen Sandviken/Hofors"),
        ("kaffet", "Gruppen Sandviken/Hofors"),
    ],
)
def test_word_forms_compounds_typos_and_missing_dots_are_found(directory: None, typed: str, found: str):
    assert found in _titles(typed)


def test_neither_closed_words_nor_long_ones_push_a_compound_out(
    directory: None, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(reading, "_MOST_COMPOUNDS", 1)
    _association("Gården", lead="Vi har en fest.")
    _association("Kvällsöppet", lead="Anhörigfesten är i maj.")
    index.repair()
    # Earlier in the alphabet than "anhörigfesten": one that is closed, and one that is longer.
    SearchWord.objects.bulk_create(
        SearchWord(word=f"{stem}en", folded=f"{stem}en", lexeme=stem, is_public=is_public, parts=["fest"])
        for stem, is_public in (("akutfest", False), ("abborrfiskarfest", True))
    )

    assert "Kvällsöppet" in _titles("fest")


def test_a_typo_is_answered_and_the_right_word_proposed(directory: None):
    answer = ask("helsingland", VISITOR)

    assert [hit.title for hit in answer.hits] == ["Ångestföreningen Hälsingland"]
    assert answer.proposal == "hälsingland"


def test_the_excerpt_marks_the_words_and_escapes_the_rest(db: None):
    _association("Öppna dörren", lead="Kaffe <script>alert(1)</script> & samtal för anhöriga varje onsdag.")
    index.repair()

    excerpt = str(ask("samtal", VISITOR).hits[0].excerpt)

    assert "<mark>samtal</mark>" in excerpt
    assert "<script>" not in excerpt


def test_what_has_every_word_comes_first_and_some_of_the_words_when_nothing_has_all(directory: None):
    answer = ask("klubbhuset hälsingland", VISITOR)

    assert answer.loosened
    assert set(_titles("klubbhuset hälsingland")) == {"Klubbhuset Tallbarret", "Ångestföreningen Hälsingland"}


@pytest.mark.parametrize(
    ("both_ways", "typed", "found"),
    [
        (False, "psyk", True),
        (False, "psykiatrin", False),
        (True, "psykiatrin", True),
    ],
)
def test_a_synonym_works_one_way_or_both(
    db: None, coordinator: User, both_ways: bool, typed: str, found: bool
):
    _association(
        "Psykpatrullen" if typed != "psyk" else "Stöd i psykiatrin", lead="psyk" if typed != "psyk" else ""
    )
    index.repair()

    services.add_synonym("psyk", "psykiatri", both_ways=both_ways, actor=coordinator)

    assert bool(_titles(typed)) == found


def test_a_synonym_may_be_several_words(db: None, coordinator: User):
    _association("Föreningen Vid sidan om", lead="För dig som är syskonbarn.")
    index.repair()
    services.add_synonym("mamma till någon sjuk", "syskonbarn", both_ways=False, actor=coordinator)

    assert _titles("mamma till någon sjuk") == ["Föreningen Vid sidan om"]


def test_what_is_saved_is_found_at_once_and_what_is_hidden_or_gone_leaves_at_once(
    db: None, django_capture_on_commit_callbacks: Any
):
    with django_capture_on_commit_callbacks(execute=True):
        association = _association("Fyren", lead="Vi ses vid hamnen.")
    assert _titles("hamnen") == ["Fyren"]

    with django_capture_on_commit_callbacks(execute=True):
        association.lead = "Vi ses vid torget."
        association.save(update_fields=["lead"])
    assert _titles("hamnen") == []
    assert _titles("torget") == ["Fyren"]
    assert not SearchWord.objects.filter(word="hamnen").exists()

    with django_capture_on_commit_callbacks(execute=True):
        association.status = "unlisted"
        association.save(update_fields=["status"])
    assert not SearchEntry.objects.filter(kind="association").exists()
    assert not SearchWord.objects.filter(word="torget", is_public=True).exists()

    with django_capture_on_commit_callbacks(execute=True):
        association.delete()
    assert not SearchEntry.objects.exists()
    assert not SearchWord.objects.exists()


def test_what_is_rolled_back_is_not_written(db: None, django_capture_on_commit_callbacks: Any):
    def fail() -> None:
        with transaction.atomic():
            _association("Fyren")
            raise ZeroDivisionError

    with django_capture_on_commit_callbacks(execute=True), pytest.raises(ZeroDivisionError):
        fail()

    assert not SearchEntry.objects.exists()


def test_many_changes_at_once_are_left_to_the_worker_but_what_is_hidden_goes_at_once(
    db: None, django_capture_on_commit_callbacks: Any
):
    rows = [_association(f"Grupp {number}", number) for number in range(MOST_AT_ONCE + 2)]
    connection.run_on_commit.clear()
    index.repair()

    with django_capture_on_commit_callbacks(execute=True):
        for number, row in enumerate(rows):
            row.status = "unlisted" if number == 0 else "listed"
            row.lead = "Nytt"
            row.save()

    left = SearchEntry.objects.filter(kind="association")
    assert left.count() == len(rows) - 1
    assert OutboxMessage.objects.filter(kind="job").exists()
    # Tests have no worker: what is handed to it is done at once.
    assert left.filter(body="Nytt").count() == len(rows) - 1


def test_what_went_wrong_is_put_right_at_night(directory: None):
    Association.objects.filter(name="Klubbhuset Tallbarret").update(lead="Simhallen på måndagar.")
    SearchEntry.objects.filter(title="Dagverksamheten Eken").delete()
    SearchEntry.objects.filter(title="Föreningen Ljusgläntan").update(kind="gone")

    done = index.repair()

    assert (done.written, done.removed) == (3, 1)
    assert _titles("simhallen") == ["Klubbhuset Tallbarret"]
    assert index.repair() == index.Repaired(0, 0)


def test_closed_words_change_neither_hits_counts_nor_proposals(directory: None, coordinator: User):
    before = ask("helsingland", VISITOR), ask("hemligheter", VISITOR)
    _association("Helsinglund", status="draft", lead="hemligheten hemligheter")
    index.repair()

    after = ask("helsingland", VISITOR), ask("hemligheter", VISITOR)

    assert [(one.hits, one.groups, one.total, one.proposal) for one in before] == [
        (one.hits, one.groups, one.total, one.proposal) for one in after
    ]
    # Who may open it finds it, by typo too.
    assert "Helsinglund" in _titles("helsinglumd", coordinator)


def test_a_draft_is_found_by_those_who_keep_it(
    association: Association, representative: User, outsider: User, coordinator: User
):
    Association.objects.update(status="draft")
    index.repair()

    found = {
        name: _titles("egna ord", user)
        for name, user in (
            ("visitor", VISITOR),
            ("outsider", outsider),
            ("keeper", representative),
            ("coordinator", coordinator),
        )
    }

    assert found == {
        "visitor": [],
        "outsider": [],
        "keeper": [association.name],
        "coordinator": [association.name],
    }


@pytest.mark.parametrize(
    ("one", "other", "far"), [("hej", "hej", 0), ("hej", "hje", 1), ("grupp", "gruppen", 2), ("", "ab", 2)]
)
def test_letters_are_counted_with_neighbours_that_changed_places(one: str, other: str, far: int):
    assert distance(one, other) == far


def test_a_search_asks_the_database_the_same_number_of_questions_however_much_it_finds(
    directory: None, django_assert_num_queries: Any
):
    with django_assert_num_queries(10):
        assert len(_titles("klubbhuset")) == 1
    for number in range(3):
        _association(f"Klubbhuset {number}", number)
    index.repair()
    with django_assert_num_queries(10):
        assert len(_titles("klubbhuset")) == 4


def test_the_index_is_used_among_many_entries(db: None):
    SearchEntry.objects.bulk_create(
        SearchEntry(
            kind="association", object_id=str(number), object_number=number, is_public=True, digest="",
            title=f"Grupp {number}", body=f"Ord{number} om samtal och stöd " * 20, url="/",
        )
        for number in range(5_000)
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE common_searchentry")

    plan = SearchEntry.objects.filter(vector=query_of(quoted("ord77"))).explain()

    assert "search_entry_vector" in plan


def test_words_are_compared_by_an_index(db: None):
    SearchWord.objects.bulk_create(
        SearchWord(word=f"ord{number}", folded=f"ord{number}", lexeme=f"ord{number}", is_public=True)
        for number in range(40_000)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE common_searchword")

    plan = SearchWord.objects.filter(folded__trigram_similar="hälsingland").explain()

    assert "search_word_like" in plan


def test_the_very_name_is_never_left_out_of_a_very_common_word(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        _association(f"Träffpunkten {number}", number)
    _association("Träffpunkten", 9)
    index.repair()
    monkeypatch.setattr(asking, "MOST", 2)
    monkeypatch.setattr(asking, "MOST_WEIGHED", 3)

    answer = ask(" träffpunkten ", VISITOR)

    assert answer.hits[0].title == "Träffpunkten"
    assert [hit.title for hit in answer.hits].count("Träffpunkten") == 1
    assert (answer.total, answer.is_cut) == (2, True)


def test_the_best_come_first_however_many_there_are(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    many = [(f"Grupp {number}", "Vi talar om fyren.") for number in range(600)]
    better = [
        ("Grupp 600", "Åter fyren, fyren, fyren."),
        ("Klubben Fyren", ""),
        ("Fyren", "Öppet hus."),
        ("Fyrens vänner", "Vi talar om fyren."),
    ]
    Association.objects.bulk_create(
        Association(name=name, lead=lead, slug=f"g-{number}", status="listed")
        for number, (name, lead) in enumerate([*many, *better])
    )
    index.repair()

    answer = ask("fyren", VISITOR)
    monkeypatch.setattr(asking, "MOST_WEIGHED", 550)
    cut = ask("fyren", VISITOR)
    both = ask("vänner fyren", VISITOR)

    assert (answer.total, answer.is_cut, cut.total, cut.is_cut) == (604, False, 500, True)
    for found in (answer, cut):
        assert found.hits[0].title == "Fyren"
        assert {hit.title for hit in found.hits[:3]} == {"Fyren", "Klubben Fyren", "Fyrens vänner"}
    # Among those with the word in their text alone, what says most about it.
    assert "Åter" in str(answer.hits[3].excerpt)
    assert both.hits[0].title == "Fyrens vänner"


def test_headings_are_looked_up_by_an_index(db: None):
    SearchEntry.objects.bulk_create(
        SearchEntry(
            kind="association", object_id=str(number), object_number=number, is_public=True, digest="",
            title=f"Grupp {number}", url="/",
        )
        for number in range(5_000)
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE common_searchentry")

    plan = SearchEntry.objects.filter(heading=query_of(quoted("77"))).explain()

    assert "search_entry_heading" in plan


def test_of_a_very_common_word_the_page_says_that_there_may_be_more(
    db: None, client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        _association(f"Träffpunkten {number}", number)
    index.repair()

    assert "3 träffar" in client.get("/sok/?q=traffpunkten").content.decode()
    monkeypatch.setattr(asking, "MOST", 2)
    monkeypatch.setattr(asking, "MOST_WEIGHED", 2)
    page = client.get("/sok/?q=traffpunkten").content.decode()

    assert "Minst 2 träffar" in page
    assert page.count("Träffpunkten ") == 2
