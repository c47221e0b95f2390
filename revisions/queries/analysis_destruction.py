"""What will go when the raw material is destroyed, who has said yes, and the record afterwards. Counts only."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from common.swedish import today
from revisions.models import CodedPassage, Destruction, InterviewAnswer, Quote, UserAudit
from revisions.queries.frame import AuditFrame, audit_frame
from revisions.services.destruction import REMIND_BEFORE, due_on, may_destroy, surveys_of


@dataclass(frozen=True)
class DestructionPage:
    """The list before, the state between, the record after."""

    frame: AuditFrame
    plan: Destruction | None
    due_on: date | None
    goes: list[str]
    may_destroy: bool
    has_said_yes: bool
    needs_lead: bool
    is_late: bool

    @property
    def what_stays(self) -> str:
        """Of an audit that was cancelled nothing was published."""
        if not self.frame.audit.is_public:
            return "Anteckningen här finns kvar, om att det är gjort."
        return "Det som publicerades finns kvar, och det som räknades ihop."


def destruction_page(audit: UserAudit, user: Any) -> DestructionPage:
    """Return what one of the team sees."""
    plan = Destruction.objects.filter(audit=audit).first()
    day = plan.due_on if plan else due_on(audit)
    return DestructionPage(
        frame=audit_frame(audit, user, current="revisions:analysis"),
        plan=plan,
        due_on=day,
        goes=[] if audit.raw_destroyed_on else _goes(audit),
        may_destroy=may_destroy(audit),
        has_said_yes=plan is not None and plan.first_yes_by == user.actor_id,
        needs_lead=not user.has_perm("revisions.destroy_material", audit),
        is_late=day is not None and day <= today() and audit.raw_destroyed_on is None,
    )


def to_destroy(user: Any) -> list[Destruction]:
    """Return what waits for a yes by ``user``: the lead's, and a second one by anybody else in the team."""
    waiting = Destruction.objects.filter(
        audit__in=UserAudit.objects.of_team_member(user),
        second_yes_by=None,
        due_on__lte=today() + REMIND_BEFORE,
    ).exclude(first_yes_by=user.actor_id)
    rows = waiting.select_related("audit").order_by("due_on", "pk")
    return [row for row in rows if row.first_yes_by or user.has_perm("revisions.destroy_material", row.audit)]


def _goes(audit: UserAudit) -> list[str]:
    interviews = audit.interviews.filter(key_id__isnull=False).count()
    answers = InterviewAnswer.objects.filter(interview__audit=audit).count()
    marks = CodedPassage.objects.filter(answer__interview__audit=audit).count()
    quotes = Quote.objects.filter(finding__audit=audit)
    unused = quotes.filter(~Q(state=Quote.State.APPROVED)).count()
    responses = sum(survey.responses.count() for survey in surveys_of(audit).filter(destroyed_on=None))
    rows = [
        ("Svaren i intervjuer", interviews),
        ("Svar på frågor, ord för ord", answers),
        ("Markeringar med anteckningar", marks),
        ("Citat som de sades från början", quotes.count()),
        ("Citat som inte är godkända", unused),
        ("Enkätsvar", responses),
    ]
    return [f"{label}: {number}" for label, number in rows if number]
