"""The readiness check: each condition's answer, what shows it, who sees to it and when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from common import trail
from common.actors import Actor
from common.errors import DomainError, EditConflictError
from common.swedish import today
from peersupport.models import Placement, ReadinessAnswer
from peersupport.services.shared import CONFLICT, cleaned, locked_placement, write_facts
from peersupport.words import Condition, Readiness

#: A day further away than this is a slip of the keyboard.
_MOST_YEARS = 10


@dataclass(frozen=True, kw_only=True)
class ReadinessFacts:
    """One condition as answered."""

    answer: str = Readiness.OPEN.value
    evidence: str = ""
    owner: str = ""
    due_on: date | None = None


@transaction.atomic
def save_readiness(
    placement: Placement, answers: Mapping[str, tuple[ReadinessFacts, int]], *, actor: Actor
) -> list[str]:
    """Save the answers to the conditions in ``answers``, all or none; return those that changed.

    Each comes with the version that was read, 0 for one nobody had answered. Raises ``EditConflictError`` with what is saved
    and what was typed, for every condition that somebody saved in between, and ``DomainError`` at ``<condition>_<field>``.
    """
    locked = locked_placement(placement, "peersupport.manage_placement", actor=actor)
    rows = {one.condition: one for one in locked.readiness.select_for_update()}
    changed: list[str] = []
    conflicts: dict[str, tuple[str, str]] = {}
    for condition, (facts, version) in answers.items():
        try:
            if _write(
                locked, condition, rows.get(condition), _checked(condition, facts), version, actor=actor
            ):
                changed.append(condition)
        except EditConflictError as error:
            label = Condition(condition).label
            conflicts |= {f"{label}: {field.lower()}": pair for field, pair in error.changed.items()}
    if conflicts:
        raise EditConflictError(CONFLICT, changed=conflicts)
    return changed


def _write(
    placement: Placement,
    condition: str,
    row: ReadinessAnswer | None,
    facts: ReadinessFacts,
    version: int,
    *,
    actor: Actor,
) -> bool:
    if row is not None:
        return bool(write_facts(row, facts, expected_version=version, actor=actor, verb="save_readiness"))
    if facts == ReadinessFacts():
        return False
    made = ReadinessAnswer.objects.create(placement=placement, condition=condition, **facts.__dict__)
    trail.record("save_readiness", made, actor=actor, fields=_filled(facts))
    return True


def _checked(condition: str, facts: ReadinessFacts) -> ReadinessFacts:
    if condition not in Condition.values:
        raise DomainError("Det villkoret finns inte. Ladda om sidan.")
    if facts.answer not in Readiness.values:
        raise DomainError("Välj ett av svaren.", field=f"{condition}_answer")
    if facts.due_on and abs(facts.due_on.year - today().year) > _MOST_YEARS:
        raise DomainError("Kontrollera året.", field=f"{condition}_due_on")
    return ReadinessFacts(
        answer=facts.answer,
        evidence=cleaned(facts.evidence, field=f"{condition}_evidence", longest=500),
        owner=cleaned(facts.owner, field=f"{condition}_owner", longest=120),
        due_on=facts.due_on,
    )


def _filled(facts: ReadinessFacts) -> list[str]:
    empty: dict[str, Any] = ReadinessFacts().__dict__
    return [name for name, value in facts.__dict__.items() if value != empty[name]]
