"""What is agreed of one audit: facts, cost, wishes; what its letters lack; and what earlier audits took."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from common.swedish import count_text
from revisions.models import (
    AuditStatus,
    AuditUnit,
    CostLine,
    InformationText,
    TimetableEntry,
    TopicWish,
    UserAudit,
)
from revisions.queries.phases import reached_on
from revisions.services.planning import CostItem


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
