"""Evaluations: planned by themselves, asked anonymously, compared, reported, shown only where both have ticked."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from dateutil.relativedelta import relativedelta
from django.core.exceptions import PermissionDenied

from accounts.models import User
from common import sealing
from common.errors import DomainError
from common.models import Edition, OutboxMessage
from common.registries import overview_rows
from common.swedish import today
from organisations.models import Unit
from peersupport.models import Evaluation, EvaluationMember, EvaluationStatement, PeerPost, Placement
from peersupport.queries import evaluation_results as results
from peersupport.services import evaluation_report as reports
from peersupport.services import evaluation_team as team
from peersupport.services import evaluations as services
from peersupport.services import statements as said
from peersupport.services.evaluation_reminders import remind_of_evaluations
from surveys.models import Survey
from surveys.queries.results import read_texts
from surveys.services.answering import Given, Sent, submit_answers
from surveys.services.flow import follow_days as follow_survey_days

BEGAN = relativedelta(months=5)


@pytest.fixture(autouse=True)
def _few_spare_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each key is written to disk twice before it is used: a test needs only a few."""
    monkeypatch.setattr("surveys.services.keys.READY", 2)
    monkeypatch.setattr("surveys.services.keys.MORE", 2)


def running_at(unit: Unit, **facts: Any) -> Placement:
    """Return a placement where somebody has worked for five months."""
    began = today() - BEGAN
    placement = Placement.objects.create(unit=unit, status="running", status_since=began, **facts)
    PeerPost.objects.create(placement=placement, share=75, starts_on=began)
    return placement


@pytest.fixture
def placement(unit: Unit) -> Placement:
    return running_at(unit)


@pytest.fixture
def evaluator(make_user: Callable[..., User], placement: Placement, coordinator: User) -> User:
    user = make_user("Uma Utvärderare")
    team.add_evaluator(placement, user, actor=coordinator)
    return user


@pytest.fixture
def evaluation(placement: Placement, evaluator: User) -> Evaluation:
    """The one at six months, not begun."""
    services.plan_evaluations(placement, actor=evaluator)
    return placement.evaluations.get(occasion="months_6")


def answered(survey: Survey, yes: int, no: int, words: str = "") -> None:
    """So many say the first answer to everything, and so many the last; with the same words, if any."""
    questions = list(survey.questions.all())
    for number in range(yes + no):
        given = {
            one.pk: Given(text=f"{words} {number}")
            if one.is_open
            else Given(choices=(0 if number < yes else 2,))
            for one in questions
            if words or not one.is_open
        }
        submit_answers(survey, given, token=str(uuid4()))


def survey_to(evaluation: Evaluation, asked: str) -> Survey:
    return evaluation.surveys.get(asked=asked).survey


def read_and_written(evaluation: Evaluation, actor: User, *, yes: int = 9, no: int = 3) -> Evaluation:
    """Ask users and staff, close, and write what the report needs."""
    services.open_questions(evaluation, ["users", "staff"], actor=actor)
    answered(survey_to(evaluation, "users"), yes, no)
    services.close_questions(evaluation, actor=actor)
    evaluation.refresh_from_db()
    reports.add_finding(evaluation, "keep", "Samtalen på kvällen.", form_key=uuid4(), actor=actor)
    return reports.write_conclusion(
        evaluation, "Fortsätt, med tydligare roll.", expected_version=evaluation.version, actor=actor
    )


def test_evaluations_plan_themselves_from_the_start_and_follow_it_until_somebody_chooses_a_day(
    placement: Placement, coordinator: User
) -> None:
    began = today() - BEGAN
    services.follow_days()
    services.follow_days()
    days = dict(placement.evaluations.values_list("occasion", "due_on"))
    moved = placement.evaluations.get(occasion="months_12")
    chosen = today() + timedelta(days=200)

    services.move_evaluation(moved, chosen, expected_version=moved.version, actor=coordinator)
    PeerPost.objects.update(starts_on=began + timedelta(days=10))
    Placement.objects.update(ends_on=today() + timedelta(days=500))
    services.follow_days()

    assert days == {f"months_{months}": began + relativedelta(months=months) for months in (3, 6, 12)}
    after = dict(placement.evaluations.values_list("occasion", "due_on"))
    assert after["months_3"] == began + timedelta(days=10) + relativedelta(months=3)
    assert after["months_12"] == chosen
    assert after["end"] == today() + timedelta(days=500)
    with pytest.raises(DomainError) as refused:
        services.move_evaluation(moved, today() - timedelta(days=1), expected_version=2, actor=coordinator)
    assert refused.value.field == "due_on"


def test_an_early_end_takes_away_what_will_not_come_and_asks_at_the_end(placement: Placement) -> None:
    services.follow_days()
    Placement.objects.update(
        status="ended", reason="Pengarna tog slut.", ends_on=today(), status_since=today()
    )

    services.follow_days()

    assert set(placement.evaluations.values_list("occasion", flat=True)) == {"months_3", "end"}


def test_nothing_is_planned_before_somebody_works_there_nor_for_what_is_long_past(
    placement: Placement, unit: Unit
) -> None:
    Placement.objects.create(unit=unit, status="readiness", status_since=today(), starts_on=today())
    # It ended before anybody began: there is nothing to evaluate.
    Placement.objects.create(
        unit=unit, status="ended", status_since=today(), starts_on=today() - timedelta(days=9), reason="Nej."
    )
    PeerPost.objects.update(starts_on=today() - relativedelta(months=7))

    services.follow_days()

    assert set(Evaluation.objects.values_list("occasion", flat=True)) == {"months_6", "months_12"}


def test_an_evaluation_may_be_left_out_and_planned_after_all(evaluation: Evaluation, evaluator: User) -> None:
    services.skip_evaluation(evaluation, actor=evaluator)
    services.skip_evaluation(evaluation, actor=evaluator)
    services.follow_days()
    skipped = Evaluation.objects.get(pk=evaluation.pk)

    services.resume_evaluation(evaluation, actor=evaluator)
    services.open_questions(evaluation, ["users"], actor=evaluator)

    assert skipped.state == "skipped"
    with pytest.raises(DomainError, match="redan ute"):
        services.skip_evaluation(evaluation, actor=evaluator)


def test_the_coordinator_chooses_the_team_and_never_those_whose_work_is_looked_at(
    placement: Placement, coordinator: User, evaluator: User, unit_manager: User, supervisor: User
) -> None:
    team.add_evaluator(placement, evaluator, actor=coordinator)
    for person in (unit_manager, supervisor):
        with pytest.raises(DomainError, match="chef eller handledare"):
            team.add_evaluator(placement, person, actor=coordinator)
    with pytest.raises(DomainError):
        team.add_evaluator(placement, unit_manager, actor=evaluator)
    # Invited first and manager afterwards: may still not read.
    EvaluationMember.objects.create(placement=placement, user=unit_manager)

    assert EvaluationMember.objects.filter(user=evaluator).count() == 1
    assert evaluator.has_perm("peersupport.read_evaluation_text", placement)
    assert not unit_manager.has_perm("peersupport.read_evaluation_text", placement)
    assert not coordinator.has_perm("peersupport.read_evaluation_text", placement)
    team.end_evaluator(EvaluationMember.objects.get(user=evaluator), actor=coordinator)
    assert not User.objects.get(pk=evaluator.pk).has_perm("peersupport.view_placement", placement)


def test_questions_go_out_once_to_those_chosen_and_never_without_a_team(
    evaluation: Evaluation, evaluator: User, coordinator: User, unit_manager: User
) -> None:
    EvaluationMember.objects.update(ended_on=today())
    with pytest.raises(DomainError, match="teamet är tomt"):
        services.open_questions(evaluation, ["users"], actor=coordinator)
    EvaluationMember.objects.update(ended_on=None)
    with pytest.raises(DomainError) as refused:
        services.open_questions(evaluation, ["nobody"], actor=coordinator)
    with pytest.raises(DomainError):
        services.open_questions(evaluation, ["users"], actor=unit_manager)

    services.open_questions(evaluation, ["users", "manager", "peer"], actor=coordinator)
    services.open_questions(evaluation, ["staff"], actor=coordinator)

    assert refused.value.field == "asked"
    assert list(evaluation.surveys.values_list("asked", flat=True)) == ["users"]
    assert set(evaluation.statements.values_list("asked", flat=True)) == {"manager", "peer"}
    (letter,) = OutboxMessage.objects.filter(kind="mail")
    assert letter.payload["to"] == unit_manager.email
    assert letter.payload["subject"] == services.SUBJECT
    assert evaluation.placement.unit.name not in letter.payload["body"]


def test_the_same_form_sent_twice_counts_once_and_a_new_form_counts_anew(
    evaluation: Evaluation, evaluator: User
) -> None:
    services.open_questions(evaluation, ["users"], actor=evaluator)
    survey = survey_to(evaluation, "users")
    first = survey.questions.first()
    assert first is not None
    token = str(uuid4())

    sent = [
        submit_answers(survey, {first.pk: Given(choices=(0,))}, token=one)
        for one in (token, token, str(uuid4()))
    ]

    assert sent == [Sent.NOW, Sent.ALREADY, Sent.NOW]
    assert survey.responses.count() == 2


def test_words_are_read_by_the_team_alone_and_only_when_five_have_written(
    evaluation: Evaluation, evaluator: User, coordinator: User, unit_manager: User
) -> None:
    services.open_questions(evaluation, ["users", "staff"], actor=evaluator)
    users, staff = survey_to(evaluation, "users"), survey_to(evaluation, "staff")
    answered(users, 5, 0, "Bra att få prata")
    answered(staff, 4, 0, "Rollen är oklar")
    with pytest.raises(DomainError):
        read_texts(users, actor=evaluator)

    services.close_questions(evaluation, actor=coordinator)

    users, staff = survey_to(evaluation, "users"), survey_to(evaluation, "staff")
    texts = [text for one in read_texts(users, actor=evaluator) for text in one.texts]
    assert len(texts) == 10
    for person in (coordinator, unit_manager):
        with pytest.raises(PermissionDenied):
            read_texts(users, actor=person)
        assert not person.has_perm("surveys.manage_survey", users)
        assert person.has_perm("surveys.see_counts", users)
    with pytest.raises(DomainError):
        read_texts(staff, actor=evaluator)


def test_one_person_is_told_it_is_not_anonymous_and_answers_once_sealed(
    evaluation: Evaluation, evaluator: User, coordinator: User, client: Any
) -> None:
    services.open_questions(evaluation, ["peer"], actor=evaluator)
    statement = evaluation.statements.get()
    address = f"/svara/egen/{statement.code}/"

    before = client.get(address)
    empty = client.post(address, {"works": "  "})
    number = client.post(address, {"works": "Ring 19121212-1212 så pratar vi."})
    client.post(address, {"works": "Jag trivs i gruppen.", "change": ""})
    after = client.post(address, {"works": "Jag trivs i gruppen.", "change": ""}, follow=True)
    other = client.post(address, {"works": "Något helt annat."}, follow=True)

    assert "Ditt svar är inte anonymt." in before.text
    assert before["Cache-Control"] == "no-store"
    assert not before.cookies
    assert "Svara på minst en fråga." in empty.text
    assert "personnummer" in number.text
    assert "Ring 19121212" in number.text
    assert "har kommit fram" in after.text
    # Nobody is thanked for what is not kept, and what was typed stands there.
    assert "Det du skrev nu har inte skickats" in other.text
    assert "Något helt annat." in other.text
    assert "trivs" not in other.text
    statement.refresh_from_db()
    assert statement.sealed is not None
    assert b"trivs" not in bytes(statement.sealed)
    ((who, answers),) = said.read_statements(evaluation, actor=evaluator)
    assert (who, answers[0][1], len(answers)) == ("Peer supportern", "Jag trivs i gruppen.", 1)
    with pytest.raises(PermissionDenied):
        said.read_statements(evaluation, actor=coordinator)
    assert client.get("/svara/egen/finns-inte/").status_code == 404


def test_statements_are_destroyed_with_their_keys_when_their_time_is_over(
    evaluation: Evaluation, evaluator: User
) -> None:
    services.open_questions(evaluation, ["manager"], actor=evaluator)
    statement = evaluation.statements.get()
    said.send_statement(statement, {"works": "Det går bra."})
    kept = EvaluationStatement.objects.get()

    assert said.destroy_old() == 0
    assert said.destroy_old(today() + relativedelta(months=said.KEPT_MONTHS, days=1)) == 1

    gone = EvaluationStatement.objects.get()
    assert (gone.sealed, gone.key_id, gone.destroyed_on) == (None, None, today())
    assert kept.key_id is not None
    assert kept.sealed is not None
    with pytest.raises(sealing.SealingError):
        sealing.unseal(kept.sealed, kept.key_id, place=sealing.place_of(kept, "sealed"))


def test_questions_close_by_themselves_and_the_team_is_told_to_read(
    evaluation: Evaluation, evaluator: User
) -> None:
    services.open_questions(evaluation, ["users", "staff"], actor=evaluator)
    services.follow_days()
    evaluation.refresh_from_db()
    assert evaluation.state == "open"

    Survey.objects.update(opens_on=today() - timedelta(days=30), closes_on=today() - timedelta(days=1))
    follow_survey_days()
    services.follow_days()

    evaluation.refresh_from_db()
    assert evaluation.state == "reading"
    assert any(row.title.startswith("Skriv rapporten") for row in overview_rows(evaluator))


def test_questions_to_the_manager_and_the_peer_alone_close_after_their_last_day(
    evaluation: Evaluation, evaluator: User
) -> None:
    services.open_questions(evaluation, ["peer"], closes_on=today(), actor=evaluator)
    services.follow_days()
    evaluation.refresh_from_db()
    still = evaluation.state

    Evaluation.objects.update(closes_on=today() - timedelta(days=1))
    services.follow_days()

    evaluation.refresh_from_db()
    assert (still, evaluation.state) == ("open", "reading")


def test_answers_compare_over_time_and_across_units_with_their_base_and_few_are_withheld(
    evaluation: Evaluation, evaluator: User, coordinator: User, unit: Unit
) -> None:
    third = evaluation.placement.evaluations.get(occasion="months_3")
    services.open_questions(third, ["users", "manager"], actor=evaluator)
    answered(survey_to(third, "users"), 4, 8)
    services.close_questions(third, actor=evaluator)
    read_and_written(evaluation, evaluator)
    other = Unit.objects.create(name="Boendestödet", slug="boendestodet", principal=unit.principal)
    theirs = running_at(other)
    team.add_evaluator(theirs, evaluator, actor=coordinator)
    services.plan_evaluations(theirs, actor=coordinator)
    few = theirs.evaluations.get(occasion="months_6")
    services.open_questions(few, ["users"], actor=coordinator)
    answered(survey_to(few, "users"), 3, 1)
    services.close_questions(few, actor=coordinator)

    users, staff = results.over_time(evaluation.placement)
    (across, _) = results.across_units("months_6")

    stay = next(one for one in users.questions if one.text.startswith("Vill du"))
    assert [(bar.label, bar.count_text) for bar in stay.bars.bars] == [
        ("Efter 3 månader", "4 av 12"),
        ("Efter 6 månader", "9 av 12"),
    ]
    assert stay.rows[1].cells == ["9", "0", "3", "0"]
    assert (staff.answered[0][1], staff.questions) == (results.TOO_FEW, [])
    # Nobody who is alone in their role is counted.
    assert {group.asked for group in results.over_time(evaluation.placement)} == {"users", "staff"}
    assert [name for name, _ in across.answered] == ["Boendestödet", unit.name]
    assert across.answered[0][1] == results.TOO_FEW
    assert [bar.label for bar in across.questions[0].bars.bars] == [unit.name]


def test_the_report_waits_for_what_it_needs_and_freezes_what_may_be_shown(
    evaluation: Evaluation, evaluator: User, unit_manager: User, client: Any
) -> None:
    services.open_questions(evaluation, ["users", "peer"], actor=evaluator)
    said.send_statement(evaluation.statements.get(), {"works": "Hemligt ord."})
    answered(survey_to(evaluation, "users"), 9, 3, "Ordagrant")
    with pytest.raises(DomainError, match="inte stängda"):
        reports.make_report(evaluation, actor=evaluator)
    services.close_questions(evaluation, actor=evaluator)
    with pytest.raises(DomainError, match="slutsatsen"):
        reports.make_report(evaluation, actor=evaluator)
    key = uuid4()
    for _ in range(2):
        reports.add_finding(evaluation, "keep", "Samtalen på kvällen.", form_key=key, actor=evaluator)
    evaluation.refresh_from_db()
    reports.write_conclusion(evaluation, "Fortsätt.", expected_version=evaluation.version, actor=evaluator)
    with pytest.raises(DomainError):
        reports.write_conclusion(evaluation, "Sluta.", expected_version=1, actor=evaluator)
    page = f"/placeringar/{evaluation.placement_id}/utvardering/{evaluation.pk}/"
    client.force_login(unit_manager)
    before = client.get(page).text

    edition = reports.make_report(evaluation, actor=evaluator)
    again = reports.make_report(evaluation, actor=evaluator)

    assert "Samtalen på kvällen." not in before
    assert "Samtalen på kvällen." in client.get(page).text
    assert again == edition
    assert edition.data["findings"][0] == {"kind": "Behåll", "texts": ["Samtalen på kvällen."]}
    told = str(edition.data)
    assert "Ordagrant" not in told
    assert "Hemligt" not in told
    evaluation.refresh_from_db()
    assert (evaluation.state, evaluation.reported_on, evaluation.edition) == ("reported", today(), edition)
    reports.add_finding(evaluation, "change", "Rollen.", form_key=uuid4(), actor=evaluator)
    # Others read the report as it was made, until the team makes it anew.
    assert "Rollen." not in client.get(page).text
    assert reports.make_report(evaluation, actor=evaluator).number == 2
    assert "Rollen." in client.get(page).text


def test_a_conclusion_that_somebody_changed_meanwhile_is_shown_beside_what_was_typed_and_can_be_saved(
    evaluation: Evaluation, evaluator: User, client: Any
) -> None:
    read_and_written(evaluation, evaluator)
    client.force_login(evaluator)
    page = f"/placeringar/{evaluation.placement_id}/utvardering/{evaluation.pk}/slutsats/"
    version = client.get(page).context["form"].initial["version"]
    evaluation.refresh_from_db()
    reports.write_conclusion(evaluation, "Deras.", expected_version=version, actor=evaluator)

    refused = client.post(page, {"conclusion": "Min.", "version": version})
    shown = refused.context["form"]
    saved = client.post(page, {"conclusion": "Min.", "version": shown["version"].value()})

    assert shown.conflict == {"Slutsats": ("Deras.", "Min.")}, shown.errors
    assert "Deras." in refused.text
    assert "Min." in refused.text
    assert saved.status_code == 302
    evaluation.refresh_from_db()
    assert evaluation.conclusion == "Min."


def test_a_result_is_public_only_when_team_and_unit_have_both_said_so(
    evaluation: Evaluation, evaluator: User, coordinator: User, unit_manager: User, client: Any
) -> None:
    with pytest.raises(DomainError, match="Gör klart rapporten"):
        reports.show_result(evaluation, publicly=True, actor=coordinator)
    read_and_written(evaluation, evaluator)
    edition = reports.make_report(evaluation, actor=evaluator)
    with pytest.raises(DomainError, match="inte valt att synas"):
        reports.show_result(evaluation, publicly=True, actor=evaluator)
    Placement.objects.update(is_public=True)
    with pytest.raises(DomainError):
        reports.show_result(evaluation, publicly=True, actor=unit_manager)
    file = f"/peer-support/rapport/{evaluation.pk}.pdf"
    hidden = client.get("/peer-support/").text, client.get(file).status_code

    reports.show_result(evaluation, publicly=True, actor=evaluator)
    Edition.objects.filter(pk=edition.pk).update(state=Edition.State.QUEUED)
    page, every = client.get("/peer-support/").text, client.get("/peer-support/resultat/").text

    assert "9 av 12" not in hidden[0]
    assert hidden[1] == client.get(file).status_code == 404
    assert "9 av 12 brukare och patienter vill" in page
    assert "Ja: 9. Delvis: 0. Nej: 3. Vet inte: 0. Svarade: 12." in every
    assert results.TOO_FEW in every
    Placement.objects.update(is_public=False)
    reports.show_result(evaluation, publicly=False, actor=evaluator)
    assert "9 av 12" not in client.get("/peer-support/").text


def test_who_is_needed_is_reminded_once_neutrally_and_the_coordinator_when_nobody_is_left(
    placement: Placement, coordinator: User, unit_manager: User
) -> None:
    services.follow_days()
    Evaluation.objects.exclude(occasion="months_3").delete()

    assert (remind_of_evaluations(), remind_of_evaluations()) == (1, 0)

    letters = OutboxMessage.objects.filter(kind="mail")
    assert {one.payload["to"] for one in letters} == {coordinator.email, unit_manager.email}
    assert {one.payload["subject"] for one in letters} == {services.SUBJECT}
    assert not any(placement.unit.name in one.payload["body"] for one in letters)
    assert any(row.title.startswith("Välj vilka som utvärderar") for row in overview_rows(coordinator))


def test_a_unit_that_has_closed_keeps_its_answers_and_is_no_longer_listed(
    evaluation: Evaluation, evaluator: User, coordinator: User, client: Any
) -> None:
    Placement.objects.update(is_public=True)
    services.open_questions(evaluation, ["users"], actor=evaluator)
    unit = evaluation.placement.unit
    assert f"verksamhet-{unit.slug}" in client.get("/peer-support/").text

    Unit.objects.update(closed_on=today())
    answered(survey_to(evaluation, "users"), 6, 0)
    services.close_questions(evaluation, actor=coordinator)

    assert results.over_time(evaluation.placement)[0].answered == [("Efter 6 månader", "6 svarade.")]
    evaluation.refresh_from_db()
    assert evaluation.state == "reading"


def test_pages_ask_as_little_of_three_evaluations_as_of_one(
    evaluation: Evaluation, evaluator: User, client: Any, django_assert_num_queries: Any
) -> None:
    read_and_written(evaluation, evaluator)
    client.force_login(evaluator)
    address = f"/placeringar/{evaluation.placement_id}/utvardering/"
    client.get(address)
    others = evaluation.placement.evaluations.exclude(pk=evaluation.pk)
    kept = list(others.values_list("occasion", "due_on"))
    others.delete()

    with django_assert_num_queries(9):
        client.get(address)
    for occasion, due_on in kept:
        Evaluation.objects.create(placement=evaluation.placement, occasion=occasion, due_on=due_on)
    with django_assert_num_queries(9):
        client.get(address)
