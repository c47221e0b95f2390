"""What the pages in the room show: notes under an item, decisions, actions, attendance."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from associations.models import Association
from common.swedish import day_text, time_text
from councils.models import Action, AgendaItem, Decision, Invitation, Mandate, Meeting
from councils.queries.agenda import (
    LoopState,
    MeetingFrame,
    is_writable,
    loop_states,
    meeting_frame,
    with_loop,
)
from councils.services.attendance import Body
from councils.words import MeetingStatus


@dataclass(frozen=True)
class NotePage:
    """One item in the room."""

    frame: MeetingFrame
    item: AgendaItem
    text: str
    number: int
    internal: str
    internal_number: int
    decisions: list[LoopState]
    actions: list[Action]
    open_actions: list[Action]
    previous: AgendaItem | None
    next: AgendaItem | None
    is_writable: bool


def note_page(item: AgendaItem, user: Any) -> NotePage:
    """Return an item as whoever takes notes sees it."""
    meeting = item.meeting
    if meeting is None:
        raise ValueError("an item without a meeting has no notes")
    rows = list(meeting.items.order_by("position", "created_at"))
    place = next(number for number, row in enumerate(rows) if row.pk == item.pk)
    decisions = AgendaItem.objects.filter(pk=item.pk).prefetch_related(with_loop()).get().decisions.all()
    note, internal = getattr(item, "note", None), getattr(item, "internal_note", None)
    is_list = item.standing == "actions"
    return NotePage(
        frame=meeting_frame(meeting, user, "councils:agenda"),
        item=item,
        text=note.text if note else "",
        number=note.version if note else 0,
        internal=internal.text if internal else "",
        internal_number=internal.version if internal else 0,
        decisions=loop_states(decisions),
        actions=list(item.actions.all()),
        open_actions=list(meeting.council.actions.open()) if is_list else [],
        previous=rows[place - 1] if place else None,
        next=rows[place + 1] if place + 1 < len(rows) else None,
        is_writable=is_writable(meeting),
    )


def decisions_for(user: Any) -> Any:
    """Decisions under items that ``user`` can find."""
    items = AgendaItem.objects.visible_to(user).values("pk")
    return Decision.objects.filter(item__in=items).select_related(
        "meeting__council", "item__meeting__council", "forwarded_unit", "forwarded_principal"
    )


def actions_for(user: Any) -> Any:
    """Actions under items that ``user`` can find."""
    items = AgendaItem.objects.visible_to(user).values("pk")
    return Action.objects.filter(item__in=items).select_related(
        "council", "item__meeting__council", "mandate"
    )


def mandates_of(meeting: Meeting) -> Any:
    """Those who sit in the council on the meeting's day or today, with an account to be reminded at."""
    rows = Mandate.objects.current().filter(council=meeting.council, user__isnull=False)
    return rows.select_related("association", "unit", "principal").order_by("role", "pk")


def attendance_waits(meeting: Meeting) -> str:
    """Return why nobody's attendance can be written down now, in a sentence; empty when it can."""
    if meeting.status == MeetingStatus.CANCELLED:
        return "Mötet är inställt. Då skrivs ingen närvaro, och ingen kan begära arvode för det."
    if meeting.starts_at > timezone.now():
        return f"Här skriver du vilka som var med. Det går när mötet har börjat, {day_text(meeting.day)} kl. {time_text(meeting.starts_at)}."
    return ""


def called_to(meeting: Meeting) -> list[Invitation]:
    """Return those called, by body."""
    rows = meeting.invitations.select_related("mandate__association", "mandate__unit", "mandate__principal")
    return sorted(rows, key=lambda one: (str(one.mandate.body), one.mandate.role != "member", one.pk))


def not_called_to(meeting: Meeting) -> list[Mandate]:
    """Return those who sit in the council on the day and have no call: they may come all the same. By body."""
    rows = Mandate.objects.filter(council=meeting.council_id, erased_at=None).current(meeting.day)
    rows = rows.exclude(invitations__meeting=meeting).select_related("association", "unit", "principal")
    return sorted(rows, key=lambda one: (str(one.body), one.role != "member", one.pk))


def guest_bodies(meeting: Meeting) -> list[Body]:
    """Return the bodies that others may have come from: those with a seat, units and principals taking part, guests noted."""
    council = meeting.council
    seats = council.seats.in_use().in_order()
    there = [one.association or one.unit or one.principal for one in meeting.guests.all()]
    network = (
        Association.objects.filter(memberships__network=council.network).order_by("name")
        if council.network_id
        else []
    )
    every = [
        *(seat.body for seat in seats),
        *council.units.all(),
        *council.principals.all(),
        *network,
        *there,
    ]
    return list(dict.fromkeys(body for body in every if body))


def held_meetings(council: Any) -> Any:
    """Meetings at which an action may have been told as finished: their notes are still open."""
    rows = Meeting.objects.filter(council=council).exclude(status__in=["planned", "cancelled"])
    return rows.exclude(minutes__status__in=["approved", "published"]).order_by("-starts_at")
