"""Themes and priority groups: the county's own words, shared by audits, proposals and activities."""

from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import transaction
from django.utils import timezone

from common import stamps, trail
from common.actors import Actor
from common.slugs import free_slug
from organisations.models import PriorityGroup, Theme
from organisations.services.maintenance import (
    STAMP,
    insert,
    refuse_taken_name,
    require_maintainer,
    update,
)

SubjectT = TypeVar("SubjectT", Theme, PriorityGroup)

TAKEN: dict[type[Theme] | type[PriorityGroup], str] = {
    Theme: "Det finns redan ett tema som heter så. Det kan vara ett som ni har slutat använda.",
    PriorityGroup: "Det finns redan en grupp som heter så. Det kan vara en som ni har slutat använda.",
}


@dataclass(frozen=True, kw_only=True)
class ThemeFacts:
    """What is known of a theme."""

    name: str
    description: str = ""


@dataclass(frozen=True, kw_only=True)
class PriorityGroupFacts:
    """What is known of a priority group. It says nothing of any one person."""

    name: str


def create_theme(facts: ThemeFacts, *, actor: Actor) -> Theme:
    """Enter a theme, last in order."""
    return _create(Theme, facts, "create_theme", actor=actor)


def create_priority_group(facts: PriorityGroupFacts, *, actor: Actor) -> PriorityGroup:
    """Enter a priority group, last in order."""
    return _create(PriorityGroup, facts, "create_priority_group", actor=actor)


@transaction.atomic
def edit_theme(theme: Theme, facts: ThemeFacts, *, expected_version: int, actor: Actor) -> Theme:
    """Change a theme's words. Its address stays. Raises ``EditConflictError`` when somebody came between."""
    require_maintainer(actor)
    refuse_taken_name(Theme.objects.all(), facts.name, TAKEN[Theme], but=theme.pk)
    return update(
        theme, facts, expected_version=expected_version, actor=actor, verb="edit_theme", taken=TAKEN[Theme]
    )


@transaction.atomic
def edit_priority_group(
    group: PriorityGroup, facts: PriorityGroupFacts, *, expected_version: int, actor: Actor
) -> PriorityGroup:
    """Change a priority group's name. Its address stays. Raises ``EditConflictError`` as above."""
    require_maintainer(actor)
    refuse_taken_name(PriorityGroup.objects.all(), facts.name, TAKEN[PriorityGroup], but=group.pk)
    return update(
        group,
        facts,
        expected_version=expected_version,
        actor=actor,
        verb="edit_priority_group",
        taken=TAKEN[PriorityGroup],
    )


@transaction.atomic
def retire_subject(subject: Theme | PriorityGroup, *, actor: Actor) -> None:
    """Offer it no more. What carries it keeps it."""
    _set_retired(subject, retired=True, actor=actor)


@transaction.atomic
def restore_subject(subject: Theme | PriorityGroup, *, actor: Actor) -> None:
    """Offer it again."""
    _set_retired(subject, retired=False, actor=actor)


@transaction.atomic
def move_subject(subject: Theme | PriorityGroup, *, step: int, actor: Actor) -> None:
    """Let it change places with the one before (``step`` −1) or after (1) that is in use. At an end: nothing."""
    require_maintainer(actor)
    model: Any = type(subject)
    rows = list(model.objects.select_for_update().filter(retired_on=None).in_order())
    place = next((number for number, row in enumerate(rows) if row.pk == subject.pk), None)
    wanted = -1 if place is None else place + (1 if step > 0 else -1)
    if place is None or not 0 <= wanted < len(rows):
        return
    rows[place], rows[wanted] = rows[wanted], rows[place]
    for number, row in enumerate(rows, start=1):
        if row.order != number:
            row.order = number
            row.save(update_fields=["order"])
    trail.record("move_subject", subject, actor=actor, fields=["order"])
    stamps.raise_stamp(STAMP)


@transaction.atomic
def _create(
    model: type[SubjectT], facts: ThemeFacts | PriorityGroupFacts, verb: str, *, actor: Actor
) -> SubjectT:
    require_maintainer(actor)
    manager: Any = model._default_manager
    refuse_taken_name(manager.all(), facts.name, TAKEN[model], but=0)
    last = manager.order_by("-order").first()
    subject = model(order=last.order + 1 if last else 1, slug=free_slug(model, facts.name), **vars(facts))
    insert(subject, taken=TAKEN[model])
    trail.record(verb, subject, actor=actor)
    stamps.raise_stamp(STAMP)
    return subject


def _set_retired(subject: Theme | PriorityGroup, *, retired: bool, actor: Actor) -> None:
    require_maintainer(actor)
    model: Any = type(subject)
    locked = model.objects.select_for_update().get(pk=subject.pk)
    if (locked.retired_on is not None) == retired:
        return  # pressed twice, or somebody was first: it already is as wanted
    locked.retired_on = timezone.localdate() if retired else None
    locked.version += 1
    locked.save(update_fields=["retired_on", "version"])
    verb = "retire_subject" if retired else "restore_subject"
    trail.record(verb, locked, actor=actor, fields=["retired_on"])
    stamps.raise_stamp(STAMP)
    subject.retired_on, subject.version = locked.retired_on, locked.version
