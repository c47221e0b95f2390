"""The operator's own words for the check of free text: who keeps them, and that the next text is looked at with them."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from common.errors import DomainError
from common.models import PrivacyWord, TrailEntry
from common.privacy import look_at
from pages.services import privacy_words as services

pytestmark = pytest.mark.django_db

ADD = PrivacyWord.Kind.ADD
IGNORE = PrivacyWord.Kind.IGNORE


def test_a_word_counts_from_the_next_text_and_is_on_the_trail(coordinator: User) -> None:
    added = services.add_privacy_word("  Sol  gården ", ADD, actor=coordinator)

    assert added.word == "Sol gården"
    assert [remark.kind for remark in look_at("Hon bor på sol gården.")] == ["word"]
    assert TrailEntry.objects.get().verb == "add_privacy_word"


def test_a_word_to_leave_alone_gives_no_remark_any_more(coordinator: User) -> None:
    assert look_at("Mötet hölls i Ebba hus.")

    services.add_privacy_word("Ebba hus", IGNORE, actor=coordinator)

    assert look_at("Mötet hölls i Ebba hus.") == []


def test_a_removed_word_counts_no_more_and_two_may_remove_it_at_once(coordinator: User) -> None:
    added = services.add_privacy_word("Solgården", ADD, actor=coordinator)

    services.remove_privacy_word(added, actor=coordinator)
    services.remove_privacy_word(added, actor=coordinator)

    assert look_at("Solgården") == []
    assert TrailEntry.objects.filter(verb="remove_privacy_word").count() == 1


@pytest.mark.parametrize("persona", ["editor", "outsider", "representative", "unit_manager"])
def test_others_may_not_touch_the_words(
    persona: str, coordinator: User, request: pytest.FixtureRequest
) -> None:
    actor = request.getfixturevalue(persona)
    kept = services.add_privacy_word("Solgården", ADD, actor=coordinator)

    with pytest.raises(DomainError, match="Bara samordnare"):
        services.add_privacy_word("Nyängen", ADD, actor=actor)
    with pytest.raises(DomainError, match="Bara samordnare"):
        services.remove_privacy_word(kept, actor=actor)

    assert [word.word for word in PrivacyWord.objects.all()] == ["Solgården"]


@pytest.mark.parametrize("text", ["a", "solgården", "SOLGÅRDEN", "811228-9874", "\u200ba"])
def test_a_word_that_may_not_stand_there_is_refused_at_its_field(coordinator: User, text: str) -> None:
    services.add_privacy_word("Solgården", ADD, actor=coordinator)

    with pytest.raises(DomainError) as caught:
        services.add_privacy_word(text, ADD, actor=coordinator)

    assert caught.value.field == "word"
    assert PrivacyWord.objects.count() == 1


def test_the_list_has_an_end(coordinator: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "MOST_WORDS", 1)
    services.add_privacy_word("Solgården", ADD, actor=coordinator)

    with pytest.raises(DomainError, match="rymmer 1 ord"):
        services.add_privacy_word("Nyängen", ADD, actor=coordinator)


def test_the_coordinator_adds_and_removes_in_the_browser(client: Client, coordinator: User) -> None:
    client.force_login(coordinator)

    client.post("/ord-att-akta/", {"word": "Solgården", "kind": "add"})
    shown = client.get("/ord-att-akta/").content.decode()
    twice = client.post("/ord-att-akta/", {"word": "solgården", "kind": "ignore"}).content.decode()
    word = PrivacyWord.objects.get()
    for _ in range(2):
        assert "Ordet är borttaget." in client.post(f"/ord-att-akta/{word.pk}/ta-bort/", follow=True).text

    assert "Solgården" in shown
    assert "Ordet finns redan i listan." in twice
    assert not PrivacyWord.objects.exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_as_much_for_three_words_as_for_one(
    client: Client, coordinator: User, rows: int, django_assert_num_queries: Any
) -> None:
    for number in range(rows):
        services.add_privacy_word(f"Solgården {number}", ADD, actor=coordinator)
    client.force_login(coordinator)
    client.get("/ord-att-akta/")

    with django_assert_num_queries(5):
        client.get("/ord-att-akta/")


def test_the_browser_gets_the_words_as_they_are_compared(
    client: Client, coordinator: User, outsider: User
) -> None:
    services.add_privacy_word("Solgården", ADD, actor=coordinator)
    services.add_privacy_word("Ebba Hus", IGNORE, actor=coordinator)
    client.force_login(outsider)

    answer = client.get("/ord-att-akta/lista.json")

    assert answer.json() == {"added": ["solgården"], "ignored": ["ebba hus"]}
    assert "no-store" in answer["Cache-Control"]
