"""The index's own words: which there are, and of which other words the long ones are made.

Whatever is public is taken apart by public words alone: what strangers find doesn't depend on what they may not open.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.db import connection

from common.models import SearchWord

#: Letters only; numbers, addresses and signs are found as they stand, without forms or typos.
_LETTERS = re.compile(r"(?<![^\W_])[^\W\d_]{2,40}(?![^\W_])")
#: A compound is at least so long, and each of its parts.
LONGEST_UNDIVIDED = 6
LEAST_PART = 3
#: Swedish binds compounds with these: arbets-, kvinno-, gatu-, varu-, läro-, hjärte-.
_BINDING = "soeua"

_TAKE_IN = """
INSERT INTO common_searchword (word, folded, lexeme, is_public, parts)
SELECT w, unaccent(w), (ts_lexize('swedish_stem', unaccent(w)))[1], bool_or(e.is_public), '{}'
FROM common_searchentry e CROSS JOIN LATERAL unnest(e.terms) AS w
WHERE %(all)s OR e.id = ANY(%(ids)s)
GROUP BY w
HAVING ts_lexize('swedish_stem', w) <> '{}' AND ts_lexize('swedish_stem', unaccent(w)) <> '{}'
ORDER BY w
ON CONFLICT (word) DO UPDATE SET is_public = TRUE WHERE excluded.is_public AND NOT common_searchword.is_public
RETURNING word, lexeme
"""
_LET_GO = """
DELETE FROM common_searchword s
WHERE (%(all)s OR s.word = ANY(%(words)s))
AND NOT EXISTS (SELECT 1 FROM common_searchentry e WHERE e.terms @> ARRAY[s.word])
"""
_HIDE = """
UPDATE common_searchword s SET is_public = FALSE
WHERE s.is_public AND (%(all)s OR s.word = ANY(%(words)s))
AND NOT EXISTS (SELECT 1 FROM common_searchentry e WHERE e.is_public AND e.terms @> ARRAY[s.word])
"""
_STEMS = """
SELECT w, unaccent(w), coalesce((ts_lexize('swedish_stem', unaccent(w)))[1], ''), ts_lexize('swedish_stem', w) = '{}'
FROM unnest(%s::text[]) AS w
"""


@dataclass(frozen=True)
class Stem:
    """A word as the index has it; ``is_stop`` words such as "och" are in every text and tell nothing."""

    word: str
    folded: str
    lexeme: str
    is_stop: bool


def words_in(text: str) -> list[str]:
    """Return the different words of ``text`` in small letters, in alphabetical order."""
    whole = unicodedata.normalize("NFC", text).lower()
    return sorted(set(_LETTERS.findall(whole)))


def stems(words: Collection[str]) -> dict[str, Stem]:
    """Return each word's stem."""
    if not words:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_STEMS, [list(words)])
        return {row[0]: Stem(row[0], row[1], row[2] or row[1], row[3]) for row in cursor.fetchall()}


def take_in(entry_ids: Collection[int]) -> None:
    """Add the words of new or changed entries, and take the new long ones apart."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKE_IN, {"all": False, "ids": list(entry_ids)})
        added = dict(cursor.fetchall())
    _write_parts(added, _Known.around(added.values()))


def let_go(words: Collection[str]) -> None:
    """Forget those of ``words`` that no entry holds any more; those left in closed entries alone are public no more."""
    if not words:
        return
    with connection.cursor() as cursor:
        cursor.execute(_LET_GO, {"all": False, "words": sorted(words)})
        cursor.execute(_HIDE, {"all": False, "words": sorted(words)})


def renew() -> None:
    """Compare every word with the entries, and take every long one apart anew."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKE_IN, {"all": True, "ids": []})
        cursor.execute(_LET_GO, {"all": True, "words": []})
        cursor.execute(_HIDE, {"all": True, "words": []})
    _write_parts(dict(SearchWord.objects.values_list("word", "lexeme")), _Known.all())


def parts_of(lexeme: str) -> list[str]:
    """Return the stems that a typed word is made of, by the public words; empty when it can't be taken apart."""
    return _Known.around([lexeme]).parts(lexeme)


class _Known:
    """Beginnings and ends that compounds may have: beginning → its stem, and stems."""

    def __init__(self, rows: Iterable[tuple[str, str]]) -> None:
        self.beginnings: dict[str, str] = {}
        self.ends: set[str] = set()
        for folded, lexeme in rows:
            self.ends.add(lexeme)
            if folded.startswith(lexeme):
                # "anhöriga" has the stem "anhor"; compounds begin with something between: "anhörig-".
                for length in range(len(lexeme), len(folded) + 1):
                    self.beginnings.setdefault(folded[:length], lexeme)

    @classmethod
    def all(cls) -> "_Known":
        return cls(SearchWord.objects.filter(is_public=True).values_list("folded", "lexeme").iterator())

    @classmethod
    def around(cls, lexemes: Iterable[str]) -> "_Known":
        """Only what may be a part of one of ``lexemes``."""
        pieces = {piece for lexeme in lexemes if len(lexeme) > LONGEST_UNDIVIDED for piece in _pieces(lexeme)}
        rows = SearchWord.objects.filter(is_public=True, lexeme__in=sorted(pieces)) if pieces else None
        return cls([] if rows is None else rows.values_list("folded", "lexeme"))

    def parts(self, lexeme: str) -> list[str]:
        """Return the best division into two or three: the one whose shortest part is longest."""
        if len(lexeme) <= LONGEST_UNDIVIDED:
            return []
        for most in (2, 3):
            found = list(self._divisions(lexeme, most))
            if found:
                return [*dict.fromkeys(max(found)[1])]
        return []

    def _divisions(self, rest: str, most: int) -> Iterator[tuple[int, list[str]]]:
        if most == 1:
            if rest in self.ends:
                yield len(rest), [rest]
            return
        for at in range(LEAST_PART, len(rest) - LEAST_PART + 1):
            beginning = self._beginning(rest[:at])
            if beginning:
                for shortest, parts in self._divisions(rest[at:], most - 1):
                    yield min(shortest, at), [beginning, *parts]

    def _beginning(self, piece: str) -> str:
        if piece in self.beginnings:
            return self.beginnings[piece]
        bound = piece[-1] in _BINDING and len(piece) > LEAST_PART
        return self.beginnings.get(piece[:-1], "") if bound else ""


def _pieces(lexeme: str) -> Iterator[str]:
    """Every part that a division could have, and the stems its beginnings may belong to."""
    for start in range(len(lexeme) - LEAST_PART + 1):
        for end in range(start + LEAST_PART, len(lexeme) + 1):
            if end - start < len(lexeme):
                yield lexeme[start:end]


def _write_parts(lexemes: Mapping[str, str], known: _Known) -> None:
    """Write the parts of each word that has other ones than it had."""
    parts = {word: known.parts(lexeme) for word, lexeme in lexemes.items() if len(lexeme) > LONGEST_UNDIVIDED}
    changed = []
    for row in SearchWord.objects.filter(word__in=parts).only("word", "parts").order_by("word"):
        if row.parts != parts[row.word]:
            row.parts = parts[row.word]
            changed.append(row)
    SearchWord.objects.bulk_update(changed, ["parts"], batch_size=1_000)
