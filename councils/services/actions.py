"""The list of actions: what, who, until when. Closed with how it went, at a meeting or between two."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from common import trail
from common.actors import Actor
from common.errors import DomainError
from common.swedish import today
from common.transitions import record_status
from councils.models import Action, AgendaItem, Mandate, Meeting
from councils.services.agenda import meeting_of
from councils.services.shared import cleaned, require, write_facts
from councils.services.writing import SentBeforeError, writable_meeting, written
from councils.words import ActionState

NEED_WHAT = "Skriv vad som ska göras."
NEED_WHO = "Skriv vem som gör det: en förening, en verksamhet eller en uppgift i rådet."
NEED_OUTCOME = "Skriv i en mening hur det gick. Det läses på nästa möte."
CLOSED = "Åtgärden är redan avslutad."


@dataclass(frozen=True, kw_only=True)
class ActionFacts:
    """What somebody is to do. ``mandate`` is who in the council, if it is somebody there."""

    what: str
    who: str
    mandate: Mandate | None = None
    due_on: date | None = None


@transaction.atomic
def add_action(item: AgendaItem, facts: ActionFacts, *, form_key: UUID, actor: Actor) -> Action:
    """Write down an action. The same ``form_key`` again gives the same row; other words raise ``SentBeforeError``."""
    meeting = meeting_of(item)
    require(actor, "councils.take_notes", meeting)
    facts = _checked(facts, meeting)
    earlier = Action.objects.filter(form_key=form_key).select_related("mandate").first()
    if earlier is not None:
        if ActionFacts(**{name: getattr(earlier, name) for name in facts.__dict__}) != facts:
            raise SentBeforeError("en åtgärd till")
        return earlier
    action = Action.objects.create(council=meeting.council, item=item, form_key=form_key, **facts.__dict__)
    record_status(action, source="", target=ActionState.OPEN, actor=actor)
    trail.record("add_action", action, actor=actor)
    written(meeting, actor=actor)
    return action


@transaction.atomic
def edit_action(action: Action, facts: ActionFacts, *, expected_version: int, actor: Actor) -> Action:
    """Change an action before the minutes are approved; afterwards it is closed, and a new one written."""
    item = AgendaItem.objects.get(pk=action.item_id)
    meeting = meeting_of(item)
    require(actor, "councils.take_notes", meeting)
    locked = _locked_open(action)
    if write_facts(
        locked,
        _checked(facts, meeting),
        expected_version=expected_version,
        actor=actor,
        verb="edit_action",
    ):
        written(meeting, actor=actor)
    return locked


@transaction.atomic
def close_action(
    action: Action, *, state: str, outcome: str, at: Meeting | None = None, actor: Actor
) -> Action:
    """Tell how an action went: done, or left undone. ``at`` is the meeting where it was told, if at one."""
    meeting = writable_meeting(at.pk) if at else None
    require(actor, "councils.take_notes", action)
    locked = _locked_open(action)
    if meeting is not None and meeting.council_id != locked.council_id:
        raise DomainError("Mötet hör till ett annat råd.")
    if state not in {ActionState.DONE, ActionState.DROPPED}:
        raise DomainError("Välj om det är klart eller avslutat utan att göras.", field="state")
    locked.outcome = cleaned(outcome, field="outcome", longest=400, required=NEED_OUTCOME)
    locked.state, locked.closed_on, locked.closed_at_meeting = state, today(), meeting
    locked.version += 1
    locked.save(update_fields=["outcome", "state", "closed_on", "closed_at_meeting", "version"])
    record_status(locked, source=ActionState.OPEN, target=state, actor=actor)
    trail.record("close_action", locked, actor=actor, fields=["state", "outcome"])
    if meeting is not None:
        written(meeting, actor=actor)
    return locked


def _locked_open(action: Action) -> Action:
    locked = Action.objects.select_for_update(of=("self",)).select_related("mandate").get(pk=action.pk)
    if locked.state != ActionState.OPEN:
        raise DomainError(CLOSED)
    return locked


def _checked(facts: ActionFacts, meeting: Meeting) -> ActionFacts:
    if facts.mandate is not None and facts.mandate.council_id != meeting.council_id:
        raise DomainError("Välj någon som sitter i rådet.", field="mandate")
    return ActionFacts(
        what=cleaned(facts.what, field="what", longest=400, required=NEED_WHAT),
        who=cleaned(facts.who, field="who", longest=120, required=NEED_WHO),
        mandate=facts.mandate,
        due_on=facts.due_on,
    )
