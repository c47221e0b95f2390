"""Letters about meetings: neutral on the outside, with a calendar file, to each at the address they have now."""

from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from calendar_app.feeds.ical import one_event
from common import outbox
from common.swedish import count_text, day_text, local_date, phone_text, time_range_text
from councils.models import Council, Invitation, Mandate, Meeting
from councils.words import ItemState

CALENDAR: Final = "text/calendar; charset=utf-8"
#: Shown in calendars that others may see.
_NEUTRAL: Final = "Möte"


def address_of(mandate: Mandate) -> str:
    """Return the account's address, else the one in the ledger; "" when there is none."""
    return mandate.user.email if mandate.user else mandate.email


def when_text(meeting: Meeting) -> str:
    """Return "tisdag 14 april 2026 kl. 13.00–15.00"."""
    day = day_text(local_date(meeting.starts_at), weekday=True)
    return f"{day} kl. {time_range_text(meeting.starts_at, meeting.ends_at)}"


def place_text(meeting: Meeting) -> str:
    """Return place, street and town on one line; "Digitalt" for a meeting with nothing but a link."""
    town = meeting.municipality.name if meeting.municipality else ""
    parts = [meeting.place, meeting.street_address, town]
    return ", ".join(part for part in parts if part) or ("Digitalt" if meeting.online_link else "")


def calendar_file(meeting: Meeting, *, url: str = "", is_off: bool = False) -> str:
    """Return the meeting as an iCalendar file. Moved, it has the same UID and a higher sequence."""
    return one_event(
        uid=str(meeting.pk),
        sequence=meeting.sequence,
        changed=timezone.now(),
        start=meeting.starts_at,
        end=meeting.ends_at,
        title=_NEUTRAL,
        location=place_text(meeting),
        description="Logga in för att se dagordning och handlingar och för att svara." if url else "",
        url=url,
        cancelled=is_off or meeting.status == "cancelled",
    )


@dataclass(frozen=True)
class Letter:
    """A kind of letter to somebody who is called. ``once`` tells what makes two of them the same one."""

    template: str
    #: Neutral: it is seen by whoever looks at the screen.
    subject: str
    once: str
    #: Whether the meeting goes along as a calendar file.
    has_calendar: bool = True


#: The notice: when, where, how many items and papers, how to answer.
CALL: Final = Letter("councils_called", "Kallelse till möte", "call:{sequence}:{invitation}")
#: Time or place is another: the old reply doesn't hold any longer. Takes ``was``, the day it was to be.
MOVED: Final = Letter("councils_moved", "Mötet är ändrat", "moved:{sequence}")
#: It isn't held. Why is free text, and waits behind the sign-in.
CANCELLED: Final = Letter("councils_cancelled", "Mötet är inställt", "cancelled:{sequence}")
PAPERS_OUT: Final = Letter(
    "councils_papers", "Handlingarna till mötet finns nu", "papers:{sequence}", has_calendar=False
)
#: A substitute who was asked need not come.
NOT_NEEDED: Final = Letter(
    "councils_not_needed",
    "Du behöver inte ersätta någon",
    "not-needed:{invitation}:{version}",
    has_calendar=False,
)
#: The other one of the seat can come after all: does this one give up the place?
PLACE_WANTED: Final = Letter(
    "councils_place_wanted", "En fråga om mötet", "place-wanted:{invitation}:{version}", has_calendar=False
)
#: The place has become free for somebody who waited for it.
PLACE_YOURS: Final = Letter("councils_place_yours", "Platsen är din", "place-yours:{invitation}:{version}")
#: The call is taken back: the mandate doesn't reach to the meeting's day. Takes ``is_off``, for the calendar.
WITHDRAWN: Final = Letter(
    "councils_call_withdrawn", "En kallelse gäller inte längre", "withdrawn:{invitation}:{version}"
)


def send(letter: Letter, invitation: Invitation, *, is_off: bool = False, **facts: Any) -> bool:
    """Write to whoever is called, at the address they have now. Return whether a letter goes out: not all have one.

    With ``is_off`` the calendar file takes the meeting out of the receiver's calendar.
    """
    to = address_of(invitation.mandate)
    if not to:
        return False
    meeting = invitation.meeting
    has_account = invitation.mandate.user_id is not None
    url = settings.PORTAL_ORIGIN + reverse("councils:invitation", args=[invitation.pk]) if has_account else ""
    once = letter.once.format(sequence=meeting.sequence, invitation=invitation.pk, version=invitation.version)
    attached = calendar_file(meeting, url=url, is_off=is_off) if letter.has_calendar else ""
    queued = outbox.queue_mail(
        letter.template,
        to=to,
        subject=letter.subject,
        context={
            "when": when_text(meeting),
            "place": place_text(meeting),
            "url": url,
            "stands_in": invitation.stands_in_for_id is not None,
            # Counted only where the letter tells of them.
            "papers": partial(_papers, meeting),
            "items": partial(_items, meeting),
            **contact_facts(meeting.council),
            **facts,
        },
        attachments=(("mote.ics", attached, CALENDAR),) if attached else (),
        dedup_key=f"council-meeting:{meeting.pk}:{invitation.mandate_id}:{once}",
    )
    return queued is not None


def contact_facts(council: Council) -> dict[str, str]:
    """Return whom to ring and write to: the council's own contact, else the coordinator."""
    phone = phone_text(council.contact_phone) if council.contact_phone else ""
    return {
        "contact_phone": phone or settings.PORTAL["coordinator_phone"],
        "contact_email": council.contact_email or settings.PORTAL["coordinator_email"],
    }


def _papers(meeting: Meeting) -> str:
    """Return "tre handlingar", or "": a letter is read like a postcard, so titles wait behind the sign-in."""
    number = meeting.papers.count()
    return count_text(number, "handling", "handlingar") if number else ""


def _items(meeting: Meeting) -> str:
    """Return "åtta punkter", or "". What they are about waits behind the sign-in too."""
    number = meeting.items.filter(state=ItemState.PLACED).count()
    return count_text(number, "punkt", "punkter") if number else ""
