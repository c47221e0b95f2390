"""What is said of a meeting's papers, replies and place, in the same words in workspace, public pages and PDF."""

from calendar_app.models import AccessFact
from common.swedish import count_text, day_text, local_date, today
from councils.models import Meeting


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
