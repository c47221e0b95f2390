"""What of the reports waits for a person."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Count, Max, Q
from django.utils import timezone

from common.errors import DomainError
from revisions.models import AuditStatus, ReplyWindow, UserAudit
from revisions.queries.report_data import is_approved
from revisions.queries.report_reply import own_windows


def drafts_to_read(user: Any) -> list[ReplyWindow]:
    """Return the open windows of those ``user`` answers for, soonest first."""
    if not getattr(user, "is_authenticated", False):
        return []
    return list(
        own_windows(user).filter(closed_at=None, ends_on__gte=timezone.localdate()).order_by("ends_on")
    )


def to_approve(user: Any) -> Iterator[tuple[UserAudit, date]]:
    """Yield the audits ``user`` leads whose draft is out and not approved as it is, with the last day."""
    rows = UserAudit.objects.of_team_member(user).filter(
        status=AuditStatus.FACTCHECK, members__user=user, members__role="audit_lead", members__recused_on=None
    )
    for audit in rows.distinct().annotate(last_day=Max("reply_windows__ends_on")).order_by("last_day"):
        try:
            approved = is_approved(audit)
        except DomainError:
            approved = False
        if audit.last_day and not approved:
            yield audit, audit.last_day


def remarks_to_answer(user: Any) -> Iterator[tuple[UserAudit, int]]:
    """Yield the audits of ``user``'s teams with remarks that nobody has answered, and how many."""
    waiting = Count(
        "reply_windows__comments",
        filter=Q(reply_windows__comments__isnull=False, reply_windows__comments__answer=None),
        distinct=True,
    )
    own = UserAudit.objects.of_team_member(user).filter(status=AuditStatus.FACTCHECK).values("pk")
    for audit in UserAudit.objects.filter(pk__in=own).annotate(waiting=waiting).order_by("pk"):
        if audit.waiting:
            yield audit, audit.waiting
