"""Findings and quotes as the team sees them while they are sealed; what waits for whom."""

from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from common import sealing
from common.privacy import RemarkRow, look_at, operator_words, remark_rows
from proposals.models import Proposal
from revisions.models import Finding, Quote, UserAudit
from revisions.queries.analysis_codes import Place, opened_places, passages_of
from revisions.queries.frame import AuditFrame, audit_frame
from revisions.services.findings import words_of
from revisions.services.material import FINDING, record_openings, why_closed
from revisions.services.quotes import original_of, wording_of
from revisions.services.source import existing_source

#: Places to choose quotes from, on one page.
PLACES_PER_PAGE = 20
_TONES = {"suggested": "wait", "approved": "done", "rejected": "no"}


class QuoteRow(NamedTuple):
    """One quote under a finding."""

    quote: Quote
    wording: str
    tone: str
    #: This person may be the second pair of eyes.
    may_approve: bool


class FindingRow(NamedTuple):
    """One finding in the list."""

    finding: Finding
    title: str
    summary: str
    theme: str
    approved: int
    waiting: int


@dataclass(frozen=True)
class FindingsPage:
    """Strengths and improvement areas, in the order of the report."""

    frame: AuditFrame
    strengths: list[FindingRow]
    improvements: list[FindingRow]
    waiting: list[QuoteRow]
    is_writable: bool


@dataclass(frozen=True)
class FindingPage:
    """One finding: its words, quotes, what can be quoted, proposals."""

    frame: AuditFrame
    finding: Finding
    title: str
    summary: str
    quotes: list[QuoteRow]
    page: Page[Any]
    places: list[Place]
    proposals: list[Proposal]
    is_writable: bool


@dataclass(frozen=True)
class QuotePage:
    """One quote in the redaction step: what was said beside what readers will see, and what may point somebody out."""

    frame: AuditFrame
    row: QuoteRow
    finding: Finding
    finding_title: str
    original: str | None
    remarks: list[RemarkRow]
    code: str
    is_writable: bool


def findings_page(audit: UserAudit, user: Any) -> FindingsPage:
    """Return every finding opened with the audit's key."""
    ring = sealing.keyring([audit.key_id])
    rows = [_finding_row(finding, audit, ring) for finding in _findings(audit)]
    waiting = [
        _quote_row(quote, ring, user)
        for quote in _quotes(audit).filter(state=Quote.State.SUGGESTED).exclude(chosen_by=user)
    ]
    return FindingsPage(
        frame=audit_frame(audit, user, current="revisions:analysis"),
        strengths=[row for row in rows if row.finding.kind == Finding.Kind.STRENGTH],
        improvements=[row for row in rows if row.finding.kind == Finding.Kind.IMPROVEMENT],
        waiting=waiting,
        is_writable=audit.status in FINDING,
    )


def finding_of(audit: UserAudit, pk: UUID) -> Finding | None:
    """Return one finding of this audit."""
    found: Finding | None = _findings(audit).filter(pk=pk).first()
    return found


@transaction.atomic
def finding_page(finding: Finding, user: Any, number: str) -> FindingPage:
    """Open one finding and what may be quoted under it, a page at a time; interviews whose words are shown are noted as
    opened.
    """
    audit = finding.audit
    ring = sealing.keyring([audit.key_id])
    words = words_of(finding, ring=ring)
    quotes = list(_quotes(audit).filter(finding=finding))
    rows = passages_of(audit).none()
    if finding.code_id and not why_closed(audit) and audit.status in FINDING:
        # Another coder may have marked the same words.
        same = Quote.objects.filter(
            finding=finding,
            passage__answer=OuterRef("answer"),
            passage__start=OuterRef("start"),
            passage__end=OuterRef("end"),
        )
        rows = passages_of(audit).filter(~Exists(same), codes=finding.code_id)
    page = Paginator(rows, PLACES_PER_PAGE).get_page(number)
    source = existing_source(audit)
    of_finding = Q(findings=finding) | Q(said_quotes__finding=finding)
    if finding.theme_id:
        of_finding |= Q(theme=finding.theme_id)
    drafts = Proposal.objects.filter(of_finding, source=source).distinct() if source else None
    return FindingPage(
        frame=audit_frame(audit, user, current="revisions:analysis"),
        finding=finding,
        title=words.title,
        summary=words.summary,
        quotes=[_quote_row(quote, ring, user) for quote in quotes],
        page=page,
        places=opened_places(list(page.object_list), user),
        proposals=list(drafts.order_by("number")) if drafts is not None else [],
        is_writable=audit.status in FINDING,
    )


def quote_of(audit: UserAudit, pk: UUID) -> Quote | None:
    """Return one quote of this audit."""
    found: Quote | None = _quotes(audit).filter(pk=pk).first()
    return found


@transaction.atomic
def quote_page(quote: Quote, user: Any) -> QuotePage:
    """Open a quote beside the words it comes from; the opening is on the trail."""
    audit = quote.finding.audit
    interview = quote.passage.answer.interview if quote.passage else None
    ring = sealing.keyring([audit.key_id, interview.key_id if interview else None])
    if interview is not None:
        record_openings([interview], actor=user)
    row = _quote_row(quote, ring, user)
    return QuotePage(
        frame=audit_frame(audit, user, current="revisions:analysis"),
        row=row,
        finding=quote.finding,
        finding_title=words_of(quote.finding, ring=ring).title,
        original=original_of(quote, ring=ring),
        remarks=remark_rows(row.wording, look_at(row.wording, operator_words())),
        code=interview.code if interview else "",
        is_writable=audit.status in FINDING,
    )


def approved_quotes(finding: Finding) -> list[tuple[Quote, str]]:
    """Return the finding's approved quotes with their wording."""
    ring = sealing.keyring([finding.audit.key_id])
    rows = _quotes(finding.audit).filter(finding=finding, state=Quote.State.APPROVED)
    return [(quote, wording_of(quote, ring=ring)) for quote in rows]


def quotes_to_approve(user: Any) -> list[tuple[UserAudit, int]]:
    """Return the audits in which quotes wait for ``user`` as the second pair of eyes, and how many."""
    found = []
    for audit in UserAudit.objects.of_team_member(user).filter(status__in=FINDING).order_by("pk"):
        waiting = Quote.objects.filter(finding__audit=audit, state=Quote.State.SUGGESTED).exclude(
            chosen_by=user
        )
        if count := waiting.count():
            found.append((audit, count))
    return found


def _findings(audit: UserAudit) -> Any:
    rows = Finding.objects.filter(audit=audit).select_related("audit", "code", "theme")
    return rows.prefetch_related("quotes").order_by("kind", "order", "pk")


def _quotes(audit: UserAudit) -> Any:
    return (
        Quote.objects.filter(finding__audit=audit)
        .select_related("finding__audit", "passage__answer__interview", "chosen_by", "approved_by")
        .order_by("finding__order", "order", "pk")
    )


def _finding_row(finding: Finding, audit: UserAudit, ring: sealing.Keyring) -> FindingRow:
    finding.audit = audit
    words = words_of(finding, ring=ring)
    states = [quote.state for quote in finding.quotes.all()]
    return FindingRow(
        finding,
        words.title,
        words.summary,
        finding.code.name if finding.code else "",
        states.count(Quote.State.APPROVED),
        states.count(Quote.State.SUGGESTED),
    )


def _quote_row(quote: Quote, ring: sealing.Keyring, user: Any) -> QuoteRow:
    return QuoteRow(quote, wording_of(quote, ring=ring), _TONES[quote.state], quote.chosen_by_id != user.pk)
