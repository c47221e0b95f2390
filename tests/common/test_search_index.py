"""The one index behind /sok/: what is written, when, and how it is found."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils.text import slugify

from associations.models import Association
from common.search import index
from common.search.asking import ask

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
    ],
)
def test_word_forms_compounds_typos_and_missing_dots_are_found(directory: None, typed: str, found: str):
    assert found in _titles(typed)
