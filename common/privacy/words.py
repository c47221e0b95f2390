"""The operator's own words: what to warn about besides the lists, and what to leave alone."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.apps import apps

from common.privacy.folding import fold

ADD = "add"
IGNORE = "ignore"


@dataclass(frozen=True)
class Words:
    """Folded words and phrases. ``added`` are marked wherever they stand, ``ignored`` never are."""

    added: frozenset[str] = frozenset()
    ignored: frozenset[str] = frozenset()


NO_WORDS = Words()


def words_from(rows: Iterable[tuple[str, str]]) -> Words:
    """Return the words of pairs (word, "add" or "ignore")."""
    pairs = [(folded_word(word), kind) for word, kind in rows]
    return Words(
        added=frozenset(word for word, kind in pairs if kind == ADD and word),
        ignored=frozenset(word for word, kind in pairs if kind == IGNORE and word),
    )


def operator_words() -> Words:
    """Read the operator's words: one query."""
    # By name: this package is imported by code that runs before the models are ready.
    rows = apps.get_model("common", "PrivacyWord").objects.values_list("word", "kind")
    return words_from(rows)


def folded_word(word: str) -> str:
    """Return a word as the check compares it: small letters, single spaces."""
    return " ".join(fold(word).text.split())
