"""The team's welfare: debriefs, "jag behöver prata med någon", swaps. Never what anybody said or felt."""

from datetime import date, time

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from common import outbox, trail
from common.actors import Actor
from common.errors import DomainError
from common.privacy import clean_text
from revisions.models import AuditMember, Debrief, Interview, InterviewSwap, TalkRequest, UserAudit
from revisions.services.shared import locked_open_audit, require

SUBJECT = "Du har ett nytt meddelande"
NO_OTHER_LEAD = "Teamet har ingen annan ledare att nå här. Ring samordnaren, eller 1177 om du mår dåligt."


@transaction.atomic
def plan_debrief(
    audit: UserAudit, on: date, *, starts_at: time | None = None, place: str = "", actor: Actor
) -> Debrief:
    """Plan the talk after an interview day; one for each day."""
    locked = locked_open_audit(audit)
    require(actor, "revisions.plan_audit", locked)
    row, _ = Debrief.objects.update_or_create(
        audit=locked, on=on, defaults={"starts_at": starts_at, "place": clean_text(place)}
    )
    trail.record("plan_debrief", locked, actor=actor, fields=["on"])
    return row


@transaction.atomic
def record_debrief(audit: UserAudit, on: date, *, held: bool, actor: Actor) -> Debrief:
    """Note whether the day's talk was held. There is no field for what was said."""
    locked = locked_open_audit(audit)
    require(actor, "revisions.write_interview", locked)
    if on > timezone.localdate():
        raise DomainError("Dagen har inte varit än.")
    row, _ = Debrief.objects.update_or_create(audit=locked, on=on, defaults={"held": held})
    trail.record("record_debrief", locked, actor=actor, fields=["held"])
    return row


@transaction.atomic
def ask_to_talk(audit: UserAudit, *, actor: User) -> TalkRequest:
    """Tell the lead, and nobody else, that a member needs to talk with somebody. Pressed twice is one wish.

    Leaves no trace in the trail, which administrators read.
    """
    locked = locked_open_audit(audit)
    member = locked.members.filter(user=actor, recused_on=None).first()
    if member is None:
        raise DomainError("Du är inte med i teamet längre. Ring samordnaren, eller 1177 om du mår dåligt.")
    lead = locked.members.filter(role=AuditMember.Role.LEAD, recused_on=None).select_related("user").first()
    if lead is None or lead.user_id == actor.pk:
        raise DomainError(NO_OTHER_LEAD)
    row, created = TalkRequest.objects.get_or_create(audit=locked, by=actor, taken_care_of_at=None)
    if created:
        # No name and no audit in the letter: it says only that somebody waits at the overview.
        outbox.queue_mail(
            "revisions_talk", to=lead.user.email, subject=SUBJECT, context={}, dedup_key=f"talk:{row.pk}"
        )
    return row


@transaction.atomic
def take_care_of_talk(row: TalkRequest, *, actor: Actor) -> None:
    """The lead has talked with the person. The row goes: that somebody once asked is nobody's business."""
    require(actor, "revisions.lead_audit", row.audit)
    TalkRequest.objects.filter(pk=row.pk).delete()


@transaction.atomic
def take_back_talk(audit: UserAudit, *, actor: User) -> None:
    """Change one's mind: it is no longer needed."""
    TalkRequest.objects.filter(audit=audit, by=actor, taken_care_of_at=None).delete()


@transaction.atomic
def ask_for_swap(interview: Interview, *, actor: User) -> InterviewSwap:
    """Ask whether somebody else in the team can take one's interview."""
    audit = locked_open_audit(interview.audit)
    require(actor, "revisions.write_interview", audit)
    locked = Interview.objects.select_for_update().get(pk=interview.pk)
    if actor.pk not in {locked.first_auditor_id, locked.second_auditor_id}:
        raise DomainError("Du är inte med på den intervjun.")
    if locked.status != Interview.Status.PLANNED:
        raise DomainError("Intervjun är redan påbörjad eller klar.")
    swap, created = InterviewSwap.objects.get_or_create(interview=locked, asked_by=actor, closed_at=None)
    if created:
        trail.record("ask_for_swap", audit, actor=actor)
    return swap


@transaction.atomic
def take_over_interview(swap: InterviewSwap, *, actor: User) -> None:
    """Take a colleague's interview. The first to press has it."""
    audit = locked_open_audit(swap.interview.audit)
    require(actor, "revisions.write_interview", audit)
    locked = InterviewSwap.objects.select_for_update().get(pk=swap.pk)
    interview = Interview.objects.select_for_update().get(pk=locked.interview_id)
    if locked.closed_at is not None or interview.status != Interview.Status.PLANNED:
        raise DomainError("Någon annan hann före, eller så är intervjun redan påbörjad.")
    if actor.pk in {interview.first_auditor_id, interview.second_auditor_id}:
        raise DomainError("Du är redan med på den intervjun.")
    place = "first_auditor" if interview.first_auditor_id == locked.asked_by_id else "second_auditor"
    setattr(interview, place, actor)
    interview.save(update_fields=[place])
    locked.taken_by, locked.closed_at = actor, timezone.now()
    locked.save(update_fields=["taken_by", "closed_at"])
    trail.record("take_over_interview", audit, actor=actor)


@transaction.atomic
def withdraw_swap(swap: InterviewSwap, *, actor: User) -> None:
    """Change one's mind: keep the interview."""
    locked = InterviewSwap.objects.select_for_update().get(pk=swap.pk)
    if locked.asked_by_id != actor.pk:
        raise DomainError("Bara den som frågade kan ta tillbaka frågan.")
    if locked.closed_at is None:
        locked.closed_at = timezone.now()
        locked.save(update_fields=["closed_at"])
