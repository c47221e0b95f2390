"""What is said of a meeting's papers, replies and place, in the same words in workspace, public pages and PDF."""

from collections.abc import Iterable
from datetime import timedelta

from calendar_app.models import AccessFact
from common.swedish import count_text, day_text, local_date, time_text, today
from councils.models import AgendaItem, Meeting


def papers_record(meeting: Meeting) -> tuple[str, str]:
    """Return the record that everybody sees of whether the papers came in time: tone and sentence; ("", "") early on.

    >>> papers_record(meeting)
    ('late', 'Handlingarna kom ut 3 dagar för sent')
    """
    if meeting.status == "cancelled" or (meeting.council.is_dialogue and meeting.papers_out_at is None):
        # The open dialogue meetings have no papers unless somebody sends some.
        return "", ""
    if meeting.papers_out_at is None:
        if today() > meeting.papers_due:
            return "late", f"Handlingarna skulle ha kommit ut senast {day_text(meeting.papers_due)}"
        return "", ""
    late = (local_date(meeting.papers_out_at) - meeting.papers_due).days
    if late <= 0:
        return "done", "Handlingarna kom ut i tid"
    return "late", f"Handlingarna kom ut {count_text(late, 'dag', 'dagar')} för sent"


def access_texts(meeting: Meeting) -> list[str]:
    """Return what a visitor needs to know of the place."""
    return [str(AccessFact(one).label) for one in meeting.access_facts if one in AccessFact.values]


def with_times(meeting: Meeting, items: Iterable[AgendaItem]) -> list[tuple[str, AgendaItem]]:
    """Return each item with the time it begins at, if the ones before keep theirs: ("13.15", item)."""
    rows, clock = [], meeting.starts_at
    for item in items:
        rows.append((time_text(clock), item))
        clock += timedelta(minutes=item.minutes)
    return rows


def timed_agenda(meeting: Meeting) -> list[tuple[str, AgendaItem]]:
    """Return the agenda as a notice, an invitation and the print pack show it: what is to be taken up, with times."""
    items = meeting.items.filter(state__in=["placed", "treated", "postponed"])
    return with_times(meeting, items.order_by("position", "created_at"))
