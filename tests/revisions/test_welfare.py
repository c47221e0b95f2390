"""The team's welfare: somebody to talk with, debriefs, swaps. Who learns of it, and who does not."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from accounts.models import User
from common import outbox
from common.errors import DomainError
from common.models import OutboxMessage, TrailEntry
from common.registries import overview_rows
from revisions.models import AuditMember, Debrief, Interview, InterviewSwap, TalkRequest
from revisions.services.team import hand_over_lead
from revisions.services.welfare import (
    ask_for_swap,
    ask_to_talk,
    plan_debrief,
    record_debrief,
    take_back_talk,
    take_care_of_talk,
    take_over_interview,
    withdraw_swap,
)
from tests.revisions.conftest import Team
from tests.revisions.factories import make_interview


def _waiting(user: User) -> list[str]:
    return [row.title for row in overview_rows(User.objects.get(pk=user.pk))]


def test_asking_to_talk_reaches_the_lead_and_nobody_else(
    team: Team, coordinator: User, administrator: User, unit_manager: User
):
    before = TrailEntry.objects.count()

    ask_to_talk(team.audit, actor=team.auditor)
    ask_to_talk(team.audit, actor=team.auditor)

    assert f"Prata med {team.auditor.name}" in _waiting(team.lead)
    for other in (team.auditor, team.second, team.commissioner, coordinator, administrator, unit_manager):
        assert not [title for title in _waiting(other) if "Prata" in title]
    assert TalkRequest.objects.count() == 1
    assert TrailEntry.objects.count() == before


def test_the_letter_to_the_lead_names_neither_the_person_nor_the_audit(team: Team):
    ask_to_talk(team.audit, actor=team.auditor)

    [letter] = OutboxMessage.objects.filter(kind="mail")
    assert letter.payload["to"] == team.lead.email
    assert outbox.deliver(letter.pk)
    text = mail.outbox[0].subject + mail.outbox[0].body
    for word in (team.auditor.name, team.audit.title, "revision"):
        assert word.lower() not in text.lower()


def test_somebody_outside_the_team_and_the_lead_alone_have_nobody_to_reach(team: Team, coordinator: User):
    with pytest.raises(DomainError, match="inte med i teamet"):
        ask_to_talk(team.audit, actor=coordinator)
    with pytest.raises(DomainError, match="ingen annan ledare"):
        ask_to_talk(team.audit, actor=team.lead)
    AuditMember.objects.filter(user=team.lead).update(recused_on=timezone.localdate())
    with pytest.raises(DomainError, match="ingen annan ledare"):
        ask_to_talk(team.audit, actor=team.auditor)


def test_a_talk_leaves_nothing_behind(team: Team):
    row = ask_to_talk(team.audit, actor=team.auditor)

    with pytest.raises(DomainError, match="behörighet"):
        take_care_of_talk(row, actor=team.second)
    take_care_of_talk(row, actor=team.lead)
    ask_to_talk(team.audit, actor=team.second)
    take_back_talk(team.audit, actor=team.second)

    assert not TalkRequest.objects.exists()


def test_a_new_lead_sees_who_waits(team: Team):
    ask_to_talk(team.audit, actor=team.auditor)

    hand_over_lead(team.audit.members.get(user=team.second), actor=team.lead)

    assert f"Prata med {team.auditor.name}" in _waiting(team.second)
    assert f"Prata med {team.auditor.name}" not in _waiting(team.lead)


def test_a_debrief_is_held_or_not_and_there_is_no_field_for_what_was_said(team: Team, coordinator: User):
    today = timezone.localdate()
    plan_debrief(team.audit, today, place="Kontoret", actor=team.lead)

    record_debrief(team.audit, today, held=True, actor=team.auditor)
    record_debrief(team.audit, today, held=False, actor=team.second)

    assert team.audit.debriefs.get().held is False
    assert {field.name for field in Debrief._meta.fields} == {
        "id",
        "audit",
        "on",
        "starts_at",
        "place",
        "held",
    }
    with pytest.raises(DomainError, match="inte varit"):
        record_debrief(team.audit, today + timedelta(days=1), held=True, actor=team.auditor)
    with pytest.raises(DomainError, match="behörighet"):
        record_debrief(team.audit, today, held=True, actor=coordinator)
    with pytest.raises(DomainError, match="behörighet"):
        plan_debrief(team.audit, today, actor=team.auditor)


def test_a_debrief_that_nobody_has_ticked_waits_for_the_team(team: Team, coordinator: User):
    plan_debrief(team.audit, timezone.localdate(), actor=team.lead)

    assert [title for title in _waiting(team.auditor) if "eftersamtalet" in title]
    assert not [title for title in _waiting(coordinator) if "eftersamtalet" in title]
    record_debrief(team.audit, timezone.localdate(), held=True, actor=team.auditor)
    assert not [title for title in _waiting(team.auditor) if "eftersamtalet" in title]


@pytest.fixture
def planned(team: Team) -> Interview:
    return make_interview(
        team.audit,
        team.guide,
        team.auditor,
        team.lead,
        status="planned",
        consent_given=False,
        consent_to=None,
        on=timezone.localdate() + timedelta(days=2),
    )


def test_an_interview_changes_hands_in_two_taps(team: Team, planned: Interview):
    swap = ask_for_swap(planned, actor=team.auditor)
    assert ask_for_swap(planned, actor=team.auditor) == swap
    assert "Kan du ta intervju A01?" in _waiting(team.second)

    take_over_interview(swap, actor=team.second)

    planned.refresh_from_db()
    assert (planned.first_auditor, planned.second_auditor) == (team.second, team.lead)
    assert "Kan du ta intervju A01?" not in _waiting(team.lead)


def test_only_the_first_to_press_has_it(team: Team, planned: Interview, other_auditor: User):
    swap = ask_for_swap(planned, actor=team.auditor)
    stale = InterviewSwap.objects.get(pk=swap.pk)

    with pytest.raises(DomainError, match="behörighet"):
        take_over_interview(swap, actor=other_auditor)
    with pytest.raises(DomainError, match="redan med"):
        take_over_interview(swap, actor=team.lead)
    take_over_interview(swap, actor=team.second)
    with pytest.raises(DomainError, match="hann före"):
        take_over_interview(stale, actor=team.second)


def test_one_asks_only_for_ones_own_interviews_that_have_not_begun(team: Team, planned: Interview):
    with pytest.raises(DomainError, match="inte med på"):
        ask_for_swap(planned, actor=team.second)
    swap = ask_for_swap(planned, actor=team.auditor)
    with pytest.raises(DomainError, match="Bara den som frågade"):
        withdraw_swap(swap, actor=team.second)
    withdraw_swap(swap, actor=team.auditor)
    Interview.objects.filter(pk=planned.pk).update(status="cancelled")
    with pytest.raises(DomainError, match="påbörjad eller klar"):
        ask_for_swap(planned, actor=team.auditor)

    assert InterviewSwap.objects.get().closed_at


def test_what_waits_costs_the_same_number_of_questions_however_many_wait(
    team: Team, make_user: Callable[..., User], django_assert_num_queries: Any
):
    from revisions.work_registrations import overview_rows as rows

    counts = []
    for _ in range(2):
        ask_to_talk(team.audit, actor=team.auditor if not counts else team.second)
        person = User.objects.get(pk=team.lead.pk)
        with django_assert_num_queries(6):
            counts.append(len(list(rows(person))))

    assert counts == [1, 2]
