"""The loop's own rules, which the coordinator changes."""

from dataclasses import dataclass, fields
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import F

from common import stamps, trail
from common.actors import Actor
from common.errors import DomainError
from proposals.models import LoopRules, Proposal
from proposals.models.sources import SMALLEST_BASE
from proposals.services.shared import STAMP, conflict, require


@dataclass(frozen=True, kw_only=True)
class RuleFacts:
    """Deadlines in working days, months and days; the least number of answers; the least percent of yes."""

    answer_days: int
    follow_up_months: int
    grace_days: int
    effect_answers: int
    effect_percent: int


@transaction.atomic
def change_rules(facts: RuleFacts, *, expected_version: int, actor: Actor) -> LoopRules:
    """Change what holds from now on. Deadlines already running and questions already asked keep theirs."""
    require(actor, "proposals.set_rules")
    LoopRules.objects.get_or_create(pk=1)
    locked = LoopRules.objects.select_for_update().get(pk=1)
    names = [one.name for one in fields(facts)]
    changed = [name for name in names if getattr(locked, name) != getattr(facts, name)]
    if not changed:
        return locked
    if locked.version != expected_version:
        raise conflict(
            {_label(name): (str(getattr(locked, name)), str(getattr(facts, name))) for name in names}
        )
    if facts.effect_answers < SMALLEST_BASE:
        raise DomainError(
            "Minst fem svar behövs alltid: färre kan avslöja vem som har svarat.", field="effect_answers"
        )
    if not 1 <= facts.effect_percent <= 100:
        raise DomainError("Skriv ett tal från 1 till 100.", field="effect_percent")
    # What is late is kept by its day: other days of grace move it.
    shift = timedelta(days=facts.grace_days - locked.grace_days)
    Proposal.objects.exclude(late_from=None).update(late_from=F("late_from") + shift)
    for name in changed:
        setattr(locked, name, getattr(facts, name))
    locked.version += 1
    locked.save(update_fields=[*changed, "version"])
    trail.record("change_rules", locked, actor=actor, fields=changed)
    stamps.raise_stamp(STAMP)
    return locked


def _label(name: str) -> str:
    field: Any = LoopRules._meta.get_field(name)
    return str(field.verbose_name).capitalize()
