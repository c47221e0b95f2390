"""Evaluations own surveys: the team manages them and reads what people wrote, others see counts at most."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from peersupport.models import Evaluation
from peersupport.queries.evaluations import may_have_any, visible_evaluations
from peersupport.services.shared import ROOM
from surveys.owners import register_owner


def register() -> None:
    """Let evaluations have surveys of their own.

    Who manages a survey types in answers from paper and so reads them: that is the team alone. The portal itself opens
    and closes the questions when a coordinator asks for it.
    """
    register_owner(
        ROOM,
        may_manage=lambda user, owner_id: _may(user, "peersupport.read_evaluation_text", owner_id),
        may_read_text=lambda user, owner_id: _may(user, "peersupport.read_evaluation_text", owner_id),
        may_see_counts=lambda user, owner_id: _may(user, "peersupport.view_placement", owner_id),
        ids_for=_ids_for,
        name=_name,
        names=_names,
        url=_url,
    )


def _may(user: Any, permission: str, owner_id: str) -> bool:
    evaluation = _evaluation(owner_id)
    return evaluation is not None and bool(user.has_perm(permission, evaluation))


def _ids_for(user: Any) -> Iterable[object]:
    return visible_evaluations(user).values_list("pk", flat=True) if may_have_any(user) else []


def _name(owner_id: str) -> str:
    return _names([owner_id]).get(owner_id, "")


def _names(owner_ids: Iterable[str]) -> dict[str, str]:
    numbers = [int(one) for one in owner_ids if _is_number(one)]
    rows = Evaluation.objects.filter(pk__in=numbers).select_related("placement__unit")
    return {str(one.pk): f"Peer support, {one.placement.unit}, {str(one).lower()}" for one in rows}


def _url(owner_id: str) -> str:
    evaluation = _evaluation(owner_id)
    return (
        reverse("peersupport:evaluation", args=[evaluation.placement_id, evaluation.pk]) if evaluation else ""
    )


def _evaluation(owner_id: str) -> Evaluation | None:
    if not _is_number(owner_id):
        return None
    return Evaluation.objects.select_related("placement").filter(pk=int(owner_id)).first()


def _is_number(owner_id: str) -> bool:
    """Whether it can be an evaluation's: "²" is a digit to Python, but no number."""
    return owner_id.isascii() and owner_id.isdecimal()
