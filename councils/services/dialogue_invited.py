"""Units and municipalities that are invited to a dialogue meeting: who is written to there, and what they answer.

A unit is reached through its managers and those named to answer for it, a municipality through those named to answer for
the principal. What they answer is heads and roles, never names.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.tokens import token_hash
from common import outbox, trail
from common.actors import Actor
from common.errors import DomainError
from councils.models import DialogueMeeting, DialogueReply, Meeting
from councils.services import meeting_letters as letters
from councils.services.shared import cleaned, require
from councils.words import MeetingStatus
from organisations.models import Municipality, Respondent, Unit, UnitRole

#: So many come from one unit or municipality at most.
MOST_FROM_ONE: Final = 50
NOT_OPEN: Final = "Det går inte att svara längre: mötet har varit, är inställt eller inte utlyst."
NOT_INVITED: Final = "Verksamheten eller kommunen är inte inbjuden längre."


@dataclass(frozen=True)
class Invited:
    """One that is invited: a unit or a municipality. ``code`` names it in forms and addresses."""

    unit: Unit | None = None
    municipality: Municipality | None = None

    @property
    def code(self) -> str:
        return f"v{self.unit.pk}" if self.unit else f"k{self.municipality.pk}" if self.municipality else ""

    @property
    def name(self) -> str:
        """The unit, or "Gävle kommun"."""
        if self.unit is not None:
            return self.unit.name
        return f"{self.municipality.name} kommun" if self.municipality else ""


@dataclass(frozen=True, kw_only=True)
class InvitedAnswer:
    """Whether they come, how many, and in which roles."""

    reply: str
    count: int = 0
    who: str = ""


@dataclass(frozen=True)
class _Letter:
    template: str
    subject: str


INVITATION: Final = _Letter("councils_dialogue_invited", "Inbjudan till möte")
MOVED: Final = _Letter("councils_dialogue_moved", "Mötet är ändrat")
CANCELLED: Final = _Letter("councils_dialogue_cancelled", "Mötet är inställt")


def dialogue_of(meeting: Meeting) -> DialogueMeeting | None:
    """Return what ``meeting`` has besides as a dialogue meeting; ``None`` for another."""
    return DialogueMeeting.objects.prefetch_related("municipalities", "units").filter(meeting=meeting).first()


def invited_to(dialogue: DialogueMeeting) -> list[Invited]:
    """Return everyone invited: municipalities, then units, each in the order of their names."""
    towns = sorted(dialogue.municipalities.all(), key=lambda one: one.name)
    units = sorted(dialogue.units.all(), key=lambda one: one.name)
    return [Invited(municipality=one) for one in towns] + [Invited(unit=one) for one in units]


def write_to_invited(meeting: Meeting, letter: _Letter, **facts: Any) -> int:
    """Write to everyone invited, once for each letter and time of the meeting; return how many letters go out.

    Sent again, only those who have been invited since are written to.
    """
    dialogue = dialogue_of(meeting)
    if dialogue is None:
        return 0
    meeting = Meeting.objects.select_related("council", "municipality").get(pk=meeting.pk)
    invited = invited_to(dialogue)
    reached = addresses_of(invited)
    return sum(
        _write(letter, dialogue, meeting, one, to, has_account, facts)
        for one in invited
        for to, has_account in sorted(reached[one.code].items())
    )


def addresses_of(invited: Iterable[Invited]) -> dict[str, dict[str, bool]]:
    """Return for each ``code`` the addresses that reach it, and whether an account stands behind each."""
    invited = list(invited)
    by_unit = {one.unit.pk: one.code for one in invited if one.unit}
    by_town = {one.municipality.pk: one.code for one in invited if one.municipality}
    found: dict[str, dict[str, bool]] = {one.code: {} for one in invited}
    answering = Respondent.objects.filter(kind=Respondent.Kind.RESPONDENT).select_related("user", "principal")
    for one in answering.filter(unit__in=by_unit):
        found[by_unit[one.unit_id or 0]][one.email.lower()] = _signs_in(one)
    for one in answering.filter(principal__municipality__in=by_town):
        town = one.principal.municipality_id if one.principal else None
        found[by_town[town or 0]][one.email.lower()] = _signs_in(one)
    managers = UnitRole.objects.current().filter(
        role=UnitRole.Role.UNIT_MANAGER, unit__in=by_unit, user__is_active=True
    )
    for unit, email in managers.values_list("unit_id", "user__email"):
        found[by_unit[unit]][email.lower()] = True
    return found


@transaction.atomic
def answer_for_invited(
    meeting: Meeting, invited: Invited, answer: InvitedAnswer, *, actor: Actor, by_phone: bool = False
) -> DialogueReply:
    """Say for a unit or municipality whether somebody comes, how many and in which roles; it can be changed.

    ``by_phone`` is for those who run the meeting and note what somebody told them.
    """
    if by_phone:
        require(actor, "councils.reply_for", meeting)
    else:
        require(actor, "councils.answer_as_invited", invited)
    if answer.reply not in DialogueReply.Answer.values:
        raise DomainError("Välj ett av svaren.", field="reply")
    comes = answer.reply == DialogueReply.Answer.ACCEPTED
    if comes and not 1 <= answer.count <= MOST_FROM_ONE:
        raise DomainError(f"Skriv hur många ni blir, mellan 1 och {MOST_FROM_ONE}.", field="count")
    who = cleaned(answer.who, field="who", longest=200) if comes else ""
    locked = Meeting._base_manager.select_for_update().get(pk=meeting.pk)
    if locked.status != MeetingStatus.CALLED or locked.ends_at <= timezone.now():
        raise DomainError(NOT_OPEN)
    dialogue = dialogue_of(locked)
    if dialogue is None or invited.code not in {one.code for one in invited_to(dialogue)}:
        raise DomainError(NOT_INVITED)
    reply, _ = DialogueReply.objects.update_or_create(
        dialogue=dialogue,
        unit=invited.unit,
        municipality=invited.municipality,
        defaults={
            "reply": answer.reply,
            "count": answer.count if comes else 0,
            "who": who,
            "by_phone": by_phone,
            "replied_at": timezone.now(),
            "replied_to": locked.sequence,
        },
    )
    trail.record("answer_for_invited", reply, actor=actor, fields=["reply", "count"])
    return reply


def _signs_in(respondent: Respondent) -> bool:
    return respondent.user is not None and respondent.user.is_active


def _write(
    letter: _Letter,
    dialogue: DialogueMeeting,
    meeting: Meeting,
    invited: Invited,
    to: str,
    has_account: bool,
    facts: dict[str, Any],
) -> bool:
    own = reverse("councils:dialogue_invitation", args=[meeting.pk]) if has_account else ""
    open_page = meeting.get_absolute_url() if meeting.council.is_public else ""
    url = settings.PORTAL_ORIGIN + own if own else ""
    queued = outbox.queue_mail(
        letter.template,
        to=to,
        subject=letter.subject,
        context={
            "body": invited.name,
            "when": letters.when_text(meeting),
            "place": letters.place_text(meeting),
            "questions": dialogue.questions,
            "url": url,
            "page": settings.PORTAL_ORIGIN + open_page if open_page else "",
            **letters.contact_facts(meeting.council),
            **facts,
        },
        attachments=(("mote.ics", letters.calendar_file(meeting, url=url), letters.CALENDAR),),
        dedup_key=f"{letter.template}:{meeting.pk}:{_occasion(letter, meeting)}:{invited.code}:{token_hash(to)[:16]}",
    )
    return queued is not None


def _occasion(letter: _Letter, meeting: Meeting) -> str:
    """What a letter is written for: one invitation for each call, one of the others for each change of the meeting."""
    if letter is INVITATION and meeting.called_at is not None:
        return f"{meeting.called_at:%Y%m%d%H%M%S}"
    return str(meeting.sequence)
