"""What surrounds every page of one audit in the workspace: its phase and the parts this person may open."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from django.urls import NoReverseMatch, reverse

from revisions.models import PHASES, AuditMember, UserAudit, membership


class Tab(NamedTuple):
    """One part of an audit, as ``components/tabs.html`` takes it."""

    name: str
    url: str
    number: int | None
    current: bool


@dataclass(frozen=True)
class AuditFrame:
    """The audit, its place among the phases (1 to 10; 0 when cancelled) and the tabs."""

    audit: UserAudit
    phase_number: int
    phases: int
    tabs: tuple[Tab, ...]
    #: Whether this person has a lead to reach by "Jag behöver prata med någon".
    can_talk: bool


#: Address name, tab, permission. A part that nobody has built yet, or that this person may not open, is left out.
_PARTS = (
    ("revisions:audit", "Översikt", "revisions.view_audit"),
    ("revisions:agreement", "Överenskommelse", "revisions.view_audit"),
    ("revisions:team", "Team", "revisions.see_counts"),
    ("revisions:letters", "Brev och affischer", "revisions.view_audit"),
    ("revisions:guide", "Guide", "revisions.read_guide"),
    ("revisions:interviews", "Intervjuer", "revisions.read_guide"),
    ("revisions:analysis", "Analys", "revisions.analyse"),
    ("revisions:report", "Rapport", "revisions.edit_report"),
    ("revisions:loop", "Svar och åtgärder", "revisions.view_audit"),
)


def audit_frame(audit: UserAudit, user: Any, *, current: str) -> AuditFrame:
    """Return the frame of ``audit`` as ``user`` sees it; ``current`` is the address name of the part shown."""
    tabs = []
    for name, label, permission in _PARTS:
        if not user.has_perm(permission, audit):
            continue
        try:
            tabs.append(Tab(label, reverse(name, args=[audit.pk]), None, name == current))
        except NoReverseMatch:
            continue
    number = PHASES.index(audit.status) + 1 if audit.status in PHASES else 0
    own = membership(audit, user)
    can_talk = own is not None and own.role != AuditMember.Role.LEAD
    return AuditFrame(audit, number, len(PHASES), tuple(tabs), can_talk)
