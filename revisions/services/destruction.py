"""Destruction of raw material: planned at publication, reminded, agreed by two, done once, with a record that stays.

What goes: every answer with marks, markings and memos; the words quotes were taken from; quotes that were never approved;
survey answers; and the keys, so that old dumps go dark too. What stays: what was published, the counts, and the team's
own texts, sealed anew with another key.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import structlog
from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone

from common import outbox, sealing, trail
from common.actors import SYSTEM, Actor
from common.errors import DomainError
from common.models import StatusChange
from common.swedish import today
from revisions.models import (
    PUBLIC_STATUSES,
    AuditMember,
    AuditStatus,
    ChapterVersion,
    Destruction,
    Finding,
    Interview,
    InterviewAnswer,
    Quote,
    ReplyComment,
    UserAudit,
)
from revisions.services.counts import freeze_counts
from revisions.services.material import PERMISSION
from revisions.services.shared import locked_audit, require
from surveys.models import Survey
from surveys.services.retention import destroy_answers

log = structlog.get_logger(__name__)

#: This room's name among the owners of surveys, and how long before the day the lead is reminded.
ROOM = "revisions"
REMIND_BEFORE = timedelta(days=14)
#: Neutral: a subject tells nothing of what it is about (domain.md 8).
SUBJECT = "Du har ett nytt meddelande"
NOT_PUBLISHED = "Råmaterialet förstörs först när rapporten är publicerad, eller revisionen avbruten."
TWO_PEOPLE = "Du har redan sagt ja. Någon annan i teamet behöver också läsa listan och säga ja."
OPEN_SURVEY = "En enkät är inte stängd, eller har svar i karantän. Stäng den och bedöm svaren först."
_TASK = "revisions.destruction_tasks.destroy_material"


def due_on(audit: UserAudit) -> date | None:
    """Return the day the material is to be destroyed: so many months after publication; ``None`` before it.

    What was told to an audit that was cancelled is kept no longer: as many months after that day.
    """
    if audit.status == AuditStatus.CANCELLED:
        ended_on = _cancelled_on(audit)
    else:
        ended_on = audit.published_on if audit.is_public else None
    return ended_on + relativedelta(months=audit.retention_months) if ended_on else None


def may_destroy(audit: UserAudit) -> bool:
    """Whether the audit has come so far that the material may go: published, or cancelled."""
    return audit.raw_destroyed_on is None and audit.status in {*PUBLIC_STATUSES, AuditStatus.CANCELLED}


@transaction.atomic
def plan_destruction(audit: UserAudit) -> Destruction | None:
    """Note the day of the destruction, or move it when the agreed months were changed. ``None`` when there is none."""
    locked = locked_audit(audit)
    day = due_on(locked)
    if day is None or locked.raw_destroyed_on is not None:
        return None
    plan, is_new = Destruction.objects.get_or_create(audit=locked, defaults={"due_on": day})
    if is_new:
        trail.record("plan_destruction", plan, actor=SYSTEM, fields=["due_on"])
    elif plan.due_on != day and plan.first_yes_by is None:
        plan.due_on = day
        plan.save(update_fields=["due_on"])
        trail.record("plan_destruction", plan, actor=SYSTEM, fields=["due_on"])
    return plan


def follow_days() -> int:
    """Plan what is published, remind leads, and go on with what was agreed but not finished. Return how many reminders."""
    waiting = UserAudit.objects.filter(raw_destroyed_on=None)
    for audit in waiting.filter(status__in=[*PUBLIC_STATUSES, AuditStatus.CANCELLED]).order_by("pk"):
        if audit.is_public or _has_material(audit):
            plan_destruction(audit)
    for pk in waiting.filter(destruction__second_yes_by__isnull=False).values_list("pk", flat=True):
        _try_to_destroy(pk)
    soon = Destruction.objects.filter(
        done_at=None, second_yes_by=None, due_on__lte=today() + REMIND_BEFORE
    ).select_related("audit")
    return sum(_remind(plan) for plan in soon.order_by("pk"))


@transaction.atomic
def confirm_destruction(audit: UserAudit, *, actor: Actor) -> Destruction:
    """Say yes, having read the list. The second yes, by another member, sets the destruction off; it can't be taken back.

    One of the two leads the audit. Raises ``DomainError``.
    """
    locked = locked_audit(audit)
    require(actor, PERMISSION, locked)
    if locked.raw_destroyed_on is not None:
        raise DomainError("Råmaterialet är redan förstört.")
    if not may_destroy(locked):
        raise DomainError(NOT_PUBLISHED)
    plan, _ = Destruction.objects.select_for_update().get_or_create(
        audit=locked, defaults={"due_on": due_on(locked) or today()}
    )
    if plan.second_yes_by is not None:
        return plan
    _refuse_open_surveys(locked)
    if plan.first_yes_by is None:
        plan.first_yes_by, plan.first_yes_at = actor.actor_id, timezone.now()
        plan.save(update_fields=["first_yes_by", "first_yes_at"])
        trail.record("confirm_destruction", plan, actor=actor, fields=["first_yes_by"])
        return plan
    if plan.first_yes_by == actor.actor_id:
        raise DomainError(TWO_PEOPLE)
    if not (actor.has_perm("revisions.destroy_material", locked) or _leads(locked, plan.first_yes_by)):
        raise DomainError("En av de två behöver vara revisionsledaren.")
    plan.second_yes_by = actor.actor_id
    plan.save(update_fields=["second_yes_by"])
    trail.record("confirm_destruction", plan, actor=actor, fields=["second_yes_by"])
    outbox.queue_job(_TASK, locked.pk, dedup_key=f"destroy-material:{locked.pk}")
    return plan


@transaction.atomic
def take_back_yes(audit: UserAudit, *, actor: Actor) -> None:
    """Take back the first yes, while nobody has given the second. Anybody in the team may."""
    locked = locked_audit(audit)
    require(actor, PERMISSION, locked)
    plan = Destruction.objects.select_for_update().filter(audit=locked).first()
    if plan is None or plan.first_yes_by is None:
        return
    if plan.second_yes_by is not None:
        raise DomainError("Två personer har sagt ja. Råmaterialet förstörs nu.")
    plan.first_yes_by = plan.first_yes_at = None
    plan.save(update_fields=["first_yes_by", "first_yes_at"])
    trail.record("take_back_yes", plan, actor=actor, fields=["first_yes_by"])


@transaction.atomic
def destroy_material(audit: UserAudit) -> Destruction | None:
    """Destroy what two people agreed to, in one transaction: killed midway nothing is done, and the next turn does it all.

    Returns the record, also when it was done before; ``None`` when two haven't agreed.
    """
    locked = locked_audit(audit)
    plan = Destruction.objects.select_for_update().filter(audit=locked).first()
    if plan is None or plan.second_yes_by is None:
        return None
    if plan.done_at is not None:
        return plan
    if locked.is_public:
        freeze_counts(locked)
    plan.survey_responses = _destroy_surveys(locked)
    plan.interviews, plan.answers = _destroy_interviews(locked)
    _seal_anew(locked)
    plan.done_at = timezone.now()
    plan.save(update_fields=["survey_responses", "interviews", "answers", "done_at"])
    locked.raw_destroyed_on = today()
    locked.save(update_fields=["raw_destroyed_on"])
    trail.record("destroy_material", plan, actor=SYSTEM, fields=["interviews", "answers", "survey_responses"])
    return plan


def surveys_of(audit: UserAudit) -> models.QuerySet[Survey]:
    """Return the audit's own surveys."""
    return Survey.objects.filter(owner_room=ROOM, owner_id=str(audit.pk)).order_by("pk")


def _destroy_surveys(audit: UserAudit) -> int:
    gone = 0
    for survey in surveys_of(audit).filter(destroyed_on=None, status="closed"):
        gone += survey.responses.count()
        destroy_answers(survey, actor=SYSTEM)
    return gone


def _destroy_interviews(audit: UserAudit) -> tuple[int, int]:
    """Shred every interview's key and delete what it sealed. Return how many interviews and answers."""
    rows = Interview.objects.select_for_update().filter(audit=audit)
    keys = [interview.key_id for interview in rows if interview.key_id is not None]
    for key_id in keys:
        sealing.shred(key_id)
    answers = InterviewAnswer.objects.filter(interview__audit=audit)
    number = answers.count()
    quotes = Quote.objects.filter(finding__audit=audit)
    quotes.exclude(state=Quote.State.APPROVED).delete()
    quotes.update(original=None, passage=None)
    answers.delete()
    rows.update(key_id=None, worry_flagged=False)
    return len(keys), number


def _seal_anew(audit: UserAudit) -> None:
    """Seal what stays with a new key and shred the old one: rejected words in an old dump can't be opened with it."""
    old = audit.key_id
    if old is None:
        return
    new = sealing.new_key()
    ring = sealing.keyring([old, new])
    for row, names in _sealed_rows(audit):
        changed = [name for name in names if getattr(row, name) is not None]
        for name in changed:
            text = ring.unseal(getattr(row, name), old, place=sealing.place_of(row, name))
            sealing.seal_field(row, name, text, new, ring=ring)
        row.save(update_fields=changed)
    audit.key_id = new
    audit.save(update_fields=["key_id"])
    sealing.shred(old)


def _sealed_rows(audit: UserAudit) -> Iterable[tuple[models.Model, tuple[str, ...]]]:
    """Every row with text under the audit's key."""
    for finding in Finding.objects.filter(audit=audit):
        yield finding, ("title", "summary")
    for quote in Quote.objects.filter(finding__audit=audit):
        yield quote, ("wording",)
    for version in ChapterVersion.objects.filter(chapter__audit=audit):
        yield version, ("text",)
    for comment in ReplyComment.objects.filter(window__audit=audit):
        yield comment, ("text", "answer")


def _cancelled_on(audit: UserAudit) -> date | None:
    moves = StatusChange.objects.filter(object_type=trail.object_type(audit), object_id=str(audit.pk))
    move = moves.filter(target=AuditStatus.CANCELLED).order_by("-at").first()
    return timezone.localdate(move.at) if move else None


def _has_material(audit: UserAudit) -> bool:
    """Whether there is anything to destroy: most audits that are cancelled were never begun."""
    surveys = surveys_of(audit).filter(destroyed_on=None, responses__isnull=False)
    return (
        audit.key_id is not None or audit.interviews.filter(key_id__isnull=False).exists() or surveys.exists()
    )


def _refuse_open_surveys(audit: UserAudit) -> None:
    for survey in surveys_of(audit).filter(destroyed_on=None):
        never_opened = survey.status != "closed" and not survey.responses.exists()
        if not never_opened and not hasattr(survey, "results"):
            raise DomainError(OPEN_SURVEY)


def _leads(audit: UserAudit, actor_id: UUID) -> bool:
    lead = _lead(audit)
    return lead is not None and lead.user.actor_id == actor_id


def _lead(audit: UserAudit) -> Any:
    leads = audit.members.filter(role=AuditMember.Role.LEAD, recused_on=None)
    return leads.select_related("user").first()


def _try_to_destroy(pk: int) -> None:
    """One audit's trouble (a key store that is away, say) doesn't hold up the others."""
    try:
        destroy_material(UserAudit.objects.get(pk=pk))
    except DomainError as error:
        log.warning("material_not_destroyed", audit=pk, error=type(error).__name__)


def _remind(plan: Destruction) -> int:
    """Write to the lead, once a week from two weeks before the day. The letter says what, not whose."""
    lead = _lead(plan.audit)
    if lead is None or not lead.user.is_active:
        return 0
    week = today().isocalendar()
    url = settings.PORTAL_ORIGIN + reverse("revisions:destruction", args=[plan.audit_id])
    sent = outbox.queue_mail(
        "revisions_destruction",
        to=lead.user.email,
        subject=SUBJECT,
        context={"url": url, "due_on": plan.due_on},
        dedup_key=f"destruction:{plan.pk}:{week.year}-{week.week}",
    )
    return int(sent is not None)
