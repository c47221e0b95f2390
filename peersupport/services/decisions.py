"""Formal decisions on peer support: written by the coordinator, for one or several units at once."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction

from common import trail
from common.actors import Actor
from common.errors import DomainError, EditConflictError
from common.swedish import today
from peersupport.models import Decision, Placement
from peersupport.services.shared import CONFLICT, cleaned, require, write_facts
from peersupport.words import Outcome, Phase

_RECORD: Final = "peersupport.record_decision"
#: Peer support did not exist in Sweden before.
_FIRST_YEAR: Final = 2000
LINK: Final = "Skriv hela adressen till beslutet. Den ska börja med https://"


@dataclass(frozen=True, kw_only=True)
class DecisionFacts:
    """What was decided, by whom and when. ``link`` leads to the body's own public document, over https."""

    body: str
    decided_on: date
    outcome: str
    record_number: str = ""
    summary: str = ""
    link: str = ""


@transaction.atomic
def record_decision(
    facts: DecisionFacts, placements: Iterable[Placement], *, form_key: UUID | None = None, actor: Actor
) -> Decision:
    """Write a decision that concerns ``placements``. The same form sent twice makes one.

    Raises ``DomainError`` when none is chosen, or a fact does not fit.
    """
    require(actor, _RECORD, None)
    made: Decision | None = Decision.objects.filter(form_key=form_key).first() if form_key else None
    if made is not None:
        return made
    facts = _checked(facts)
    concerned = _lock(placements, open_only=True)
    decision = Decision.objects.create(
        form_key=form_key, **{name: getattr(facts, name) for name in facts.__dataclass_fields__}
    )
    decision.placements.set(concerned)
    trail.record("record_decision", decision, actor=actor)
    return decision


@transaction.atomic
def edit_decision(
    decision: Decision,
    facts: DecisionFacts,
    placements: Iterable[Placement],
    *,
    expected_version: int,
    actor: Actor,
) -> Decision:
    """Put a decision right. Raises ``EditConflictError`` when somebody saved in between."""
    require(actor, _RECORD, decision)
    facts = _checked(facts)
    concerned = _lock(placements, open_only=False)
    locked = _locked(decision)
    version = locked.version
    changed = write_facts(locked, facts, expected_version=expected_version, actor=actor, verb="edit_decision")
    if {one.pk for one in concerned} != set(locked.placements.values_list("pk", flat=True)):
        if version != expected_version:
            raise EditConflictError(CONFLICT)
        locked.placements.set(concerned)
        if not changed:
            locked.version += 1
            locked.save(update_fields=["version"])
        trail.record("edit_decision", locked, actor=actor, fields=["placements"])
    return locked


@transaction.atomic
def remove_decision(decision: Decision, *, actor: Actor) -> None:
    """Take away a decision that was written by mistake. Already gone is as good as removed."""
    require(actor, _RECORD, decision)
    locked = Decision.objects.select_for_update(of=("self",)).filter(pk=decision.pk).first()
    if locked is None:
        return
    trail.record("remove_decision", locked, actor=actor)
    locked.delete()


def _locked(decision: Decision) -> Decision:
    locked: Decision | None = Decision.objects.select_for_update(of=("self",)).filter(pk=decision.pk).first()
    if locked is None:
        raise DomainError("Beslutet är borttaget. Ladda om sidan och se hur det ser ut nu.")
    return locked


def _lock(placements: Iterable[Placement], *, open_only: bool) -> list[Placement]:
    """Lock those concerned, in the order of their keys: a move that waits for a decision sees it whole."""
    keys = {one.pk for one in placements}
    found = list(Placement.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk"))
    if not found:
        raise DomainError("Välj minst en verksamhet som beslutet gäller.", field="placements")
    if open_only and any(one.status == Phase.ENDED for one in found):
        raise DomainError("En av placeringarna är avslutad. Välj bland dem som pågår.", field="placements")
    return found


def _checked(facts: DecisionFacts) -> DecisionFacts:
    if facts.outcome not in Outcome.values:
        raise DomainError("Välj vad beslutet blev.", field="outcome")
    if facts.decided_on > today():
        raise DomainError("Dagen har inte varit än. Skriv in beslutet när det är fattat.", field="decided_on")
    if facts.decided_on.year < _FIRST_YEAR:
        raise DomainError("Kontrollera årtalet.", field="decided_on")
    link = facts.link.strip()
    if link:
        try:
            URLValidator(schemes=["https"])(link)
        except ValidationError as error:
            raise DomainError(LINK, field="link") from error
        if urlsplit(link).username is not None:
            raise DomainError(LINK, field="link")
    return replace(
        facts,
        body=cleaned(facts.body, field="body", longest=160, required="Skriv vem som beslutade."),
        record_number=cleaned(facts.record_number, field="record_number", longest=40),
        summary=cleaned(facts.summary, field="summary", longest=600),
        link=link,
    )
