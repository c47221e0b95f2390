"""The team's page, its welfare, and the training courses."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from common.swedish import day_text
from revisions.models import (
    AuditCommissioner,
    AuditMember,
    AuditorTraining,
    AuditStatus,
    Debrief,
    Interview,
    InterviewSwap,
    TalkRequest,
    TrainingCohort,
    UserAudit,
    membership,
)
from revisions.models.phases import FEWEST_AUDITORS, MANY_AUDITORS
from revisions.queries.frame import AuditFrame, audit_frame

#: From here on a training is shown as soon over.
SOON = timedelta(days=90)


@dataclass(frozen=True)
class MemberRow:
    """One person in the team. ``training`` is in words; ``tone`` a kind of status."""

    member: AuditMember
    training: str
    tone: str
    is_self: bool

    @property
    def may_change(self) -> bool:
        """The lead steps off by the button beside, and is handed over at somebody else's row."""
        return not (self.is_self and self.member.role == AuditMember.Role.LEAD)

    @property
    def has_declared(self) -> bool:
        return bool(self.member.confidentiality_on and self.member.no_care_relation_on)


@dataclass(frozen=True)
class TeamPage:
    """The team as one person sees it. ``talks`` is filled for the lead alone."""

    frame: AuditFrame
    rows: list[MemberRow]
    commissioners: list[AuditCommissioner]
    own: AuditMember | None
    talks: list[TalkRequest]
    hint: str
    has_asked_to_talk: bool
    can: dict[str, bool]


def team_page(audit: UserAudit, user: Any) -> TeamPage:
    """Return the team of ``audit``."""
    members = (
        audit.members.filter(recused_on=None)
        .select_related("user")
        .prefetch_related("user__auditor_trainings")
        .order_by("-role", "joined_on", "pk")
    )
    rows = [_row(member, user) for member in members]
    own = membership(audit, user)
    is_open = audit.status not in {AuditStatus.CLOSED, AuditStatus.CANCELLED}
    leads = user.has_perm("revisions.lead_audit", audit)
    return TeamPage(
        frame=audit_frame(audit, user, current="revisions:team"),
        rows=sorted(rows, key=lambda row: row.member.role != AuditMember.Role.LEAD),
        commissioners=list(audit.commissioners.select_related("user")),
        own=own,
        talks=list(audit.talk_requests.filter(taken_care_of_at=None).select_related("by")) if leads else [],
        hint=_hint(rows),
        has_asked_to_talk=own is not None
        and audit.talk_requests.filter(by=user, taken_care_of_at=None).exists(),
        can={
            "staff": is_open and user.has_perm("revisions.staff_audit", audit),
            # Who is in it can be changed also when it is over: nobody is kept in, and it may be reopened.
            "plan": user.has_perm("revisions.plan_audit", audit),
            "declare": is_open and own is not None and not own.may_read_material,
            "talk": can_talk(audit, user),
            "welfare": user.has_perm("revisions.share_welfare", audit),
        },
    )


def can_talk(audit: UserAudit, user: Any) -> bool:
    """Whether the button to the lead has anybody to reach."""
    own = membership(audit, user)
    if own is None or own.role == AuditMember.Role.LEAD:
        return False
    return audit.members.filter(role=AuditMember.Role.LEAD, recused_on=None).exists()


def member(audit: UserAudit, pk: int) -> AuditMember | None:
    """Return one present member of this audit."""
    return audit.members.filter(pk=pk, recused_on=None).select_related("user", "audit").first()


def commissioner(audit: UserAudit, pk: int) -> AuditCommissioner | None:
    """Return one of those who ordered this audit."""
    return audit.commissioners.filter(pk=pk).select_related("user", "audit").first()


def talk(audit: UserAudit, pk: int) -> TalkRequest | None:
    """Return one wish to talk."""
    return audit.talk_requests.filter(pk=pk).select_related("audit").first()


def _row(member: AuditMember, user: Any) -> MemberRow:
    words, tone = training_words(list(member.user.auditor_trainings.all()))
    return MemberRow(member, words, tone, member.user_id == user.pk)


def training_words(trainings: list[AuditorTraining]) -> tuple[str, str]:
    """Return in words whether somebody's training holds today, and the kind of status it is."""
    today = timezone.localdate()
    holding = [
        one for one in trainings if one.valid_from <= today and (not one.valid_to or one.valid_to >= today)
    ]
    if any(one.valid_to is None for one in holding):
        return "Gäller tills vidare", "done"
    ends = [one.valid_to for one in holding if one.valid_to]
    if ends:
        last = max(ends)
        return f"Gäller till {day_text(last)}", "going" if last <= today + SOON else "done"
    coming = [one.valid_from for one in trainings if one.valid_from > today]
    if coming:
        return f"Gäller från {day_text(min(coming))}", "wait"
    over = [one.valid_to for one in trainings if one.valid_to]
    return (f"Gick ut {day_text(max(over))}", "late") if over else ("Saknas", "wait")


def _hint(rows: list[MemberRow]) -> str:
    auditors = sum(row.member.role == AuditMember.Role.AUDITOR for row in rows)
    if not any(row.member.role == AuditMember.Role.LEAD for row in rows):
        return "Teamet har ingen ledare än."
    if auditors < FEWEST_AUDITORS:
        return "Teamet behöver minst två brukarrevisorer utöver ledaren."
    if len(rows) > MANY_AUDITORS:
        return (
            "Ni är fler än åtta. Det går bra, men det kan bli svårt att hålla ihop arbetet och hitta tider."
        )
    return ""


# --- welfare ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class DebriefRow:
    """The talk after one interview day; ``debrief`` is ``None`` when nobody has planned it."""

    #: The day as a number, for the address of the buttons.
    number: int
    on: date
    debrief: Debrief | None
    has_been: bool


@dataclass(frozen=True)
class SwapRow:
    """One interview that could change hands."""

    interview: Interview
    swap: InterviewSwap | None
    asked_by: str


@dataclass(frozen=True)
class WelfarePage:
    """Debriefs and swaps. ``mine`` are one's own planned interviews; ``offered`` those that others ask about."""

    frame: AuditFrame
    debriefs: list[DebriefRow]
    mine: list[SwapRow]
    offered: list[SwapRow]
    has_asked_to_talk: bool
    can: dict[str, bool]


def welfare_page(audit: UserAudit, user: Any) -> WelfarePage:
    """Return debriefs, and for the team the interviews that may change hands."""
    is_open = audit.status not in {AuditStatus.CLOSED, AuditStatus.CANCELLED}
    writes = is_open and user.has_perm("revisions.write_interview", audit)
    mine, offered = _swaps(audit, user) if writes else ([], [])
    return WelfarePage(
        frame=audit_frame(audit, user, current="revisions:team"),
        debriefs=_debriefs(audit),
        mine=mine,
        offered=offered,
        has_asked_to_talk=audit.talk_requests.filter(by=user, taken_care_of_at=None).exists(),
        can={
            "plan": is_open and user.has_perm("revisions.plan_audit", audit),
            "record": writes,
            "talk": can_talk(audit, user),
        },
    )


def _debriefs(audit: UserAudit) -> list[DebriefRow]:
    today = timezone.localdate()
    planned = {row.on: row for row in audit.debriefs.all()}
    days = set(planned) | set(
        audit.interviews.filter(status__in=["planned", "ongoing", "done"]).values_list("on", flat=True)
    )
    return [DebriefRow(day.toordinal(), day, planned.get(day), day <= today) for day in sorted(days)]


def debrief_day(audit: UserAudit, number: int) -> date | None:
    """Return the day behind a button, if it is an interview day or has a planned talk."""
    return next((row.on for row in _debriefs(audit) if row.number == number), None)


def _swaps(audit: UserAudit, user: Any) -> tuple[list[SwapRow], list[SwapRow]]:
    own = Q(first_auditor=user) | Q(second_auditor=user)
    asked = {
        swap.interview_id: swap
        for swap in InterviewSwap.objects.filter(interview__audit=audit, asked_by=user, closed_at=None)
    }
    mine = [
        SwapRow(interview, asked.get(interview.pk), "")
        for interview in audit.interviews.filter(own, status="planned").order_by("on", "code")
    ]
    open_ones = (
        InterviewSwap.objects.filter(interview__audit=audit, closed_at=None, interview__status="planned")
        .exclude(interview__in=audit.interviews.filter(own))
        .select_related("interview", "asked_by")
        .order_by("interview__on")
    )
    offered = [SwapRow(swap.interview, swap, swap.asked_by.name) for swap in open_ones]
    return mine, offered


def interview_to_swap(audit: UserAudit, pk: Any) -> Interview | None:
    """Return one planned interview of this audit."""
    return audit.interviews.filter(pk=pk).select_related("audit").first()


def swap(audit: UserAudit, pk: int) -> InterviewSwap | None:
    """Return one open question of this audit."""
    found = InterviewSwap.objects.filter(interview__audit=audit, pk=pk, closed_at=None)
    return found.select_related("interview__audit").first()


# --- training -----------------------------------------------------------------------------------


def cohorts() -> QuerySet[TrainingCohort]:
    """Return the courses, newest first, with how many took them."""
    return TrainingCohort.objects.annotate(people=Count("trained")).order_by("-starts_on")


def trained(cohort: TrainingCohort) -> QuerySet[AuditorTraining]:
    """Return who took one course."""
    return cohort.trained.select_related("user").order_by("user__name")


def training(pk: int) -> AuditorTraining | None:
    """Return one person's training."""
    return AuditorTraining.objects.select_related("user", "cohort").filter(pk=pk).first()


def expiring() -> list[AuditorTraining]:
    """Return the trainings that end within three months, soonest first."""
    today = timezone.localdate()
    rows = AuditorTraining.objects.filter(valid_to__range=(today, today + SOON)).select_related(
        "user", "cohort"
    )
    return list(rows.order_by("valid_to", "user__name"))
