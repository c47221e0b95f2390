"""Whether the summary in plain language fits on its one page, and how much too long it is when it doesn't."""

import hashlib
from collections import OrderedDict
from typing import Any

from revisions.pdf.report import summary_html, summary_words_beyond

#: The month with the longest name: a summary that fits now fits on the day it is printed.
_LONGEST_MONTH = "2026-09-30"
_REMEMBERED = 64
#: So many characters are never one page.
_MANY = 8_000
#: What has been measured, by the hash of the page: the words themselves are sealed elsewhere.
_measured: OrderedDict[str, int] = OrderedDict()


def words_over(data: dict[str, Any]) -> int:
    """Return about how many words have to go for the summary to fit on one page; 0 when it fits."""
    # Nobody waits for sixty pages to be laid out to learn that they are more than one.
    begins, rest = data["plain_summary"][:_MANY], data["plain_summary"][_MANY:]
    data = data | {"plain_summary": begins, "published_on": data["published_on"] or _LONGEST_MONTH}
    html = summary_html(data, 1)
    key = hashlib.sha256(html.encode()).hexdigest()
    if key not in _measured:
        _measured[key] = summary_words_beyond(data, 1)
        while len(_measured) > _REMEMBERED:
            _measured.popitem(last=False)
    over = _measured[key] + len(rest.split())
    # To the nearest five above: lines and foot make it no exact science.
    return -(-over // 5) * 5


def too_long(data: dict[str, Any]) -> str:
    """Return the sentence that says so, or "" when the summary fits."""
    over = words_over(data)
    if not over:
        return ""
    return (
        f"Sammanfattningen på lättare svenska får inte plats på en sida. Korta den med ungefär {over} ord"
        f"{' och gör raden om vad som är rättat kort' if data['note'] else ''}."
    )
