"""What agenda, notes, decisions and minutes share: the locked meeting, minutes that are closed, ticks that an edit empties."""

from typing import Any, Final

from django.db.models import Q

from common import trail
from common.actors import Actor
from common.errors import DomainError
from councils.models import AgendaItem, Council, Meeting, Minutes
from councils.queries.minutes_text import fingerprint, minutes_content
from councils.services.shared import raise_stamp
from councils.words import MeetingStatus, MinutesStatus

LOCKED: Final = "Anteckningarna är godkända och går inte att ändra. Är något fel? Gör en rättelse från mötets anteckningar."
CANCELLED: Final = "Mötet är inställt. Då ändras inget i dagordningen."
SENT_BEFORE: Final = (
    "Det du skickade först med formuläret är sparat och står kvar som det var. Det du skrev nu är inte sparat. "
    "Tryck på knappen igen om det ska bli {one_more}."
)
#: A tick that is taken back, however it was given.
NO_TICK: Final[dict[str, Any]] = {"ticked_at": None, "fingerprint": "", "told_how": "", "told_on": None}
#: Meetings that are still to be held.
AHEAD: Final = (MeetingStatus.PLANNED, MeetingStatus.CALLED)


class SentBeforeError(DomainError):
    """A form that has been saved came again with other words. Nothing is dropped: with a new key they are one thing more."""

    def __init__(self, one_more: str) -> None:
        super().__init__(SENT_BEFORE.format(one_more=one_more))


def locked_council(pk: Any) -> Council:
    """Lock a council's row: what wanders between its meetings is moved by one at a time.

    Without its key, as everywhere in this room: whoever adds a row of the council, and holds a meeting, need not wait.
    """
    council: Council = Council.objects.select_for_update(no_key=True).get(pk=pk)
    return council


def writable_meeting(pk: Any) -> Meeting:
    """Lock a meeting whose agenda and notes may still be written; raises ``DomainError`` when they are approved."""
    meeting: Meeting = Meeting.objects.select_for_update(of=("self",)).select_related("council").get(pk=pk)
    if meeting.status == MeetingStatus.CANCELLED:
        raise DomainError(CANCELLED)
    closed = Q(status=MinutesStatus.APPROVED) | Q(status=MinutesStatus.PUBLISHED)
    if Minutes.objects.filter(closed, meeting=meeting).exists():
        raise DomainError(LOCKED)
    return meeting


def locked_item(item: AgendaItem) -> AgendaItem:
    """Lock an item after its meeting, and return it as the database holds it."""
    found: AgendaItem = AgendaItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    return found


def written(meeting: Meeting, *, actor: Actor) -> None:
    """Called last by every write below a meeting: minutes that are out follow the text, and pages are made anew.

    Who had ticked another text has to read again: their ticks are emptied.
    """
    minutes = Minutes.objects.select_for_update(of=("self",)).filter(meeting=meeting, status="sent").first()
    if minutes is not None:
        refreeze(minutes, actor=actor)
    if meeting.council.is_public:
        raise_stamp()


def refreeze(minutes: Minutes, *, actor: Actor) -> bool:
    """Let locked minutes say what is written now; return whether that was something else, and ticks were emptied."""
    content = minutes_content(minutes.meeting, minutes)
    now = fingerprint(content)
    if now == minutes.fingerprint:
        return False
    minutes.frozen, minutes.fingerprint = content, now
    minutes.version += 1
    minutes.save(update_fields=["frozen", "fingerprint", "version"])
    if minutes.approvers.exclude(ticked_at=None).update(told_at=None, **NO_TICK):
        trail.record("clear_minutes_ticks", minutes, actor=actor, fields=["fingerprint"])
    return True
