"""Plain text from people, shown with paragraphs and safe links."""

import re

from django import template
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

# Web and mail addresses only: javascript:, data: and the like never become links.
_LINK = re.compile(r"\b(?:https?://|mailto:)[^\s<>\"”]+", re.IGNORECASE)
_AFTER = ".,;:!?)]}'’"


@register.filter
def linked_text(text: str) -> SafeString:
    """Escape the text, turn http, https and mailto addresses into links and blank lines into paragraphs."""
    paragraphs = [part.strip() for part in re.split(r"\n\s*\n", text.replace("\r\n", "\n")) if part.strip()]
    return format_html_join("\n", "<p>{}</p>", ((_paragraph(part),) for part in paragraphs))


def _paragraph(text: str) -> SafeString:
    pieces: list[str] = []
    end = 0
    for match in _LINK.finditer(text):
        address = _without_punctuation(match.group())
        if not _leads_somewhere(address):
            continue
        pieces.append(_lines(text[end : match.start()]))
        pieces.append(format_html('<a href="{}" rel="noreferrer nofollow">{}</a>', address, _shown(address)))
        end = match.start() + len(address)
    pieces.append(_lines(text[end:]))
    # Each piece is escaped or made by format_html.
    return mark_safe("".join(pieces))  # noqa: S308


def _without_punctuation(address: str) -> str:
    """Leave the full stop that ends a sentence, and a bracket that the address didn't open, outside."""
    while address and address[-1] in _AFTER:
        if address[-1] == ")" and address.count("(") >= address.count(")"):
            break
        address = address[:-1]
    return address


def _leads_somewhere(address: str) -> bool:
    scheme, _, rest = address.partition(":")
    return "@" in rest if scheme.lower() == "mailto" else len(rest) > 2


def _shown(address: str) -> str:
    return address[7:] if address.lower().startswith("mailto:") else address


def _lines(text: str) -> str:
    return escape(text).replace("\n", "<br>")
