"""Calling to a meeting, and what the called answer. Of one seat one comes: who said yes first has the place.

Who says yes after that waits for it: both are told, those who run the meeting see it, and the place changes hands as soon
as the first one gives it up.
"""

from collections.abc import Collection
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from common import trail
from common.actors import Actor
from common.errors import DomainError
from common.transitions import change_status
from councils.models import Invitation, Mandate, Meeting, MeetingNeeds
from councils.services import meeting_letters as letters
from councils.services.addresses import refuse_address
from councils.services.agenda import begin_agenda
from councils.services.dialogue_invited import INVITATION, dialogue_of, invited_to, write_to_invited
from councils.services.shared import cleaned, raise_stamp, require
from councils.words import MandateRole, MeetingStatus, Need, Reply

TAKEN: Final = (
    "Någon annan har redan sagt ja till att komma på den här platsen. Vi har frågat om den personen kan lämna den. "
    "Gör hen det är platsen din, och du får besked. Kom gärna överens med varandra, eller ring sekreteraren."
)
TAKEN_BY_PHONE: Final = (
    "Någon annan har redan sagt ja till platsen, och har fått frågan om att lämna den. "
    "Säg det till den som ringde. Blir platsen ledig får personen den direkt."
)
NO_SUBSTITUTE: Final = "Det finns ingen ersättare för platsen. Svara att du inte kan komma, och be din förening utse en ersättare."

RING_ABOUT_ADDRESS: Final = "Skriv ingen adress här: den sparar vi inte. Ring sekreteraren om adressen."
NOT_THAT_DAY: Final = "Uppdraget gäller inte den dag mötet hålls. Då går det inte att svara på kallelsen."
SUBSTITUTE_SAID_NO: Final = "Ersättaren har redan svarat nej. Kommer du inte själv, svara att du inte kan komma, så vet sekreteraren det."
#: What an answer changes.
_ANSWERED: Final = (
    "reply",
    "replied_at",
    "replied_to",
    "by_phone",
    "bounced_at",
    "wants_place_at",
    "version",
)


@transaction.atomic
def call_meeting(meeting: Meeting, *, actor: Actor) -> int:
    """Call everybody who sits in the council on the meeting's day, by letter with a calendar file.

    Members, chair and co-opted are called; a substitute only where the seat has nobody else. Units and municipalities
    invited to a dialogue meeting are written to as well. Called again, only those who have come since are. Returns how
    many letters go out: whoever has no address must be rung.
    """
    begin_agenda(meeting, actor=actor)
    locked = _locked(meeting)
    require(actor, "councils.run_meeting", locked)
    if locked.ends_at <= timezone.now():
        raise DomainError("Mötets tid har redan varit.")
    first_time = locked.status == MeetingStatus.PLANNED
    if first_time:
        locked = change_status(locked, MeetingStatus.CALLED, actor=actor, verb="call_meeting")
        locked.called_at = timezone.now()
        locked.version += 1
        locked.save(update_fields=["called_at", "version"])
    elif locked.status != MeetingStatus.CALLED:
        raise DomainError("Mötet är hållet eller inställt. Då går ingen kallelse ut.")
    have = set(locked.invitations.values_list("mandate_id", flat=True))
    mandates = to_call(locked)
    dialogue = dialogue_of(locked)
    if not mandates and not have and (dialogue is None or not invited_to(dialogue)):
        raise DomainError(
            "Ingen sitter i gruppen den dagen, och ingen är inbjuden. Då finns ingen att kalla."
        )
    new = [one for one in mandates if one.pk not in have]
    Invitation.objects.bulk_create(
        Invitation(meeting=locked, mandate=mandate, seat_id=mandate.seat_id) for mandate in new
    )
    wanted = locked.invitations.all() if first_time else locked.invitations.filter(mandate__in=new)
    sent = sum(letters.send(letters.CALL, invitation) for invitation in _with_letters(wanted))
    if new and not first_time:
        trail.record("call_more_to_meeting", locked, actor=actor)
    sent += write_to_invited(locked, INVITATION)
    raise_stamp()
    return sent


def to_call(meeting: Meeting) -> list[Mandate]:
    """Return the mandates that a call goes to: those that hold on the day; substitutes of empty seats."""
    held = list(Mandate.objects.filter(council=meeting.council_id).current(meeting.day).order_by("pk"))
    ordinary = [one for one in held if one.role != MandateRole.SUBSTITUTE]
    filled = {one.seat_id for one in ordinary}
    alone = [one for one in held if one.role == MandateRole.SUBSTITUTE and one.seat_id not in filled]
    return ordinary + alone


@transaction.atomic
def reply_to_invitation(
    invitation: Invitation, reply: str, *, actor: Actor, by_phone: bool = False
) -> Invitation:
    """Say yes, no, or that the substitute comes. ``by_phone`` is for those who note somebody else's answer.

    A member who sends the substitute gives them a call of their own. Member and substitute can't both come: the second
    who says yes keeps the answer they had and waits for the place (``wants_place_at``). An answer can be changed until the
    meeting ends.
    """
    require(actor, "councils.reply_for" if by_phone else "councils.reply", invitation)
    if reply not in {Reply.ACCEPTED, Reply.DECLINED, Reply.SUBSTITUTE}:
        raise DomainError("Välj ett av svaren.", field="reply")
    # The meeting's row is held, so that two of one seat answer one after the other.
    meeting = _locked(invitation.meeting)
    if meeting.status != MeetingStatus.CALLED or meeting.ends_at <= timezone.now():
        raise DomainError("Det går inte att svara längre: mötet har varit, är inställt eller inte utlyst.")
    locked = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("mandate__user", "meeting")
        .filter(pk=invitation.pk)
        .first()
    )
    if locked is None:
        raise DomainError("Platsen är återtagen av den du skulle ersätta. Du behöver inte svara.")
    if not Mandate.objects.filter(pk=locked.mandate_id).current(meeting.day).exists():
        raise DomainError(NOT_THAT_DAY)
    if reply == Reply.ACCEPTED and (holder := _who_comes(locked)) is not None:
        return _wait_for_place(locked, holder, actor=actor)
    gives_up = locked.reply == Reply.ACCEPTED and reply != Reply.ACCEPTED
    if reply == Reply.ACCEPTED:
        if locked.reply != Reply.ACCEPTED:
            _release_stand_in(locked)
    elif reply == Reply.SUBSTITUTE:
        _send_substitute(locked)
    elif locked.reply == Reply.SUBSTITUTE:
        _release_stand_in(locked)
    locked.reply = Reply(reply)
    locked.replied_at = timezone.now()
    locked.replied_to = meeting.sequence
    locked.by_phone = by_phone
    locked.bounced_at = locked.wants_place_at = None
    locked.version += 1
    locked.save(update_fields=_ANSWERED)
    trail.record("reply_to_invitation", locked, actor=actor, fields=["reply"])
    if gives_up:
        _pass_on_place(locked, actor=actor)
    return locked


@transaction.atomic
def set_needs(
    invitation: Invitation, needs: Collection[str], note: str, *, actor: Actor
) -> MeetingNeeds | None:
    """Say what is needed to take part, never why. Nothing chosen takes the row away."""
    if not (
        actor.has_perm("councils.reply", invitation) or actor.has_perm("councils.view_needs", invitation)
    ):
        require(actor, "councils.reply", invitation)
    if not set(needs) <= set(Need.values):
        raise DomainError("Välj bland alternativen i listan.", field="needs")
    if over(_locked(invitation.meeting)):
        raise DomainError("Mötet har varit. Behoven är borttagna.")
    note = cleaned(note, field="note", longest=300)
    refuse_address(note, RING_ABOUT_ADDRESS, field="note")
    if not needs and not note:
        if MeetingNeeds.objects.filter(invitation=invitation).delete()[0]:
            trail.record("set_needs", invitation, actor=actor, fields=["needs"])
        return None
    row, _ = MeetingNeeds.objects.update_or_create(
        invitation=invitation, defaults={"needs": list(dict.fromkeys(needs)), "note": note}
    )
    trail.record("set_needs", invitation, actor=actor, fields=["needs"])
    return row


def lock_meetings_ahead(council_id: int) -> None:
    """Hold what a call or an answer holds: whoever ends a mandate calls this first, and locks the mandate after it."""
    ahead = Meeting._base_manager.filter(council_id=council_id).exclude(status=MeetingStatus.HELD)
    list(ahead.select_for_update().order_by("pk").values_list("pk", flat=True))


def withdraw_invitations(mandate: Mandate, last_day: date | None, *, actor: Actor) -> None:
    """Take back the calls to meetings after ``last_day``, or all; of whoever had a place it goes to who waits for it.

    Who was called is told, but for somebody who goes on sitting in the council by another mandate. Meetings that have
    been held keep theirs: who came stands in the notes and is paid.
    """
    calls = Invitation.objects.filter(mandate=mandate).exclude(attended=True)
    calls = calls.exclude(meeting__status=MeetingStatus.HELD)
    if last_day is not None:
        calls = calls.filter(meeting__day__gt=last_day)
    for one in _with_letters(calls.select_for_update(of=("self",))):
        trail.record("withdraw_invitation", one, actor=actor)
        had_place = one.reply == Reply.ACCEPTED
        is_ahead = one.meeting.status == MeetingStatus.CALLED and not over(one.meeting)
        if is_ahead and not _sits_otherwise(one):
            letters.send(letters.WITHDRAWN, one, is_off=True)
        one.delete()
        if had_place and is_ahead:
            _pass_on_place(one, actor=actor)


def erase_old_needs() -> int:
    """Forget what people needed at meetings that are over or cancelled. Return how many rows."""
    gone = MeetingNeeds.objects.filter(invitation__meeting__ends_at__lt=timezone.now())
    cancelled = MeetingNeeds.objects.filter(invitation__meeting__status=MeetingStatus.CANCELLED)
    return gone.delete()[0] + cancelled.delete()[0]


def note_refused(address: str) -> int:
    """A letter came back for good: the secretary sees whom to ring. Return how many invitations are marked."""
    waiting = Invitation.objects.filter(
        meeting__status=MeetingStatus.CALLED, meeting__ends_at__gte=timezone.now(), reply=Reply.WAITING
    )
    own = waiting.filter(mandate__user__email__iexact=address)
    written = waiting.filter(mandate__user=None, mandate__email__iexact=address)
    now = timezone.now()
    return own.update(bounced_at=now) + written.update(bounced_at=now)


@transaction.atomic
def record_returned_letter(invitation: Invitation, *, actor: Actor) -> Invitation:
    """A letter came back some days later, to those who sent it: then they see whom to ring. Harmless when it is noted."""
    require(actor, "councils.reply_for", invitation)
    if _locked(invitation.meeting).status != MeetingStatus.CALLED or over(invitation.meeting):
        raise DomainError("Mötet har varit, är inställt eller inte utlyst. Då behöver ingen ringa.")
    locked = Invitation.objects.select_for_update().filter(pk=invitation.pk).first()
    if locked is None or locked.reply != Reply.WAITING:
        raise DomainError("Personen har redan svarat eller är inte kallad längre.")
    if locked.bounced_at is None:
        locked.bounced_at = timezone.now()
        locked.version += 1
        locked.save(update_fields=["bounced_at", "version"])
        trail.record("record_returned_letter", locked, actor=actor, fields=["bounced_at"])
    return locked


def over(meeting: Meeting) -> bool:
    """Whether the meeting's time has been, or it isn't held."""
    return meeting.ends_at <= timezone.now() or meeting.status == MeetingStatus.CANCELLED


def _who_comes(invitation: Invitation) -> Invitation | None:
    """Return the other one of the seat who has said yes, if any."""
    if invitation.seat_id is None:
        return None
    same = Invitation.objects.filter(
        meeting=invitation.meeting_id, seat=invitation.seat_id, reply=Reply.ACCEPTED
    )
    return next(iter(_with_letters(same.exclude(pk=invitation.pk))), None)


def _wait_for_place(invitation: Invitation, holder: Invitation, *, actor: Actor) -> Invitation:
    """Note who would come if the place were free, and ask the one who has it: once, however often the button is pressed."""
    if invitation.wants_place_at is None:
        invitation.wants_place_at = timezone.now()
        invitation.bounced_at = None
        invitation.version += 1
        invitation.save(update_fields=["wants_place_at", "bounced_at", "version"])
        trail.record("reply_to_invitation", invitation, actor=actor, fields=["wants_place_at"])
        letters.send(letters.PLACE_WANTED, holder)
    return invitation


def _pass_on_place(former: Invitation, *, actor: Actor) -> None:
    """The place is free: who has waited for it longest, and still sits there that day, comes and is told.

    Without a seat nobody waits.
    """
    if former.seat_id is None:
        return
    sits = Mandate.objects.current(former.meeting.day).filter(erased_at=None)
    same = Invitation.objects.filter(meeting=former.meeting_id, seat=former.seat_id, mandate__in=sits)
    waiting = same.filter(wants_place_at__isnull=False).exclude(pk=former.pk)
    for one in sorted(_with_letters(waiting), key=_asked_at)[:1]:
        one.reply, one.replied_at = Reply.ACCEPTED, timezone.now()
        one.replied_to, one.wants_place_at = one.meeting.sequence, None
        one.version += 1
        one.save(update_fields=_ANSWERED)
        trail.record("pass_on_place", one, actor=actor, fields=["reply"])
        letters.send(letters.PLACE_YOURS, one)


def _asked_at(invitation: Invitation) -> datetime:
    return invitation.wants_place_at or timezone.now()


def _sits_otherwise(invitation: Invitation) -> bool:
    """Whether the same person sits in the council on the meeting's day by another mandate, and is called for that."""
    mandate = invitation.mandate
    same = Q(user=mandate.user_id) if mandate.user_id else Q(email__iexact=mandate.email)
    others = Mandate.objects.current(invitation.meeting.day).filter(same, council=mandate.council_id)
    return others.exclude(pk=mandate.pk).exists()


def _send_substitute(invitation: Invitation) -> None:
    if invitation.stands_in_for_id is not None or invitation.seat_id is None:
        raise DomainError(NO_SUBSTITUTE, field="reply")
    asked = Invitation.objects.filter(stands_in_for=invitation).first()
    if asked is not None:
        # Who said no and has thought better of it waits for the place.
        said_no = asked.reply == Reply.DECLINED and asked.wants_place_at is None
        if said_no and invitation.reply != Reply.SUBSTITUTE:
            raise DomainError(SUBSTITUTE_SAID_NO, field="reply")
        return
    if _who_comes(invitation) is not None:
        return
    found = (
        Mandate.objects.filter(seat=invitation.seat_id, role=MandateRole.SUBSTITUTE)
        .current(invitation.meeting.day)
        .exclude(pk=invitation.mandate_id)
        .first()
    )
    if found is None:
        raise DomainError(NO_SUBSTITUTE, field="reply")
    called, _ = Invitation.objects.update_or_create(
        meeting_id=invitation.meeting_id,
        mandate=found,
        defaults={
            "seat_id": invitation.seat_id,
            "stands_in_for": invitation,
            "reply": Reply.WAITING,
            "replied_at": None,
        },
    )
    for one in _with_letters(Invitation.objects.filter(pk=called.pk)):
        letters.send(letters.CALL, one)


def _release_stand_in(invitation: Invitation) -> None:
    """The member comes after all, or nobody: a substitute who has not answered need not."""
    for one in _with_letters(Invitation.objects.filter(stands_in_for=invitation, reply=Reply.WAITING)):
        letters.send(letters.NOT_NEEDED, one)
        one.delete()


def _with_letters(rows: QuerySet[Invitation]) -> list[Invitation]:
    """With what a letter reads of each."""
    found = rows.select_related("mandate__user", "meeting__council", "meeting__municipality")
    return list(found.order_by("pk"))


def _locked(meeting: Meeting) -> Meeting:
    return Meeting._base_manager.select_for_update().get(pk=meeting.pk)
