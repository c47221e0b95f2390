"""The report as the team sees it: chapters, history, what stands in the way, editions."""

import difflib
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.utils import timezone

from common.errors import DomainError
from common.models import Edition
from common.privacy import look_at, operator_words
from common.readability import Readability, readability
from common.transitions import missing_for
from common.working_days import has_ended, working_days_left
from proposals.queries.recipients import answerers
from proposals.rules import Bodies
from revisions.models import (
    AuditStatus,
    ChapterVersion,
    ReplyComment,
    ReplyWindow,
    ReportApproval,
    ReportChapter,
    UserAudit,
)
from revisions.queries.frame import AuditFrame, audit_frame
from revisions.queries.report_data import (
    REPORT,
    SUMMARY,
    Data,
    chapter_texts,
    edition_key,
    fingerprint,
    heading_data,
    missing_in,
    report_data,
    time_is_out,
)
from revisions.report_fit import too_long
from revisions.report_markup import to_plain
from revisions.report_prefill import HINTS, ORDER, prefill
from revisions.report_text import opened, report_ring

Kind = ReportChapter.Kind
#: In this order on the team's page.
KINDS = (*ORDER, Kind.PLAIN_SUMMARY)


class ChapterRow(NamedTuple):
    """One chapter on the report's page."""

    kind: str
    title: str
    hint: str
    state: str
    is_written: bool
    words: int
    level: str
    remarks: int
    versions: int
    is_too_long: bool


class Window(NamedTuple):
    """One addressee's time to read."""

    name: str
    sent_on: date
    ends_on: date
    days_left: int
    state: str
    comments: int
    unanswered: int


@dataclass(frozen=True)
class ReportPage:
    """Everything the report's page shows. ``fault`` says why the texts can't be opened."""

    frame: AuditFrame
    chapters: list[ChapterRow]
    findings: int
    windows: list[Window]
    waiting: list[str]
    approval: ReportApproval | None
    seen: str
    is_approved: bool
    is_late: bool
    last_day: date | None
    editions: list[Edition]
    summaries: dict[int, Edition]
    may_lead: bool
    can_send: bool
    can_approve: bool
    can_publish: bool
    can_correct: bool
    is_writable: bool
    fault: str
    #: Addressees with nobody to read the draft.
    unreached: list[str]


def report_page(audit: UserAudit, user: Any) -> ReportPage:
    """Return the report's page as ``user``, one of the team, sees it."""
    data, fault = _data_or_fault(audit)
    seen = fingerprint(data) if data else ""
    approval = audit.approvals.first()
    approved = bool(approval and seen and approval.fingerprint == seen)
    windows = [
        _window(one)
        for one in audit.reply_windows.select_related("unit", "principal").prefetch_related("comments")
    ]
    ended = bool(windows) and all(one.state == "slut" for one in windows)
    in_factcheck = audit.status == AuditStatus.FACTCHECK
    may_lead = user.has_perm("revisions.approve_report", audit)
    return ReportPage(
        frame=audit_frame(audit, user, current="revisions:report"),
        chapters=[] if fault else chapter_rows(audit),
        findings=len(data["findings"]) if data else 0,
        windows=windows,
        waiting=_waiting(audit, data),
        approval=approval,
        seen=seen,
        is_approved=approved,
        # Who is done early makes nobody late: what everybody sees goes by the last day.
        is_late=in_factcheck and time_is_out(audit) and not approved,
        last_day=max((one.ends_on for one in windows), default=None),
        editions=list(Edition.objects.filter(key=edition_key(audit, REPORT)).order_by("-number")),
        summaries={one.number: one for one in Edition.objects.filter(key=edition_key(audit, SUMMARY))},
        may_lead=may_lead,
        can_send=may_lead and audit.status == AuditStatus.DRAFT,
        can_approve=may_lead and in_factcheck and not approved and not fault,
        can_publish=may_lead and in_factcheck and approved and ended,
        can_correct=may_lead and audit.is_public and not fault,
        is_writable=is_writable(audit),
        fault=fault,
        unreached=unreached(audit),
    )


def unreached(audit: UserAudit) -> list[str]:
    """Return the addressees for whom nobody is named: their letter would reach no one, and their time run out unread."""
    if audit.status not in {AuditStatus.DRAFT, AuditStatus.FACTCHECK}:
        return []
    units = [row.unit for row in audit.audit_units.select_related("unit")]
    found = [(one.name, Bodies(units=frozenset({one.pk}))) for one in units] or [
        (one.name, Bodies(principals=frozenset({one.pk}))) for one in audit.principals.all()
    ]
    return [name for name, body in found if not answerers(body)]


def is_writable(audit: UserAudit) -> bool:
    """Whether chapters can be changed: from the analysis on, until the audit is closed."""
    return audit.has_reached(AuditStatus.ANALYSING) and audit.status != AuditStatus.CLOSED


def seen_now(audit: UserAudit) -> str:
    """Return the fingerprint of the report as it is now."""
    return fingerprint(report_data(audit))


def chapter_rows(audit: UserAudit) -> list[ChapterRow]:
    """Return every chapter with what there is to say of its text."""
    texts = chapter_texts(audit, report_ring(audit))
    written = {chapter.kind: chapter.version for chapter in audit.chapters.all()}
    words = operator_words()
    rows = []
    for kind in KINDS:
        plain = to_plain(texts.get(kind, ""))
        read = readability(plain)
        versions = written.get(kind, 0)
        state = "Skrivet" if versions and plain else "Från överenskommelsen" if plain else "Inte skrivet"
        rows.append(
            ChapterRow(
                kind, str(Kind(kind).label), HINTS[kind], state, bool(plain), read.words, read.level,
                len(look_at(plain, words)), versions,
                bool(too_long_for_its_page(audit, kind, texts.get(kind, ""))),
            )
        )  # fmt: skip
    return rows


# --- one chapter --------------------------------------------------------------------------------


@dataclass(frozen=True)
class ChapterPage:
    """One chapter to write."""

    frame: AuditFrame
    kind: str
    title: str
    hint: str
    text: str
    number: int
    saved: ChapterVersion | None
    comments: list["Remark"]
    is_writable: bool


def chapter_page(audit: UserAudit, kind: str, user: Any) -> ChapterPage | None:
    """Return a chapter with its newest text; ``None`` for a chapter that no report has."""
    if kind not in KINDS:
        return None
    ring = report_ring(audit)
    chapter = audit.chapters.filter(kind=kind).first()
    newest = chapter.versions.select_related("by").first() if chapter else None
    comments = (
        _remarks(audit, ReplyComment.objects.filter(window__audit=audit, chapter=chapter)) if chapter else []
    )
    return ChapterPage(
        frame=audit_frame(audit, user, current="revisions:report"),
        kind=kind,
        title=str(Kind(kind).label),
        hint=HINTS[kind],
        text=opened(ring, audit, newest, "text") if newest else prefill(audit, kind),
        number=newest.number if newest else 0,
        saved=newest,
        comments=comments,
        is_writable=is_writable(audit),
    )


def too_long_for_its_page(audit: UserAudit, kind: str, text: str) -> str | None:
    """Return what to say of the length of the summary in plain language; ``None`` for chapters that may be any length."""
    if kind != Kind.PLAIN_SUMMARY or not text.strip():
        return None
    return too_long(heading_data(audit) | {"plain_summary": text})


def reading_of(text: str) -> Readability:
    """Return how easy a chapter is to read, its marks left out."""
    return readability(to_plain(text))


@dataclass(frozen=True)
class HistoryPage:
    """A chapter's versions, newest first, and two of them compared line by line."""

    frame: AuditFrame
    kind: str
    title: str
    versions: list[ChapterVersion]
    first: ChapterVersion | None
    second: ChapterVersion | None
    lines: list[tuple[str, str]]
    newest: int
    is_writable: bool


def history_page(
    audit: UserAudit, kind: str, user: Any, compared: tuple[int | None, int | None]
) -> HistoryPage | None:
    """Return the history; without a choice the two newest are compared."""
    chapter = audit.chapters.filter(kind=kind).first()
    if chapter is None:
        return None
    versions = list(chapter.versions.select_related("by"))
    by_number = {one.number: one for one in versions}
    newest = versions[0].number if versions else 0
    second = by_number.get(compared[1] or newest)
    first = by_number.get(compared[0] or (second.number - 1 if second else 0))
    ring = report_ring(audit)
    texts = [opened(ring, audit, one, "text") if one else "" for one in (first, second)]
    return HistoryPage(
        frame=audit_frame(audit, user, current="revisions:report"),
        kind=kind,
        title=str(chapter),
        versions=versions,
        first=first,
        second=second,
        lines=_compared(*texts),
        newest=newest,
        is_writable=is_writable(audit),
    )


def version_of(audit: UserAudit, kind: str, number: int) -> ChapterVersion | None:
    """Return one version of one chapter of this audit."""
    rows = ChapterVersion.objects.select_related("chapter__audit")
    return rows.filter(chapter__audit=audit, chapter__kind=kind, number=number).first()


def _compared(old: str, new: str) -> list[tuple[str, str]]:
    """Return (mark, line): "+" came, "-" went, " " stayed. Empty lines are left out."""
    lines = difflib.ndiff(old.splitlines(), new.splitlines())
    return [(line[0], line[2:]) for line in lines if line[0] in "+- " and line[2:].strip()]


# --- remarks ------------------------------------------------------------------------------------


class Remark(NamedTuple):
    """What an addressee said, and the auditors' answer."""

    row: ReplyComment
    who: str
    chapter: str
    text: str
    answer: str


def remarks_of(audit: UserAudit) -> list[Remark]:
    """Return every remark on the draft, those without an answer first."""
    rows = _remarks(audit, ReplyComment.objects.filter(window__audit=audit))
    return sorted(rows, key=lambda one: bool(one.answer))


def remark(audit: UserAudit, pk: UUID) -> Remark | None:
    """Return one remark of this audit."""
    return next(iter(_remarks(audit, ReplyComment.objects.filter(window__audit=audit, pk=pk))), None)


def _remarks(audit: UserAudit, rows: Any) -> list[Remark]:
    ring = report_ring(audit)
    return [
        Remark(
            row,
            str(row.window),
            str(row.chapter) if row.chapter else "Hela rapporten",
            opened(ring, audit, row, "text"),
            opened(ring, audit, row, "answer"),
        )
        for row in rows.select_related("window__unit", "window__principal", "window__audit", "chapter")
    ]


def edition_of(audit: UserAudit, number: int, kind: str = REPORT) -> Edition | None:
    """Return one edition by its number, ready or not."""
    return Edition.objects.filter(key=edition_key(audit, kind), number=number).first()


def to_send(audit: UserAudit) -> list[str]:
    """Return what is missing before the draft can be sent, as sentences."""
    return missing_for(audit, AuditStatus.FACTCHECK)


def _data_or_fault(audit: UserAudit) -> tuple[Data | None, str]:
    """A missing key or store is told in words; nothing is overwritten and the rest of the page is there."""
    try:
        return report_data(audit), ""
    except DomainError as error:
        return None, error.message


def _window(window: ReplyWindow) -> Window:
    comments = list(window.comments.all())
    ended = window.closed_at is not None or has_ended(window.ends_on)
    return Window(
        str(window), window.sent_on, window.ends_on,
        0 if ended else working_days_left(window.ends_on, timezone.localdate()),
        "slut" if ended else "pågår", len(comments), sum(one.answer is None for one in comments),
    )  # fmt: skip


def _waiting(audit: UserAudit, data: Data | None) -> list[str]:
    if audit.status == AuditStatus.DRAFT:
        return to_send(audit)
    return missing_in(audit, data) if data and audit.status == AuditStatus.FACTCHECK else []
