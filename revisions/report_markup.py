"""The report's own small markup: paragraphs, lists, headings, bold. Parsed to a tree, never passed on as HTML.

Blank lines separate blocks. ``### Rubrik`` is a heading, lines that begin ``- `` or ``1. `` are lists, ``**ord**`` is
bold. Everything else is text, angle brackets too: whoever draws the tree escapes it.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

#: Longest chapter: about sixty printed pages.
LONGEST = 200_000

Kind = Literal["paragraph", "heading", "bullets", "numbered"]
_HEADING = re.compile(r"#{1,6}\s+(.*)")
_BULLET = re.compile(r"[-*•]\s+(.*)")
_NUMBERED = re.compile(r"\d{1,3}[.)]\s+(.*)")
_BOLD = re.compile(r"\*\*(?=\S)([^*]+?)(?<=\S)\*\*")


@dataclass(frozen=True)
class Run:
    """A stretch of text, bold or not."""

    text: str
    bold: bool = False


@dataclass(frozen=True)
class Block:
    """A paragraph or heading has one item; a list has one for each point."""

    kind: Kind
    items: tuple[tuple[Run, ...], ...]


def parse(text: str) -> list[Block]:
    """Return the blocks of ``text``. Any text can be parsed."""
    blocks: list[Block] = []
    for kind, lines in _grouped(text):
        if kind == "paragraph":
            blocks.append(Block(kind, (_runs(" ".join(lines)),)))
        elif kind == "heading":
            blocks += [Block(kind, (_runs(line),)) for line in lines]
        else:
            blocks.append(Block(kind, tuple(_runs(line) for line in lines)))
    return blocks


def to_html(text: str, *, level: int = 3) -> SafeString:
    """Return ``text`` as HTML. ``level`` is the level of its headings."""
    return format_html_join("\n", "{}", ((_block_html(block, level),) for block in parse(text)))


def to_plain(text: str) -> str:
    """Return the words alone, for reading level and search."""
    parts = ("".join(run.text for run in item) for block in parse(text) for item in block.items)
    return "\n".join(parts)


def _grouped(text: str) -> Iterator[tuple[Kind, list[str]]]:
    """Yield runs of lines of one kind. A line after a list point without a mark goes on with that point."""
    kind: Kind = "paragraph"
    lines: list[str] = []
    for raw in [*text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), ""]:
        line = raw.strip()
        found, words = _kind_of(line)
        goes_on = lines and kind != "heading" and line and found == "paragraph"
        if goes_on and kind != "paragraph":
            lines[-1] += f" {words}"
            continue
        if lines and (not line or found != kind):
            yield kind, lines
            lines = []
        if line:
            kind = found
            lines.append(words)


def _kind_of(line: str) -> tuple[Kind, str]:
    patterns: tuple[tuple[Kind, re.Pattern[str]], ...] = (
        ("heading", _HEADING), ("bullets", _BULLET), ("numbered", _NUMBERED),
    )  # fmt: skip
    for kind, pattern in patterns:
        if match := pattern.fullmatch(line):
            return kind, match[1].strip()
    return "paragraph", line


def _runs(text: str) -> tuple[Run, ...]:
    runs: list[Run] = []
    at = 0
    for match in _BOLD.finditer(text):
        if match.start() > at:
            runs.append(Run(text[at : match.start()]))
        runs.append(Run(match[1], bold=True))
        at = match.end()
    if at < len(text) or not runs:
        runs.append(Run(text[at:]))
    return tuple(runs)


def _block_html(block: Block, level: int) -> SafeString:
    if block.kind == "paragraph":
        return format_html("<p>{}</p>", _runs_html(block.items[0]))
    if block.kind == "heading":
        tag = f"h{level}"
        return format_html("<{}>{}</{}>", tag, _runs_html(block.items[0]), tag)
    tag = "ul" if block.kind == "bullets" else "ol"
    points = format_html_join("", "<li>{}</li>", ((_runs_html(item),) for item in block.items))
    return format_html("<{}>{}</{}>", tag, points, tag)


def _runs_html(runs: Iterable[Run]) -> SafeString:
    return format_html_join(
        "", "{}", ((format_html("<strong>{}</strong>", run.text) if run.bold else run.text,) for run in runs)
    )
