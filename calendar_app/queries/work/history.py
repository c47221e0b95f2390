"""What has happened to one activity, in words."""

from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from calendar_app.models import Event
from common.models import StatusChange

_HISTORY = {
    ("", "draft"): "Skrev utkastet",
    ("", "published"): "Lades in publicerad",
    ("draft", "proposed"): "Skickade för granskning",
    ("proposed", "draft"): "Tog tillbaka eller skickade tillbaka till utkast",
    ("draft", "published"): "Publicerade",
    ("proposed", "published"): "Publicerade",
    ("published", "proposed"): "Avpublicerade",
    ("published", "draft"): "Avpublicerade",
    ("published", "cancelled"): "Ställde in",
    ("cancelled", "published"): "Tog tillbaka, aktiviteten blir av",
    ("draft", "deleted"): "Tog bort utkastet",
    ("deleted", "draft"): "Tog tillbaka utkastet",
}
_CHANGES = {
    "change_proposed": "Föreslog en ändring",
    "change_approved": "Godkände ändringen",
    "change_returned": "Skickade tillbaka ändringen",
    "change_withdrawn": "Tog tillbaka ändringsförslaget",
    "archived": "Arkiverades, den har varit",
}


@dataclass(frozen=True)
class HistoryRow:
    """One step in the event's life."""

    at: datetime
    words: str
    who: str
    note: str


def history(event: Event) -> list[HistoryRow]:
    """Return the event's status rows, newest first, with the names of those who acted while they exist."""
    rows = list(
        StatusChange.objects.filter(object_type="calendar_app.event", object_id=str(event.pk)).order_by(
            "-at", "-pk"
        )[:50]
    )
    names = dict(
        User.objects.filter(actor_id__in={row.actor_id for row in rows}).values_list("actor_id", "name")
    )
    return [
        HistoryRow(row.at, _history_words(row), names.get(row.actor_id, _nameless(row)), row.note)
        for row in rows
    ]


def _history_words(row: StatusChange) -> str:
    if row.target in _CHANGES:
        return _CHANGES[row.target]
    if not row.source:
        return "Skildes från sin serie" if row.target != "draft" else "Skrev utkastet"
    return _HISTORY.get((row.source, row.target), "Ändrade läget")


def _nameless(row: StatusChange) -> str:
    return "Portalen" if row.actor_id.int == 0 else "Någon som inte längre har konto"
