"""A change that waits for approval, beside what is public."""

from typing import Any

from calendar_app.models import Event, EventChange
from calendar_app.queries.work.plans import plan_text
from calendar_app.services import changes
from calendar_app.services.content import content_of, described


def waiting_change(event: Event) -> EventChange | None:
    """Return the change that waits for approval, if any."""
    return EventChange.objects.select_related("event", "occurrence").filter(event=event).first()


def change_rows(change: EventChange) -> list[dict[str, Any]]:
    """Return what is public and what is proposed, side by side (``components/diff.html``)."""
    old = described(content_of(change.event))
    new = described(changes.waiting_content(change))
    rows = [
        {"label": label, "old": old[label], "new": new[label], "changed": old[label] != new[label]}
        for label in old
    ]
    proposed = changes.waiting_plan(change)
    if proposed is not None:
        before, after = plan_text(changes.present_plan(change)), plan_text(proposed)
        rows.insert(1, {"label": "När", "old": before, "new": after, "changed": before != after})
    if change.attachment or change.removes_attachment:
        rows.append(
            {
                "label": "Bilaga",
                "old": change.event.attachment_name,
                "new": change.attachment_name,
                "changed": True,
            }
        )
    return rows
