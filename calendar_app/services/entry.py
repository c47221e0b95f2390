"""One form sent: the event is written, gets its file and goes where the pressed button says, or nothing happens."""

import uuid
from enum import StrEnum

from django.db import transaction

from calendar_app.models import Event
from calendar_app.services import attachments, flow
from calendar_app.services.attachments import Attachment
from calendar_app.services.content import EventContent, TimePlan
from calendar_app.services.events import create_event
from common.actors import Actor


class Goal(StrEnum):
    """Where an event goes after it has been written."""

    DRAFT = "draft"
    PROPOSE = "propose"
    PUBLISH = "publish"


@transaction.atomic
def enter_event(
    content: EventContent,
    plan: TimePlan,
    *,
    goal: Goal,
    actor: Actor,
    attachment: Attachment | None = None,
    form_key: uuid.UUID | None = None,
) -> Event:
    """Create an event and take it as far as ``goal``. A double submit gives the first event and no more."""
    event = create_event(content, plan, actor=actor, form_key=form_key)
    if event.status != Event.Status.DRAFT:
        return event
    attachments.set_attachment(event, attachment, actor=actor)
    send_on(event, goal, actor=actor)
    return event


def send_on(event: Event, goal: Goal, *, actor: Actor) -> None:
    """Propose or publish an event that isn't public yet; a goal already reached changes nothing."""
    if goal == Goal.PUBLISH and event.is_unpublished:
        flow.publish_event(event, actor=actor)
    elif goal == Goal.PROPOSE and event.status == Event.Status.DRAFT:
        flow.propose_event(event, actor=actor)
