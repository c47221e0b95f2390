"""Reads what somebody typed: word forms, typos, compounds and synonyms become one query to the index.

Only words of entries that the asker may open are proposed or compared with typos: what is closed changes neither
hits nor counts nor proposals.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchQuery, TrigramSimilarity
from django.db.models import CharField, Exists, F, Func, OuterRef, Q, QuerySet
from django.db.models.functions import Length

from common.models import SearchEntry, SearchSynonym, SearchWord
from common.search.lexicon import Stem, parts_of, stems

_WORDS = re.compile(r"[^\W_]+")
#: More words than this make no better search.
MOST_WORDS = 10
LONGEST_WORD = 40
#: A shorter word is too like too many others.
SHORTEST_TYPO = 4
_VOWELS = "aeiouy"
_SHORTEST_WITH_ARTICLE = 5
#: So many words are compared with for one that nobody has written, and so many of them searched for.
_CANDIDATES = 30
_MOST_CORRECTIONS = 3
#: So many compounds are searched for together.
_MOST_COMPOUNDS = 80


@dataclass
class Slot:
    """One typed word, or several that a synonym takes together: ``exact`` as typed, ``also`` in other words.

    ``single`` are the stems that may stand within compounds too.
    """

    exact: str
    also: set[str] = field(default_factory=set)
    single: set[str] = field(default_factory=set)

    def add(self, lexemes: Collection[str]) -> None:
        """Let other words, together, do as well."""
        if len(lexemes) == 1:
            self.single |= forms(next(iter(lexemes)))
        self.also.add(_phrase(lexemes))

    @property
    def wide(self) -> str:
        return f"({' | '.join(sorted({self.exact, *self.also}))})"


@dataclass(frozen=True)
class Wish:
    """What is asked of the index. ``proposal`` is the text with its unknown words put right, or ""."""

    slots: tuple[Slot, ...]
    proposal: str = ""
    proposed_lexemes: tuple[str, ...] = ()

    @property
    def exact(self) -> SearchQuery:
        """Every word as it was typed, in any form."""
        return query_of(" & ".join(slot.exact for slot in self.slots))

    @property
    def wide(self) -> SearchQuery:
        """Every word, also corrected, within compounds or by another word for the same."""
        return query_of(" & ".join(slot.wide for slot in self.slots))

    @property
    def any(self) -> SearchQuery:
        """At least one of the words."""
        return query_of(" | ".join(slot.wide for slot in self.slots))

    @property
    def proposed(self) -> SearchQuery:
        return query_of(" & ".join(quoted(one) for one in self.proposed_lexemes))


def read_wish(text: str, open_entries: QuerySet[SearchEntry], *, signed_in: bool) -> Wish:
    """Return what ``text`` asks for. Words that are in every text count only where nothing else is asked for."""
    typed = list(dict.fromkeys(_WORDS.findall(unicodedata.normalize("NFC", text).lower())))[:MOST_WORDS]
    found = stems([one[:LONGEST_WORD] for one in typed])
    words = [found[one[:LONGEST_WORD]] for one in typed]
    words = [word for word in words if not word.is_stop and word.lexeme]
    if not words:
        return Wish(())
    reader = _Reader(words, _open_words(open_entries, signed_in=signed_in))
    return reader.wish()


def quoted(lexeme: str) -> str:
    """Return a lexeme as it is written in a query."""
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"


def query_of(text: str) -> SearchQuery:
    """Return a query of lexemes that are stems already."""
    return SearchQuery(text, config="simple", search_type="raw")


def _open_words(open_entries: QuerySet[SearchEntry], *, signed_in: bool) -> QuerySet[SearchWord]:
    """Return the words of entries the asker may open. For strangers those are the public ones."""
    if not signed_in:
        return SearchWord.objects.filter(is_public=True)
    one: Any = Func(F("word"), template="ARRAY[%(expressions)s]", output_field=ArrayField(CharField()))
    holding = open_entries.filter(terms__contains=OuterRef("as_array"))
    return SearchWord.objects.annotate(as_array=one).filter(Q(is_public=True) | Exists(holding))


class _Reader:
    def __init__(self, words: list[Stem], open_words: QuerySet[SearchWord]) -> None:
        self.words = words
        self.open_words = open_words
        wanted = {one for word in words for one in forms(word.lexeme)}
        self.parts = dict(open_words.filter(lexeme__in=wanted).values_list("lexeme", "parts"))
        self.corrected: dict[str, SearchWord] = {}

    def wish(self) -> Wish:
        slots = [slot for group in self._groups() for slot in group]
        self._add_compounds(slots)
        proposal, lexemes = "", tuple[str, ...]()
        if self.corrected:
            right = [self.corrected.get(word.word) for word in self.words]
            proposal = " ".join(
                one.word if one else word.word for word, one in zip(self.words, right, strict=True)
            )
            lexemes = tuple(
                one.lexeme if one else word.lexeme for word, one in zip(self.words, right, strict=True)
            )
        return Wish(tuple(slots), proposal, lexemes)

    def _groups(self) -> Iterable[list[Slot]]:
        synonyms = _synonyms()
        at = 0
        while at < len(self.words):
            length, means = _longest(synonyms, [word.lexeme for word in self.words[at:]])
            if not means:
                yield [self._slot(self.words[at])]
                at += 1
                continue
            exact = " & ".join(_any_form(word.lexeme) for word in self.words[at : at + length])
            slot = Slot(f"({exact})")
            if length == 1:
                slot.single |= forms(self.words[at].lexeme)
            for one in means:
                slot.add(one)
            yield [slot]
            at += length

    def _slot(self, word: Stem) -> Slot:
        slot = Slot(_any_form(word.lexeme), single=forms(word.lexeme))
        known = [self.parts[one] for one in sorted(slot.single) if one in self.parts]
        if known:
            for parts in known:
                slot.also |= _all_of(parts)
        elif word.lexeme.isalpha():
            parts = parts_of(word.lexeme)
            slot.also |= _all_of(parts)
            longer = self._longer(word.folded)
            slot.also |= longer
            corrections: Sequence[SearchWord] = [] if parts or longer else self._corrections(word.folded)
            for one in corrections:
                slot.add([one.lexeme])
            if corrections:
                self.corrected[word.word] = corrections[0]
        return slot

    def _longer(self, folded: str) -> set[str]:
        """Return the words that begin with one that stands nowhere alone: "ångest" finds "ångestföreningen"."""
        if len(folded) < SHORTEST_TYPO:
            return set()
        rows = self.open_words.filter(folded__startswith=folded).order_by("word")
        return {quoted(lexeme) for lexeme in rows.values_list("lexeme", flat=True)[:_CANDIDATES]}

    def _corrections(self, folded: str) -> Sequence[SearchWord]:
        """Return the words that a mistyped one may stand for, the likeliest first."""
        if len(folded) < SHORTEST_TYPO:
            return []
        like = self.open_words.filter(folded__trigram_similar=folded)
        ranked = like.annotate(likeness=TrigramSimilarity("folded", folded)).order_by("-likeness", "word")
        allowed = 1 if len(folded) < 6 else 2 if len(folded) < 10 else 3
        near = [(distance(folded, one.folded), one) for one in ranked[:_CANDIDATES]]
        least = min((far for far, _ in near), default=allowed + 1)
        if least > allowed:
            return []
        return [one for far, one in near if far == least][:_MOST_CORRECTIONS]

    def _add_compounds(self, slots: list[Slot]) -> None:
        """Let "grupp" find "anhöriggrupp", with the synonyms and corrections as well."""
        single: dict[str, list[Slot]] = defaultdict(list)
        for slot in slots:
            for one in slot.single:
                single[one].append(slot)
        # The short ones first: a name that happens to hold many words is asked for least.
        rows = self.open_words.filter(parts__overlap=list(single)).order_by(Length("word"), "word")
        for lexeme, parts in rows.values_list("lexeme", "parts")[:_MOST_COMPOUNDS]:
            for part in parts:
                for slot in single.get(part, ()):
                    slot.also.add(quoted(lexeme))


def distance(one: str, other: str) -> int:
    """Return how many letters must be changed, added, taken away or swapped with their neighbour."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        earlier, before, row = before, row, [i]
        for j, against in enumerate(other, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != against))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == against:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
    return row[-1]


def lexemes_of(text: str) -> list[str]:
    """Return the stems of a synonym's words in order, without those that tell nothing."""
    typed = _WORDS.findall(unicodedata.normalize("NFC", text).lower())
    found = stems({one[:LONGEST_WORD] for one in typed})
    words = [found[one[:LONGEST_WORD]] for one in typed]
    return [word.lexeme for word in words if not word.is_stop]


def _synonyms() -> dict[tuple[str, ...], list[tuple[str, ...]]]:
    known: dict[tuple[str, ...], list[tuple[str, ...]]] = defaultdict(list)
    for row in SearchSynonym.objects.all():
        word, means = tuple(row.word_lexemes), tuple(row.means_lexemes)
        known[_bases(word)].append(means)
        if row.both_ways:
            known[_bases(means)].append(word)
    return known


def _longest(
    synonyms: dict[tuple[str, ...], list[tuple[str, ...]]], lexemes: list[str]
) -> tuple[int, list[tuple[str, ...]]]:
    """Return how many of the first words have a synonym together, and which."""
    for length in range(len(lexemes), 0, -1):
        if means := synonyms.get(_bases(lexemes[:length])):
            return length, means
    return 0, []


def forms(lexeme: str) -> set[str]:
    """Return the stem and what the stemmer misses: it leaves the article on words that end in a vowel.

    "psykiatri" and "psykiatrin" are two stems to it, as are all words in -i, -o and -u.
    """
    if len(lexeme) < _SHORTEST_WITH_ARTICLE:
        return {lexeme}
    base = _base(lexeme)
    return {base, f"{base}n"} if base[-1] in _VOWELS else {lexeme}


def _base(lexeme: str) -> str:
    with_article = len(lexeme) > _SHORTEST_WITH_ARTICLE and lexeme[-1] == "n" and lexeme[-2] in _VOWELS
    return lexeme[:-1] if with_article else lexeme


def _bases(lexemes: Iterable[str]) -> tuple[str, ...]:
    return tuple(_base(one) for one in lexemes)


def _any_form(lexeme: str) -> str:
    found = " | ".join(quoted(one) for one in sorted(forms(lexeme)))
    return f"({found})"


def _phrase(lexemes: Collection[str]) -> str:
    return f"({' <-> '.join(_any_form(one) for one in lexemes)})"


def _all_of(parts: Collection[str]) -> set[str]:
    return {f"({' & '.join(_any_form(one) for one in parts)})"} if parts else set()
