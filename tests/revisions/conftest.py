"""The people around one audit, and those who must not see it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from accounts.models import User
from revisions.models import AuditCommissioner, GuideVersion, UserAudit
from tests.revisions.factories import make_audit, make_guide, make_member


@dataclass
class Team:
    audit: UserAudit
    lead: User
    auditor: User
    second: User
    commissioner: User
    guide: GuideVersion


@pytest.fixture
def team(make_user: Callable[..., User], unit: Any) -> Team:
    """An audit of ``unit`` whose interviews go on: lead, two auditors, commissioner, locked guide."""
    audit = make_audit(unit, status="interviewing")
    lead, auditor, second = make_user("Leo Ledare"), make_user("Alva Auditor"), make_user("Sture Andra")
    make_member(audit, lead, "audit_lead")
    make_member(audit, auditor)
    make_member(audit, second)
    commissioner = make_user("Bo Beställare")
    AuditCommissioner.objects.create(audit=audit, user=commissioner)
    return Team(audit, lead, auditor, second, commissioner, make_guide(audit))


@pytest.fixture
def other_auditor(make_user: Callable[..., User]) -> User:
    """A user auditor in somebody else's audit."""
    user = make_user("Olle Annan")
    make_member(make_audit(status="interviewing"), user)
    return user
