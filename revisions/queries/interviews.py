"""The list of an audit's interviews, and who finds which interview."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from accounts.models import User
from revisions.models import AuditStatus, GuideQuestion, Interview, UserAudit
from revisions.queries.frame import AuditFrame, audit_frame
from revisions.queries.interview_entry import has_answers, is_gone
from revisions.services.interviews import WRITABLE, can_be_withdrawn

#: Something was said to the question, or it was said that nothing was.
ANSWERED = (
    Q(answers__text__isnull=False) | Q(answers__choice__isnull=False) | ~Q(answers__state="answered")
) & Q(answers__isnull=False)
#: The overview is no list.
MOST_AT_OVERVIEW = 20
_TONES = {"planned": "wait", "ongoing": "going", "done": "done", "withdrawn": "no"}


@dataclass(frozen=True)
class InterviewRow:
    """One interview as the team sees it in the list. Counts only: nothing that was said."""

    interview: Any
    tone: str
    progress: str
    people: str
    is_mine: bool
    is_today: bool
    may_write: bool
    may_edit: bool
    may_withdraw: bool
    may_reopen: bool
    may_settle: bool


@dataclass(frozen=True)
class InterviewList:
    """One's own first, then the team's."""

    frame: AuditFrame
    mine: list[InterviewRow]
    others: list[InterviewRow]
    done: int
    total: int
    may_plan: bool
    #: Why interviews cannot be planned or written in now; empty when they can.
    why_not: str
    declared: bool
    #: Ids of interviews of which nothing is left: phones remove what they hold of them.
    gone: list[str]


def visible_interviews(user: Any) -> Any:
    """Where every page of an interview looks for it."""
    return Interview.objects.visible_to(user).select_related("audit", "guide", "consent_to")


def interview_list(audit: UserAudit, user: Any) -> InterviewList:
    """Return the audit's interviews for one of its team: three queries, however many there are."""
    is_unread = can_be_withdrawn(audit)
    rows = [_row(interview, audit, user, is_unread=is_unread) for interview in _listed(audit)]
    mine = [row for row in rows if row.is_mine]
    counted = [row for row in rows if row.interview.status in {"planned", "ongoing", "done"}]
    declared = user.has_perm("revisions.write_interview", audit)
    why_not = _why_not(audit, declared)
    return InterviewList(
        frame=audit_frame(audit, user, current="revisions:interviews"),
        mine=mine,
        others=[row for row in rows if not row.is_mine],
        done=sum(row.interview.status == "done" for row in rows),
        total=max(audit.planned_interviews or 0, len(counted)),
        may_plan=not why_not,
        why_not=why_not,
        declared=declared,
        gone=[str(row.interview.pk) for row in rows if is_gone(row.interview)],
    )


def own_interviews(user: Any) -> Any:
    """Return ``user``'s own interviews that are planned for today or earlier, or begun and not done."""
    own = Interview.objects.visible_to(user).filter(
        Q(first_auditor=user) | Q(second_auditor=user),
        Q(status="ongoing") | Q(status="planned", on__lte=timezone.localdate()),
        audit__status=AuditStatus.INTERVIEWING,
    )
    return own.order_by("on", "code")[:MOST_AT_OVERVIEW]


def worried_interviews(user: Any) -> Any:
    """Return the interviews that somebody is worried about, in the audits that ``user`` leads."""
    led = Interview.objects.filter(
        audit__members__user=user, audit__members__recused_on=None, audit__members__role="audit_lead"
    )
    return led.filter(worry_flagged=True).order_by("audit", "code")


def double_audits(user: Any) -> Any:
    """Return the audits whose team ``user`` is in where two texts stand in one field."""
    return (
        UserAudit.objects.of_team_member(user)
        .filter(
            status__in=WRITABLE,
            interviews__answers__other_text__isnull=False,
        )
        .distinct()
    )


def interviewers_of(audit: UserAudit) -> Any:
    """Return those who can interview: the team, each once, by name."""
    team = audit.members.filter(recused_on=None).values("user")
    return User.objects.filter(pk__in=team).order_by("name", "pk")


def _listed(audit: UserAudit) -> list[Any]:
    questions = dict(
        GuideQuestion.objects.filter(area__guide__audit=audit)
        .order_by()
        .values_list("area__guide")
        .annotate(number=Count("pk"))
    )
    found: list[Any] = list(
        audit.interviews.select_related("first_auditor", "second_auditor").annotate(
            answered=Count("answers", filter=ANSWERED, distinct=True),
            doubles=Count("answers", filter=Q(answers__other_text__isnull=False), distinct=True),
        )
    )
    for interview in found:
        interview.questions = questions.get(interview.guide_id, 0)
        # The rules ask for ``.audit``; it is the one at hand.
        interview.audit = audit
    # A01 … A99, A100.
    return sorted(found, key=lambda interview: (len(interview.code), interview.code))


def _row(interview: Any, audit: UserAudit, user: Any, *, is_unread: bool) -> InterviewRow:
    people = [person for person in (interview.first_auditor, interview.second_auditor) if person]
    may_write = user.has_perm("revisions.write_interview", audit)
    is_open = interview.status in {"planned", "ongoing"}
    before_analysis = audit.status in {AuditStatus.PREPARING, AuditStatus.INTERVIEWING}
    is_there = has_answers(interview)
    return InterviewRow(
        interview=interview,
        tone=_TONES.get(interview.status, "info"),
        progress=_progress(interview) if is_there else "",
        people=" och ".join(person.name for person in people) or "Ingen än",
        is_mine=user in people,
        is_today=interview.on == timezone.localdate() and is_open,
        may_write=may_write and (is_there or (interview.status == "planned" and before_analysis)),
        may_edit=may_write and is_open,
        may_withdraw=may_write and is_unread and is_there,
        may_reopen=may_write and before_analysis and interview.status in {"done", "cancelled", "declined"},
        may_settle=interview.worry_flagged and user.has_perm("revisions.lead_audit", audit),
    )


def _progress(interview: Any) -> str:
    return f"{interview.answered} av {interview.questions} frågor har ett svar"


def _why_not(audit: UserAudit, declared: bool) -> str:
    if not declared:
        return "Du behöver lova tystnad och intyga att du inte har vård där, innan du kan intervjua."
    if audit.status not in {AuditStatus.PREPARING, AuditStatus.INTERVIEWING}:
        return "Nya intervjuer planeras medan revisionen förbereds och intervjuerna pågår."
    if not audit.guides.filter(locked_at__isnull=False).exists():
        return "Lås intervjuguiden först. Sedan kan ni planera intervjuer."
    return ""
