"""Letters about meetings: neutral on the outside, with a calendar file, to each at the address they have now."""

from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from calendar_app.feeds.ical import one_event
from common import outbox
from common.outbox import Attachment
from common.swedish import count_text, day_text, local_date, phone_text, time_range_text
from councils.models import Invitation, Mandate, Meeting

_ICS: Final = "text/calendar; charset=utf-8"
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


def calendar_file(meeting: Meeting, *, url: str = "") -> str:
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
        cancelled=meeting.status == "cancelled",
    )


def send_call(invitation: Invitation) -> bool:
    """The notice of the meeting: when, where, how many papers, how to answer. Return whether a letter goes out."""
    return _send(
        "councils_called",
        invitation,
        "Kallelse till möte",
        f"call:{invitation.meeting.sequence}:{invitation.pk}",
        papers=_papers(invitation.meeting),
        stands_in=invitation.stands_in_for_id is not None,
    )


def send_moved(invitation: Invitation, was: datetime) -> None:
    """Time or place is another: the old reply doesn't hold any longer."""
    _send(
        "councils_moved",
        invitation,
        "Mötet är ändrat",
        f"moved:{invitation.meeting.sequence}",
        was=day_text(local_date(was)),
    )


def send_cancelled(invitation: Invitation) -> None:
    """It isn't held, and why."""
    because = invitation.meeting.cancelled_because
    _send(
        "councils_cancelled",
        invitation,
        "Mötet är inställt",
        f"cancelled:{invitation.meeting.sequence}",
        because=because,
    )


def send_papers_out(invitation: Invitation) -> None:
    """The papers can be read now."""
    _send(
        "councils_papers",
        invitation,
        "Handlingarna till mötet finns nu",
        f"papers:{invitation.meeting.sequence}",
        attach=False,
        papers=_papers(invitation.meeting),
    )


def send_not_needed(invitation: Invitation) -> None:
    """A substitute who was asked need not come."""
    _send(
        "councils_not_needed",
        invitation,
        "Du behöver inte ersätta någon",
        f"not-needed:{invitation.pk}:{invitation.version}",
        attach=False,
    )


def send_place_wanted(invitation: Invitation) -> None:
    """The other one of the seat can come after all: does this one give up the place?"""
    _send(
        "councils_place_wanted",
        invitation,
        "En fråga om mötet",
        f"place-wanted:{invitation.pk}:{invitation.version}",
        attach=False,
    )


def send_place_yours(invitation: Invitation) -> None:
    """The place has become free for somebody who waited for it."""
    _send(
        "councils_place_yours",
        invitation,
        "Platsen är din",
        f"place-yours:{invitation.pk}:{invitation.version}",
    )


def _papers(meeting: Meeting) -> str:
    """Return "tre handlingar", or "": a letter is read like a postcard, so titles wait behind the sign-in."""
    number = meeting.papers.count()
    return count_text(number, "handling", "handlingar") if number else ""


def _send(
    template: str, invitation: Invitation, subject: str, cause: str, *, attach: bool = True, **facts: Any
) -> bool:
    to = address_of(invitation.mandate)
    if not to:
        return False
    meeting = invitation.meeting
    has_account = invitation.mandate.user_id is not None
    path = reverse("councils:invitation", args=[invitation.pk]) if has_account else ""
    url = f"{settings.PORTAL_ORIGIN}{path}" if path else ""
    attachments: tuple[Attachment, ...] = ()
    if attach:
        attachments = (("mote.ics", calendar_file(meeting, url=url), _ICS),)
    queued = outbox.queue_mail(
        template,
        to=to,
        subject=subject,
        context={
            "when": when_text(meeting),
            "place": place_text(meeting),
            "url": url,
            "contact_phone": phone_text(meeting.council.contact_phone)
            if meeting.council.contact_phone
            else settings.PORTAL["coordinator_phone"],
            "contact_email": meeting.council.contact_email or settings.PORTAL["coordinator_email"],
            **facts,
        },
        attachments=attachments,
        dedup_key=f"council-meeting:{meeting.pk}:{invitation.mandate_id}:{cause}",
    )
    return queued is not None
