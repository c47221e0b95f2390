"""One spelling of everything, so that rules need not know of long dashes, full-width digits or capitals.

``static/js/privacy.js`` does the same, character for character.
"""

import re
from dataclasses import dataclass
from functools import cache

from common.privacy.rule_file import rules


@dataclass(frozen=True)
class Folded:
    """The folded text. ``places`` tells where each of its characters stood, ``None`` when nothing moved."""

    text: str
    source: str
    places: list[int] | None

    def place(self, index: int) -> int:
        """Return the index in the source of a character of the folded text, or of its end."""
        return index if self.places is None else self.places[index]

    def is_upper(self, index: int) -> bool:
        """Tell whether the character was a capital."""
        return self.source[self.place(index)] in _tables().capitals


def fold(text: str) -> Folded:
    """Return the text with small letters, plain spaces, dashes and digits, and composed accents.

    Soft hyphens and other invisible signs are left out, since they would hide a number from the rules.
    """
    tables = _tables()
    if not tables.moving.search(text):
        return Folded(text.translate(tables.single), text, None)
    signs: list[str] = []
    places: list[int] = []
    at = 0
    while at < len(text):
        sign = text[at]
        step = 1
        if sign in tables.dropped:
            at += 1
            continue
        if pair := tables.composed.get(text[at : at + 2]):
            sign = pair
            step = 2
        signs.append(sign.translate(tables.single))
        places.append(at)
        at += step
    places.append(len(text))
    return Folded("".join(signs), text, places)


@dataclass(frozen=True)
class _Tables:
    single: dict[int, str]
    capitals: frozenset[str]
    dropped: frozenset[str]
    composed: dict[str, str]
    moving: re.Pattern[str]


@cache
def _tables() -> _Tables:
    table = rules()["fold"]
    single = {ord(large): small for large, small in zip(table["upper"], table["lower"], strict=True)}
    single |= {ord(space): " " for space in table["spaces"]}
    single |= {ord(dash): "-" for dash in table["dashes"]}
    for row in table["digits"]:
        single |= {ord(sign): str(value) for value, sign in enumerate(row)}
    accents = "".join(sorted({pair[1] for pair in table["compose"]}))
    return _Tables(
        single=single,
        capitals=frozenset(table["upper"]),
        dropped=frozenset(table["drop"]),
        composed=table["compose"],
        moving=re.compile(f"[{table['drop']}{accents}]"),
    )
