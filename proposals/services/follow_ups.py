"""The follow-up meeting: planned, invited to, written down."""

from dataclasses import dataclass
from datetime import date, time

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from common import outbox, stamps, trail
from common.actors import Actor
from common.errors import DomainError
from common.swedish import day_text, time_text, today
from proposals.models import Addressee, FollowUp, ProposalSource
from proposals.queries.recipients import answerers
from proposals.rules import Bodies
from proposals.services.publishing import SUBJECT
from proposals.services.shared import STAMP, conflict, require
from proposals.sources import team_addresses
from proposals.words import State


@dataclass(frozen=True, kw_only=True)
class FollowUpPlan:
    """When and where, and what those who come should bring besides the last plan."""

    on: date
    starts_at: time | None = None
    place: str = ""
    bring: str = ""


@transaction.atomic
def plan_follow_up(
    source: ProposalSource, plan: FollowUpPlan, *, expected_version: int, actor: Actor
) -> FollowUp:
    """Set or move the meeting. ``expected_version`` 0 means that none was planned when the form was opened."""
    require(actor, "proposals.plan_follow_up", source)
    ProposalSource.objects.select_for_update().get(pk=source.pk)
    meeting = FollowUp.objects.filter(source=source).first()
    if meeting is not None and _plan(meeting) == plan:
        return meeting
    if meeting is not None and meeting.held_on is not None:
        raise DomainError("Mötet har hållits. Skriv i anteckningarna om något ska ändras.")
    if (meeting.version if meeting else 0) != expected_version:
        raise conflict(_differences(meeting, plan))
    if plan.on < today():
        raise DomainError("Dagen har varit. Välj en dag från och med i dag.", field="on")
    if meeting is None:
        meeting = FollowUp(source=source, version=0)
    elif plan.on != meeting.on:
        meeting.invited_at = None
    meeting.on, meeting.starts_at, meeting.place, meeting.bring = (
        plan.on,
        plan.starts_at,
        plan.place,
        plan.bring,
    )
    meeting.version += 1
    meeting.save()
    trail.record("plan_follow_up", meeting, actor=actor, fields=["on", "starts_at", "place", "bring"])
    stamps.raise_stamp(STAMP)
    return meeting


@transaction.atomic
def invite_to_follow_up(meeting: FollowUp, *, actor: Actor) -> int:
    """Send the invitation to addressees and team; return how many letters. Asked twice it sends once."""
    require(actor, "proposals.plan_follow_up", meeting)
    locked = FollowUp.objects.select_for_update(of=("self",)).select_related("source").get(pk=meeting.pk)
    if locked.held_on is not None:
        raise DomainError("Mötet har redan hållits.")
    if not locked.place:
        raise DomainError("Ange plats eller länk innan du bjuder in.", field="place")
    sent = 0
    for key, address in _invited(locked.source):
        message = outbox.queue_mail(
            "proposals_follow_up",
            to=address,
            subject=SUBJECT,
            context={
                "day": day_text(locked.on, weekday=True),
                "time": time_text(locked.starts_at) if locked.starts_at else "",
                "url": settings.PORTAL_ORIGIN + reverse("proposals:follow_up", args=[locked.source_id]),
            },
            dedup_key=f"loop-follow-up:{locked.pk}:{locked.version}:{key}",
        )
        sent += int(message is not None)
    if sent or locked.invited_at is None:
        locked.invited_at = timezone.now()
        locked.save(update_fields=["invited_at"])
        trail.record("invite_to_follow_up", locked, actor=actor)
    return sent


@transaction.atomic
def record_follow_up(
    meeting: FollowUp, *, held_on: date, notes: str, lessons: str, expected_version: int, actor: Actor
) -> FollowUp:
    """Write down that the meeting was held, what was said and what was learnt."""
    require(actor, "proposals.plan_follow_up", meeting)
    locked = FollowUp.objects.select_for_update().get(pk=meeting.pk)
    if (locked.held_on, locked.notes, locked.lessons) == (held_on, notes, lessons):
        return locked
    if locked.version != expected_version:
        raise conflict({"Anteckningar": (locked.notes, notes), "Det vi lärde oss": (locked.lessons, lessons)})
    if held_on > today():
        raise DomainError("Dagen har inte varit ännu. Ange när mötet hölls.", field="held_on")
    locked.held_on, locked.notes, locked.lessons = held_on, notes, lessons
    locked.version += 1
    locked.save(update_fields=["held_on", "notes", "lessons", "version"])
    trail.record("record_follow_up", locked, actor=actor, fields=["held_on", "notes", "lessons"])
    stamps.raise_stamp(STAMP)
    return locked


def _plan(meeting: FollowUp) -> FollowUpPlan:
    return FollowUpPlan(on=meeting.on, starts_at=meeting.starts_at, place=meeting.place, bring=meeting.bring)


def _differences(meeting: FollowUp | None, plan: FollowUpPlan) -> dict[str, tuple[str, str]]:
    if meeting is None:
        return {}
    return {
        "Dag": (meeting.on.isoformat(), plan.on.isoformat()),
        "Plats": (meeting.place, plan.place),
        "Att ta med": (meeting.bring, plan.bring),
    }


def _invited(source: ProposalSource) -> list[tuple[str, str]]:
    """Return (key, address) of everybody who is asked to come, each address once."""
    rows = Addressee.objects.filter(proposal__source=source).exclude(proposal__state=State.DRAFT)
    pairs = list(rows.values_list("unit_id", "principal_id"))
    bodies = Bodies(
        frozenset(unit for unit, _ in pairs if unit),
        frozenset(principal for _, principal in pairs if principal),
    )
    found = {one.email: one.key for one in answerers(bodies)}
    for number, address in enumerate(team_addresses(source.room, source.source_id)):
        found.setdefault(address.lower(), f"team-{number}")
    return [(key, address) for address, key in found.items()]
