"""What minutes say, as plain values that can be frozen: counts of who came, items, notes, decisions, actions. No names."""

import hashlib
import json
from collections import Counter
from typing import Any

from common.swedish import sort_key, time_text
from councils.models import Action, AgendaItem, Decision, Guests, Invitation, Meeting, Minutes
from councils.words import ItemState

Content = dict[str, Any]


def fingerprint(content: Content) -> str:
    """Return the SHA-256 of what the minutes say: an approver approves just that text."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def minutes_content(meeting: Meeting, minutes: Minutes | None = None) -> Content:
    """Return what the minutes of ``meeting`` say as it is written now."""
    council = meeting.council
    return {
        "council": council.name,
        "slug": council.slug,
        "meeting": meeting.slug,
        "kind": minutes.kind if minutes else council.minutes_kind,
        "title": meeting.title,
        "day": meeting.day.isoformat(),
        "starts": time_text(meeting.starts_at),
        "ends": time_text(meeting.ends_at),
        "place": meeting.place,
        "attendance": attendance(meeting),
        "items": [_item(number, row) for number, row in enumerate(items_of(meeting), start=1)],
        "closed": [_closed(one) for one in closed_at(meeting)],
        "approvers": _approvers(minutes) if minutes and minutes.pk else [],
        "correction": minutes.correction if minutes else "",
    }


def items_of(meeting: Meeting) -> list[AgendaItem]:
    """Return what stands on the agenda, in order, with everything written under it."""
    rows = meeting.items.filter(state__in=(ItemState.PLACED, ItemState.TREATED, ItemState.POSTPONED))
    return list(
        rows.select_related("note", "proposed_for", "carried_from__meeting")
        .prefetch_related(
            "decisions__forwarded_unit",
            "decisions__forwarded_principal",
            "decisions__proposal",
            "actions",
        )
        .order_by("position", "created_at")
    )


def closed_at(meeting: Meeting) -> list[Action]:
    """Return the actions that were told as finished at the meeting."""
    return list(meeting.closed_actions.order_by("closed_on", "pk"))


def attendance(meeting: Meeting) -> list[dict[str, Any]]:
    """Return how many came from each association, unit and principal. Never who."""
    counted: Counter[str] = Counter()
    came = Invitation.objects.filter(meeting=meeting, attended=True)
    for one in came.select_related("mandate__association", "mandate__unit", "mandate__principal"):
        counted[str(one.mandate.body)] += 1
    for guests in Guests.objects.filter(meeting=meeting).select_related("association", "unit", "principal"):
        counted[str(guests.association or guests.unit or guests.principal or "Övriga")] += guests.count
    return [{"name": name, "count": counted[name]} for name in sorted(counted, key=sort_key)]


def note_text(item: AgendaItem) -> str:
    """Return what is noted under an item."""
    note = getattr(item, "note", None)
    return note.text if note else ""


def _item(number: int, item: AgendaItem) -> Content:
    return {
        "number": number,
        "title": item.title,
        "from": item.proposed_for.name if item.proposed_for else "",
        "note": note_text(item),
        "again": item.stays_open,
        "decisions": [_decision(one) for one in item.decisions.all()],
        "actions": [_action(one) for one in item.actions.all()],
    }


def _decision(one: Decision) -> Content:
    return {
        "number": one.number,
        "kind": one.get_kind_display(),
        "text": one.text,
        "to": str(one.forwarded_to or ""),
        "due": one.answer_due.isoformat() if one.forwarded_to and one.answer_due else "",
    }


def _action(one: Action) -> Content:
    return {"what": one.what, "who": one.who, "due": one.due_on.isoformat() if one.due_on else ""}


def _closed(one: Action) -> Content:
    return {"what": one.what, "who": one.who, "state": one.get_state_display(), "outcome": one.outcome}


def _approvers(minutes: Minutes) -> list[str]:
    rows = minutes.approvers.select_related("mandate__association", "mandate__unit", "mandate__principal")
    return [
        f"{one.mandate.get_role_display()}, {one.mandate.body}"
        for one in sorted(rows, key=lambda row: (row.mandate.role != "chair", row.pk))
    ]
