"""Ways between the parts of the councils' working pages, for the one who has all of them."""

import hashlib
from typing import Any

from django import template
from django.urls import reverse

register = template.Library()

#: Part, what it is called, its page; in the order they are shown.
_PARTS = (
    ("home", "Råd", "councils:home"),
    ("meetings", "Möten", "councils:meetings"),
    ("followed", "Mina frågor", "councils:followed"),
    ("ledger", "Uppdrag", "councils:ledger"),
    ("fees", "Arvoden", "fees:attest_list"),
)


@register.inclusion_tag("councils/_parts.html", takes_context=True)
def council_parts(context: dict[str, Any], current: str) -> dict[str, Any]:
    """Tabs for the coordinator, whose navigation holds the councils as one entry; others have the parts there."""
    if not context["request"].user.has_perm("councils.oversee"):
        return {"tabs": []}
    return {"tabs": [(name, reverse(view), None, part == current) for part, name, view in _PARTS]}


@register.simple_tag(takes_context=True)
def note_device(context: dict[str, Any]) -> str:
    """Return the name under which a device keeps somebody's unsaved notes: opaque, and the same on every visit.

    Not made with ``SECRET_KEY``: a new one would leave text on devices that its writer is never offered again.
    """
    actor_id = context["request"].user.actor_id
    return hashlib.sha256(f"councils.note_device:{actor_id}".encode()).hexdigest()[:32]
