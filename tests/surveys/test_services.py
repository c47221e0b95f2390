"""Making a survey, its states, and what closing does."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError, transaction

from accounts.models import User
from common import sealing
from common.errors import DomainError, EditConflictError
from common.models import OutboxMessage, StatusChange, TrailEntry
from common.swedish import today
from organisations.models import Unit
from surveys.models import PausedDraft, Response, Survey
from surveys.owners import register_owner
from surveys.queries.results import ResultState, published, read_texts, results_for
from surveys.services import answering, effects, flow, paper, retention, series
from surveys.services.writing import (
    QuestionFacts,
    SurveyFacts,
    add_question,
    create_survey,
    delete_question,
    delete_survey,
    edit_question,
    edit_survey,
    move_question,
)
from tests.surveys.conftest import BACKGROUND, CHOICE, FACTS, SCALE, WORDS, answers, question


def test_a_manager_makes_surveys_of_their_own_unit_only(unit_manager: User, unit: Unit, outsider: User):
    create_survey(FACTS, actor=unit_manager, unit=unit)

    with pytest.raises(DomainError):
        create_survey(FACTS, actor=unit_manager)
    with pytest.raises(DomainError):
        create_survey(FACTS, actor=outsider, unit=unit)


def test_anonymity_can_not_be_changed(draft: Survey):
    with pytest.raises(DatabaseError, match="anonymity"), transaction.atomic():
        Survey.objects.filter(pk=draft.pk).update(anonymity="choices_only")

    assert "anonymity" not in SurveyFacts.__dataclass_fields__


def test_a_survey_with_fixed_answers_takes_no_question_in_own_words(coordinator: User):
    survey = create_survey(FACTS, actor=coordinator, anonymity="choices_only")

    with pytest.raises(DomainError) as refused:
        add_question(survey, WORDS, actor=coordinator)

    assert refused.value.field == "kind"


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        (QuestionFacts(kind="scale", text="Hur?", options=("Bra",)), "options"),
        (QuestionFacts(kind="choice", text="Hur?", options=("Bra", "bra")), "options"),
        (QuestionFacts(kind="choice", text="Hur?", options=tuple(map(str, range(20)))), "options"),
    ],
)
def test_options_that_make_no_question_are_refused(
    draft: Survey, coordinator: User, facts: QuestionFacts, field: str
):
    with pytest.raises(DomainError) as refused:
        add_question(draft, facts, actor=coordinator)

    assert refused.value.field == field


def test_more_than_three_background_facts_are_refused(draft: Survey, coordinator: User):
    for number in range(2):
        add_question(
            draft,
            QuestionFacts(kind="background", text=f"Fråga {number}?", options=("A", "B")),
            actor=coordinator,
        )

    with pytest.raises(DomainError, match="känna igen"):
        add_question(draft, BACKGROUND, actor=coordinator)


def test_a_question_sent_twice_is_there_once(draft: Survey, coordinator: User):
    facts = QuestionFacts(kind="choice", text="Fler?", options=("Ja", "Nej"))

    first, again = (add_question(draft, facts, actor=coordinator) for _ in range(2))

    assert first == again
    assert draft.questions.filter(text="Fler?").count() == 1


def test_questions_move_change_and_go_in_a_draft(draft: Survey, coordinator: User):
    scale, choice = question(draft, "scale"), question(draft, "choice")
    thread = choice.thread

    move_question(choice, up=True, actor=coordinator)
    edit_question(
        choice, QuestionFacts(kind="choice", text="Vet du vem?", options=("Ja", "Nej")), actor=coordinator
    )
    delete_question(question(draft, "several"), actor=coordinator)

    kinds = [row.kind for row in draft.questions.all()]
    assert kinds[:2] == ["choice", "scale"]
    assert "several" not in kinds
    choice.refresh_from_db()
    assert (choice.text, choice.thread) == ("Vet du vem?", thread)
    edit_question(scale, CHOICE, actor=coordinator)
    scale_after = draft.questions.get(pk=scale.pk)
    assert scale_after.thread != scale.thread


def test_two_who_edit_at_once_do_not_overwrite_each_other(draft: Survey, coordinator: User):
    edit_survey(draft, FACTS, expected_version=draft.version, actor=coordinator)
    first = SurveyFacts(title="Ny rubrik", purpose="Därför.")
    edit_survey(draft, first, expected_version=draft.version, actor=coordinator)

    with pytest.raises(EditConflictError):
        edit_survey(draft, FACTS, expected_version=draft.version, actor=coordinator)


def test_an_open_survey_can_not_be_changed_or_removed(survey: Survey, coordinator: User):
    for change in (
        lambda: add_question(survey, SCALE, actor=coordinator),
        lambda: edit_survey(survey, FACTS, expected_version=survey.version, actor=coordinator),
        lambda: delete_question(question(survey, "scale"), actor=coordinator),
        lambda: delete_survey(survey, actor=coordinator),
    ):
        with pytest.raises(DomainError, match="öppnad"):
            change()


def test_a_survey_opens_only_with_questions_and_a_purpose(coordinator: User):
    survey = create_survey(SurveyFacts(title="Tom"), actor=coordinator)

    with pytest.raises(DomainError, match=r"minst en fråga.*varför"):
        flow.open_survey(survey, actor=coordinator)


def test_a_stranger_moves_nothing(survey: Survey, outsider: User, administrator: User):
    for actor in (outsider, administrator):
        with pytest.raises(DomainError, match="behörighet"):
            flow.close_survey(survey, actor=actor)

    survey.refresh_from_db()
    assert survey.status == "open"
    assert survey.closed_on is None


def test_each_move_is_on_the_trail_and_no_answer_ever_is(survey: Survey, answer: Any, coordinator: User):
    flow.pause_survey(survey, actor=coordinator)
    flow.resume_survey(survey, actor=coordinator)
    trail_before, outbox_before = TrailEntry.objects.count(), OutboxMessage.objects.count()
    states_before = StatusChange.objects.count()

    answer(scale=1, open="Mer tid att prata")
    token = "b" * 32
    code = answering.pause_answers(survey, answers(survey, open="Senare"), token=token)
    answering.resume_answers(survey, code)
    paper.type_in_paper(survey, answers(survey, scale=0), token="c" * 32, actor=coordinator)

    assert TrailEntry.objects.count() == trail_before
    assert OutboxMessage.objects.count() == outbox_before
    assert StatusChange.objects.count() == states_before
    verbs = set(TrailEntry.objects.values_list("verb", flat=True))
    assert {"create_survey", "open_survey", "pause_survey", "resume_survey"} <= verbs


def test_no_row_of_a_respondent_holds_a_time_or_a_number_that_counts_up():
    from django.db import models

    from surveys.models import Answer, PausedDraft, SpareKey

    for model in (Response, Answer, PausedDraft, SpareKey):
        fields = model._meta.get_fields()
        assert not [f for f in fields if isinstance(f, models.DateField | models.TimeField)], model
        assert isinstance(model._meta.pk, models.UUIDField), model
        related = {f.related_model for f in fields if f.is_relation and f.many_to_one}
        assert User not in related


def test_closing_forgets_receipts_and_shreds_what_was_put_away(
    survey: Survey, answer: Any, coordinator: User
):
    for number in range(6):
        answer(scale=number % 4, open=f"Ord {number}")
    answering.pause_answers(survey, answers(survey, open="Inte klart"), token="d" * 32)
    draft_key = PausedDraft.objects.get().key_id

    flow.close_survey(survey, actor=coordinator)

    assert not PausedDraft.objects.exists()
    assert not survey.spare_keys.exists()
    assert not Response.objects.exclude(receipt=None).exists()
    with pytest.raises(DomainError):
        sealing.keyring([draft_key]).seal("x", draft_key, place="y")
    assert survey.status == "closed"
    assert survey.closed_on == today()


def test_mixing_leaves_no_order_and_loses_nothing(survey: Survey, answer: Any):
    from django.db import connection

    from surveys.services.mixing import mix

    for number in range(30):
        answer(scale=number % 4, open=f"Ord {number}")
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM surveys_response ORDER BY ctid")
        before = cursor.fetchall()

        mix(survey)

        cursor.execute("SELECT id FROM surveys_response ORDER BY ctid")
        after = cursor.fetchall()
        cursor.execute("SELECT count(DISTINCT xmin::text) FROM surveys_response")
        (transactions,) = cursor.fetchone()
    assert sorted(before) == sorted(after)
    assert before != after
    assert transactions == 1
    assert survey.responses.count() == 30


def test_a_planned_survey_opens_on_its_day_and_closes_after_its_last(draft: Survey, coordinator: User):
    start = today() + timedelta(days=2)
    Survey.objects.filter(pk=draft.pk).update(closes_on=start + timedelta(days=3))
    draft.refresh_from_db()
    flow.plan_opening(draft, start, actor=coordinator)

    flow.follow_days()
    draft.refresh_from_db()
    assert draft.status == "draft"

    with time_machine.travel(start, tick=False):
        flow.follow_days()
        flow.follow_days()
        draft.refresh_from_db()
        assert draft.status == "open"
    with time_machine.travel(start + timedelta(days=3), tick=False):
        flow.follow_days()
        draft.refresh_from_db()
        assert draft.status == "open"
    with time_machine.travel(start + timedelta(days=4), tick=False):
        flow.follow_days()
        draft.refresh_from_db()
        assert draft.status == "closed"


def test_an_edit_undoes_the_planned_opening(draft: Survey, coordinator: User):
    flow.plan_opening(draft, today() + timedelta(days=2), actor=coordinator)

    delete_question(question(draft, "several"), actor=coordinator)

    draft.refresh_from_db()
    assert not draft.is_planned


def test_counts_are_hidden_while_it_is_open_from_everybody(survey: Survey, answer: Any, coordinator: User):
    for number in range(12):
        answer(scale=number % 4, open="Hemligt")

    results = results_for(survey, coordinator)

    assert results.state is ResultState.NOT_CLOSED
    assert (results.answers, results.questions, results.crosses) == (None, [], [])
    with pytest.raises(DomainError, match="stängd"):
        read_texts(survey, actor=coordinator)


def test_results_are_counted_when_it_closes(survey: Survey, answer: Any, coordinator: User):
    for number in range(12):
        answer(scale=number % 4, choice=0, several=(0, 2), background=number % 2, open="Mer tid")
    answer(scale="unknown", choice="declined")

    flow.close_survey(survey, actor=coordinator)

    results = results_for(survey, coordinator)
    assert results.answers == 13
    scale = next(row for row in results.questions if row.kind == "scale")
    assert scale.base == 13
    assert [bar.count for bar in scale.bars.bars] == [3, 3, 3, 3, 1]
    choice = next(row for row in results.questions if row.kind == "choice")
    assert (choice.base, choice.silent) == (12, 1)
    several = next(row for row in results.questions if row.kind == "several")
    assert [bar.count for bar in several.bars.bars] == [12, 0, 12, 0]
    background = next(row for row in results.questions if row.is_background)
    assert [bar.count for bar in background.bars.bars] == [None, None, 6] or [
        bar.count for bar in background.bars.bars
    ] == [None, 6, None]


def test_fewer_than_five_answers_show_nothing(survey: Survey, answer: Any, coordinator: User):
    for _ in range(4):
        answer(scale=1, open="Hemligt")

    flow.close_survey(survey, actor=coordinator)

    assert results_for(survey, coordinator).state is ResultState.TOO_FEW
    with pytest.raises(DomainError, match="Färre än fem"):
        read_texts(survey, actor=coordinator)


def test_published_results_never_change(survey: Survey, answer: Any, coordinator: User):
    from surveys.models import PublishedResults

    for _ in range(6):
        answer(scale=1)
    flow.close_survey(survey, actor=coordinator)

    with pytest.raises(DatabaseError, match="never change"), transaction.atomic():
        PublishedResults.objects.update(table={})


def test_words_are_sealed_and_open_only_after_closing_for_those_who_may(
    survey: Survey, answer: Any, coordinator: User, unit_manager: User
):
    from django.core.exceptions import PermissionDenied

    from surveys.models import Answer

    for number in range(5):
        answer(open=f"Ord {number}")
    assert all(b"Ord" not in bytes(row.text) for row in Answer.objects.exclude(text=None))
    flow.close_survey(survey, actor=coordinator)

    opened = read_texts(survey, actor=coordinator)

    assert sorted(opened[0].texts) == [f"Ord {number}" for number in range(5)]
    assert TrailEntry.objects.filter(kind="opened", object_id=str(survey.pk)).count() == 1
    with pytest.raises(PermissionDenied):
        read_texts(survey, actor=unit_manager)


def test_words_of_fewer_than_five_writers_are_not_shown(survey: Survey, answer: Any, coordinator: User):
    for number in range(8):
        answer(scale=1, **({"open": "Bara vi fyra"} if number < 4 else {}))
    flow.close_survey(survey, actor=coordinator)

    assert read_texts(survey, actor=coordinator)[0].texts == []


def test_destroying_leaves_the_table_and_nothing_else(survey: Survey, answer: Any, coordinator: User):
    for _ in range(6):
        answer(scale=1, open="Borta snart")
    with pytest.raises(DomainError, match="Stäng"):
        retention.destroy_answers(survey, actor=coordinator)
    flow.close_survey(survey, actor=coordinator)
    keys = list(Response.objects.values_list("key_id", flat=True))
    before = published(survey).answers

    retention.destroy_answers(survey, actor=coordinator)
    retention.destroy_answers(survey, actor=coordinator)

    assert not Response.objects.exists()
    survey.refresh_from_db()
    assert published(survey).answers == before == 6
    for key in keys:
        with pytest.raises(DomainError):
            sealing.keyring([key]).seal("x", key, place="y")
    with pytest.raises(DomainError, match="förstörda"):
        read_texts(survey, actor=coordinator)


def test_answers_go_by_themselves_when_their_time_is_over(survey: Survey, answer: Any, coordinator: User):
    for _ in range(6):
        answer(scale=1)
    flow.close_survey(survey, actor=coordinator)

    assert retention.destroy_due() == 0
    Survey.objects.update(closed_on=date(2020, 1, 1))
    assert retention.destroy_due() == 1
    assert retention.destroy_due() == 0


@pytest.mark.parametrize("decides", [True, False])
def test_the_clock_leaves_answers_to_an_owner_that_decides_about_them(
    make_user: Any, survey: Survey, answer: Any, coordinator: User, decides: bool
):
    for _ in range(6):
        answer(scale=1)
    flow.close_survey(survey, actor=coordinator)
    register_owner(
        "test_room",
        may_manage=lambda user, owner_id: False,
        may_read_text=lambda user, owner_id: False,
        name=lambda owner_id: f"Sak {owner_id}",
        destroys_answers=decides,
    )
    Survey.objects.update(closed_on=date(2020, 1, 1), owner_room="test_room", owner_id="7")
    survey.refresh_from_db()

    assert (retention.destroy_on(survey) is None) == decides
    assert retention.destroy_due() == (0 if decides else 1)
    assert Response.objects.exists() == decides


def test_an_owner_decides_who_manages_reads_and_counts(make_user: Any, coordinator: User):
    lead, counter = make_user("Lo Ledare"), make_user("Rae Räknare")
    register_owner(
        "test_room",
        may_manage=lambda user, owner_id: user == lead and owner_id == "7",
        may_read_text=lambda user, owner_id: user == lead,
        may_see_counts=lambda user, owner_id: user in {lead, counter},
        name=lambda owner_id: f"Sak {owner_id}",
    )

    mine = create_survey(FACTS, actor=lead, owner_room="test_room", owner_id=7)

    assert lead.has_perm("surveys.manage_survey", mine)
    assert lead.has_perm("surveys.read_texts", mine)
    assert not coordinator.has_perm("surveys.manage_survey", mine)
    assert not coordinator.has_perm("surveys.see_counts", mine)
    assert counter.has_perm("surveys.see_counts", mine)
    assert not counter.has_perm("surveys.read_texts", mine)
    assert list(Survey.objects.visible_to(lead)) == [mine]
    assert list(Survey.objects.visible_to(counter)) == [mine]
    assert list(Survey.objects.visible_to(coordinator)) == []
    with pytest.raises(DomainError):
        create_survey(FACTS, actor=lead, owner_room="test_room", owner_id=8)
    with pytest.raises(DomainError):
        create_survey(FACTS, actor=coordinator, owner_room="unknown_room", owner_id=1)


@pytest.fixture
def asker(make_user: Any) -> User:
    user = make_user("Ask Frågare")
    register_owner(
        "test_room",
        may_manage=lambda who, owner_id: who == user,
        may_read_text=lambda who, owner_id: False,
        name=lambda owner_id: f"Sak {owner_id}",
    )
    return user


@pytest.mark.parametrize(
    ("given", "reached", "answered"),
    [
        ([0, 0, 0, 2, 2], True, 5),
        ([0, 0, 1, 2, 2], False, 5),
        ([0] * 4, False, None),
        ([0] * 4 + ["unknown"], False, 5),
        ([0] * 9 + [2] * 6, True, 15),
        ([0] * 8 + [2] * 6, False, 14),
    ],
)
def test_the_users_voice_needs_five_who_take_a_stand_and_sixty_percent_yes(
    asker: User, given: list[Any], reached: bool, answered: int | None
):
    asked = effects.open_effect_survey("test_room", 3, "Blir du lyssnad på nu?", actor=asker)
    for number, choice in enumerate(given):
        answering.submit_answers(asked, answers(asked, choice=choice), token=f"{number:032}")
    state = effects.effect_state("test_room", 3)
    assert state is not None
    assert state.is_open
    assert state.counts is None

    flow.close_survey(asked, actor=asker)

    state = effects.effect_state("test_room", 3)
    assert state is not None
    assert state.counts is not None
    assert (state.counts.reached, state.counts.answers) == (reached, answered)


def test_one_effect_question_at_a_time(asker: User, outsider: User):
    first = effects.open_effect_survey("test_room", 3, "Blir du lyssnad på nu?", actor=asker)

    with pytest.raises(DomainError, match="redan öppen"):
        effects.open_effect_survey("test_room", 3, "Blir du lyssnad på nu?", actor=asker)
    with pytest.raises(DomainError, match="behörighet"):
        effects.open_effect_survey("test_room", 4, "Blir du lyssnad på nu?", actor=outsider)
    flow.close_survey(first, actor=asker)
    effects.open_effect_survey("test_room", 3, "Och nu?", actor=asker)


def test_a_series_asks_the_same_questions_in_the_same_threads(survey: Survey, coordinator: User):
    started = series.start_series(survey, "Varje termin", actor=coordinator)
    flow.close_survey(survey, actor=coordinator)

    following = series.start_round(started, "Våren 2027", actor=coordinator)

    threads = [row.thread for row in survey.questions.all()]
    assert [row.thread for row in following.questions.all()] == threads
    assert following.status == "draft"
    assert series.start_series(survey, "Varje termin", actor=coordinator) == started
    assert series.start_round(started, "Våren 2027", actor=coordinator) == following
    with pytest.raises(DomainError, match="redan ett utkast"):
        series.start_round(started, "Hösten 2027", actor=coordinator)


def test_a_planned_survey_waits_a_night_for_the_key_store_and_says_when_it_could_not_open(
    draft: Survey, coordinator: User, settings: Any, tmp_path: Any
):
    from common.registries import overview_rows

    start = today() + timedelta(days=1)
    flow.plan_opening(draft, start, actor=coordinator)
    store = settings.KEY_STORE_URL
    settings.KEY_STORE_URL = f"file://{tmp_path}/borta?mirror={tmp_path}/ocksa-borta"
    with time_machine.travel(start, tick=False):
        flow.follow_days()
        draft.refresh_from_db()
        assert (draft.status, draft.is_planned) == ("draft", True)

        settings.KEY_STORE_URL = store
        Survey.objects.update(purpose="")
        flow.follow_days()
        draft.refresh_from_db()
        assert (draft.status, draft.is_planned) == ("draft", False)
        assert "Öppna enkäten som skulle ha öppnat" in [row.title for row in overview_rows(coordinator)]


def test_the_night_mixes_and_makes_keys(survey: Survey, answer: Any):
    for _ in range(3):
        answer(open="Ord")
    before = survey.spare_keys.count()

    flow.tend_open_surveys()

    assert survey.spare_keys.count() == before + 3
    assert survey.responses.count() == 3
