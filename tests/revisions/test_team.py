"""The team: taking in, declarations, stepping off, handing over, training, and what each person sees of it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.grants import grant_kind
from accounts.models import Invitation, User
from common.errors import DomainError
from common.registries import held_roles
from revisions.models import AuditMember, AuditorTraining, TalkRequest, UserAudit
from revisions.queries.team import team_page, training_words
from revisions.services.audits import move_audit
from revisions.services.team import (
    add_commissioner,
    add_member,
    create_cohort,
    declare,
    hand_over_lead,
    offer_place,
    record_training,
    remove_commissioner,
    remove_training,
    set_training_dates,
    step_off,
)
from revisions.services.welfare import ask_to_talk
from tests.revisions.conftest import Team
from tests.revisions.factories import make_audit, make_interview, make_member


def _fresh(user: User) -> User:
    """The person as the next request meets them."""
    return User.objects.get(pk=user.pk)


def test_a_place_is_offered_to_an_address_whether_or_not_it_has_an_account(
    coordinator: User, make_user: Callable[..., User]
):
    audit, person = make_audit(status="agreed"), make_user("Ny Revisor")

    offer_place(audit, person.email.upper(), role="auditor", actor=coordinator)
    offer_place(audit, "okand@example.org", role="audit_lead", actor=coordinator)

    assert audit.members.get().user == person
    invited = Invitation.objects.get(email="okand@example.org")
    assert invited.grants == [{"role": "audit_lead", "scope": str(audit.pk)}]


def test_only_a_coordinator_handles_addresses(
    team: Team, administrator: User, make_user: Callable[..., User]
):
    person = make_user("Ny Revisor")

    for actor in (team.lead, team.auditor, team.commissioner, administrator):
        with pytest.raises(DomainError, match="behörighet"):
            offer_place(team.audit, person.email, role="auditor", actor=actor)

    assert not team.audit.members.filter(user=person).exists()


def test_a_second_lead_is_refused_when_offered_and_becomes_an_auditor_when_invited_before(
    team: Team, coordinator: User, make_user: Callable[..., User]
):
    person = make_user("Ny Revisor")

    with pytest.raises(DomainError, match="redan en ledare") as refusal:
        offer_place(team.audit, person.email, role="audit_lead", actor=coordinator)
    grant_kind("audit_lead").give(person, str(team.audit.pk), coordinator)
    grant_kind("audit_lead").give(person, str(team.audit.pk), coordinator)

    assert refusal.value.field == "role"
    assert team.audit.members.get(user=person).role == "auditor"


def test_an_invitation_gives_what_it_names(coordinator: User, make_user: Callable[..., User]):
    audit, person = make_audit(status="agreed"), make_user("Bo Beställare")
    cohort = create_cohort(
        "Hösten", starts_on=timezone.localdate(), ends_on=timezone.localdate(), actor=coordinator
    )

    assert (str(audit.pk), audit.title) in list(grant_kind("commissioner").choices(coordinator))
    assert list(grant_kind("commissioner").choices(person)) == []
    assert list(grant_kind("trained_auditor").choices(person)) == []
    grant_kind("commissioner").give(person, str(audit.pk), coordinator)
    grant_kind("trained_auditor").give(person, str(cohort.pk), coordinator)

    assert audit.commissioners.get().user == person
    assert AuditorTraining.objects.get(user=person).cohort == cohort
    for kind in ("auditor", "trained_auditor"):
        with pytest.raises(DomainError, match="finns inte längre"):
            grant_kind(kind).give(person, "999999", coordinator)


def test_a_published_or_cancelled_audit_is_not_offered(coordinator: User):
    for status, facts in (("published", {}), ("cancelled", {"cancelled_reason": "x"})):
        make_audit(status=status, **facts)

    assert list(grant_kind("auditor").choices(coordinator)) == []


def test_nobody_audits_what_they_ordered_or_manage(
    team: Team, unit_manager: User, coordinator: User, make_user: Callable[..., User]
):
    with pytest.raises(DomainError, match="beställer"):
        add_member(team.audit, team.commissioner, role="auditor", actor=coordinator)
    with pytest.raises(DomainError, match="chef"):
        add_member(team.audit, unit_manager, role="auditor", actor=coordinator)
    with pytest.raises(DomainError, match="med i teamet"):
        add_commissioner(team.audit, team.auditor, actor=coordinator)
    with pytest.raises(DomainError, match="redan med"):
        add_member(team.audit, team.auditor, role="auditor", actor=coordinator)
    with pytest.raises(DomainError, match="roll"):
        add_member(team.audit, make_user("Ny"), role="hittepå", actor=coordinator)


def test_declarations_are_ones_own_and_open_the_material(team: Team, coordinator: User):
    member = team.audit.members.get(user=team.auditor)
    AuditMember.objects.filter(pk=member.pk).update(confidentiality_on=None, no_care_relation_on=None)
    member.refresh_from_db()

    assert not _fresh(team.auditor).has_perm("revisions.read_material", team.audit)
    for other in (team.lead, coordinator):
        with pytest.raises(DomainError, match="Bara personen själv"):
            declare(member, confidentiality=True, no_care_relation=True, actor=other)
    with pytest.raises(DomainError, match="Båda rutorna"):
        declare(member, confidentiality=True, no_care_relation=False, actor=team.auditor)
    declare(member, confidentiality=True, no_care_relation=True, actor=team.auditor)

    assert member.confidentiality_on == member.no_care_relation_on == timezone.localdate()
    assert _fresh(team.auditor).has_perm("revisions.read_material", team.audit)


def test_stepping_off_ends_everything_at_once_and_asks_nothing(team: Team):
    member = team.audit.members.get(user=team.auditor)
    make_interview(team.audit, team.guide, team.auditor, status="planned").swaps.create(asked_by=team.auditor)
    ask_to_talk(team.audit, actor=team.auditor)

    step_off(member, actor=team.auditor)
    step_off(member, actor=team.auditor)

    person = _fresh(team.auditor)
    assert not UserAudit.objects.visible_to(person).exists()
    assert not person.has_perm("revisions.view_audit", team.audit)
    assert not TalkRequest.objects.exists()
    assert "reason" not in {field.name for field in AuditMember._meta.fields}
    assert not team.audit.interviews.get().swaps.filter(closed_at=None).exists()


def test_others_than_oneself_are_taken_off_by_those_who_plan(team: Team):
    member = team.audit.members.get(user=team.auditor)

    for other in (team.second, team.commissioner):
        with pytest.raises(DomainError, match="behörighet"):
            step_off(member, actor=other)
    step_off(member, actor=team.lead)

    member.refresh_from_db()
    assert member.recused_on == timezone.localdate()


def test_who_comes_back_declares_anew(team: Team, coordinator: User):
    member = team.audit.members.get(user=team.auditor)
    step_off(member, actor=team.auditor)

    back = add_member(team.audit, team.auditor, role="auditor", actor=coordinator)

    assert back.pk == member.pk
    assert not back.may_read_material


def test_the_lead_is_handed_over_and_there_is_always_one(team: Team):
    member = team.audit.members.get(user=team.auditor)

    hand_over_lead(member, actor=team.lead)
    with pytest.raises(DomainError, match="behörighet"):
        hand_over_lead(team.audit.members.get(user=team.lead), actor=_fresh(team.lead))
    hand_over_lead(member, actor=_fresh(team.auditor))

    assert team.audit.members.get(role="audit_lead").user == team.auditor


def test_who_has_stepped_off_cannot_lead(team: Team):
    member = team.audit.members.get(user=team.auditor)
    step_off(member, actor=team.auditor)

    with pytest.raises(DomainError, match="klivit av"):
        hand_over_lead(member, actor=team.lead)


def test_the_commissioners_role_is_taken_away(team: Team):
    remove_commissioner(team.audit.commissioners.get(), actor=team.lead)

    assert not UserAudit.objects.visible_to(_fresh(team.commissioner)).exists()


@pytest.mark.parametrize(
    ("auditors", "words"),
    [(0, "ingen ledare"), (1, "minst två"), (2, ""), (7, ""), (8, "fler än åtta")],
)
def test_the_page_hints_when_the_team_is_too_small_or_large(
    coordinator: User, make_user: Callable[..., User], auditors: int, words: str
):
    audit = make_audit(status="agreed")
    if auditors:
        make_member(audit, make_user("Leo Ledare"), "audit_lead")
    for number in range(auditors):
        make_member(audit, make_user(f"Revisor {number}"))

    hint = team_page(audit, coordinator).hint

    assert words in hint
    assert bool(hint) == bool(words)


def test_interviews_begin_only_with_a_trained_and_declared_team(team: Team):
    UserAudit.objects.filter(pk=team.audit.pk).update(status="preparing")
    team.audit.information_texts.create(number=1, text="Det är frivilligt.")
    AuditorTraining.objects.filter(user=team.second).update(valid_to=timezone.localdate() - timedelta(days=1))
    AuditMember.objects.filter(user=team.auditor).update(confidentiality_on=None)

    with pytest.raises(DomainError) as refusal:
        move_audit(team.audit, "interviewing", actor=team.lead)
    AuditorTraining.objects.update(valid_to=None)
    AuditMember.objects.update(confidentiality_on=timezone.localdate())
    move_audit(team.audit, "interviewing", actor=team.lead)

    assert "1 i teamet saknar utbildning" in refusal.value.message
    assert "1 i teamet behöver lova tystnad" in refusal.value.message
    assert team.audit.status == "interviewing"


# --- training -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ([], "Saknas"),
        ([(-400, -1)], "Gick ut"),
        ([(5, 90)], "Gäller från"),
        ([(-10, 20)], "Gäller till"),
        ([(-400, -1), (-1, None)], "Gäller tills vidare"),
    ],
)
def test_a_training_is_told_in_words(days: list[tuple[int, int | None]], words: str):
    today = timezone.localdate()
    rows = [
        AuditorTraining(
            valid_from=today + timedelta(days=first),
            valid_to=None if last is None else today + timedelta(days=last),
        )
        for first, last in days
    ]

    assert training_words(rows)[0].startswith(words)


def test_courses_and_trainings_are_the_coordinators(team: Team, coordinator: User, administrator: User):
    today = timezone.localdate()
    course = {"starts_on": today, "ends_on": today + timedelta(days=9)}
    for other in (team.lead, administrator):
        with pytest.raises(DomainError, match="behörighet"):
            create_cohort("Hösten", **course, actor=other)
    cohort = create_cohort(" Hösten ", **course, valid_to=today + timedelta(days=900), actor=coordinator)

    for wrong, field in (
        ({"name": "hösten", **course}, "name"),
        ({"name": "Våren", "starts_on": today, "ends_on": today - timedelta(days=1)}, "ends_on"),
        ({"name": "Våren", **course, "valid_to": today}, "valid_to"),
    ):
        with pytest.raises(DomainError) as refusal:
            create_cohort(**wrong, actor=coordinator)
        assert refusal.value.field == field
    assert cohort.name == "Hösten"
    assert (
        create_cohort("Hösten", **course, valid_to=today + timedelta(days=900), actor=coordinator) == cohort
    )


def test_a_training_is_entered_once_changed_and_taken_away(
    coordinator: User, team: Team, make_user: Callable[..., User]
):
    person, today = make_user("Ny Revisor"), timezone.localdate()

    row = record_training(person, valid_from=today, valid_to=None, actor=coordinator)
    again = record_training(person, valid_from=today, valid_to=None, actor=coordinator)
    set_training_dates(row, valid_from=today, valid_to=today + timedelta(days=9), actor=coordinator)
    with pytest.raises(DomainError, match="före första") as refusal:
        set_training_dates(row, valid_from=today, valid_to=today - timedelta(days=1), actor=coordinator)
    with pytest.raises(DomainError, match="behörighet"):
        remove_training(row, actor=team.lead)

    assert again == row
    assert refusal.value.field == "valid_to"
    row.refresh_from_db()
    assert row.valid_to == today + timedelta(days=9)
    remove_training(row, actor=coordinator)
    assert not AuditorTraining.objects.filter(user=person).exists()


def test_my_roles_tell_each_part_in_an_audit(team: Team, other_auditor: Any):
    told = {
        role.code: role for user in (team.lead, team.auditor, team.commissioner) for role in held_roles(user)
    }

    assert set(told) == {"audit_lead", "auditor", "commissioner"}
    assert {role.scope for role in told.values()} == {team.audit.title}
    assert [role.scope for role in held_roles(other_auditor)] != [team.audit.title]
