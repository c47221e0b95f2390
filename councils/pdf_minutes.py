"""Minutes as tagged PDF, in normal and large print, from an edition's own data and nothing else."""

from datetime import date
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from common.crisis import crisis_numbers
from common.models import Edition
from common.pdf import render_pdf
from common.swedish import day_text
from councils.words import MinutesKind


def render_minutes(edition: Edition) -> tuple[bytes, int]:
    """Return the minutes as PDF and their number of pages."""
    return _rendered(edition, large=False)


def render_large_minutes(edition: Edition) -> tuple[bytes, int]:
    """Return the minutes in large print and their number of pages."""
    return _rendered(edition, large=True)


def minutes_html(data: dict[str, Any], *, large: bool) -> str:
    """Return what stands in the body."""
    context = {"content": shown(data), "large": large, "portal": settings.PORTAL}
    context["crisis_lines"] = [line for line in crisis_numbers() if line.in_strip]
    return render_to_string("councils/minutes/pdf.html", context)


def shown(data: dict[str, Any]) -> dict[str, Any]:
    """Return frozen minutes with days as days and words for their form, for page and paper alike."""
    return data | {
        "day": date.fromisoformat(data["day"]),
        "kind_words": str(MinutesKind(data["kind"]).label),
        "total": sum(one["count"] for one in data["attendance"]),
        "approved_on": _day(data.get("approved_on", "")),
        "published_on": _day(data.get("published_on", "")),
        "number": data.get("number", 0),
        "items": [_dated(item) for item in data["items"] if _says_something(item)],
        "quiet": [_quiet(item) for item in data["items"] if not _says_something(item)],
    }


def _says_something(item: dict[str, Any]) -> bool:
    return bool(item["note"] or item["decisions"] or item["actions"] or item["again"])


def _quiet(item: dict[str, Any]) -> str:
    """An item under which nothing is noted, for the sentence that lists them."""
    proposer = f" (från {item['from']})" if item["from"] else ""
    return f"{item['number']}. {item['title']}{proposer}"


def _dated(item: dict[str, Any]) -> dict[str, Any]:
    return item | {
        "decisions": [one | {"due": _day(one["due"])} for one in item["decisions"]],
        "actions": [one | {"due": _day(one["due"])} for one in item["actions"]],
    }


def _rendered(edition: Edition, *, large: bool) -> tuple[bytes, int]:
    day = day_text(date.fromisoformat(edition.data["day"]))
    title = f"{MinutesKind(edition.data['kind']).label} {edition.data['council']} {day}"
    return render_pdf(minutes_html(edition.data, large=large), title=title, stylesheets=("minutes.css",))


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
