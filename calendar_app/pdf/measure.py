"""How many lines a text takes, known before it is laid out.

A page is laid out once: trying several layouts would cost their time over and over. Widths are the
font's own; bold is wider than regular, so everything is counted as bold.
"""

import re
from functools import cache, lru_cache

from django.contrib.staticfiles import finders
from fontTools.ttLib import TTFont

_FONT = "fonts/atkinson-hyperlegible-next-latin-wght-normal.woff2"
#: Bold against the file's regular widths, rounded up.
_BOLD = 1.07


@cache
def _widths() -> tuple[dict[int, float], float]:
    """Advance width of each character in parts of the font size, and of an unknown one."""
    with TTFont(finders.find(_FONT), lazy=True) as font:
        unit = font["head"].unitsPerEm
        advances = font["hmtx"].metrics
        widths = {code: advances[name][0] / unit for code, name in font.getBestCmap().items()}
    return widths, max(widths[ord("W")], 1.0)


def width_of(text: str, size: float) -> float:
    """Return how wide the text is in points, at most."""
    widths, unknown = _widths()
    return sum(widths.get(ord(sign), unknown) for sign in text) * size * _BOLD


@lru_cache(maxsize=4096)
def lines_of(text: str, *, width: float, size: float) -> int:
    """Return how many lines of ``width`` points the text takes; a word wider than a line is broken."""
    lines, room = 1, width
    space = width_of(" ", size)
    for word in re.split(r"[ \n]+", text):
        needed = width_of(word, size)
        if needed <= room:
            room -= needed + space
            continue
        if room < width:
            lines += 1
        # overflow-wrap: anywhere fills a line before it breaks; half a letter is lost on each.
        while needed > width:
            needed -= width - size
            lines += 1
        room = width - needed - space
    return lines
