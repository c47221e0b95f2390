"""What waits for a person in audits' teams, and which audits are theirs."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from accounts.holdings import Row, held
from accounts.rules import is_administrator
from common.swedish import sort_key
from organisations.rules import held_unit_ids
from revisions.models import (
    AuditMember,
    AuditorTraining,
    AuditStatus,
    Debrief,
    InterviewSwap,
    TalkRequest,
    UserAudit,
)

OVER = (AuditStatus.CLOSED, AuditStatus.CANCELLED)
#: A new course takes about this long to plan.
EXPIRES_SOON = timedelta(days=90)


def has_audits(user: Any) -> bool:
    """Whether the list of audits has anything to say to this person."""
    if user.has_perm("revisions.register_enquiry") or user.has_perm("revisions.order_audit"):
        return True
    if held(user, "revisions.memberships") or held(user, "revisions.commissions"):
        return True
    # Managers have what they can order; only administrators see audits without having anything to do with one.
    return bool(is_administrator(user) and UserAudit.objects.exists())


def team_places(user: Any) -> list[Row]:
    """The person's present places in teams of audits that were not cancelled: role, and the audit's title."""
    return _not_cancelled(held(user, "revisions.memberships"))


def commissions(user: Any) -> list[Row]:
    """The audits the person ordered: title."""
    return _not_cancelled(held(user, "revisions.commissions"))


def _not_cancelled(rows: list[Row]) -> list[Row]:
    going = (row for row in rows if row["status"] != AuditStatus.CANCELLED)
    return sorted(going, key=lambda row: sort_key(row["title"]))


def open_talks(user: Any) -> QuerySet[TalkRequest]:
    """Those who want to talk, for the lead alone."""
    if not user.is_authenticated:
        return TalkRequest.objects.none()
    led = AuditMember.objects.filter(user=user, role=AuditMember.Role.LEAD, recused_on=None)
    return (
        TalkRequest.objects.filter(audit__in=led.values("audit"), taken_care_of_at=None)
        .select_related("by")
        .order_by("created_at")
    )


def undeclared(user: Any) -> QuerySet[AuditMember]:
    """The person's own places where a declaration is missing."""
    if not user.is_authenticated:
        return AuditMember.objects.none()
    missing = Q(confidentiality_on=None) | Q(no_care_relation_on=None)
    return AuditMember.objects.filter(missing, user=user, recused_on=None).exclude(audit__status__in=OVER)


def _own(user: Any) -> QuerySet[UserAudit]:
    return UserAudit.objects.filter(members__user=user, members__recused_on=None).exclude(status__in=OVER)


def waiting_wishes(user: Any) -> Iterable[tuple[UserAudit, int]]:
    """The person's audits with wishes that the team has not decided, and how many."""
    if not user.is_authenticated:
        return []
    waiting = Count("wishes", filter=Q(wishes__decision="waiting"), distinct=True)
    found = _own(user).annotate(waiting=waiting).filter(waiting__gt=0).order_by("pk")
    return [(audit, audit.waiting) for audit in found]


def offered_swaps(user: Any) -> QuerySet[InterviewSwap]:
    """Interviews that colleagues ask somebody to take, in audits whose material the person may read."""
    if not user.is_authenticated:
        return InterviewSwap.objects.none()
    own = Q(interview__first_auditor=user) | Q(interview__second_auditor=user)
    return (
        InterviewSwap.objects.filter(
            interview__audit__in=UserAudit.objects.of_team_member(user).exclude(status__in=OVER),
            interview__status="planned",
            closed_at=None,
        )
        .exclude(own)
        .select_related("interview")
        .order_by("interview__on")
    )


def unrecorded_debriefs(user: Any) -> QuerySet[Debrief]:
    """Debriefs of one's audits whose day has been and that nobody has ticked."""
    if not user.is_authenticated:
        return Debrief.objects.none()
    return Debrief.objects.filter(audit__in=_own(user), held=None, on__lte=timezone.localdate()).order_by(
        "on"
    )


def expiring_trainings(user: Any) -> int:
    """How many trainings end within three months, for those who plan courses."""
    if not user.has_perm("revisions.manage_training"):
        return 0
    today = timezone.localdate()
    ending = AuditorTraining.objects.filter(valid_to__range=(today, today + EXPIRES_SOON))
    renewed = AuditorTraining.objects.filter(
        Q(valid_to=None) | Q(valid_to__gt=today + EXPIRES_SOON), valid_from__lte=today + EXPIRES_SOON
    )
    return ending.exclude(user__in=renewed.values("user")).values("user").distinct().count()


def audits_to_staff(user: Any) -> QuerySet[UserAudit]:
    """The audits one may invite to: not yet published, seen by the person."""
    return (
        UserAudit.objects.visible_to(user)
        .filter(published_on=None)
        .exclude(status=AuditStatus.CANCELLED)
        .order_by("title")
    )


def managed_units(user: Any) -> frozenset[int]:
    """The units whose manager the person is."""
    return held_unit_ids(user, "unit_manager")
