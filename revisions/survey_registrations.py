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
        names=_titles,
        # With the interviews, after two people's yes.
        destroys_answers=True,
        url=lambda owner_id: reverse("revisions:audit", args=[int(owner_id)]) if _is_number(owner_id) else "",
    )


def _may(user: Any, permission: str, owner_id: str) -> bool:
    audit = _audit(owner_id)
    return audit is not None and bool(user.has_perm(permission, audit))


def _ids_for(user: Any) -> Iterable[object]:
    audits = UserAudit.objects.visible_to(user)
    return [audit.pk for audit in audits if user.has_perm("revisions.see_counts", audit)]


def _title(owner_id: str) -> str:
    audit = _audit(owner_id)
    return audit.title if audit else ""


def _titles(owner_ids: Iterable[str]) -> dict[str, str]:
    numbers = [int(one) for one in owner_ids if _is_number(one)]
    return {
        str(pk): title for pk, title in UserAudit.objects.filter(pk__in=numbers).values_list("pk", "title")
    }


def _audit(owner_id: str) -> UserAudit | None:
    return UserAudit.objects.filter(pk=int(owner_id)).first() if _is_number(owner_id) else None


def _is_number(owner_id: str) -> bool:
    """Whether it can be an audit's: "²" is a digit to Python, but no number."""
    return owner_id.isascii() and owner_id.isdecimal()
