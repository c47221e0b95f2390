"""What stands in a body, part by part: for readability, for the link checker and for the search."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from wagtail.rich_text import RichText

from pages.blocks.links import plain_text

#: Parts that hold others.
_HOLDERS = {"section", "subsection"}
#: What is written in a part, in reading order; the rest are choices, addresses and days.
_WRITTEN = ("heading", "words", "text", "caption", "word", "title", "transcript")


def parts_of(body: Any) -> Iterator[tuple[str, Any]]:
    """Yield every part of a ``StreamValue`` with its kind; a section before what stands in it."""
    for child in body or ():
        yield child.block_type, child.value
        if child.block_type in _HOLDERS:
            yield from parts_of(child.value.get("body"))


def running_text(body: Any) -> str:
    """Return what an editor has written as running text, one line for each heading, paragraph and point."""
    lines: list[str] = []
    for kind, value in parts_of(body):
        if kind == "text":
            lines.append(plain_text(value.source))
        elif kind in _HOLDERS or kind in {"fact", "law", "film"}:
            lines += [_as_text(value.get(name)) for name in _WRITTEN if value.get(name)]
    return "\n".join(line for line in lines if line)


def wordings(body: Any) -> Iterator[tuple[str, date]]:
    """Yield the laws of a page with the day each wording was looked at."""
    for value in _laws(list(body.raw_data) if body else []):
        if day := value.get("wording_of"):
            yield f"{value['name']} ({value['number']})", date.fromisoformat(str(day))


def _laws(parts: list[Any]) -> Iterator[dict[str, Any]]:
    # As it is kept: to open a body is to ask the database for every page it links to.
    for part in parts:
        if part["type"] == "law":
            yield part["value"]
        elif part["type"] in _HOLDERS:
            yield from _laws(part["value"].get("body") or [])


def documents_of(body: Any) -> Iterator[Any]:
    """Yield every file that stands in a list of documents."""
    for kind, value in parts_of(body):
        if kind == "documents":
            yield from (one for one in value.get("documents") or () if one is not None)


def _as_text(value: Any) -> str:
    return plain_text(value.source) if isinstance(value, RichText) else str(value)
