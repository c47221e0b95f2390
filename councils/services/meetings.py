"""Planning meetings: one, a year's series, moved, cancelled, held. The calendar follows by itself."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.models import PortalRole
from calendar_app.models import AccessFact, EventKind
from calendar_app.services.content import EventContent, TimePlan
from calendar_app.services.external import remove_external_event, sync_external_event
from common import outbox, trail
from common.actors import SYSTEM, Actor
from common.errors import DomainError
from common.swedish import day_text, local_date, today
from common.transitions import change_status, record_status
from councils.models import Council, DialogueMeeting, FormerMeetingAddress, Invitation, Meeting, Paper
from councils.services import dialogue_invited
from councils.services import meeting_letters as letters
from councils.services.agenda import bring_back_items, settle_items
from councils.services.shared import ROOM, cleaned, raise_stamp, require, write_facts
from councils.words import CouncilStatus, MeetingStatus, Reply

LONGEST: Final = timedelta(hours=12)
#: Days before ``papers_due`` on which the secretary is reminded.
REMIND_BEFORE: Final = 3
#: So many meetings are planned at once.
MOST_AT_ONCE: Final = 40
#: The open dialogue meetings have no papers unless somebody adds some.
HAS_PAPERS_TO_SEND: Final = Q(dialogue=None) | Exists(Paper.objects.filter(meeting=OuterRef("pk")))
PAPERS_OUT: Final = "Handlingarna är redan ute. Då ändras inte dagen de skulle vara ute."
#: What calendars and replies must know of.
_TOLD: Final = ("starts_at", "ends_at", "place", "street_address", "municipality_id", "online_link")


@dataclass(frozen=True, kw_only=True)
class MeetingFacts:
    """What is entered of a meeting. Without ``papers_due`` the council's own number of days before holds."""

    starts_at: datetime
    ends_at: datetime
    title: str = ""
    place: str = ""
    street_address: str = ""
    municipality_id: int | None = None
    access_facts: list[str] = field(default_factory=list)
    online_link: str = ""
    in_calendar: bool = False
    papers_due: date | None = None


def facts_of(meeting: Meeting) -> MeetingFacts:
    """Return the meeting's facts as a form opens them."""
    return MeetingFacts(**{name: getattr(meeting, name) for name in MeetingFacts.__dataclass_fields__})


@transaction.atomic
def plan_meeting(
    council: Council, facts: MeetingFacts, *, actor: Actor, form_key: uuid.UUID | None = None
) -> Meeting:
    """Plan one meeting. The same form sent twice gives one."""
    locked = _locked_council(council, actor=actor)
    meeting = _plan(locked, facts, actor=actor, form_key=form_key)
    raise_stamp()
    return meeting


@transaction.atomic
def plan_series(
    council: Council, series: Sequence[MeetingFacts], *, actor: Actor, form_key: uuid.UUID
) -> list[Meeting]:
    """Plan a year's meetings at once: all or none. The same form sent twice gives them once."""
    locked = _locked_council(council, actor=actor)
    if not series:
        raise DomainError("Fyll i minst ett möte.")
    if len(series) > MOST_AT_ONCE:
        raise DomainError(f"Planera högst {MOST_AT_ONCE} möten åt gången.")
    planned = [
        _plan(locked, facts, actor=actor, form_key=uuid.uuid5(form_key, str(number)))
        for number, facts in enumerate(series)
    ]
    raise_stamp()
    return planned


@transaction.atomic
def change_meeting(meeting: Meeting, facts: MeetingFacts, *, expected_version: int, actor: Actor) -> Meeting:
    """Change what is entered. Another time or place raises ``sequence``, and the called are asked anew.

    A moved day gives a new address; the old one leads there. Where the papers' last day is left as it was, it moves
    along, until they are out: then it stays, and with it whether they were out in time. Raises ``EditConflictError`` when
    somebody saved in between.
    """
    require(actor, "councils.run_meeting", meeting)
    council = Council._base_manager.select_for_update(no_key=True).get(pk=meeting.council_id)
    locked = _locked(meeting)
    _refuse_unless_ahead(locked)
    was, old_day, old_slug = locked.starts_at, locked.day, locked.slug
    new_day = _possible_day(facts)
    if locked.papers_out_at is not None:
        if facts.papers_due not in {None, locked.papers_due}:
            raise DomainError(PAPERS_OUT, field="papers_due")
        facts = replace(_checked(council, replace(facts, papers_due=None)), papers_due=locked.papers_due)
    else:
        if facts.papers_due is None:
            facts = replace(facts, papers_due=new_day - timedelta(days=council.papers_days))
        elif facts.papers_due == locked.papers_due and new_day != old_day:
            facts = replace(facts, papers_due=new_day - (old_day - locked.papers_due))
        facts = _checked(council, facts)
    told = any(getattr(locked, name) != getattr(facts, name) for name in _TOLD)
    also = []
    if new_day != old_day:
        locked.day, locked.number = new_day, _free_number(council, new_day, but=locked)
        also += ["day", "number"]
    if told:
        locked.sequence += 1
        also.append("sequence")
    changed = write_facts(
        locked, facts, expected_version=expected_version, actor=actor, verb="change_meeting", also=also
    )
    if not changed:
        return locked
    if locked.slug != old_slug:
        locked.former_addresses.filter(slug=locked.slug).delete()
        FormerMeetingAddress.objects.update_or_create(
            council=council, slug=old_slug, defaults={"meeting": locked}
        )
    if told and locked.status == MeetingStatus.CALLED:
        _ask_anew(locked, was)
    show_meeting_in_calendar(locked, actor=actor)
    raise_stamp()
    return locked


@transaction.atomic
def cancel_meeting(meeting: Meeting, because: str, *, actor: Actor) -> None:
    """Cancel, and tell everybody who was called. In the calendar it stands as INSTÄLLT."""
    because = cleaned(because, field="because", longest=300, required="Skriv varför mötet ställs in.")
    council = Council._base_manager.select_for_update(no_key=True).get(pk=meeting.council_id)
    locked = _locked(meeting)
    require(actor, "councils.run_meeting", locked)
    was_called = locked.status == MeetingStatus.CALLED
    locked.cancelled_because = because
    locked.sequence += 1
    locked.version += 1
    locked.save(update_fields=["cancelled_because", "sequence", "version"])
    cancelled = change_status(locked, MeetingStatus.CANCELLED, actor=actor, verb="cancel_meeting")
    if was_called:
        for invitation in _invitations(cancelled):
            letters.send(letters.CANCELLED, invitation)
        dialogue_invited.write_to_invited(cancelled, dialogue_invited.CANCELLED)
    bring_back_items(council, actor=actor)
    show_meeting_in_calendar(cancelled, actor=actor)
    raise_stamp()


@transaction.atomic
def resume_meeting(meeting: Meeting, *, actor: Actor) -> None:
    """Take a cancelled meeting up again, as planned: it has to be called anew, and everybody answers anew."""
    locked = _locked(meeting)
    require(actor, "councils.run_meeting", locked)
    if locked.ends_at <= timezone.now():
        raise DomainError("Mötets tid har redan varit. Planera ett nytt möte i stället.")
    resumed = change_status(locked, MeetingStatus.PLANNED, actor=actor, verb="resume_meeting")
    resumed.cancelled_because, resumed.called_at = "", None
    resumed.sequence += 1
    resumed.version += 1
    resumed.save(update_fields=["cancelled_because", "called_at", "sequence", "version"])
    Invitation.objects.filter(meeting=resumed, stands_in_for__isnull=False).delete()
    Invitation.objects.filter(meeting=resumed).update(
        reply=Reply.WAITING, replied_at=None, wants_place_at=None
    )
    show_meeting_in_calendar(resumed, actor=actor)
    raise_stamp()


@transaction.atomic
def hold_meeting(meeting: Meeting, *, actor: Actor) -> None:
    """Note that the meeting was held: what it left open comes back on the next agenda.

    Harmless when it already is; never before it begins.
    """
    council = Council._base_manager.select_for_update(no_key=True).get(pk=meeting.council_id)
    locked = _locked(meeting)
    require(actor, "councils.run_meeting", locked)
    if locked.status == MeetingStatus.HELD:
        return
    if locked.starts_at > timezone.now():
        raise DomainError("Mötet har inte börjat än. Avsluta det när det är hållet.")
    held = change_status(locked, MeetingStatus.HELD, actor=actor, verb="hold_meeting")
    held.held_at = timezone.now()
    held.version += 1
    held.save(update_fields=["held_at", "version"])
    settle_items(held, actor=actor)
    bring_back_items(council, actor=actor)
    raise_stamp()


def remind_of_papers() -> int:
    """Write to secretaries whose papers are due within three days and not out. Once for each last day. Return how many.

    To the coordinators where the council has no secretary.
    """
    due = Meeting.objects.filter(
        HAS_PAPERS_TO_SEND,
        status__in=[MeetingStatus.PLANNED, MeetingStatus.CALLED],
        papers_out_at=None,
        papers_due__gte=today(),
        papers_due__lte=today() + timedelta(days=REMIND_BEFORE),
    ).select_related("council")
    sent = 0
    for meeting in due.order_by("pk"):
        keep = meeting.council.offices.filter(ended_on=None, user__is_active=True)
        people = set(keep.values_list("user_id", "user__email"))
        if not people:
            coordinators = PortalRole.objects.filter(role="coordinator", user__is_active=True)
            people = set(coordinators.values_list("user_id", "user__email"))
        for person, address in sorted(people):
            queued = outbox.queue_mail(
                "councils_papers_due",
                to=address,
                subject="Handlingar ska snart vara ute",
                context={
                    "due": day_text(meeting.papers_due),
                    "url": f"{settings.PORTAL_ORIGIN}/rad/moten/{meeting.pk}/",
                },
                dedup_key=f"council-papers-due:{meeting.pk}:{meeting.papers_due}:{person}",
            )
            sent += queued is not None
    return sent


def show_council_in_calendar(council: Council, *, actor: Actor = SYSTEM) -> None:
    """Let the calendar follow a council's changed name, contact or public page, for meetings ahead."""
    for meeting in council.meetings.filter(in_calendar=True, ends_at__gte=timezone.now()).order_by("pk"):
        show_meeting_in_calendar(meeting, actor=actor)


def _plan(council: Council, facts: MeetingFacts, *, actor: Actor, form_key: uuid.UUID | None) -> Meeting:
    sent: Meeting | None = Meeting.objects.filter(form_key=form_key).first() if form_key else None
    if sent is not None:
        return sent
    if council.status != CouncilStatus.ACTIVE:
        raise DomainError("Gruppen är vilande eller avslutad. Gör den aktiv igen innan du planerar möten.")
    day = _possible_day(facts)
    if facts.papers_due is None:
        facts = replace(facts, papers_due=day - timedelta(days=council.papers_days))
    facts = _checked(council, facts)
    meeting = Meeting.objects.create(
        council=council,
        day=day,
        number=_free_number(council, day),
        form_key=form_key,
        **vars(facts),
    )
    if council.is_dialogue:
        DialogueMeeting.objects.create(meeting=meeting)
    record_status(meeting, source="", target=MeetingStatus.PLANNED, actor=actor)
    trail.record("plan_meeting", meeting, actor=actor)
    show_meeting_in_calendar(meeting, actor=actor)
    return meeting


def _possible_day(facts: MeetingFacts) -> date:
    """Return the day of the meeting, or raise ``DomainError``: other days are reckoned from it."""
    day = local_date(facts.starts_at)
    if not date(2010, 1, 1) <= day <= today() + timedelta(days=3 * 366):
        raise DomainError("Skriv en dag inom tre år.", field="day")
    return day


def _checked(council: Council, facts: MeetingFacts) -> MeetingFacts:
    """Return the facts tidied, or raise ``DomainError`` at the first field that can't be so."""
    if facts.ends_at <= facts.starts_at:
        raise DomainError("Mötet slutar innan det börjar. Ändra sluttiden.", field="ends")
    if facts.ends_at - facts.starts_at > LONGEST:
        raise DomainError("Ett möte är högst tolv timmar. Dela upp det på flera.", field="ends")
    day = _possible_day(facts)
    if facts.papers_due is not None and facts.papers_due > day:
        raise DomainError("Handlingarna ska vara ute senast på mötets dag.", field="papers_due")
    if not set(facts.access_facts) <= set(AccessFact.values):
        raise DomainError("Välj bland alternativen i listan.", field="access_facts")
    if facts.in_calendar and not council.is_public:
        raise DomainError(
            "Gruppen har ingen publik sida. Då kan mötet inte stå i kalendern.", field="in_calendar"
        )
    if facts.online_link:
        try:
            URLValidator(schemes=["http", "https"])(facts.online_link)
        except ValidationError as error:
            raise DomainError("Skriv hela länken. Den börjar med https://.", field="online_link") from error
    return replace(
        facts,
        title=cleaned(facts.title, field="title", longest=160),
        place=cleaned(facts.place, field="place", longest=160),
        street_address=cleaned(facts.street_address, field="street_address", longest=160),
        access_facts=[str(one) for one in facts.access_facts],
    )


def _free_number(council: Council, day: date, *, but: Meeting | None = None) -> int:
    """Return the lowest number whose address nobody has, nor has had: a printed address must not lead astray."""
    others = Meeting.objects.filter(council=council, day=day)
    former = FormerMeetingAddress.objects.filter(council=council, slug__startswith=f"{day:%Y-%m-%d}")
    if but is not None:
        others, former = others.exclude(pk=but.pk), former.exclude(meeting=but)
    taken = {one.slug for one in others} | set(former.values_list("slug", flat=True))
    number = 1
    while Meeting(council=council, day=day, number=number).slug in taken:
        number += 1
    return number


def _ask_anew(meeting: Meeting, was: datetime) -> None:
    """The reply was to another time or place. Substitutes are released: the members are asked first."""
    for invitation in _invitations(meeting):
        if invitation.stands_in_for_id is not None:
            letters.send(letters.NOT_NEEDED, invitation)
            invitation.delete()
        else:
            letters.send(letters.MOVED, invitation, was=day_text(local_date(was)))
    Invitation.objects.filter(meeting=meeting).update(
        reply=Reply.WAITING, replied_at=None, by_phone=False, wants_place_at=None
    )
    dialogue_invited.write_to_invited(meeting, dialogue_invited.MOVED, was=day_text(local_date(was)))


def _invitations(meeting: Meeting) -> list[Invitation]:
    rows = meeting.invitations.select_related(
        "mandate__user", "meeting__council", "meeting__municipality"
    ).order_by("pk")
    return list(rows)


def show_meeting_in_calendar(meeting: Meeting, *, actor: Actor) -> None:
    """A public meeting is an event of the calendar, made of what stands here and nothing typed twice."""
    council = meeting.council
    if not (meeting.in_calendar and council.is_public):
        remove_external_event(ROOM, str(meeting.pk), actor=actor)
        return
    sync_external_event(
        ROOM,
        str(meeting.pk),
        meeting.get_absolute_url(),
        _event_content(meeting),
        TimePlan(start=meeting.starts_at, end=meeting.ends_at),
        actor=actor,
        cancelled=meeting.status == MeetingStatus.CANCELLED,
    )


def _event_content(meeting: Meeting) -> EventContent:
    council = meeting.council
    dialogue: Any = DialogueMeeting.objects.filter(meeting=meeting).first()
    title = f"{council.name}: {meeting.title}" if meeting.title else council.name
    on_site = bool(meeting.place or meeting.street_address or meeting.municipality_id)
    attendance = ("both" if on_site else "online") if meeting.online_link else "on_site"
    asked = dialogue.questions if dialogue else ""
    return EventContent(
        title=title[:160],
        kind=EventKind.DIALOGUE_MEETING if council.is_dialogue else EventKind.MEETING,
        association_ids=(dialogue.host_id,) if dialogue and dialogue.host_id else (),
        description=f"Det här vill vi prata om:\n\n{asked}" if asked else "",
        attendance=attendance,
        place=meeting.place,
        street_address=meeting.street_address,
        municipality_id=meeting.municipality_id,
        access_facts=tuple(meeting.access_facts),
        online_link=meeting.online_link,
        contact_name=council.contact_name,
        contact_email=council.contact_email,
        contact_phone=council.contact_phone,
    )


def _refuse_unless_ahead(meeting: Meeting) -> None:
    if meeting.status == MeetingStatus.HELD:
        raise DomainError("Mötet är hållet. Tid och plats går inte att ändra.")
    if meeting.status == MeetingStatus.CANCELLED:
        raise DomainError("Mötet är inställt. Ta upp det igen innan du ändrar det.")


def _locked(meeting: Meeting) -> Meeting:
    return Meeting._base_manager.select_for_update().get(pk=meeting.pk)


def _locked_council(council: Council, *, actor: Actor) -> Council:
    """Lock the council: two who plan at once get two numbers."""
    require(actor, "councils.run_meeting", council)
    return Council._base_manager.select_for_update(no_key=True).get(pk=council.pk)
