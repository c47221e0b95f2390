"""Approval, publication and correction of the report. The approved state is published, and nothing else."""

from datetime import date

import structlog
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from common import outbox, stamps, trail
from common.actors import SYSTEM, Actor
from common.editions import request_edition
from common.editions import retry_edition as retry_edition
from common.errors import DomainError
from common.models import Edition
from common.privacy import clean_text, contains_personal_number
from common.transitions import change_status
from revisions.models import (
    AuditCommissioner,
    AuditMember,
    AuditStatus,
    Finding,
    Quote,
    ReportApproval,
    UserAudit,
)
from revisions.queries.report_data import (
    REPORT,
    SUMMARY,
    Data,
    edition_key,
    fingerprint,
    is_approved,
    latest_edition,
    missing_in,
    report_data,
    time_is_out,
)
from revisions.report_text import opened, report_ring
from revisions.services.counts import freeze_counts
from revisions.services.findings import fill_in_said
from revisions.services.report import PERSONAL_NUMBER
from revisions.services.shared import STAMP, locked_audit, require
from revisions.services.source import publish_source

log = structlog.get_logger(__name__)

CHANGED = "Texten har ändrats sedan du öppnade sidan. Läs den igen och godkänn det som står nu."
NOT_APPROVED = "Ingen har godkänt rapporten som den är nu. Revisionsledaren behöver läsa och godkänna den."
NOT_YET = "Rapporten kan godkännas när den är skickad till dem den gäller."
SUBJECT = "Du har ett nytt meddelande"


@transaction.atomic
def approve_report(audit: UserAudit, seen: str, *, actor: Actor) -> ReportApproval:
    """The lead's yes to the state whose fingerprint was ``seen``. Another text needs another yes."""
    locked = locked_audit(audit)
    require(actor, "revisions.approve_report", locked)
    if locked.status != AuditStatus.FACTCHECK:
        raise DomainError(NOT_YET)
    data = report_data(locked)
    now = fingerprint(data)
    if now != seen:
        raise DomainError(CHANGED)
    if sentences := missing_in(locked, data):
        raise DomainError(" ".join(sentences))
    latest = locked.approvals.first()
    if latest is not None and latest.fingerprint == now:
        return latest
    approval = ReportApproval.objects.create(audit=locked, by_id=getattr(actor, "pk", None), fingerprint=now)
    trail.record("approve_report", locked, actor=actor, fields=["fingerprint"])
    return approval


@transaction.atomic
def publish_report(audit: UserAudit, *, actor: Actor, on: date | None = None) -> Edition:
    """Publish the approved state: counts are frozen, findings and quotes opened, proposals sent and made public.

    Everything happens in one transaction, so a worker killed midway has done nothing. Called again, or by two at once,
    it returns the edition that is there.
    """
    locked = locked_audit(audit)
    require(actor, "revisions.approve_report", locked)
    if locked.is_public:
        if (there := latest_edition(locked)) is not None:
            return there
        raise DomainError("Rapporten är publicerad utan utgåva. Gör en rättelse för att få en ny.")
    day = on or timezone.localdate()
    if locked.status != AuditStatus.FACTCHECK:
        raise DomainError("Rapporten behöver först skickas till dem den gäller.")
    if not is_approved(locked):
        raise DomainError(NOT_APPROVED)
    locked.published_on = day
    locked.save(update_fields=["published_on"])
    freeze_counts(locked)
    _open_texts(locked)
    change_status(locked, AuditStatus.PUBLISHED, actor=actor, verb="publish_report")
    fill_in_said(locked, actor=actor)
    publish_source(locked, day, actor=actor)
    edition = _make_editions(locked, report_data(locked) | {"published_on": day.isoformat()}, actor=actor)
    _tell(locked)
    audit.status, audit.published_on = locked.status, day
    stamps.raise_stamp(STAMP)
    return edition


@transaction.atomic
def correct_report(audit: UserAudit, note: str, seen: str, *, actor: Actor) -> Edition:
    """Make the next edition from the text as it is now, with a visible note of what was corrected."""
    locked = locked_audit(audit)
    require(actor, "revisions.approve_report", locked)
    if not locked.is_public or locked.published_on is None:
        raise DomainError("Rapporten är inte publicerad än. Ändra texten i kapitlen i stället.")
    note = clean_text(note).strip()
    if not note:
        raise DomainError("Skriv vad som är rättat. Det står i den nya utgåvan.", field="note")
    if len(note) > 500:
        raise DomainError("Skriv kortare, högst 500 tecken.", field="note")
    if contains_personal_number(note):
        raise DomainError(PERSONAL_NUMBER, field="note")
    data = report_data(locked) | {"note": note}
    now = fingerprint(data)
    latest = locked.approvals.first()
    is_said = latest is not None and (latest.fingerprint, latest.correction_note) == (now, note)
    if is_said and (there := latest_edition(locked)) is not None:
        return there
    if now != seen:
        raise DomainError(CHANGED)
    if sentences := missing_in(locked, data):
        raise DomainError(" ".join(sentences))
    ReportApproval.objects.create(
        audit=locked, by_id=getattr(actor, "pk", None), fingerprint=now, correction_note=note
    )
    _open_texts(locked)
    data |= {
        "published_on": locked.published_on.isoformat(),
        "corrected_on": timezone.localdate().isoformat(),
    }
    edition = _make_editions(locked, data, actor=actor)
    trail.record("correct_report", locked, actor=actor, fields=["correction_note"])
    stamps.raise_stamp(STAMP)
    return edition


def publish_due() -> int:
    """Publish what is approved once the time to read is out; return how many. The lead is told of what isn't approved.

    One report's trouble (a missing key, say) does not hold up the others: it is tried again at the next turn.
    """
    published = 0
    for audit in UserAudit.objects.filter(status=AuditStatus.FACTCHECK).order_by("pk"):
        if not time_is_out(audit):
            continue
        try:
            if is_approved(audit):
                publish_report(audit, actor=SYSTEM)
                published += 1
            else:
                _tell_late(audit)
        except DomainError as error:
            log.warning("report_not_published", audit=audit.pk, error=type(error).__name__)
            _tell_late(audit)
    return published


def _open_texts(audit: UserAudit) -> None:
    """Fill the plain columns of findings and approved quotes; what is not approved stays sealed and empty."""
    ring = report_ring(audit)
    for finding in Finding.objects.filter(audit=audit).prefetch_related("quotes"):
        finding.published_title = opened(ring, audit, finding, "title")[:200]
        finding.published_summary = opened(ring, audit, finding, "summary")
        finding.save(update_fields=["published_title", "published_summary"])
        for quote in finding.quotes.all():
            approved = quote.state == Quote.State.APPROVED
            quote.published_wording = opened(ring, audit, quote, "wording") if approved else ""
            quote.save(update_fields=["published_wording"])


def _make_editions(audit: UserAudit, data: Data, *, actor: Actor) -> Edition:
    title = audit.title[:200]
    request_edition(kind=SUMMARY, key=edition_key(audit, SUMMARY), title=title, data=data, actor=actor)
    return request_edition(kind=REPORT, key=edition_key(audit), title=title, data=data, actor=actor)


def _tell(audit: UserAudit) -> None:
    """A neutral letter to the team and to who ordered the audit. Those it is about are written to with their proposals."""
    people = set(
        AuditMember.objects.filter(audit=audit, recused_on=None, user__is_active=True).values_list(
            "user__email", flat=True
        )
    ) | set(
        AuditCommissioner.objects.filter(audit=audit, user__is_active=True).values_list(
            "user__email", flat=True
        )
    )
    url = settings.PORTAL_ORIGIN + reverse("revisions:audit", args=[audit.pk])
    for address in sorted(people):
        outbox.queue_mail("revisions_published", to=address, subject=SUBJECT, context={"url": url})


def _tell_late(audit: UserAudit) -> None:
    lead = audit.members.filter(role=AuditMember.Role.LEAD, recused_on=None).select_related("user").first()
    if lead is None or not lead.user.is_active:
        return
    week = timezone.localdate().isocalendar()
    outbox.queue_mail(
        "revisions_late",
        to=lead.user.email,
        subject=SUBJECT,
        context={"url": settings.PORTAL_ORIGIN + reverse("revisions:report", args=[audit.pk])},
        dedup_key=f"report-late:{audit.pk}:{week.year}-{week.week}",
    )
