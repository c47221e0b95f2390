"""Which councils somebody may propose an item to, for which associations, and whose work waits for whom."""

from typing import Any

from django.db.models import Exists, OuterRef

from accounts.rules import is_coordinator
from associations.models import Association
from associations.rules import represented_ids
from councils.models import Council, CouncilOffice
from councils.rules import mandate_rows, secretary_council_ids


def councils_for_items(actor: Any) -> Any:
    """Return the councils ``actor`` may propose an item to; the portal itself may propose to any."""
    if not hasattr(actor, "is_authenticated"):
        return Council.objects.filter(status="active")
    return Council.objects.open_for_items_of(actor).order_by("name")


def associations_for_items(actor: Any) -> Any:
    """Return the associations ``actor`` may propose for: those represented, and those one sits for."""
    if not hasattr(actor, "is_authenticated") or is_coordinator(actor):
        return Association.objects.filter(status="listed").order_by("name")
    sits_for = {row["association"] for row in mandate_rows(actor) if row["association"]}
    return Association.objects.filter(pk__in=represented_ids(actor) | sits_for).order_by("name")


def may_propose(user: Any) -> bool:
    """Whether proposing is anything for ``user``: sits in a council or keeps one, or represents an association."""
    mine = mandate_rows(user) or secretary_council_ids(user) or represented_ids(user)
    return bool(mine) or is_coordinator(user)


def left_council_ids(user: Any) -> frozenset[int]:
    """Return the councils that nobody keeps as secretary: their work waits for the coordinator, for others none."""
    if not is_coordinator(user):
        return frozenset()
    kept = CouncilOffice.objects.filter(council=OuterRef("pk"), ended_on=None, user__is_active=True)
    return frozenset(Council.objects.filter(~Exists(kept)).values_list("pk", flat=True))
