"""An interview from plan to done, to "no" and to withdrawn."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from common import sealing
from common.errors import DomainError, EditConflictError
from common.models import ShreddedKey, StatusChange, TrailEntry
from revisions.models import AnswerSave, Debrief, InformationText, Interview, InterviewAnswer, QuoteMark
from revisions.services import interviews as services
from revisions.services.audits import cancel_audit, move_audit
from revisions.services.interview_answers import save_answer
from revisions.services.interviews import InterviewPlan
from revisions.services.material import record_openings
from tests.revisions.conftest import Team
from tests.revisions.factories import make_guide, make_interview
from tests.revisions.interview_answers import written


def _plan(team: Team, **facts: Any) -> InterviewPlan:
    facts = {
        "on": timezone.localdate(),
        "place_kind": "elsewhere",
        "kind": "interview",
        "participants": 1,
        "first_auditor": team.auditor,
        "second_auditor": team.second,
        **facts,
    }
    return InterviewPlan(**facts)


def _information(team: Team, number: int = 1) -> InformationText:
    return InformationText.objects.create(audit=team.audit, number=number, text="Det är frivilligt.")


def test_interviews_get_codes_in_order_and_their_day_a_debrief(team: Team) -> None:
    codes = [services.plan_interview(team.audit, _plan(team), actor=team.auditor).code for _ in range(3)]

    assert codes == ["A01", "A02", "A03"]
    assert Debrief.objects.filter(audit=team.audit, on=timezone.localdate()).count() == 1


def test_a_code_is_never_given_twice(team: Team) -> None:
    make_interview(team.audit, team.guide, team.auditor, code="A99", status="withdrawn", consent_given=False)

    assert services.plan_interview(team.audit, _plan(team), actor=team.auditor).code == "A100"


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"second": "first"}, "second_auditor"),
        ({"second": "commissioner"}, "second_auditor"),
        ({"kind": "focus_group", "participants": 1}, "participants"),
        ({"kind": "interview", "participants": 4}, "participants"),
    ],
)
def test_an_interview_has_two_different_people_of_the_team(team: Team, facts: Any, field: str) -> None:
    second = {"first": team.auditor, "commissioner": team.commissioner}.get(
        facts.pop("second", ""), team.second
    )

    with pytest.raises(DomainError) as refused:
        services.plan_interview(team.audit, _plan(team, second_auditor=second, **facts), actor=team.auditor)

    assert refused.value.field == field


def test_only_the_team_plans(team: Team, coordinator: Any, other_auditor: Any) -> None:
    for person in (coordinator, other_auditor, team.commissioner):
        with pytest.raises(DomainError):
            services.plan_interview(team.audit, _plan(team), actor=person)

    assert not Interview.objects.exists()


def test_two_who_change_the_plan_learn_of_each_other(team: Team) -> None:
    interview = services.plan_interview(team.audit, _plan(team), actor=team.auditor)
    tomorrow = timezone.localdate() + timedelta(days=1)
    services.edit_interview_plan(interview, _plan(team, on=tomorrow), expected_version=1, actor=team.auditor)

    with pytest.raises(EditConflictError):
        services.edit_interview_plan(
            interview, _plan(team, place_kind="home"), expected_version=1, actor=team.second
        )

    interview.refresh_from_db()
    assert (interview.on, interview.place_kind) == (tomorrow, "elsewhere")


def test_consent_begins_the_interview_with_a_key_and_the_version_of_the_text(team: Team) -> None:
    interview = services.plan_interview(team.audit, _plan(team), actor=team.auditor)
    information = _information(team)

    with pytest.raises(DomainError):
        services.begin_interview(interview, information, consent=False, actor=team.auditor)
    services.begin_interview(interview, information, consent=True, actor=team.auditor)
    again = services.begin_interview(interview, information, consent=True, actor=team.second)

    interview.refresh_from_db()
    assert (interview.status, interview.consent_to, again.key_id) == (
        "ongoing",
        information,
        interview.key_id,
    )
    assert sealing.keyring([interview.key_id]).opens(interview.key_id)


def test_consent_to_an_older_text_is_not_consent(team: Team) -> None:
    interview = services.plan_interview(team.audit, _plan(team), actor=team.auditor)
    old, _ = _information(team, 1), _information(team, 2)

    with pytest.raises(DomainError, match="ny version"):
        services.begin_interview(interview, old, consent=True, actor=team.auditor)


def test_the_interview_follows_the_guide_as_it_was_last_locked(team: Team) -> None:
    interview = services.plan_interview(team.audit, _plan(team), actor=team.auditor)
    newer = make_guide(team.audit.__class__.objects.create(title="Annan", slug="annan"))
    newer.audit, newer.number = team.audit, 2
    newer.save()

    services.begin_interview(interview, _information(team), consent=True, actor=team.auditor)

    interview.refresh_from_db()
    assert interview.guide == newer


def test_a_no_is_remembered_as_a_no_and_nothing_else(team: Team) -> None:
    interview = services.plan_interview(team.audit, _plan(team), actor=team.auditor)

    services.decline_interview(interview, actor=team.auditor)
    services.decline_interview(interview, actor=team.auditor)

    interview.refresh_from_db()
    assert (interview.status, interview.key_id, interview.consent_given) == ("declined", None, False)
    moves = StatusChange.objects.filter(object_id=str(interview.pk), target="declined")
    assert moves.count() == 1


def test_an_interview_with_two_texts_in_one_field_is_not_done(team: Team) -> None:
    interview = _begun(team)
    save_answer(interview, written(interview, text="Det ena."), actor=team.auditor)
    save_answer(interview, written(interview, text="Det andra."), actor=team.second)

    with pytest.raises(DomainError, match="olika i samma ruta"):
        services.finish_interview(interview, actor=team.auditor)


def test_done_can_be_opened_again_until_the_answers_are_read(team: Team) -> None:
    interview = _begun(team)
    services.finish_interview(interview, actor=team.auditor)
    services.reopen_interview(interview, actor=team.second)
    interview.refresh_from_db()
    reopened = interview.status
    services.finish_interview(interview, actor=team.auditor)
    type(team.audit).objects.update(status="analysing")

    with pytest.raises(DomainError):
        services.reopen_interview(interview, actor=team.auditor)

    assert reopened == "ongoing"


def test_a_withdrawn_interview_is_shredded_alone(team: Team) -> None:
    kept, gone = _begun(team, "A01"), _begun(team, "A02")
    for interview in (kept, gone):
        save_answer(
            interview,
            written(interview, text="Jag fick ingen plan.", quotes=["ingen plan"]),
            actor=team.auditor,
        )
    answer = gone.answers.get()
    sealed, key_id = bytes(answer.text), gone.key_id

    services.withdraw_interview(gone, confirmation=" a02 ", actor=team.auditor)

    gone.refresh_from_db()
    assert (gone.status, gone.key_id, gone.consent_given) == ("withdrawn", None, False)
    assert ShreddedKey.objects.filter(pk=key_id).exists()
    with pytest.raises(sealing.KeyGoneError):
        sealing.unseal(sealed, key_id, place=sealing.place_of(answer, "text"))
    left = kept.answers.get()
    assert list(InterviewAnswer.objects.all()) == [left]
    assert QuoteMark.objects.count() == AnswerSave.objects.count() == 1
    assert (
        sealing.unseal(left.text, kept.key_id, place=sealing.place_of(left, "text")) == "Jag fick ingen plan."
    )


@pytest.mark.parametrize(
    ("status", "typed", "words"),
    [
        ("interviewing", "A01", "A02"),
        ("analysing", "A02", "inte längre"),
        ("published", "A02", "inte längre"),
    ],
)
def test_withdrawing_needs_the_code_and_ends_when_the_answers_are_read(
    team: Team, status: str, typed: str, words: str
) -> None:
    interview = _begun(team, "A02")
    type(team.audit).objects.update(status=status, published_on=timezone.localdate())

    with pytest.raises(DomainError, match=words):
        services.withdraw_interview(interview, confirmation=typed, actor=team.auditor)

    interview.refresh_from_db()
    assert interview.key_id is not None


@pytest.mark.parametrize("was_read", [False, True])
def test_an_interview_of_a_cancelled_audit_can_be_withdrawn_unless_the_answers_were_read(
    team: Team, coordinator: Any, was_read: bool
) -> None:
    interview = _begun(team)
    if was_read:
        services.finish_interview(interview, actor=team.auditor)
        Debrief.objects.update_or_create(audit=team.audit, on=interview.on, defaults={"held": True})
        move_audit(team.audit, "analysing", actor=team.lead)
    cancel_audit(team.audit, "Mottagningen läggs ned.", actor=coordinator)

    if was_read:
        with pytest.raises(DomainError, match="inte längre"):
            services.withdraw_interview(interview, confirmation="A01", actor=team.auditor)
    else:
        services.withdraw_interview(interview, confirmation="A01", actor=team.auditor)

    interview.refresh_from_db()
    assert (interview.key_id is None) is not was_read


def test_a_worry_reaches_the_lead_who_settles_it(team: Team) -> None:
    interview = _begun(team)
    first = save_answer(interview, written(interview, text="Hm.", worry=True), actor=team.auditor)
    interview.refresh_from_db()
    raised = interview.worry_flagged
    with pytest.raises(DomainError):
        services.settle_worry(interview, actor=team.auditor)
    services.settle_worry(interview, actor=team.lead)
    save_answer(
        interview, written(interview, text="Hm hm.", worry=True, base=first.revision), actor=team.auditor
    )

    interview.refresh_from_db()
    assert raised
    # What the lead has taken up is not raised again by the next letter.
    assert not interview.worry_flagged


def test_an_opening_is_one_row_for_each_person_and_hour(team: Team) -> None:
    interview = _begun(team)
    for person in (team.auditor, team.auditor, team.second):
        record_openings([interview], actor=person)

    rows = TrailEntry.objects.filter(kind="opened", object_id=str(interview.pk))
    assert sorted(str(row.actor_id) for row in rows) == sorted(
        str(person.actor_id) for person in (team.auditor, team.second)
    )


def test_deleting_who_interviewed_leaves_the_interview(team: Team) -> None:
    interview = _begun(team)
    save_answer(interview, written(interview, text="Det blev bättre."), actor=team.auditor)

    team.auditor.delete()

    interview.refresh_from_db()
    assert interview.first_auditor is None
    assert interview.answers.count() == 1


def _begun(team: Team, code: str = "A01") -> Interview:
    return make_interview(
        team.audit, team.guide, team.auditor, team.second, code=code, key_id=sealing.new_key()
    )
