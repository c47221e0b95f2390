"""The list of audits, and one audit's overview and agreement."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q

from common.swedish import count_text, day_text, join_words, short_day_text
from revisions.models import (
    AuditStatus,
    AuditUnit,
    CostLine,
    InformationText,
    Presentation,
    TimetableEntry,
    TopicWish,
    UserAudit,
)
from revisions.models.visibility import UserAuditQuerySet
from revisions.queries.frame import AuditFrame, audit_frame
from revisions.queries.phases import Check, Move, PhaseStep, next_moves, phase_steps, reached_on, waits_for
from revisions.services.audits import CostItem
from revisions.services.source import ROOM
from surveys.queries.work import SurveyRow, surveys_of_owner

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
    return found.prefetch_related("audit_units__unit")


def listed(user: Any) -> UserAuditQuerySet:
    """Audits with all that a row shows: whom they address, timetable, windows, interviews counted."""
    counted = Q(interviews__isnull=False) & ~Q(interviews__status__in=_HELD)
    found: UserAuditQuerySet = (
        visible_audits(user)
        .prefetch_related("principals", "timetable", "reply_windows")
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
        counts=_counts(audit) if sees_counts else [],
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


def _facts(audit: UserAudit) -> list[tuple[str, str]]:
    return [
        ("Gäller", whom_of(audit)),
        ("Uppdragsgivare", audit.commissioner_name),
        ("Genomförs av", str(audit.association or "")),
        ("Diarienummer", audit.diary_number),
        ("Publicerad", day_text(audit.published_on) if audit.published_on else ""),
    ]


# --- the agreement ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Cost:
    """The estimate: lines, hours and kronor together."""

    lines: list[CostLine]
    hours: Decimal
    amount: Decimal


@dataclass(frozen=True)
class Agreement:
    """All that is agreed. ``texts`` holds heading and text; an empty text is shown as missing."""

    audit: UserAudit
    texts: list[tuple[str, str]]
    units: list[AuditUnit]
    principals: list[str]
    priority_groups: list[str]
    timetable: list[TimetableEntry]
    cost: Cost
    deadlines: list[tuple[str, str]]
    wishes: list[TopicWish] = field(default_factory=list)
    agreed_on: date | None = None


def agreement(audit: UserAudit) -> Agreement:
    """Return the agreement of ``audit`` as it stands."""
    return Agreement(
        audit=audit,
        texts=[
            ("Syfte", audit.purpose),
            ("Omfattning", audit.scope),
            ("Målgrupp", audit.target_group),
            ("Så ska resultatet användas", audit.plan_for_results),
        ],
        units=list(audit.audit_units.select_related("unit__principal").order_by("unit__name")),
        principals=[one.name for one in audit.principals.in_order()],
        priority_groups=[one.name for one in audit.priority_groups.in_order()],
        timetable=list(audit.timetable.all()),
        cost=cost_of(audit.cost_lines.all()),
        deadlines=[
            ("Verksamheten läser utkastet", f"{audit.reply_days} arbetsdagar"),
            ("Verksamheten svarar på förslagen", f"{audit.answer_days} arbetsdagar"),
            ("Uppföljning efter publicering", count_text(audit.follow_up_months, "månad", "månader")),
            ("Råmaterialet förstörs efter", count_text(audit.retention_months, "månad", "månader")),
        ],
        wishes=list(audit.wishes.all()),
        agreed_on=reached_on(audit).get("agreed"),
    )


def cost_of(lines: Iterable[CostLine]) -> Cost:
    """Add up the lines."""
    kept = list(lines)
    return Cost(
        kept,
        sum((line.hours for line in kept), Decimal(0)),
        sum((line.amount for line in kept), Decimal(0)),
    )


def timetable_days(audit: UserAudit) -> dict[str, date]:
    """Return the day of each step that has one."""
    return dict(audit.timetable.values_list("kind", "on"))


def agreement_rights(audit: UserAudit, user: Any) -> dict[str, bool]:
    """Return what ``user`` may do on the page of the agreement."""
    may_plan = user.has_perm("revisions.plan_audit", audit)
    is_over = audit.status in {AuditStatus.CLOSED, AuditStatus.CANCELLED}
    return {
        "edit": may_plan and not is_over and not audit.is_public,
        "plan": may_plan and not is_over,
        "wish": user.has_perm("revisions.wish_topic", audit) and takes_wishes(audit),
        "decide": user.has_perm("revisions.decide_wish", audit) and takes_wishes(audit),
    }


def takes_wishes(audit: UserAudit) -> bool:
    """Wishes are made and answered until the interviews are done."""
    return audit.status != AuditStatus.CANCELLED and not audit.has_reached(AuditStatus.ANALYSING)


def wishes(audit: UserAudit) -> list[TopicWish]:
    """Return the wishes in the order they came."""
    return list(audit.wishes.all())


def cost_items(audit: UserAudit) -> list[CostItem]:
    """Return the estimate as the service takes it."""
    return [CostItem(label=one.label, hours=one.hours, amount=one.amount) for one in audit.cost_lines.all()]


def may_move(audit: UserAudit, user: Any) -> bool:
    """Whether any of the moves from here is ``user``'s, or was until somebody else was first."""
    return bool(user.has_perm("revisions.plan_audit", audit) or user.has_perm("revisions.lead_audit", audit))


def presentation(audit: UserAudit, pk: int) -> Presentation | None:
    """Return one record of this audit."""
    return audit.presentations.filter(pk=pk).first()


def audit_unit(audit: UserAudit, pk: int) -> AuditUnit | None:
    """Return one addressed unit of this audit."""
    return audit.audit_units.select_related("unit", "audit").filter(pk=pk).first()


def wish(audit: UserAudit, pk: int) -> TopicWish | None:
    """Return one wish of this audit."""
    return audit.wishes.select_related("audit").filter(pk=pk).first()


# --- letters ------------------------------------------------------------------------------------


def missing_for_letters(audit: UserAudit) -> list[str]:
    """Return what the documents would say if somebody wrote it."""
    days = timetable_days(audit)
    lacks = [
        (not audit.question, "huvudfrågan"),
        (not audit.purpose, "syftet"),
        (not audit.target_group, "målgruppen"),
        (audit.association_id is None, "föreningen som genomför revisionen"),
        ("interviews_from" not in days or "interviews_to" not in days, "när intervjuerna görs"),
    ]
    return [words for is_missing, words in lacks if is_missing]


def newest_information(audit: UserAudit) -> InformationText | None:
    """Return the newest version of what is read aloud."""
    return audit.information_texts.first()


# --- before an order ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Experience:
    """What earlier audits took, from their estimates: lowest, middle and highest."""

    audits: int
    hours: tuple[Decimal, Decimal, Decimal] | None
    amounts: tuple[Decimal, Decimal, Decimal] | None


def experience() -> Experience:
    """Return hours and kronor of agreed audits. Sums only: no audit is named, and fewer than three say nothing."""
    sums = [
        cost_of(audit.cost_lines.all())
        for audit in UserAudit.objects.exclude(status__in=["enquiry", "cancelled"]).prefetch_related(
            "cost_lines"
        )
    ]
    known = [one for one in sums if one.lines]
    enough = len(known) >= 3
    return Experience(
        audits=len(known),
        hours=_spread([one.hours for one in known if one.hours]) if enough else None,
        amounts=_spread([one.amount for one in known if one.amount]) if enough else None,
    )


def _spread(numbers: list[Decimal]) -> tuple[Decimal, Decimal, Decimal] | None:
    if len(numbers) < 3:
        return None
    ordered = sorted(numbers)
    return ordered[0], ordered[len(ordered) // 2], ordered[-1]
