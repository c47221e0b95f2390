"""Changes of public events that wait for the coordinator: the approved version stays public meanwhile.

Cancelling is never held back (``services.flow``): people must know before they leave home.
"""

import uuid
from enum import StrEnum

from django.db import transaction

from calendar_app.models import Event, EventChange, Occurrence
from calendar_app.services import attachments, schedule
from calendar_app.services.content import (
    EventContent,
    TimePlan,
    changed_fields,
    checked,
    content_from_json,
    content_of,
    content_to_json,
    plan_from_json,
    plan_to_json,
)
from calendar_app.services.events import (
    Scope,
    apply_edit,
    edit_event,
    locked_event,
    refuse_conflict,
    refuse_foreign_organisers,
    refuse_uneditable,
)
from calendar_app.services.flow import tell_author
from calendar_app.services.series import check_plan
from common import trail
from common.actors import Actor
from common.errors import DomainError
from common.swedish import today
from common.transitions import record_status


class EditOutcome(StrEnum):
    """What became of an edit."""

    SAVED = "saved"
    PROPOSED = "proposed"


@transaction.atomic
def submit_edit(
    event: Event,
    content: EventContent,
    plan: TimePlan | None,
    *,
    scope: Scope = Scope.ALL,
    occurrence: Occurrence | None = None,
    expected_version: int | None,
    attachment: attachments.Attachment | None = None,
    remove_attachment: bool = False,
    settles: uuid.UUID | None = None,
    actor: Actor,
) -> tuple[Event, EditOutcome]:
    """Save the edit, or send it for approval when the event is public and the actor may not publish it.

    ``settles`` names the waiting change that the form was filled from: saving decides it.
    """
    if event.is_public and not actor.has_perm("calendar_app.publish_event", event):
        change = propose_event_change(
            event,
            content,
            plan,
            scope=scope,
            occurrence=occurrence,
            expected_version=expected_version,
            actor=actor,
        )
        # A form filled from the waiting change showed its file; any other has not seen it, and replaces it too.
        attachments.attach_to_change(change, attachment, remove=remove_attachment, keep=change.pk == settles)
        return event, EditOutcome.PROPOSED
    saved = edit_event(
        event,
        content,
        plan,
        scope=scope,
        occurrence=occurrence,
        expected_version=expected_version,
        actor=actor,
    )
    settled = EventChange.objects.filter(event=event, pk=settles).first() if settles else None
    if settled is not None:
        if attachment is None and not remove_attachment:
            attachments.take_over(saved, settled)
        record_status(event, source=event.status, target="change_approved", actor=actor)
        _tell(event, settled, "calendar_published", actor)
        settled.delete()
    attachments.set_attachment(saved, attachment, remove=remove_attachment, actor=actor)
    return saved, EditOutcome.SAVED


@transaction.atomic
def propose_event_change(
    event: Event,
    content: EventContent,
    plan: TimePlan | None,
    *,
    scope: Scope = Scope.ALL,
    occurrence: Occurrence | None = None,
    expected_version: int | None,
    actor: Actor,
) -> EventChange:
    """Store a change of a public event for the coordinator. A newer one for the same part replaces it."""
    locked = locked_event(event)
    refuse_uneditable(locked, actor=actor)
    if not locked.is_public:
        raise DomainError("Aktiviteten är inte publicerad. Ändra den direkt.")
    refuse_conflict(locked, content, expected_version)
    content = checked(content)
    refuse_foreign_organisers(content, actor=actor, before=content_of(locked))
    if plan is not None:
        check_plan(plan, today())
    _refuse_other_part(locked, scope, occurrence)
    change, _ = EventChange.objects.update_or_create(
        event=locked,
        defaults={
            "scope": scope,
            "occurrence": occurrence,
            "content": content_to_json(content),
            "plan": plan_to_json(plan) if plan else None,
            "base_version": locked.version,
            "created_by": actor.actor_id,
        },
    )
    record_status(locked, source=locked.status, target="change_proposed", actor=actor)
    fields = changed_fields(content_of(locked), content)
    trail.record("propose_event_change", locked, actor=actor, fields=fields)
    return change


@transaction.atomic
def propose_move(occurrence: Occurrence, plan: TimePlan, *, actor: Actor) -> EventChange:
    """Ask for another time of one occurrence. What a waiting change of the same one says besides goes along."""
    event = occurrence.event
    waiting = EventChange.objects.filter(event=event, scope=Scope.THIS, occurrence=occurrence).first()
    return propose_event_change(
        event,
        waiting_content(waiting) if waiting else content_of(event),
        plan,
        scope=Scope.THIS,
        occurrence=occurrence,
        expected_version=event.version,
        actor=actor,
    )


@transaction.atomic
def approve_event_change(event: Event, *, actor: Actor, seen: str = "") -> Event:
    """Make the waiting change public. Returns the event that holds the changed times.

    ``seen`` is the ``mark`` of what the coordinator has read; a change that has replaced it is refused.
    """
    locked, change = _locked_change(event, seen)
    refuse_uneditable(locked, actor=actor)
    if not actor.has_perm("calendar_app.publish_event", locked):
        raise DomainError("Samordnaren godkänner ändringar.")
    if change.base_version != locked.version:
        raise DomainError(
            "Aktiviteten har ändrats sedan förslaget skickades. Skicka tillbaka förslaget, eller gör ändringen själv."
        )
    saved = apply_edit(
        locked,
        content_from_json(change.content),
        plan_from_json(change.plan) if change.plan else None,
        scope=Scope(change.scope),
        occurrence=change.occurrence,
        actor=actor,
    )
    attachments.take_over(saved, change)
    record_status(locked, source=locked.status, target="change_approved", actor=actor)
    trail.record("approve_event_change", locked, actor=actor)
    _tell(locked, change, "calendar_published", actor)
    change.delete()
    return saved


@transaction.atomic
def return_event_change(event: Event, *, note: str, actor: Actor, seen: str = "") -> None:
    """Send the waiting change back with a reason; the public version stays as it is. ``seen`` as for approval."""
    locked, change = _locked_change(event, seen)
    if not actor.has_perm("calendar_app.review_events"):
        raise DomainError("Samordnaren avgör ändringar.")
    if not note.strip():
        raise DomainError("Skriv varför, så att föreningen vet vad den kan göra.", field="note")
    record_status(locked, source=locked.status, target="change_returned", actor=actor, note=note.strip())
    trail.record("return_event_change", locked, actor=actor)
    _tell(locked, change, "calendar_returned", actor)
    change.delete()


@transaction.atomic
def withdraw_event_change(event: Event, *, actor: Actor) -> None:
    """Take back one's own association's waiting change."""
    locked, change = _locked_change(event)
    if not actor.has_perm("calendar_app.edit_event", locked):
        raise DomainError("Du har inte behörighet att göra det här. Fråga samordnaren.")
    record_status(locked, source=locked.status, target="change_withdrawn", actor=actor)
    trail.record("withdraw_event_change", locked, actor=actor)
    change.delete()


def waiting_content(change: EventChange) -> EventContent:
    """Return what the change would make the event say."""
    return content_from_json(change.content)


def waiting_plan(change: EventChange) -> TimePlan | None:
    """Return when the change would place the event, or ``None`` when the times stay."""
    return plan_from_json(change.plan) if change.plan else None


def present_plan(change: EventChange) -> TimePlan | None:
    """Return the plan that the change's scope holds today, to be shown beside the proposed one."""
    if change.occurrence is not None and change.scope != Scope.ALL:
        return schedule.plan_of_occurrence(change.occurrence)
    return schedule.plan_of(change.event)


def _refuse_other_part(event: Event, scope: Scope, occurrence: Occurrence | None) -> None:
    """Raise when a change of another part of the event waits: a new one would throw it away unseen."""
    waiting = EventChange.objects.filter(event=event).first()
    if waiting is None:
        return
    if (waiting.scope, waiting.occurrence_id) != (scope, occurrence.pk if occurrence else None):
        raise DomainError(
            "En annan ändring av aktiviteten väntar redan. Vänta tills samordnaren har svarat, eller ta tillbaka den först."
        )


def _locked_change(event: Event, seen: str = "") -> tuple[Event, EventChange]:
    locked = locked_event(event)
    change = EventChange.objects.select_related("occurrence").filter(event=locked).first()
    if change is None:
        raise DomainError("Det finns ingen ändring som väntar. Någon annan kan ha hunnit före.")
    if seen and seen != change.mark:
        raise DomainError(
            "Föreningen har skickat en ny ändring sedan du öppnade sidan. Läs den och svara sedan."
        )
    return locked, change


def _tell(event: Event, change: EventChange, template: str, actor: Actor) -> None:
    event.created_by = change.created_by  # the one who proposed wants to know; not saved
    tell_author(event, template, actor=actor)
