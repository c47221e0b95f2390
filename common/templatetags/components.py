"""Small tags for what every page shows: icons, the stair, states, dates, notices.

Larger pieces are templates in ``templates/components/``; ``docs/components.md`` lists both.
"""

import re
from collections.abc import Iterable
from typing import Any, Final

from django import template
from django.contrib.messages.storage.base import Message
from django.template.base import NodeList, Parser, Token
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from common.icons import ICONS, SYMBOLS
from common.participation import ParticipationStep

register = template.Library()

_USED: Final = re.compile(r"#(i-[a-z]+|stair-[1-5]|logo)\b")

# Size of a map tile with its gap, in drawing units.
_TILE_WIDTH: Final = 92
_TILE_HEIGHT: Final = 64

# State → icon. Every state has an icon, a word and a shape, so that colour never carries it alone.
STATUS_ICONS: Final[dict[str, str]] = {
    "done": "done",
    "going": "half",
    "wait": "wait",
    "late": "late",
    "no": "no",
    "info": "info",
}


class IconsNode(template.Node):
    """Puts the symbols that its content uses in front of it, each once."""

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        """Render the content first, then look up what it pointed at."""
        content = self.nodelist.render(context)
        used = sorted(name for name in set(_USED.findall(content)) if name in SYMBOLS)
        sprite = "".join(SYMBOLS[name] for name in used)
        # Both parts are our own markup; values inside the content were escaped when rendered.
        symbols = f'<div hidden><svg xmlns="http://www.w3.org/2000/svg">{sprite}</svg></div>'
        return mark_safe(f"{symbols}\n{content}")  # noqa: S308


@register.tag
def icons(parser: Parser, token: Token) -> IconsNode:
    """``{% icons %}…{% endicons %}`` around the body: inlines the symbols used in it."""
    nodelist = parser.parse(("endicons",))
    parser.delete_first_token()
    return IconsNode(nodelist)


@register.simple_tag
def needs_icons(*names: str) -> SafeString:
    """Name icons that only a later fragment (htmx) will use, so that the page carries them."""
    return format_html("<!-- {} -->", " ".join(f"#i-{name}" for name in names))


@register.simple_tag
def icon(name: str) -> SafeString:
    """One icon, silent to screen readers: it always stands beside words. Unknown names fail."""
    if name not in ICONS:
        raise template.TemplateSyntaxError(f"No icon is called {name!r}; see common/icons.py")
    return format_html('<svg class="icon" aria-hidden="true"><use href="#i-{}"/></svg>', name)


@register.simple_tag
def stair_picture(step: int) -> SafeString:
    """Only the drawing of the stair; use where the words stand beside it already."""
    if int(step) not in ParticipationStep.values:
        raise template.TemplateSyntaxError(f"The ladder has steps 1 to 5, not {step!r}")
    return format_html('<svg viewBox="0 0 54 43" aria-hidden="true"><use href="#stair-{}"/></svg>', int(step))


@register.inclusion_tag("components/stair.html")
def stair(step: int | None) -> dict[str, Any]:
    """Mini stair with name and "steg n av 5". Nothing at all for an activity without a step."""
    if not step:
        return {"step": None}
    return {"step": int(step), "name": ParticipationStep(int(step)).label}


@register.filter
def step_name(step: int | None) -> str:
    """Short name of a step: 4 → "Samarbete". Empty when there is none."""
    return str(ParticipationStep(int(step)).label) if step else ""


@register.filter
def step_long_name(step: int | None) -> str:
    """Full name of a step: 4 → "Samarbete och inflytande". Empty when there is none."""
    return ParticipationStep(int(step)).long_name if step else ""


@register.filter
def step_meaning(step: int | None) -> str:
    """What a step means to a person: 1 → "Du får veta". Empty when there is none."""
    return ParticipationStep(int(step)).meaning if step else ""


@register.simple_tag
def status(kind: str, words: str, icon_name: str = "") -> SafeString:
    """State label: ``kind`` is done, going, wait, late, no or info; ``words`` from section 8."""
    if kind not in STATUS_ICONS:
        raise template.TemplateSyntaxError(f"No state is called {kind!r}")
    shape = "going" if kind == "info" else kind
    return format_html(
        '<span class="status status--{}">{}{}</span>',
        shape,
        icon(icon_name or STATUS_ICONS[kind]),
        words,
    )


@register.inclusion_tag("components/date_head.html")
def date_head(day: Any, head_id: str = "", *, today: bool = False, level: int = 3) -> dict[str, Any]:
    """Heading of a day: weekday, big number, month. ``today`` only on pages that are not cached."""
    return {"day": day, "head_id": head_id, "today": today, "level": level}


@register.inclusion_tag("components/messages.html", takes_context=True)
def notices(context: Context) -> dict[str, Any]:
    """Messages to the signed-in person, each with its icon and perhaps a way to undo."""
    waiting = context.get("messages") or []
    return {
        "notices": [_notice(message) for message in waiting],
        "csrf_token": context.get("csrf_token"),
    }


def _notice(message: Message) -> dict[str, Any]:
    """What the template needs of a message; see ``common.notices.notify`` for how undo travels."""
    undo = [tag[5:] for tag in message.extra_tags.split() if tag.startswith("undo:")]
    careful = message.level_tag in {"warning", "error"}
    return {"text": message.message, "mind": careful, "undo_url": undo[0] if undo else ""}


@register.inclusion_tag("components/county_map.html")
def county_map(
    tiles: Iterable[Any], label: str, one: str = "förening", several: str = "föreningar"
) -> dict[str, Any]:
    """Schematic map of the county, one tile per municipality.

    ``tiles``: objects or dictionaries with ``name``, ``url``, ``count``, ``column``, ``row`` (whole
    numbers, any start) and ``current``; ``one`` and ``several`` name what is counted. The same links stand beside it as a list: on the narrowest
    screens, and on paper, the list is all there is.
    """
    wanted = ("name", "url", "count", "column", "row", "current")
    read: list[dict[str, Any]] = [
        {key: tile.get(key) if isinstance(tile, dict) else getattr(tile, key, None) for key in wanted}
        for tile in tiles
    ]
    left = min((tile["column"] for tile in read), default=0)
    top = min((tile["row"] for tile in read), default=0)
    for tile in read:
        tile["x"] = (tile["column"] - left) * _TILE_WIDTH
        tile["y"] = (tile["row"] - top) * _TILE_HEIGHT
        tile["middle"] = tile["x"] + _TILE_WIDTH // 2
        tile["first_line"] = tile["y"] + 28
        tile["second_line"] = tile["y"] + 50
        tile["words"] = f"{tile['count']} {one if tile['count'] == 1 else several}"
    return {
        "tiles": read,
        "label": label,
        "width": max((tile["x"] for tile in read), default=0) + _TILE_WIDTH,
        "height": max((tile["y"] for tile in read), default=0) + _TILE_HEIGHT,
    }
