"""Audits own surveys: the team makes them and reads what people wrote; others see counts at most."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from revisions.models import UserAudit
from revisions.services.source import ROOM
from surveys.owners import register_owner


def register() -> None:
    """Let audits have surveys of their own."""
    register_owner(
        ROOM,
        may_manage=lambda user, owner_id: _may(user, "revisions.edit_guide", owner_id),
        may_read_text=lambda user, owner_id: _may(user, "revisions.read_material", owner_id),
        may_see_counts=lambda user, owner_id: _may(user, "revisions.see_counts", owner_id),
        ids_for=_ids_for,
        name=_title,
        url=lambda owner_id: reverse("revisions:audit", args=[int(owner_id)]),
    )


def _may(user: Any, permission: str, owner_id: str) -> bool:
    audit = UserAudit.objects.filter(pk=int(owner_id)).first() if owner_id.isdigit() else None
    return audit is not None and bool(user.has_perm(permission, audit))


def _ids_for(user: Any) -> Iterable[object]:
    audits = UserAudit.objects.visible_to(user)
    return [audit.pk for audit in audits if user.has_perm("revisions.see_counts", audit)]


def _title(owner_id: str) -> str:
    audit = UserAudit.objects.filter(pk=int(owner_id)).first() if owner_id.isdigit() else None
    return audit.title if audit else ""
