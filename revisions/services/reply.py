"""The right of reply: the draft is sent, those it is about say what they think, the auditors answer."""

from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from common import outbox, sealing, trail
from common.actors import Actor
from common.errors import DomainError, EditConflictError
from common.privacy import clean_text, contains_personal_number
from common.swedish import day_text
from common.transitions import change_status
from common.working_days import has_ended, last_working_day
from proposals.queries.recipients import answerers
from proposals.rules import Bodies
from revisions.models import AuditStatus, ReplyComment, ReplyWindow, ReportChapter, UserAudit
from revisions.report_text import opened, report_ring
from revisions.services.report import PERSONAL_NUMBER, fill_unwritten
from revisions.services.sealing import audit_key
from revisions.services.shared import CONFLICT, locked_audit, locked_open_audit, require, stamp_if_public

#: Neutral: a subject tells nothing of what it is about (domain.md 8).
SUBJECT = "Du har något att läsa"
CLOSED = "Tiden att lämna synpunkter är slut. Kontakta samordnaren om något är fel."
ANSWERED = "Revisorerna har redan svarat på synpunkten. Skriv en ny om något mer behöver sägas."
LONGEST = 4000


@transaction.atomic
def send_for_reply(audit: UserAudit, *, actor: Actor, on: date | None = None) -> list[ReplyWindow]:
    """Send the draft to those it is about. Day 1 is the working day after ``on`` (today).

    Each unit has a window of its own, each principal when there are no units. Sent twice at once, it is sent once.
    """
    locked = locked_open_audit(audit)
    require(actor, "revisions.lead_audit", locked)
    if locked.status == AuditStatus.FACTCHECK:
        return list(locked.reply_windows.all())
    day = on or timezone.localdate()
    ends = last_working_day(day, locked.reply_days)
    change_status(locked, AuditStatus.FACTCHECK, actor=actor, verb="send_for_reply")
    fill_unwritten(locked, actor=actor)
    windows = [
        ReplyWindow(audit=locked, unit=row.unit, sent_on=day, ends_on=ends)
        for row in locked.audit_units.select_related("unit")
    ] or [
        ReplyWindow(audit=locked, principal=one, sent_on=day, ends_on=ends) for one in locked.principals.all()
    ]
    if not windows:
        raise DomainError("Välj vem rapporten gäller i överenskommelsen innan den skickas.")
    ReplyWindow.objects.bulk_create(windows)
    for window in windows:
        _write_to(window)
    audit.status = locked.status
    stamp_if_public(locked)
    return windows


@transaction.atomic
def write_comment(
    window: ReplyWindow, text: str, *, chapter: ReportChapter | None, form_key: UUID, actor: Actor
) -> ReplyComment:
    """Say something of a chapter, or of the whole. The same ``form_key`` again is the same comment."""
    audit, locked = _open_window(window, actor)
    text = _checked(text)
    earlier = ReplyComment.objects.filter(pk=form_key, window=locked).first()
    if earlier is not None:
        return earlier
    if ReplyComment.objects.filter(pk=form_key).exists():
        raise DomainError("Synpunkten kunde inte sparas. Ladda om sidan och skriv den igen.")
    if chapter is not None and chapter.audit_id != audit.pk:
        raise DomainError("Kapitlet finns inte i rapporten.", field="chapter")
    comment = ReplyComment(pk=form_key, window=locked, chapter=chapter, by_id=getattr(actor, "pk", None))
    sealing.seal_field(comment, "text", text, audit_key(audit))
    comment.save(force_insert=True)
    trail.record("write_reply", comment, actor=actor)
    return comment


@transaction.atomic
def edit_comment(comment: ReplyComment, text: str, *, expected_version: int, actor: Actor) -> ReplyComment:
    """Change what was said, as long as the window is open and no auditor has answered."""
    audit, _ = _open_window(comment.window, actor)
    locked = ReplyComment.objects.select_for_update().get(pk=comment.pk)
    text = _checked(text)
    _refuse_answered(locked)
    saved = opened(report_ring(audit), audit, locked, "text")
    if saved == text:
        return locked
    if locked.version != expected_version:
        raise EditConflictError(CONFLICT, changed={"Synpunkten": (saved, text)})
    sealing.seal_field(locked, "text", text, audit_key(audit))
    locked.version += 1
    locked.save(update_fields=["text", "version"])
    trail.record("edit_reply", locked, actor=actor, fields=["text"])
    return locked


@transaction.atomic
def remove_comment(comment: ReplyComment, *, actor: Actor) -> None:
    """Take back what was said, as long as the window is open and no auditor has answered."""
    _open_window(comment.window, actor)
    locked = ReplyComment.objects.select_for_update().filter(pk=comment.pk).first()
    if locked is None:
        return
    _refuse_answered(locked)
    trail.record("remove_reply", locked, actor=actor)
    locked.delete()


@transaction.atomic
def answer_comment(comment: ReplyComment, text: str, *, expected_version: int, actor: Actor) -> ReplyComment:
    """The auditors' answer, printed beside the comment. The report's text changes only where auditors change it."""
    audit = locked_open_audit(comment.window.audit)
    require(actor, "revisions.edit_report", audit)
    if not audit.has_reached(AuditStatus.FACTCHECK):
        raise DomainError("Rapporten är inte skickad än.")
    locked = ReplyComment.objects.select_for_update().get(pk=comment.pk)
    text = _checked(text)
    ring = report_ring(audit)
    saved = opened(ring, audit, locked, "answer")
    if saved == text:
        return locked
    if locked.version != expected_version:
        read, now = "Synpunkten som ni läste", opened(ring, audit, locked, "text")
        raise EditConflictError(CONFLICT, changed={"Svaret": (saved, text), read: (now, now)})
    sealing.seal_field(locked, "answer", text, audit_key(audit))
    locked.answered_by_id = getattr(actor, "pk", None)
    locked.version += 1
    locked.save(update_fields=["answer", "answered_by", "version"])
    trail.record("answer_reply", locked, actor=actor, fields=["answer"])
    return locked


@transaction.atomic
def close_reply(window: ReplyWindow, *, actor: Actor) -> None:
    """The addressee says that it is done before its time is out. Said twice, it is said once."""
    audit = locked_audit(window.audit)
    require(actor, "revisions.reply_to_draft", window)
    locked = ReplyWindow.objects.select_for_update().get(pk=window.pk)
    if locked.closed_at is not None:
        return
    if audit.status != AuditStatus.FACTCHECK or has_ended(locked.ends_on):
        raise DomainError(CLOSED)
    locked.closed_at = timezone.now()
    locked.save(update_fields=["closed_at"])
    trail.record("close_reply", locked, actor=actor, fields=["closed_at"])


def is_open(window: ReplyWindow) -> bool:
    """Whether comments can still be written."""
    return window.closed_at is None and not has_ended(window.ends_on)


def _open_window(window: ReplyWindow, actor: Actor) -> tuple[UserAudit, ReplyWindow]:
    audit = locked_audit(window.audit)
    require(actor, "revisions.reply_to_draft", window)
    locked = ReplyWindow.objects.get(pk=window.pk)
    if audit.status != AuditStatus.FACTCHECK or not is_open(locked):
        raise DomainError(CLOSED)
    return audit, locked


def _refuse_answered(comment: ReplyComment) -> None:
    if comment.answer is not None:
        raise DomainError(ANSWERED)


def _checked(text: str) -> str:
    text = clean_text(text).strip()
    if not text:
        raise DomainError("Skriv något innan du sparar.", field="text")
    if len(text) > LONGEST:
        raise DomainError(f"Texten är för lång. Högst {LONGEST} tecken får plats.", field="text")
    if contains_personal_number(text):
        raise DomainError(PERSONAL_NUMBER, field="text")
    return text


def _write_to(window: ReplyWindow) -> None:
    """One neutral letter to each who answers for the addressee."""
    context: dict[str, Any] = {
        "ends": day_text(window.ends_on, weekday=True),
        "url": settings.PORTAL_ORIGIN + reverse("revisions:reply", args=[window.audit_id, window.pk]),
    }
    unit, principal = window.unit_id, window.principal_id
    bodies = Bodies(frozenset({unit} if unit else ()), frozenset({principal} if principal else ()))
    for one in answerers(bodies):
        outbox.queue_mail(
            "revisions_draft",
            to=one.email,
            subject=SUBJECT,
            context=context,
            dedup_key=f"draft-to-read:{window.pk}:{one.key}",
        )
