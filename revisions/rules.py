"""Who may do what in an audit. ``audit`` may also be something that belongs to one (it has ``.audit``).

The team alone reads raw material: no coordinator, administrator or unit manager, whatever else they may do.
"""

from typing import Any

import rules

from accounts.holdings import held
from accounts.rules import is_administrator, is_coordinator
from organisations.rules import held_unit_ids


def _audit(subject: Any) -> Any:
    return getattr(subject, "audit", subject)


def _member(user: Any, subject: Any) -> Any:
    from revisions.models.team import membership  # noqa: PLC0415 - rules come before models

    audit = _audit(subject)
    return None if audit is None else membership(audit, user)


def was_agreed(audit: Any) -> bool:
    """Whether the audit was ever agreed: an enquiry that came to nothing is no business of the unit's manager."""
    from common.models import StatusChange  # noqa: PLC0415 - rules come before models

    moves = StatusChange.objects.filter(object_type="revisions.useraudit", object_id=str(audit.pk))
    return moves.filter(target="agreed").exists()


@rules.predicate
def is_member(user: Any, subject: Any) -> bool:
    """In the team and not recused."""
    return _member(user, subject) is not None


@rules.predicate
def is_lead(user: Any, subject: Any) -> bool:
    member = _member(user, subject)
    return member is not None and member.role == "audit_lead"


@rules.predicate
def may_read_material(user: Any, subject: Any) -> bool:
    """In the team, with both declarations dated."""
    member = _member(user, subject)
    return member is not None and member.may_read_material


@rules.predicate
def is_commissioner(user: Any, subject: Any) -> bool:
    audit = _audit(subject)
    return audit is not None and any(row["audit"] == audit.pk for row in held(user, "revisions.commissions"))


@rules.predicate
def manages_audited_unit(user: Any, subject: Any) -> bool:
    """Manager of a unit the audit looks at, once the audit is agreed."""
    audit = _audit(subject)
    managed = held_unit_ids(user, "unit_manager")
    if audit is None or not managed or audit.status == "enquiry":
        return False
    if not any(row.unit_id in managed for row in audit.audit_units.all()):
        return False
    return audit.status != "cancelled" or was_agreed(audit)


@rules.predicate
def manages_some_unit(user: Any) -> bool:
    return bool(held_unit_ids(user, "unit_manager"))


rules.add_perm("revisions.register_enquiry", is_coordinator)
#: Who may ask for an audit of their own unit, and see first what one costs and takes.
rules.add_perm("revisions.order_audit", manages_some_unit)
#: Who takes new people in: an account tells of a person's experience, so only coordinators handle addresses.
rules.add_perm("revisions.staff_audit", is_coordinator)
rules.add_perm("revisions.manage_training", is_coordinator)
rules.add_perm("revisions.edit_library", is_coordinator)
rules.add_perm(
    "revisions.view_audit",
    is_member | is_commissioner | manages_audited_unit | is_coordinator | is_administrator,
)
rules.add_perm("revisions.plan_audit", is_lead | is_coordinator)
rules.add_perm("revisions.lead_audit", is_lead)
rules.add_perm("revisions.see_counts", is_member | is_coordinator | is_administrator)
#: How many were interviewed, when it is settled: a unit's manager must not be able to tell on which day somebody was.
rules.add_perm("revisions.see_totals", is_member | is_coordinator | is_administrator | manages_audited_unit)
rules.add_perm("revisions.wish_topic", is_commissioner | manages_audited_unit)
rules.add_perm("revisions.decide_wish", is_member)
#: Debriefs, swaps and the way to somebody to talk with are the team's own.
rules.add_perm("revisions.share_welfare", is_member)
rules.add_perm("revisions.read_guide", is_member)
rules.add_perm("revisions.edit_guide", is_member)
rules.add_perm("revisions.read_material", may_read_material)
rules.add_perm("revisions.write_interview", may_read_material)
rules.add_perm("revisions.analyse", may_read_material)
rules.add_perm("revisions.edit_report", may_read_material)
rules.add_perm("revisions.approve_report", is_lead & may_read_material)
rules.add_perm("revisions.destroy_material", is_lead & may_read_material)
