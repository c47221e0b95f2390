"""Who may do what with a placement. ``subject`` is a placement, or something that belongs to one.

The unit's manager carries it, the supervisor keeps supervision and raises obstacles, the coordinator oversees all. The
peer's name, the share and the supervision log are a permission of their own; so is what people wrote in an evaluation.
"""

from typing import Any

import rules

from accounts.holdings import held
from accounts.rules import is_administrator, is_coordinator
from organisations.rules import held_unit_ids


def placement_of(subject: Any) -> Any:
    """Return the placement that ``subject`` is or belongs to."""
    for step in ("placement", "evaluation"):
        if hasattr(subject, step):
            return placement_of(getattr(subject, step))
    return subject


def evaluated_placement_ids(user: Any) -> frozenset[int]:
    """Return the placements whose evaluation team ``user`` is in."""
    return frozenset(row["placement"] for row in held(user, "peersupport.evaluations"))


@rules.predicate
def manages_unit(user: Any, subject: Any) -> bool:
    return getattr(placement_of(subject), "unit_id", None) in held_unit_ids(user, "unit_manager")


@rules.predicate
def manages_a_unit(user: Any) -> bool:
    return bool(held_unit_ids(user, "unit_manager"))


@rules.predicate
def supervises(user: Any, subject: Any) -> bool:
    return getattr(placement_of(subject), "unit_id", None) in held_unit_ids(user, "supervisor")


@rules.predicate
def evaluates(user: Any, subject: Any) -> bool:
    return getattr(placement_of(subject), "pk", None) in evaluated_placement_ids(user)


@rules.predicate
def has_placements(user: Any) -> bool:
    return bool(
        held_unit_ids(user, "unit_manager")
        or held_unit_ids(user, "supervisor")
        or evaluated_placement_ids(user)
    )


carries = is_coordinator | manages_unit

# The working pages at all.
rules.add_perm("peersupport.work", is_coordinator | is_administrator | has_placements)
rules.add_perm("peersupport.oversee", is_coordinator | is_administrator)
rules.add_perm("peersupport.maintain_courses", is_coordinator)
rules.add_perm("peersupport.answer_interest", is_coordinator)
rules.add_perm("peersupport.record_decision", is_coordinator)
rules.add_perm(
    "peersupport.view_placement", is_coordinator | is_administrator | manages_unit | supervises | evaluates
)
# Plan, move between phases, readiness, cost, funding, introduction, who holds the post.
rules.add_perm("peersupport.manage_placement", carries)
# Name, share and supervision log: they tell of somebody's health by definition.
rules.add_perm("peersupport.view_peer", carries | supervises)
rules.add_perm("peersupport.keep_supervision", carries | supervises)
rules.add_perm("peersupport.raise_obstacle", carries | supervises)
rules.add_perm("peersupport.answer_obstacle", carries)
# Whether the unit is shown on the public page is the unit's own tick.
rules.add_perm("peersupport.show_publicly", manages_unit | is_coordinator)
rules.add_perm("peersupport.run_evaluation", is_coordinator | evaluates)
rules.add_perm("peersupport.choose_evaluators", is_coordinator)
# What people wrote, before it is redacted: the team alone, and nobody whose own work it is about.
rules.add_perm("peersupport.read_evaluation_text", evaluates & ~manages_unit & ~supervises)
rules.add_perm("peersupport.answer_statement", manages_unit)
rules.add_perm("peersupport.publish_evaluation", is_coordinator | evaluates)
