"""Which audits a person can find at all. What they may do there is in ``revisions.rules``."""

from typing import Any

from django.db import models
from django.db.models import CharField, Exists, OuterRef, Q
from django.db.models.functions import Cast

from accounts.rules import is_administrator, is_coordinator
from common.models import StatusChange
from organisations.rules import held_unit_ids


class UserAuditQuerySet(models.QuerySet[Any]):
    def public(self) -> "UserAuditQuerySet":
        """Those whose report anybody can read."""
        return self.filter(status__in=["published", "following_up", "closed"])

    def announced(self) -> "UserAuditQuerySet":
        """Those that anybody finds in lists: from the day they are being prepared."""
        return self.filter(
            status__in=[
                "preparing", "interviewing", "analysing", "draft", "factcheck", "published", "following_up", "closed",
            ]
        )  # fmt: skip

    def once_announced(self) -> "UserAuditQuerySet":
        """The announced, and those cancelled after they were: their posters still hang and their address leads here."""
        return self.announced() | self.filter(Exists(_moved_to("preparing")), status="cancelled")

    def visible_to(self, user: Any) -> "UserAuditQuerySet":
        """In the workspace: one's own audits, those one commissioned, those of units one manages, all for coordinators.

        A unit manager meets an audit of the unit once it is agreed. Somebody else's auditor sees nothing.
        """
        if not getattr(user, "is_authenticated", False):
            return self.none()
        if is_coordinator(user) or is_administrator(user):
            return self
        managed = held_unit_ids(user, "unit_manager")
        return self.filter(
            Q(members__user=user, members__recused_on=None)
            | Q(commissioners__user=user)
            | (
                Q(audit_units__unit__in=managed)
                & ~Q(status="enquiry")
                & (~Q(status="cancelled") | Exists(_moved_to("agreed")))
            )
        ).distinct()

    def of_team_member(self, user: Any) -> "UserAuditQuerySet":
        """Those whose material ``user`` may read: lead or auditor, not recused, confidentiality and relation declared."""
        return self.filter(
            members__user=user,
            members__recused_on=None,
            members__confidentiality_on__isnull=False,
            members__no_care_relation_on__isnull=False,
        )


def _moved_to(status: str) -> models.QuerySet[StatusChange]:
    """The move of the audit outside. What was only asked for never reaches a unit's manager, nor anybody in public."""
    return StatusChange.objects.filter(
        object_type="revisions.useraudit",
        object_id=Cast(OuterRef("pk"), CharField()),
        target=status,
    )
