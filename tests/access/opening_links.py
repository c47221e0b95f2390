"""Links that lead somewhere closed: no page may show somebody a link that answers them with 403 or 404.

Nothing is asked for: the matrix says who may open what. Links to addresses without a row of their own are passed over.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from html import unescape
from urllib.parse import urldefrag

from tests.access.build import routes
from tests.access.matrix import Route
from tests.access.opening import Answer, address_of
from tests.access.world import World

_LINK = re.compile(r"<a\b[^>]*?\shref=\"(/[^/\"][^\"]*)\"")
_kept: dict[int, dict[str, list[Route]]] = {}


def closed_links(world: World, persona: str, answer: Answer) -> Iterator[str]:
    """Return a sentence for each link of the page that the persona can't follow. A visitor may be led to sign in."""
    if persona == "visitor" or not answer.is_html or answer.status != 200:
        return
    rows = _rows(world)
    for link in sorted(set(_LINK.findall(answer.text))):
        address = urldefrag(unescape(link))[0]
        if address in rows and not any(persona in row.opens for row in rows[address]):
            yield f"shows a link to {address}, which is closed"


def _rows(world: World) -> dict[str, list[Route]]:
    """Return the rows by address."""
    if id(world) not in _kept:
        _kept.clear()
        found = defaultdict(list)
        for row in routes():
            if not row.post_only:
                found[address_of(world, row)].append(row)
        _kept[id(world)] = found
    return _kept[id(world)]
