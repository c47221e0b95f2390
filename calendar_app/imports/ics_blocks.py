"""The text of a calendar file into its VEVENTs and their properties (RFC 5545, 3.1), unjudged."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from calendar_app.imports.rows import LONGEST_TEXT, MOST_ROWS, UnreadableFileError

_FOLD = re.compile(r"\r?\n[ \t]")
_NAME = re.compile(r"[A-Za-z0-9-]{1,60}")
_PARAM = re.compile(r';([A-Za-z0-9-]{1,60})=("[^"]*"|[^";:]*)')
_ESCAPED = re.compile(r"\\([\\;,nN])")
#: A calendar with more skipped days than this is not meant for people.
MOST_EXCEPTIONS = 500
#: What people call the properties.
LABELS = {
    "SUMMARY": "Rubrik",
    "DESCRIPTION": "Beskrivning",
    "LOCATION": "Plats",
    "UID": "Id",
    "DTSTART": "Start",
    "DTEND": "Slut",
    "DURATION": "Längd",
    "RECURRENCE-ID": "Ändrat tillfälle",
    "EXDATE": "Undantag",
    "RDATE": "Extra tillfällen",
    "RRULE": "Upprepning",
}


@dataclass(frozen=True)
class Property:
    """A line of a VEVENT: ``params`` by name in capitals, and what stands after the colon."""

    params: dict[str, str]
    value: str


@dataclass
class Block:
    """A VEVENT, the ``number``-th of the file. ``broken`` says in Swedish why it cannot be read."""

    number: int
    properties: dict[str, list[Property]] = field(default_factory=lambda: defaultdict(list))
    broken: str = ""

    def first(self, name: str) -> Property | None:
        """Return the first property with this name."""
        found = self.properties.get(name)
        return found[0] if found else None

    def text(self, name: str) -> str:
        """Return its text, unescaped; empty when it is not there."""
        found = self.first(name)
        return _unescaped(found.value) if found else ""


def blocks_of(text: str) -> Iterator[Block]:
    """Return the file's VEVENTs. What is nested in them, such as alarms, is passed over.

    Raises ``UnreadableFileError`` when there are too many.
    """
    number, inner = 0, 0
    block: Block | None = None
    for line in _FOLD.sub("", text).splitlines():
        upper = line[:60].strip().upper()
        if block is None:
            if upper == "BEGIN:VEVENT":
                number += 1
                if number > MOST_ROWS:
                    raise UnreadableFileError(
                        f"Filen innehåller fler än {MOST_ROWS} aktiviteter. Dela upp den i flera filer."
                    )
                block, inner = Block(number), 0
        elif upper == "END:VEVENT" and not inner:
            yield block
            block = None
        elif upper.startswith("BEGIN:"):
            inner += 1
        elif upper.startswith("END:"):
            inner = max(inner - 1, 0)
        elif not inner:
            _add(block, line)
    if block is not None:
        block.broken = "Filen slutar mitt i aktiviteten. Exportera den på nytt."
        yield block


def _add(block: Block, line: str) -> None:
    match = _NAME.match(line)
    if match is None:
        return
    name, rest, params = match[0].upper(), line[match.end() :], {}
    while param := _PARAM.match(rest):
        params[param[1].upper()] = param[2].strip('"')
        rest = rest[param.end() :]
    if not rest.startswith(":"):
        return
    if len(rest) > LONGEST_TEXT and name not in {"EXDATE", "RDATE"}:
        block.broken = (
            block.broken or f"{LABELS.get(name, name)}: texten är längre än {LONGEST_TEXT} tecken. Korta den."
        )
        rest = rest[:200]
    # One more than may be used is enough to say that there are too many.
    if len(block.properties[name]) <= MOST_EXCEPTIONS:
        block.properties[name].append(Property(params, rest[1:]))


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda match: "\n" if match[1] in "nN" else match[1], text).strip()
