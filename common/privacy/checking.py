"""The check itself: every rule is tried, and where two meet the earlier rule of the file stands.

Every pattern is bounded in length and every walk to the left or right has a limit, so that the work
grows with the length of the text and not with its shape. ``static/js/privacy.js`` does the same.
"""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from common.privacy.folding import Folded, fold
from common.privacy.names import find_names, name_lists, tokens_of
from common.privacy.remarks import Kind, Remark, Severity
from common.privacy.rule_file import pattern, rules
from common.privacy.signs import is_address_sign, is_digit, is_letter, starts_sentence
from common.privacy.words import Words, operator_words


@dataclass(frozen=True)
class Found:
    """A passage of the folded text that one rule found."""

    kind: Kind
    severity: Severity
    start: int
    end: int


def look_at(text: str, words: Words | None = None) -> list[Remark]:
    """Return what in the text may point somebody out, in the order of the text, never overlapping.

    Nothing is stored, logged or sent. ``words`` are the operator's own additions and exceptions; without
    them they are read from the database (one query), so a loop over many texts reads ``operator_words()``
    once. ``NO_WORDS`` leaves them out. A remark with severity "refuse" must stop the text from being
    stored; the others are advice (issue "User-led audits", section 3; domain.md 2).
    """
    known = operator_words() if words is None else words
    folded = fold(text)
    kept = _without_overlap(folded, _all_found(folded, known))
    astral = [index for index, sign in enumerate(text) if sign > "\uffff"]
    return [_remark(folded, found, astral) for found in kept if not _is_ignored(folded, found, known)]


def contains_personal_number(text: str) -> bool:
    """Tell whether the text holds a personal identity number or coordination number with a right check digit."""
    folded = fold(text)
    refusing = (rule for rule in rules()["patterns"] if rule.get("severity") == "refuse")
    return any(next(_matches(folded, rule), None) for rule in refusing)


def _all_found(folded: Folded, words: Words) -> Iterator[Found]:
    for rule in rules()["patterns"]:
        if rule["kind"] == "name":
            yield from (Found(*found) for found in find_names(folded, tokens_of(folded), words))
        else:
            for start, end in _matches(folded, rule):
                yield Found(rule["kind"], rule["severity"], start, end)


def _without_overlap(folded: Folded, all_found: Iterator[Found]) -> list[Found]:
    taken = bytearray(len(folded.text))
    kept = []
    for found in all_found:
        if not any(taken[found.start : found.end]):
            taken[found.start : found.end] = b"\x01" * (found.end - found.start)
            kept.append(found)
    return sorted(kept, key=lambda found: found.start)


def _matches(folded: Folded, rule: dict[str, Any]) -> Iterator[tuple[int, int]]:
    text = folded.text
    search = pattern(rule["pattern"]).search
    at = 0
    while match := search(text, at):
        place = _fitted(folded, rule, match.start(), match.end())
        at = match.start() + 1 if place is None else match.end()
        if place is not None:
            yield place


def _fitted(folded: Folded, rule: dict[str, Any], start: int, end: int) -> tuple[int, int] | None:
    """Return the whole passage around a match of the pattern, or ``None`` when the rule's other terms fail."""
    text = folded.text
    if _stands_inside(text, start, rule.get("before", "")):
        return None
    if "digits" in rule:
        low, high = rule["digits"]
        if not low <= sum(sign in "0123456789" for sign in text[start:end]) <= high:
            return None
    if "check" in rule and not _check_digit_fits(text[start:end], rule["check"]):
        return None
    first = start
    if "left" in rule:
        first = _walk_left(folded, start, rule["left"])
        if first < 0:
            return None
    if "previous" in rule:
        first = _previous_word(folded, first, rule["previous"])
        if first < 0:
            return None
    last = end
    if "next" in rule:
        last = _next_word(folded, end, rule["next"])
        if last < 0:
            return None
    return first, last


def _stands_inside(text: str, start: int, before: str) -> bool:
    """Tell whether what comes before shows that the match is the tail of something longer."""
    if not before or start == 0:
        return False
    sign = text[start - 1]
    if before == "word":
        return is_letter(sign) or is_digit(sign) or sign == "_"
    if is_digit(sign):
        return True
    return before == "number" and sign in "-.,/:" and start > 1 and is_digit(text[start - 2])


def _walk_left(folded: Folded, start: int, terms: dict[str, Any]) -> int:
    """Return where the word begins that the match ends, or -1 when it does not fit."""
    text = folded.text
    allowed = is_address_sign if terms["chars"] == "email" else is_letter
    first = start
    while first > 0 and start - first < terms["max"] and allowed(text[first - 1]):
        first -= 1
    if start - first < terms["min"] or text[first:start] in terms.get("not", ()):
        return -1
    if terms["chars"] == "word" and first > 0 and is_digit(text[first - 1]):
        return -1
    if terms.get("upper") and not folded.is_upper(first):
        return -1
    if terms.get("inside") and starts_sentence(text, first):
        return -1
    return first


def _previous_word(folded: Folded, start: int, terms: dict[str, Any]) -> int:
    """Return where the capitalised word before begins, or -1 when there is none."""
    text = folded.text
    if start < 2 or text[start - 1] != " ":
        return -1
    first = start - 1
    while first > 0 and start - first < 40 and (is_letter(text[first - 1]) or text[first - 1] == "-"):
        first -= 1
    word = text[first : start - 1]
    if len(word) < 2 or not folded.is_upper(first) or _is_capitals(folded, first, start - 1):
        return -1
    if word in terms.get("not", ()):
        return -1
    places = name_lists().places
    is_place = bool(terms.get("places")) and (word in places or word.removesuffix("s") in places)
    owner = word.endswith("s") and word[:-1] in name_lists().first
    if starts_sentence(text, first) and not (is_place or owner or word in terms.get("at_start", ())):
        return -1
    return first


def _next_word(folded: Folded, end: int, terms: dict[str, Any]) -> int:
    """Return where the capitalised word after ends, or -1 when there is none."""
    text = folded.text
    last = end
    while last < len(text) and last - end < 40 and (is_letter(text[last]) or text[last] == "-"):
        last += 1
    word = text[end:last]
    if len(word) < terms["min"] or not folded.is_upper(end) or word in terms.get("not", ()):
        return -1
    if not terms.get("capitals") and _is_capitals(folded, end, last):
        return -1
    if terms.get("no_names") and word in name_lists().first:
        return -1
    return last


def _is_capitals(folded: Folded, start: int, end: int) -> bool:
    return end - start > 1 and all(
        folded.is_upper(index) for index in range(start, end) if is_letter(folded.text[index])
    )


def _check_digit_fits(passage: str, check: str) -> bool:
    """Tell whether a number is one that this rule is about; a day followed by a time of day never is."""
    digits = [int(sign) for sign in passage if is_digit(sign)]
    if _is_day_and_time(passage, digits):
        return False
    return luhn_is_right(digits[-10:]) == (check == "check_digit")


def _is_day_and_time(passage: str, digits: list[int]) -> bool:
    """Tell "2026-10-14 1300" and "20261014 1300" from a number: a space, a recent year and a time of day."""
    if len(digits) < 12 or passage[-5] != " " or passage[-6] in "-+/":
        return False
    year = digits[0] * 1000 + digits[1] * 100 + digits[2] * 10 + digits[3]
    return year >= 2015 and digits[-4] * 10 + digits[-3] < 24 and digits[-2] < 6


def luhn_is_right(digits: list[int]) -> bool:
    """Tell whether the last digit is the check digit of the ones before (Luhn, SKV 704)."""
    total = 0
    for place, digit in enumerate(digits):
        doubled = digit * 2 if place % 2 == 0 else digit
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0


def _is_ignored(folded: Folded, found: Found, words: Words) -> bool:
    if not words.ignored or found.kind == "personal_number":
        return False
    return folded.text[found.start : found.end] in words.ignored


def _remark(folded: Folded, found: Found, astral: list[int]) -> Remark:
    kind = rules()["kinds"][found.kind]
    start = folded.place(found.start)
    # The end is where the last character stood, with any accent or invisible sign that belongs to it.
    end = folded.place(found.end)
    return Remark(
        kind=found.kind,
        start=start,
        end=end,
        start_utf16=start + bisect_left(astral, start),
        end_utf16=end + bisect_left(astral, end),
        severity=found.severity,
        label=kind["label"],
        explanation=kind["explanations"][found.severity],
        replacement=kind["replacement"],
    )
