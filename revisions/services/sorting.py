"""Which priority groups an audit concerns; may be said at any time, also when the report is out."""

from collections.abc import Sequence

from django.db import transaction

from common import trail
from common.actors import Actor
from organisations.models import PriorityGroup
from revisions.models import UserAudit
from revisions.services.shared import locked_audit, require, stamp_if_public


@transaction.atomic
def sort_audit(audit: UserAudit, groups: Sequence[PriorityGroup], *, actor: Actor) -> None:
    """Say which priority groups an audit concerns. It is no part of the agreement and changes nothing in the report."""
    locked = locked_audit(audit)
    require(actor, "revisions.plan_audit", locked)
    if set(locked.priority_groups.all()) == set(groups):
        return
    locked.priority_groups.set(groups)
    trail.record("sort_audit", locked, actor=actor, fields=["priority_groups"])
    stamp_if_public(locked)
