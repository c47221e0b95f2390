"""What every page's frame needs. The public frame is the same for everybody (decision 8)."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from common import registries
from common.crisis import crisis_numbers
from common.registries import NavItem


def portal(request: HttpRequest) -> dict[str, Any]:
    """Return the portal's names, navigation and crisis numbers; evaluated only where used."""
    path = request.path
    return {
        "portal": settings.PORTAL,
        "portal_origin": settings.PORTAL_ORIGIN,
        "is_demo": settings.DEMO,
        "crisis_lines": SimpleLazyObject(crisis_numbers),
        "main_nav": SimpleLazyObject(lambda: _marked(registries.main_nav(), path)),
        "work_nav": SimpleLazyObject(lambda: _marked(registries.work_nav(request.user), path)),
    }


def _marked(items: list[NavItem], path: str) -> list[dict[str, Any]]:
    """Mark where the reader is: the item whose address says most of the page's own."""
    prefixes = [item.active_prefix or item.url for item in items]
    closest = max((len(one) for one in prefixes if path.startswith(one)), default=0)
    return [
        {"label": item.label, "url": item.url, "current": path.startswith(one) and len(one) == closest}
        for item, one in zip(items, prefixes, strict=True)
    ]
