"""Placements with supervision, obstacles and courses straight in the database, for tests of what happens with them."""

import uuid
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from common.models import OutboxMessage
from common.swedish import today
from peersupport.models import Course, Obstacle, Placement, SupervisionPlan, SupervisionSession


def make_running(unit: Any, **fields: Any) -> Placement:
    """A post where somebody works since half a year."""
    fields.setdefault("status", "running")
    fields.setdefault("status_since", today() - timedelta(days=180))
    return Placement.objects.create(unit=unit, **fields)


def make_plan(placement: Placement, every_weeks: int = 4) -> SupervisionPlan:
    return SupervisionPlan.objects.create(
        placement=placement, form="individual", by="nsph", every_weeks=every_weeks
    )


def make_session(placement: Placement, days_ago: int, state: str = "planned") -> SupervisionSession:
    """A time so many days before today; after it when negative."""
    return SupervisionSession.objects.create(
        placement=placement,
        day=today() - timedelta(days=days_ago),
        form="individual",
        state=state,
        noted_at=None if state == "planned" else timezone.now(),
    )


def make_obstacle(placement: Placement, text: str = "Ingen tid i schemat.", **fields: Any) -> Obstacle:
    return Obstacle.objects.create(placement=placement, text=text, form_key=uuid.uuid4(), **fields)


def make_course(name: str = "PEER", starts_on: date | None = None, **fields: Any) -> Course:
    """A round that began 300 days ago unless told."""
    starts_on = starts_on or today() - timedelta(days=300)
    fields.setdefault("ends_on", starts_on + timedelta(days=20))
    fields.setdefault("organiser", "NSPH")
    fields.setdefault("places", 12)
    return Course.objects.create(name=name, starts_on=starts_on, **fields)


def letters() -> list[tuple[str, str]]:
    """Whom the portal has written to, and the subject, in order."""
    rows = OutboxMessage.objects.filter(kind="mail").order_by("pk")
    return sorted((row.payload["to"], row.payload["subject"]) for row in rows)
