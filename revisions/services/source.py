"""The audit as a source of proposals: the one place where this room meets the loop."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse

from common.actors import Actor
from proposals import services as loop
from proposals.models import ProposalSource
from proposals.sources import register_source
from proposals.words import SourceKind
from revisions.models import AuditMember, AuditUnit, UserAudit, memberships

#: This room's name among the sources.
ROOM = "revisions"


def source_of(audit: UserAudit, *, actor: Actor) -> ProposalSource:
    """Return the audit's source of proposals, made at the first call and brought up to date at later ones."""
    return loop.open_source(
        room=ROOM,
        source_id=str(audit.pk),
        kind=SourceKind.AUDIT,
        title=audit.title,
        url=reverse("audits:audit", args=[audit.slug]),
        answer_days=audit.answer_days,
        follow_up_months=audit.follow_up_months,
        actor=actor,
    )


def existing_source(audit: UserAudit) -> ProposalSource | None:
    """Return the source if anybody has written a proposal."""
    return ProposalSource.objects.filter(room=ROOM, source_id=str(audit.pk)).first()


def publish_source(audit: UserAudit, on: date, *, actor: Actor) -> int:
    """Send and publish the audit's proposals; the deadline to answer begins ``on``. Return how many became public."""
    if existing_source(audit) is None:
        return 0
    return loop.publish_proposals(source_of(audit, actor=actor), on, actor=actor)


def may_check(user: Any, source_id: str) -> bool:
    """The team, recused members excepted, looks whether what was promised happened."""
    return source_id in set(own_audits(user))


def own_audits(user: Any) -> Iterable[str]:
    """Ids of the audits whose material ``user`` may read: drafts of proposals hold what people said."""
    return [str(own.audit_id) for own in memberships(user) if own.may_read_material]


def team_addresses(source_id: str) -> Iterable[str]:
    """Where letters to an audit's team go."""
    members = AuditMember.objects.filter(audit_id=int(source_id), recused_on=None, user__is_active=True)
    return members.values_list("user__email", flat=True)


def audited_units(source_id: str) -> Iterable[int]:
    """The units an audit looks at: its team may address them."""
    return AuditUnit.objects.filter(audit_id=int(source_id)).values_list("unit", flat=True)


def register() -> None:
    """Tell the loop who an audit's team is."""
    register_source(
        ROOM, checkers=may_check, sources_of=own_audits, addresses=team_addresses, units=audited_units
    )
