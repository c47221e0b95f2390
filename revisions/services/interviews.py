"""An interview from plan to finished, or to "no", "never came about" or withdrawn."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from common import sealing, trail
from common.actors import Actor
from common.errors import DomainError
from common.models import StatusChange
from common.transitions import record_status
from revisions.models import (
    AuditStatus,
    Debrief,
    GuideVersion,
    InformationText,
    Interview,
    InterviewSwap,
    UserAudit,
)
from revisions.services.shared import locked_audit, locked_open_audit, require, write_facts

PERMISSION = "revisions.write_interview"
#: Somebody who goes in and out of an interview during this time has opened it once.
ONE_OPENING = timedelta(hours=1)
#: Answers can be written while these last: a phone may come back from hours without coverage.
WRITABLE = (AuditStatus.INTERVIEWING, AuditStatus.ANALYSING, AuditStatus.DRAFT)
TOO_LATE_TO_WITHDRAW = (
    "Svaren läses redan tillsammans. Då går det inte längre att ta tillbaka en enskild intervju. "
    "Prata med revisionsledaren."
)
CHANGED_MEANWHILE = "Intervjun har ändrats under tiden. Ladda om sidan och se hur det ser ut nu."


class Move(Protocol):
    """A service that moves one interview on, and takes nothing else."""

    def __call__(self, interview: Interview, *, actor: Actor) -> None: ...


@dataclass(frozen=True)
class InterviewPlan:
    """What is planned: the day only, the kind of place, and who comes."""

    on: date
    place_kind: str
    kind: str
    participants: int
    first_auditor: User
    second_auditor: User | None


@transaction.atomic
def plan_interview(audit: UserAudit, plan: InterviewPlan, *, actor: Actor) -> Interview:
    """Give the interview the audit's next code (A01 …) and its day a debrief."""
    locked = locked_open_audit(audit)
    require(actor, PERMISSION, locked)
    if locked.status not in {AuditStatus.PREPARING, AuditStatus.INTERVIEWING}:
        raise DomainError("Nya intervjuer planeras bara medan revisionen förbereds och intervjuerna pågår.")
    _check(locked, plan)
    interview = Interview(audit=locked, guide=_guide(locked), code=_next_code(locked))
    _put(interview, plan)
    interview.save()
    Debrief.objects.get_or_create(audit=locked, on=plan.on)
    record_status(interview, source="", target=interview.status, actor=actor)
    trail.record("plan_interview", interview, actor=actor)
    return interview


@transaction.atomic
def edit_interview_plan(
    interview: Interview, plan: InterviewPlan, *, expected_version: int, actor: Actor
) -> None:
    """Change day, place or who comes. Raises ``EditConflictError`` when somebody changed it in between."""
    audit, locked = _locked(interview, actor)
    if locked.status not in {Interview.Status.PLANNED, Interview.Status.ONGOING}:
        raise DomainError("Intervjun är avslutad. Då ändras inte planen.")
    _check(audit, plan)
    changed = write_facts(
        locked, plan, expected_version=expected_version, actor=actor, verb="edit_interview_plan"
    )
    if "on" in changed:
        Debrief.objects.get_or_create(audit=audit, on=plan.on)


@transaction.atomic
def begin_interview(
    interview: Interview, information: InformationText, *, consent: bool, actor: Actor
) -> Interview:
    """The person has heard the information and said yes: from now on answers can be written.

    ``information`` is the version that was read aloud. The interview follows the guide as it was last locked. Pressed
    twice is one beginning. Raises ``DomainError`` without consent, or when the text has got a new version meanwhile.
    """
    audit, locked = _locked(interview, actor)
    if locked.status in {Interview.Status.ONGOING, Interview.Status.DONE}:
        return locked
    if locked.status not in {Interview.Status.PLANNED, Interview.Status.DECLINED}:
        raise DomainError(CHANGED_MEANWHILE)
    if audit.status != AuditStatus.INTERVIEWING:
        raise DomainError(
            "Intervjuerna har inte börjat än, eller är avslutade. Revisionsledaren bestämmer när de börjar."
        )
    if not consent:
        raise DomainError("Kryssa i att personen har sagt ja, eller välj ”Personen sa nej”.", field="consent")
    if information.audit_id != audit.pk or information != latest_information(audit):
        raise DomainError("Texten har fått en ny version. Läs upp den som står här nu.", field="consent")
    locked.guide = _guide(audit)
    locked.key_id = locked.key_id or sealing.new_key()
    locked.consent_given, locked.consent_to = True, information
    given = ("guide", "key_id", "consent_given", "consent_to")
    _move(locked, Interview.Status.ONGOING, actor=actor, verb="begin_interview", also=given)
    locked.swaps.filter(closed_at=None).update(closed_at=timezone.now())
    return locked


@transaction.atomic
def decline_interview(interview: Interview, *, actor: Actor) -> None:
    """The person said no. Nothing is kept but that somebody did."""
    _, locked = _locked(interview, actor)
    if locked.status == Interview.Status.DECLINED:
        return
    if locked.status != Interview.Status.PLANNED:
        raise DomainError("Intervjun är redan påbörjad. Vill personen ångra sig kan ni ta bort intervjun.")
    _move(locked, Interview.Status.DECLINED, actor=actor, verb="decline_interview")


@transaction.atomic
def cancel_interview(interview: Interview, *, actor: Actor) -> None:
    """A planned interview never came about."""
    _, locked = _locked(interview, actor)
    if locked.status == Interview.Status.CANCELLED:
        return
    if locked.status != Interview.Status.PLANNED:
        raise DomainError("Intervjun är redan påbörjad.")
    _move(locked, Interview.Status.CANCELLED, actor=actor, verb="cancel_interview")


@transaction.atomic
def finish_interview(interview: Interview, *, actor: Actor) -> None:
    """The interview is done. It can be opened again until the answers are read together."""
    _, locked = _locked(interview, actor)
    if locked.status == Interview.Status.DONE:
        return
    if locked.status != Interview.Status.ONGOING:
        raise DomainError(CHANGED_MEANWHILE)
    if locked.answers.filter(other_text__isnull=False).exists():
        raise DomainError("Ni har skrivit olika i samma ruta. Välj vad som ska gälla först.")
    _move(locked, Interview.Status.DONE, actor=actor, verb="finish_interview")


@transaction.atomic
def reopen_interview(interview: Interview, *, actor: Actor) -> None:
    """Go on writing in an interview that was called done, or plan one again that was called off by mistake."""
    audit, locked = _locked(interview, actor)
    if audit.status not in {AuditStatus.PREPARING, AuditStatus.INTERVIEWING}:
        raise DomainError("Intervjuerna är avslutade för den här revisionen.")
    if locked.status == Interview.Status.DONE:
        _move(locked, Interview.Status.ONGOING, actor=actor, verb="reopen_interview")
    elif locked.status in {Interview.Status.CANCELLED, Interview.Status.DECLINED}:
        _move(locked, Interview.Status.PLANNED, actor=actor, verb="reopen_interview")


@transaction.atomic
def withdraw_interview(interview: Interview, *, confirmation: str, actor: Actor) -> None:
    """The person takes the interview back: its key is shredded, and ciphertext, marks and saves go.

    Possible until the answers are read together (``analysing``), also when the audit was cancelled before that.
    ``confirmation`` is the interview's code, typed. The interview stays as a number among the withdrawn. Raises
    ``DomainError``.
    """
    audit, locked = _locked(interview, actor, lock=locked_audit)
    if locked.status == Interview.Status.WITHDRAWN:
        return
    if not can_be_withdrawn(audit):
        raise DomainError(TOO_LATE_TO_WITHDRAW)
    if confirmation.strip().upper() != locked.code:
        raise DomainError(f"Skriv intervjuns kod, {locked.code}, för att ta bort den.", field="confirmation")
    if locked.key_id:
        sealing.shred(locked.key_id)
    locked.answers.all().delete()
    InterviewSwap.objects.filter(interview=locked).delete()
    locked.key_id, locked.consent_to = None, None
    locked.consent_given = locked.worry_flagged = False
    emptied = ("key_id", "consent_to", "consent_given", "worry_flagged")
    _move(locked, Interview.Status.WITHDRAWN, actor=actor, verb="withdraw_interview", also=emptied)


@transaction.atomic
def settle_worry(interview: Interview, *, actor: Actor) -> None:
    """The lead has taken up what somebody worried about. What it was is written nowhere."""
    _, locked = _locked(interview, actor, permission="revisions.lead_audit")
    if not locked.worry_flagged:
        return
    locked.worry_flagged = False
    locked.save(update_fields=["worry_flagged"])
    trail.record("settle_worry", locked, actor=actor, fields=["worry_flagged"])


def can_be_withdrawn(audit: UserAudit) -> bool:
    """Whether the answers haven't been read together: not yet, or never, since the audit was cancelled before that."""
    if audit.status != AuditStatus.CANCELLED:
        return audit.status in {AuditStatus.PREPARING, AuditStatus.INTERVIEWING}
    moves = StatusChange.objects.filter(object_type=trail.object_type(audit), object_id=str(audit.pk))
    return not moves.filter(target=AuditStatus.ANALYSING).exists()


def latest_information(audit: UserAudit) -> InformationText | None:
    """Return the version that is read aloud now."""
    return audit.information_texts.first()


def _locked(
    interview: Interview,
    actor: Actor,
    *,
    permission: str = PERMISSION,
    lock: Callable[[UserAudit], UserAudit] = locked_open_audit,
) -> tuple[UserAudit, Interview]:
    audit = lock(interview.audit)
    require(actor, permission, audit)
    locked = Interview.objects.select_for_update().get(pk=interview.pk)
    locked.audit = audit
    return audit, locked


def _move(locked: Interview, target: str, *, actor: Actor, verb: str, also: tuple[str, ...] = ()) -> None:
    """Move the locked interview; ``also`` names columns that change with the state, and are saved with it."""
    source, locked.status = locked.status, target
    locked.save(update_fields=["status", *also])
    record_status(locked, source=source, target=target, actor=actor)
    trail.record(verb, locked, actor=actor, fields=["status"])


def _put(interview: Interview, plan: InterviewPlan) -> None:
    interview.on, interview.place_kind = plan.on, plan.place_kind
    interview.kind, interview.participants = plan.kind, plan.participants
    interview.first_auditor, interview.second_auditor = plan.first_auditor, plan.second_auditor


def _check(audit: UserAudit, plan: InterviewPlan) -> None:
    if plan.first_auditor == plan.second_auditor:
        raise DomainError("Välj två olika personer.", field="second_auditor")
    team = set(audit.members.filter(recused_on=None).values_list("user_id", flat=True))
    for name in ("first_auditor", "second_auditor"):
        person = getattr(plan, name)
        if person is not None and person.pk not in team:
            raise DomainError("Personen är inte med i teamet längre. Välj någon annan.", field=name)
    if plan.kind == Interview.Kind.FOCUS_GROUP and plan.participants < 2:
        raise DomainError("En fokusgrupp har minst två personer.", field="participants")
    if plan.kind == Interview.Kind.INTERVIEW and plan.participants != 1:
        raise DomainError(
            "En intervju är med en person. Välj fokusgrupp om ni är flera.", field="participants"
        )


def _guide(audit: UserAudit) -> GuideVersion:
    guide = audit.guides.filter(locked_at__isnull=False).first()
    if guide is None:
        raise DomainError("Lås intervjuguiden först, så att alla frågar om samma saker.")
    return guide


def _next_code(audit: UserAudit) -> str:
    """A01, A02 … A100. The audit's row is locked, so no two get the same."""
    numbers = [
        int(found[1])
        for code in audit.interviews.values_list("code", flat=True)
        if (found := re.fullmatch(r"A(\d+)", code))
    ]
    return f"A{max(numbers, default=0) + 1:02d}"
