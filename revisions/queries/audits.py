"""The list of audits, and one audit's overview."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, prefetch_related_objects

from common.swedish import count_text, day_text, join_words, short_day_text
from organisations.rules import held_unit_ids
from revisions.models import AuditStatus, Presentation, TimetableEntry, UserAudit
from revisions.models.visibility import UserAuditQuerySet
from revisions.queries.frame import AuditFrame, audit_frame
from revisions.queries.phases import Check, Move, PhaseStep, next_moves, phase_steps, waits_for
from revisions.services.source import ROOM
from surveys.queries.work import SurveyRow, surveys_of_owner
from surveys.withholding import base_is_shown

#: Columns of the board: address part, name, states.
GROUPS = (
    ("planering", "Planering", ("enquiry", "agreed", "preparing")),
    ("intervjuer", "Intervjuer", ("interviewing",)),
    ("rapport", "Analys och rapport", ("analysing", "draft", "factcheck")),
    ("uppfoljning", "Svar och uppföljning", ("published", "following_up")),
    ("avslutade", "Avslutade", ("closed", "cancelled")),
)
PER_PAGE = 30
#: The board is no list: so many in each column, and a way to the rest.
MOST_IN_COLUMN = 6
_HELD = {"declined", "cancelled", "withdrawn"}


class Row(NamedTuple):
    """One audit in a list."""

    audit: UserAudit
    whom: str
    note: str


@dataclass(frozen=True)
class Column:
    """One column of the board. ``more`` is how many it does not show."""

    slug: str
    name: str
    count: int
    rows: list[Row]

    @property
    def more(self) -> int:
        return self.count - len(self.rows)


@dataclass(frozen=True)
class AuditList:
    """What the list shows: the board for those who keep all audits, else one's own in a plain list."""

    board: list[Column]
    rows: list[Row]
    page: Page[UserAudit]
    group: str
    words: str
    total: int


def visible_audits(user: Any) -> UserAuditQuerySet:
    """Where every page of an audit looks for it."""
    found: UserAuditQuerySet = UserAudit.objects.visible_to(user).select_related("association")
    # Whether somebody manages one of its units is asked for every part of the page.
    return found.prefetch_related("audit_units") if held_unit_ids(user, "unit_manager") else found


def listed(user: Any) -> UserAuditQuerySet:
    """Audits with all that a row shows: whom they address, timetable, windows, interviews counted."""
    counted = Q(interviews__isnull=False) & ~Q(interviews__status__in=_HELD)
    found: UserAuditQuerySet = (
        visible_audits(user)
        .prefetch_related("audit_units__unit", "principals", "timetable", "reply_windows")
        .annotate(
            interviews_done=Count("interviews", filter=Q(interviews__status="done"), distinct=True),
            interviews_planned=Count("interviews", filter=counted, distinct=True),
        )
    )
    return found


def audit_list(user: Any, *, group: str = "", words: str = "", page: str = "1") -> AuditList:
    """Return the list as ``user`` sees it; an unknown group or page shows the nearest that makes sense."""
    states = {slug: states for slug, _, states in GROUPS}
    found = listed(user)
    total = found.count()
    keeps_all = user.has_perm("revisions.register_enquiry")
    columns = [] if group in states or words or not keeps_all else _board(found, user)
    if group in states:
        found = found.filter(status__in=states[group])
    if words:
        found = found.filter(
            Q(title__icontains=words) | Q(units__name__icontains=words) | Q(principals__name__icontains=words)
        ).distinct()
    paged = Paginator(found.order_by("-created_at", "-pk"), PER_PAGE).get_page(page)
    rows = [row_of(audit, user) for audit in paged.object_list]
    return AuditList(columns, rows, paged, group if group in states else "", words, total)


def board(user: Any) -> list[Column]:
    """Return the audits by phase, for those who keep all of them."""
    return _board(listed(user), user)


def _board(found: UserAuditQuerySet, user: Any) -> list[Column]:
    counts: dict[str, int] = dict(
        found.order_by().values_list("status").annotate(number=Count("pk", distinct=True))
    )
    columns = []
    for slug, name, states in GROUPS[:-1]:
        number = sum(counts.get(state, 0) for state in states)
        shown = (
            found.filter(status__in=states).order_by("-created_at", "-pk")[:MOST_IN_COLUMN] if number else ()
        )
        columns.append(Column(slug, name, number, [row_of(audit, user) for audit in shown]))
    return columns


def row_of(audit: Any, user: Any) -> Row:
    """Return the row; ``audit`` comes from ``listed``."""
    return Row(audit, whom_of(audit), _note(audit, user))


def whom_of(audit: UserAudit) -> str:
    """Return whom the audit addresses: units, else principals."""
    prefetch_related_objects([audit], "audit_units__unit", "principals")
    units = [row.unit.name for row in audit.audit_units.all()]
    return join_words(units or [one.name for one in audit.principals.all()])


def _note(audit: Any, user: Any) -> str:
    days = {entry.kind: entry.on for entry in audit.timetable.all()}
    if audit.status == AuditStatus.INTERVIEWING and user.has_perm("revisions.see_counts", audit):
        return f"{audit.interviews_done} av {_of(audit)} intervjuer klara"
    if audit.status == AuditStatus.FACTCHECK:
        ends = [window.ends_on for window in audit.reply_windows.all()]
        return f"Läses till och med {short_day_text(max(ends))}" if ends else ""
    if audit.status == AuditStatus.ENQUIRY:
        return f"Förfrågan {short_day_text(audit.created_at.date())}"
    if audit.status == AuditStatus.CLOSED and audit.published_on:
        return f"Publicerad {day_text(audit.published_on)}"
    for kind, states, sentence in _NEXT:
        if audit.status in states and kind in days:
            return f"{sentence} {short_day_text(days[kind])}"
    return ""


_NEXT = (
    ("interviews_from", {"agreed", "preparing"}, "Intervjuerna börjar"),
    ("interviews_to", {"interviewing"}, "Intervjuer till och med"),
    ("report", {"analysing", "draft"}, "Rapporten klar"),
    ("follow_up", {"published", "following_up"}, "Uppföljning"),
)


def _of(audit: Any) -> int:
    planned: int = max(audit.planned_interviews or 0, audit.interviews_planned)
    return planned


# --- one audit ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class AuditPage:
    """The overview of one audit. ``counts`` is empty for those who may not see them."""

    frame: AuditFrame
    steps: list[PhaseStep]
    moves: list[Move]
    waits: list[Check]
    counts: list[tuple[str, str]]
    timetable: list[TimetableEntry]
    presentations: list[Presentation]
    facts: list[tuple[str, str]]
    #: The audit's own surveys, for those who may see counts.
    surveys: list[SurveyRow]
    can: dict[str, bool]


def audit_page(audit: UserAudit, user: Any) -> AuditPage:
    """Return what ``user`` sees of the audit as a whole."""
    may_plan = user.has_perm("revisions.plan_audit", audit)
    sees_counts = user.has_perm("revisions.see_counts", audit)
    return AuditPage(
        frame=audit_frame(audit, user, current="revisions:audit"),
        steps=phase_steps(audit),
        moves=next_moves(audit, user),
        waits=waits_for(audit, user),
        counts=_counts(audit)
        if sees_counts
        else _totals(audit)
        if user.has_perm("revisions.see_totals", audit)
        else [],
        timetable=list(audit.timetable.all()),
        presentations=list(audit.presentations.select_related("unit")),
        facts=_facts(audit),
        surveys=surveys_of_owner(ROOM, audit.pk) if sees_counts else [],
        can={
            "plan": may_plan,
            "ask": user.has_perm("revisions.edit_guide", audit)
            and not audit.has_reached(AuditStatus.ANALYSING),
            "cancel": may_plan and audit.status != AuditStatus.CANCELLED and not audit.is_public,
            "present": may_plan and audit.has_reached(AuditStatus.DRAFT),
        },
    )


def _counts(audit: UserAudit) -> list[tuple[str, str]]:
    numbers = audit.interviews.aggregate(
        done=Count("pk", filter=Q(status="done")),
        planned=Count("pk", filter=~Q(status__in=_HELD)),
        declined=Count("pk", filter=Q(status="declined")),
        withdrawn=Count("pk", filter=Q(status="withdrawn")),
    )
    of = max(audit.planned_interviews or 0, numbers["planned"])
    members = audit.members.filter(recused_on=None).count()
    rows = [
        ("Team", count_text(members, "person", "personer") if members else "Ingen än"),
        ("Intervjuer", f"{numbers['done']} av {of} klara" if of else "Inga planerade än"),
    ]
    if numbers["declined"]:
        rows.append(("Sa nej", str(numbers["declined"])))
    if numbers["withdrawn"]:
        rows.append(("Återtagna", str(numbers["withdrawn"])))
    return rows


def _totals(audit: UserAudit) -> list[tuple[str, str]]:
    """What a unit's manager is told: the plan until the interviews are over, then how many there were.

    A number that grew from one day to the next would tell on which days people were interviewed.
    """
    if not audit.has_reached(AuditStatus.ANALYSING):
        return [("Intervjuer", f"{audit.planned_interviews} planerade")] if audit.planned_interviews else []
    done = audit.interviews.filter(status="done").count()
    return [("Intervjuer", f"{done} gjorda" if base_is_shown(done) else "Färre än fem gjorda")]


def _facts(audit: UserAudit) -> list[tuple[str, str]]:
    return [
        ("Gäller", whom_of(audit)),
        ("Uppdragsgivare", audit.commissioner_name),
        ("Genomförs av", str(audit.association or "")),
        ("Diarienummer", audit.diary_number),
        ("Publicerad", day_text(audit.published_on) if audit.published_on else ""),
    ]


def may_move(audit: UserAudit, user: Any) -> bool:
    """Whether any of the moves from here is ``user``'s, or was until somebody else was first."""
    return bool(user.has_perm("revisions.plan_audit", audit) or user.has_perm("revisions.lead_audit", audit))


def presentation(audit: UserAudit, pk: int) -> Presentation | None:
    """Return one record of this audit."""
    return audit.presentations.filter(pk=pk).first()
