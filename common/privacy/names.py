"""Names of people in a text: the Swedish lists, how names are written, and the operator's own words."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from common.privacy.folding import Folded
from common.privacy.remarks import Kind, Severity
from common.privacy.rule_file import rules
from common.privacy.signs import is_digit, is_letter, starts_sentence
from common.privacy.words import Words

_WORD = re.compile("[a-zß-öø-ɏ]+(?:-[a-zß-öø-ɏ]+)*")
# How many words after a first name that may belong to the same name.
_MOST_NAMES = 4
# Written with small letters, a name of fewer letters is too often something else.
_SHORTEST_SMALL = 4

Found = tuple[Kind, Severity, int, int]


@dataclass(frozen=True)
class Lists:
    """The lists of the rule file."""

    first: frozenset[str]
    last: frozenset[str]
    ambiguous: frozenset[str]
    not_at_start: frozenset[str]
    not_small: frozenset[str]
    suffixes: tuple[str, ...]
    introducing: frozenset[str]
    titles: frozenset[str]
    months: frozenset[str]
    places: frozenset[str]
    ignored: tuple[str, ...]


@dataclass(frozen=True)
class Token:
    """One word of the folded text. ``capital``: it begins with one. ``shouted``: two or three capitals only."""

    start: int
    end: int
    word: str
    capital: bool
    shouted: bool


@cache
def name_lists() -> Lists:
    """Return the lists, ready to look things up in."""
    names = rules()["names"]
    return Lists(
        first=frozenset(names["first"].split() + names["nicknames"].split()),
        last=frozenset(names["last"].split()),
        ambiguous=frozenset(names["ambiguous"]),
        not_at_start=frozenset(names["not_at_start"]),
        not_small=frozenset(names["not_small"]),
        suffixes=tuple(names["suffixes"]),
        introducing=frozenset(names["introducing"]),
        titles=frozenset(names["titles"]),
        months=frozenset(names["months"]),
        places=frozenset(names["places"]),
        ignored=tuple(names["ignored"]),
    )


def tokens_of(folded: Folded) -> list[Token]:
    """Return the words of a text, double names such as Ann-Marie as one."""
    return [_token(folded, match.start(), match.end()) for match in _WORD.finditer(folded.text)]


def find_names(folded: Folded, tokens: list[Token], words: Words) -> Iterator[Found]:
    """Yield the operator's words first, then what looks like names, each as (kind, severity, start, end)."""
    for start, end in _phrases(folded.text, words.added):
        small = not folded.is_upper(start)
        if not (small and folded.text[start:end] in name_lists().ambiguous):
            yield "word", "mark", start, end
    at = 0
    quiet = _places_of_phrases(folded.text, [*name_lists().ignored, *words.ignored])
    while at < len(tokens):
        found, at = _name_at(folded.text, tokens, at)
        if found and found[2] not in quiet:
            yield found


def _name_at(text: str, tokens: list[Token], at: int) -> tuple[Found | None, int]:
    """Return the name that begins at a word, if any, and the number of the word to go on with."""
    token = tokens[at]
    if token.shouted:
        return None, at + 1
    lists = name_lists()
    first = _known(token.word, lists.first)
    last = _known(token.word, lists.last)
    if not token.capital:
        return _small_name(text, tokens, at, first, last)
    if not (first or last):
        return _introduced_name(text, tokens, at), at + 1
    if _is_month(tokens, at, text):
        return None, at + 1
    after = at + 1
    if first:
        while after < len(tokens) and after - at < _MOST_NAMES and _goes_on(text, tokens, after):
            after += 1
    severity: Severity = "mark"
    if after == at + 1 and _is_uncertain(text, tokens, at, first or last):
        severity = "hint"
    return ("name", severity, token.start, tokens[after - 1].end), after


def _small_name(text: str, tokens: list[Token], at: int, first: str, last: str) -> tuple[Found | None, int]:
    """Names written with small letters, as on a phone, are only hinted at."""
    lists = name_lists()
    token = tokens[at]
    is_first = (
        len(first) >= _SHORTEST_SMALL
        and first not in lists.ambiguous
        and first not in lists.not_at_start
        and first not in lists.not_small
    )
    if not (is_first or last.endswith("sson")):
        return None, at + 1
    after = at + 1
    if is_first and after < len(tokens) and text[token.end : tokens[after].start] == " ":
        following = _known(tokens[after].word, lists.last)
        if following and following not in lists.ambiguous and following not in lists.first:
            after += 1
    return ("name", "hint", token.start, tokens[after - 1].end), after


def _introduced_name(text: str, tokens: list[Token], at: int) -> Found | None:
    """A capitalised word after "heter" is most likely a name, though no list has it."""
    lists = name_lists()
    token = tokens[at]
    if at == 0 or text[tokens[at - 1].end : token.start] != " " or len(token.word) < 2:
        return None
    if tokens[at - 1].word not in lists.introducing or token.word in lists.places | lists.months:
        return None
    return "name", "hint", token.start, token.end


def _goes_on(text: str, tokens: list[Token], at: int) -> bool:
    """Tell whether a word belongs to the name of the word before."""
    token = tokens[at]
    if not token.capital or token.shouted or text[tokens[at - 1].end : token.start] != " ":
        return False
    lists = name_lists()
    if token.word in lists.months and token.word not in lists.first:
        return False
    if _known(token.word, lists.first) or _known(token.word, lists.last):
        return True
    parts = token.word.split("-")
    return any(part in lists.last or _has_name_ending(part) for part in parts)


def _has_name_ending(word: str) -> bool:
    return len(word) > 4 and word.removesuffix("s").endswith(name_lists().suffixes)


def _is_uncertain(text: str, tokens: list[Token], at: int, name: str) -> bool:
    """Tell whether a lone name may as well be an ordinary word."""
    lists = name_lists()
    if at > 0 and text[tokens[at - 1].end : tokens[at].start] == " ":
        before = tokens[at - 1].word
        if before in lists.introducing or before in lists.titles:
            return False
    if name in lists.ambiguous or name in lists.places:
        return True
    return name in lists.not_at_start and starts_sentence(text, tokens[at].start)


def _is_month(tokens: list[Token], at: int, text: str) -> bool:
    """Tell "i Maj", "12 Maj" and "Juni 2026" from Maj and Juni."""
    token = tokens[at]
    if token.word not in name_lists().months:
        return False
    before = text[max(token.start - 2, 0) : token.start]
    after = text[token.end : token.end + 2]
    if is_digit(before[:1]) or is_digit(after[1:2]):
        return True
    return at > 0 and before.endswith(" ") and tokens[at - 1].word in {"i", "under", "sedan", "till", "och"}


def _known(word: str, known: frozenset[str]) -> str:
    """Return the listed name of a word, its genitive or the parts of a double name; "" when there is none."""
    if word in known:
        return word
    if word.endswith("s") and word[:-1] in known:
        return word[:-1]
    if "-" in word:
        parts = word.split("-")
        parts[-1] = _known(parts[-1], known) if "-" not in parts[-1] else ""
        if all(part in known for part in parts):
            return word
    return ""


def _token(folded: Folded, start: int, end: int) -> Token:
    shouted = 1 < end - start < 4 and all(folded.is_upper(index) for index in range(start, end))
    return Token(start, end, folded.text[start:end], folded.is_upper(start), shouted)


def _phrases(text: str, phrases: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Yield where each phrase stands as words of its own, with or without a genitive s."""
    for phrase in sorted(phrases):
        start = text.find(phrase)
        while start >= 0:
            end = start + len(phrase)
            if _ends_word(text, end + 1) and text[end : end + 1] == "s":
                end += 1
            if _ends_word(text, end) and not (start > 0 and _is_word_sign(text[start - 1])):
                yield start, end
            start = text.find(phrase, start + len(phrase))


def _places_of_phrases(text: str, phrases: Iterable[str]) -> set[int]:
    return {place for start, end in _phrases(text, phrases) for place in range(start, end)}


def _ends_word(text: str, end: int) -> bool:
    return end >= len(text) or not _is_word_sign(text[end])


def _is_word_sign(sign: str) -> bool:
    return is_letter(sign) or is_digit(sign)
