"""The draft as those it is about read it: text, what they have said beside it, how long they have."""

from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from common.working_days import has_ended, working_days_left
from proposals.rules import answered_bodies
from revisions.forms.report import CommentForm
from revisions.models import (
    PUBLIC_STATUSES,
    AuditStatus,
    ReplyComment,
    ReplyWindow,
    ReportChapter,
    UserAudit,
)
from revisions.queries.report_data import Data, report_data
from revisions.report_document import Chapter, anchor_of, document
from revisions.report_text import opened, report_ring

#: Places on the draft's page: the summary in plain words, and what is said of the whole.
PLAIN, WHOLE = "latt", "hela"


class Said(NamedTuple):
    """One remark of this addressee, with the auditors' answer if there is one."""

    row: ReplyComment
    text: str
    answer: str


class Part(NamedTuple):
    """A chapter of the draft, its remarks, and a form for one more (``None`` when the time is out and nothing was typed).

    The part for the whole report has no ``chapter``; the appendix takes no remarks of its own.
    """

    chapter: Chapter | None
    said: list[Said]
    form: CommentForm | None


@dataclass(frozen=True)
class DraftPage:
    """The draft beside its remarks."""

    window: ReplyWindow
    audit: UserAudit
    data: Data
    parts: list[Part]
    whole: Part
    days_left: int
    is_open: bool


def own_windows(user: Any) -> Any:
    """Return the windows of those ``user`` answers for, while the draft is out."""
    return _answered_by(user).filter(audit__status=AuditStatus.FACTCHECK)


def own_window(user: Any, audit: int, pk: int) -> ReplyWindow | None:
    """Return one window that ``user`` answers for, while the draft is out."""
    found: ReplyWindow | None = own_windows(user).filter(audit=audit, pk=pk).first()
    return found


def past_window(user: Any, audit: int, pk: int) -> ReplyWindow | None:
    """Return one window that ``user`` answered for, once the report is published: the letter's link is still there."""
    rows = _answered_by(user).filter(audit__status__in=PUBLIC_STATUSES)
    found: ReplyWindow | None = rows.filter(audit=audit, pk=pk).first()
    return found


def _answered_by(user: Any) -> Any:
    bodies = answered_bodies(user)
    mine = Q(unit__in=bodies.units) | Q(principal__in=bodies.principals)
    return ReplyWindow.objects.filter(mine).select_related("audit", "unit", "principal")


def own_comment(window: ReplyWindow, pk: UUID) -> Said | None:
    """Return one remark of this window."""
    row = window.comments.select_related("window__audit", "chapter").filter(pk=pk).first()
    if row is None:
        return None
    ring = report_ring(window.audit)
    return Said(row, opened(ring, window.audit, row, "text"), opened(ring, window.audit, row, "answer"))


def chapters_of(window: ReplyWindow) -> Any:
    """Return the chapters a remark may be about."""
    return ReportChapter.objects.filter(audit=window.audit)


def place_of(chapter: ReportChapter | None) -> str:
    """Return the id of a chapter's heading on the draft's page; of the part about the whole when there is none."""
    if chapter is None:
        return WHOLE
    return PLAIN if chapter.kind == ReportChapter.Kind.PLAIN_SUMMARY else anchor_of(chapter.kind)


def draft_page(window: ReplyWindow, bound: CommentForm | None = None) -> DraftPage:
    """Return the draft. ``bound`` is a form that was sent in and refused: it stands where it was written."""
    audit = window.audit
    ring = report_ring(audit)
    data = report_data(audit, ring=ring)
    is_open = window.closed_at is None and not has_ended(window.ends_on)
    chapters = {one.kind: one for one in chapters_of(window)}
    said: dict[int | None, list[Said]] = {}
    for row in window.comments.select_related("window"):
        words = Said(row, opened(ring, audit, row, "text"), opened(ring, audit, row, "answer"))
        said.setdefault(row.chapter_id, []).append(words)

    def part(drawn: Chapter | None) -> Part:
        row = chapters.get(drawn.kind) if drawn else None
        if drawn is not None and row is None:
            return Part(drawn, [], None)
        # Who was too late, or whose colleague said that they are done, keeps what was typed.
        form = _form_for(row, window, bound) if is_open or _is_for(bound, row) else None
        return Part(drawn, said.get(row.pk if row else None, []), form)

    drawn = document(data, replies=False).chapters
    plain = Chapter("plain_summary", PLAIN, 0, "Sammanfattning på lättare svenska", data["plain_summary"])
    return DraftPage(
        window=window,
        audit=audit,
        data=data,
        parts=[part(one) for one in (*drawn, plain) if not one.is_empty],
        whole=part(None),
        days_left=working_days_left(window.ends_on, timezone.localdate()),
        is_open=is_open,
    )


def _form_for(row: ReportChapter | None, window: ReplyWindow, bound: CommentForm | None) -> CommentForm:
    """Return the form that was refused where it was written, else an empty one. Both are sent to the remarks' address."""
    form = bound if bound is not None and _is_for(bound, row) else CommentForm.empty(row, chapters_of(window))
    form.helper.form_action = reverse("revisions:reply_comment", args=[window.audit_id, window.pk])
    return form


def _is_for(bound: CommentForm | None, row: ReportChapter | None) -> bool:
    """Whether the refused form is about this chapter, or about the whole."""
    place = str(row.pk) if row else ""
    return bound is not None and str(bound["chapter"].value() or "") == place
