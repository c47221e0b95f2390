"""Markdown-lite, as the shipped texts are written: paragraphs, lists, **bold** and [words](address)."""

import re
from collections.abc import Callable, Iterator
from html import escape

#: What a link becomes: its address → the opening tag's attributes.
LinkAttributes = Callable[[str], str]

_BULLET = re.compile(r"^- +(.+)$")
_NUMBER = re.compile(r"^[0-9]+\. +(.+)$")
_LINK = re.compile(r"\[([^\]\[]+)\]\(([^()\s]+)\)")
_BOLD = re.compile(r"\*\*([^*]+)\*\*")


def rich_text(source: str, link_attributes: LinkAttributes) -> str:
    """Return the text as the editors' rich text. Everything that isn't one of the four marks is text."""
    return "".join(_blocks(source, link_attributes))


def addresses(source: str) -> list[str]:
    """Return every address that the text links to."""
    return [address for _, address in _LINK.findall(source)]


def plain(source: str) -> str:
    """Return the text as it is read: without marks."""
    lines = (
        (_BULLET.match(line) or _NUMBER.match(line) or re.match("(.*)", line)) for line in _lines(source)
    )
    text = "\n".join(match.group(1) for match in lines if match)
    return _BOLD.sub(r"\1", _LINK.sub(r"\1", text))


def _lines(source: str) -> list[str]:
    return [line.strip() for line in source.strip().splitlines()]


def _blocks(source: str, link_attributes: LinkAttributes) -> Iterator[str]:
    paragraph: list[str] = []
    kind = ""
    items: list[str] = []
    for line in [*_lines(source), ""]:
        bullet, number = _BULLET.match(line), _NUMBER.match(line)
        found = "ul" if bullet else "ol" if number else ""
        if items and found != kind:
            yield f"<{kind}>{''.join(f'<li>{item}</li>' for item in items)}</{kind}>"
            items = []
        if paragraph and (found or not line):
            yield f"<p>{_inline(' '.join(paragraph), link_attributes)}</p>"
            paragraph = []
        kind = found
        if match := bullet or number:
            items.append(_inline(match.group(1), link_attributes))
        elif line:
            paragraph.append(line)


def _inline(text: str, link_attributes: LinkAttributes) -> str:
    marked = _BOLD.sub(r"<b>\1</b>", escape(text, quote=False))
    return _LINK.sub(lambda match: f"<a {link_attributes(match.group(2))}>{match.group(1)}</a>", marked)
