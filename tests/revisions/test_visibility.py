"""Who finds an audit at all, and who may read what was said in it."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from revisions.models import AuditMember, UserAudit
from tests.revisions.conftest import Team


def _fresh(user: Any) -> Any:
    return type(user).objects.get(pk=user.pk) if user.pk else user


@pytest.fixture
def people(
    team: Team, other_auditor: Any, unit_manager: Any, coordinator: Any, administrator: Any, outsider: Any
) -> dict[str, Any]:
    return {
        "lead": team.lead, "auditor": team.auditor, "commissioner": team.commissioner, "manager": unit_manager,
        "coordinator": coordinator, "administrator": administrator, "other_auditor": other_auditor,
        "outsider": outsider, "visitor": AnonymousUser(),
    }  # fmt: skip


SEES = {"lead", "auditor", "commissioner", "manager", "coordinator", "administrator"}
READS = {"lead", "auditor"}


def test_an_audit_is_found_by_its_people_and_nobody_else(team: Team, people: dict[str, Any]) -> None:
    for name, user in people.items():
        found = UserAudit.objects.visible_to(_fresh(user)).filter(pk=team.audit.pk).exists()
        allowed = _fresh(user).has_perm("revisions.view_audit", team.audit)

        assert found == allowed == (name in SEES), name


def test_only_the_team_reads_what_was_said(team: Team, people: dict[str, Any]) -> None:
    for name, user in people.items():
        assert _fresh(user).has_perm("revisions.read_material", team.audit) == (name in READS), name


@pytest.mark.parametrize("field", ["confidentiality_on", "no_care_relation_on"])
def test_without_both_declarations_a_member_reads_nothing(team: Team, field: str) -> None:
    AuditMember.objects.filter(user=team.auditor).update(**{field: None})

    assert not _fresh(team.auditor).has_perm("revisions.read_material", team.audit)
    assert _fresh(team.auditor).has_perm("revisions.view_audit", team.audit)
    assert not UserAudit.objects.of_team_member(team.auditor).exists()


def test_who_stepped_off_sees_nothing_more(team: Team) -> None:
    AuditMember.objects.filter(user=team.auditor).update(recused_on="2026-01-01")

    assert not UserAudit.objects.visible_to(_fresh(team.auditor)).exists()
    assert not _fresh(team.auditor).has_perm("revisions.view_audit", team.audit)


def test_a_manager_learns_of_an_audit_when_it_is_agreed(team: Team, unit_manager: Any) -> None:
    UserAudit.objects.update(status="enquiry")
    before = UserAudit.objects.visible_to(_fresh(unit_manager)).exists()
    UserAudit.objects.update(status="agreed")

    assert not before
    assert UserAudit.objects.visible_to(_fresh(unit_manager)).exists()
