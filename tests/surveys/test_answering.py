"""What respondents do: send, send twice, put away, come back; floods; bad text; a survey that closes meanwhile."""

from typing import Any
from uuid import uuid4

import pytest

from accounts.models import User
from common.errors import DomainError
from surveys import tokens
from surveys.models import Answer, PausedDraft, Response, Survey
from surveys.queries.results import ResultState, results_for
from surveys.services import flood, flow, paper
from surveys.services.answering import (
    Given,
    Sent,
    SurveyClosedError,
    SurveyPausedError,
    pause_answers,
    resume_answers,
    submit_answers,
)
from tests.surveys.conftest import answers, question

TOKEN = "a" * 32


def test_sending_the_same_form_twice_counts_once(survey: Survey):
    first = submit_answers(survey, answers(survey, scale=1), token=TOKEN)
    second = submit_answers(survey, answers(survey, scale=3), token=TOKEN)

    assert (first, second) == (Sent.NOW, Sent.ALREADY)
    assert Answer.objects.get().choices == [1]


def test_answers_of_others_surveys_and_empty_ones_are_left_out(survey: Survey):
    given = {**answers(survey, scale=1, open="  \x00 "), uuid4(): Given(text="Annan fråga")}

    submit_answers(survey, given, token=TOKEN)

    assert [row.question_id for row in Answer.objects.all()] == [question(survey, "scale").pk]


def test_a_form_without_any_answer_is_no_answer(survey: Survey):
    with pytest.raises(DomainError, match="inte svarat på någon fråga"):
        submit_answers(survey, answers(survey, open=" \n"), token=TOKEN)
    submit_answers(survey, answers(survey, scale="declined"), token=TOKEN)

    assert Response.objects.get().answers.get().state == "declined"


@pytest.mark.parametrize("choices", [(4,), (-1,), (0, 1)])
def test_a_choice_that_is_not_offered_is_refused(survey: Survey, choices: tuple[int, ...]):
    with pytest.raises(DomainError):
        submit_answers(survey, {question(survey, "scale").pk: Given(choices=choices)}, token=TOKEN)

    assert not Response.objects.exists()


def test_a_personal_number_is_refused_kindly_and_nothing_is_kept(survey: Survey):
    given = answers(survey, scale=1, open="Jag är 19811218-9876 och bor här")

    with pytest.raises(DomainError, match="personnummer") as refused:
        submit_answers(survey, given, token=TOKEN)
    with pytest.raises(DomainError, match="personnummer"):
        pause_answers(survey, given, token=TOKEN)

    assert refused.value.field == str(question(survey, "open").pk)
    assert not Response.objects.exists()
    assert not PausedDraft.objects.exists()


def test_a_text_of_two_hundred_thousand_characters_is_refused_in_words(survey: Survey):
    with pytest.raises(DomainError, match="180\xa0000 tecken för lång"):
        submit_answers(survey, answers(survey, open="å" * 200_000), token=TOKEN)


def test_odd_signs_are_cleaned_and_emoji_kept(survey: Survey, coordinator: User):
    from surveys.queries.results import read_texts

    for _ in range(5):
        submit_answers(
            survey,
            answers(survey, open="a\x00b \u202eohej\u2066 \U0001f468\u200d\U0001f469"),
            token=uuid4().hex,
        )
    flow.close_survey(survey, actor=coordinator)

    assert read_texts(survey, actor=coordinator)[0].texts[0] == "ab ohej \U0001f468\u200d\U0001f469"


def test_a_paused_form_comes_back_by_its_code_and_only_there(survey: Survey, draft: Survey):
    given = answers(survey, scale=2, several=(0, 2), choice="declined", open="Halvt skrivet")

    code = pause_answers(survey, given, token=TOKEN, position=3)
    back = resume_answers(survey, code.replace(" ", "-"))

    assert (back.token, back.position, back.answers) == (TOKEN, 3, given)
    row = PausedDraft.objects.get()
    assert b"Halvt" not in bytes(row.sealed)
    assert code.replace(" ", "") not in row.code_hash
    with pytest.raises(DomainError, match="Koden stämmer inte"):
        resume_answers(survey, "0000 0000 0000")
    with pytest.raises(DomainError, match="tolv siffror"):
        resume_answers(survey, "hej")


def test_putting_away_again_keeps_the_code_and_the_latest_words(survey: Survey):
    first = pause_answers(survey, answers(survey, open="Ett"), token=TOKEN)
    second = pause_answers(survey, answers(survey, open="Ett och två"), token=TOKEN)

    assert first == second
    assert PausedDraft.objects.count() == 1
    assert resume_answers(survey, first).answers == answers(survey, open="Ett och två")


def test_a_sent_form_takes_its_draft_along_and_can_not_be_put_away_again(survey: Survey):
    code = pause_answers(survey, answers(survey, open="Ett"), token=TOKEN)
    key = PausedDraft.objects.get().key_id

    submit_answers(survey, answers(survey, open="Ett och två"), token=TOKEN)

    assert not PausedDraft.objects.exists()
    assert Response.objects.get().key_id == key
    with pytest.raises(DomainError, match="redan skickat"):
        pause_answers(survey, answers(survey, open="Tre"), token=TOKEN)
    with pytest.raises(DomainError, match="Koden stämmer inte"):
        resume_answers(survey, code)


def test_a_survey_that_paused_or_closed_meanwhile_says_so(survey: Survey, coordinator: User):
    flow.pause_survey(survey, actor=coordinator)
    with pytest.raises(SurveyPausedError):
        submit_answers(survey, answers(survey, scale=1), token=TOKEN)
    code = pause_answers(survey, answers(survey, scale=1), token=TOKEN)
    flow.close_survey(survey, actor=coordinator)

    with pytest.raises(SurveyClosedError):
        submit_answers(survey, answers(survey, scale=1), token=TOKEN)
    with pytest.raises(SurveyClosedError):
        pause_answers(survey, answers(survey, scale=1), token=TOKEN)
    with pytest.raises(DomainError, match="stängt"):
        resume_answers(survey, code)


def test_a_flood_goes_to_quarantine_and_nobody_is_refused(survey: Survey, answer: Any, coordinator: User):
    Survey.objects.update(hourly_limit=3, daily_limit=5)

    for number in range(9):
        assert answer(scale=number % 4, open="Flod") is Sent.NOW

    assert Response.objects.filter(quarantined=True).count() == 6
    flow.close_survey(survey, actor=coordinator)
    assert results_for(survey, coordinator).state is ResultState.TO_JUDGE


def test_past_the_ceiling_the_words_stay_with_the_person(survey: Survey, answer: Any):
    Survey.objects.update(hourly_limit=1, daily_limit=1)
    for _ in range(flood.CEILING):
        answer(scale=0)

    with pytest.raises(DomainError, match="står kvar"):
        answer(scale=0)


@pytest.mark.parametrize(("count_them", "counted"), [(True, 8), (False, 5)])
def test_a_quarantine_is_judged_as_a_whole_after_closing(
    survey: Survey, answer: Any, coordinator: User, outsider: User, count_them: bool, counted: int
):
    Survey.objects.update(hourly_limit=5)
    for _ in range(8):
        answer(scale=0, open="Ord")
    with pytest.raises(DomainError, match="Stäng enkäten först"):
        flow.judge_quarantine(survey, count_them=count_them, actor=coordinator)
    flow.close_survey(survey, actor=coordinator)
    with pytest.raises(DomainError, match="behörighet"):
        flow.judge_quarantine(survey, count_them=count_them, actor=outsider)

    flow.judge_quarantine(survey, count_them=count_them, actor=coordinator)

    assert results_for(survey, coordinator).answers == counted
    with pytest.raises(DomainError, match="ingen karantän"):
        flow.judge_quarantine(survey, count_them=True, actor=coordinator)


def test_wrong_codes_make_everybody_wait_a_little(survey: Survey):
    code = pause_answers(survey, answers(survey, scale=1), token=TOKEN)
    for _ in range(flood.WRONG_CODES):
        flood.note_wrong_code(survey)

    with pytest.raises(DomainError, match="Vänta några minuter"):
        resume_answers(survey, code)


def test_paper_is_typed_in_marked_and_can_be_undone(survey: Survey, coordinator: User, outsider: User):
    flow.pause_survey(survey, actor=coordinator)

    first = paper.type_in_paper(survey, answers(survey, scale=1, open="Ord"), token=TOKEN, actor=coordinator)
    again = paper.type_in_paper(survey, answers(survey, scale=1), token=TOKEN, actor=coordinator)

    assert (first, again) == (Sent.NOW, Sent.ALREADY)
    assert Response.objects.get().source == "paper"
    with pytest.raises(DomainError, match="tomt"):
        paper.type_in_paper(survey, {}, token="e" * 32, actor=coordinator)
    with pytest.raises(DomainError, match="behörighet"):
        paper.type_in_paper(survey, answers(survey, scale=1), token="f" * 32, actor=outsider)
    assert paper.take_back_paper(survey, token=TOKEN, actor=coordinator)
    assert not Response.objects.exists()


def test_keys_are_made_in_advance_and_taken_at_random(survey: Survey, answer: Any):
    ready = set(survey.spare_keys.values_list("key_id", flat=True))

    for _ in range(3):
        answer(open="Ord")

    assert set(Response.objects.values_list("key_id", flat=True)) < ready
    assert survey.spare_keys.count() == len(ready) - 3


def test_without_words_no_key_is_used(survey: Survey, answer: Any):
    answer(scale=1)

    assert Response.objects.get().key_id is None


def test_a_token_of_another_survey_or_of_nobody_is_no_token(survey: Survey, coordinator: User):
    from surveys.services.writing import create_survey
    from tests.surveys.conftest import FACTS

    other = create_survey(FACTS, actor=coordinator)
    signed = tokens.new_token(other)

    assert tokens.read_token(other, signed) is not None
    assert tokens.read_token(survey, signed) is None
    assert tokens.read_token(survey, "påhittad") is None


@pytest.mark.django_db(transaction=True)
def test_many_at_once_lose_nothing_and_the_same_form_counts_once(survey: Survey):
    """Twelve people at the same moment, each pressing twice; the lock is shared, the receipt is not."""
    from concurrent.futures import ThreadPoolExecutor

    from django.db import connection

    def send(token: str) -> Sent:
        try:
            return submit_answers(survey, answers(survey, scale=1, open="Samtidigt"), token=token)
        finally:
            connection.close()

    tokens_twice = [f"{number:032}" for number in range(12)] * 2
    with ThreadPoolExecutor(max_workers=6) as pool:
        sent = list(pool.map(send, tokens_twice))

    assert sent.count(Sent.NOW) == Response.objects.count() == 12
    assert Answer.objects.count() == 24


@pytest.mark.django_db(transaction=True)
def test_nobody_slips_in_while_the_survey_closes(survey: Survey, coordinator: User):
    """Each answer is either counted in the frozen table or its sender is told that the survey has closed."""
    from concurrent.futures import ThreadPoolExecutor

    from django.db import connection

    def send(number: int) -> bool:
        try:
            submit_answers(survey, answers(survey, scale=1), token=f"{number:032}")
        except SurveyClosedError:
            return False
        finally:
            connection.close()
        return True

    def close() -> None:
        try:
            flow.close_survey(survey, actor=coordinator)
        finally:
            connection.close()

    for number in range(5):
        send(number)
    with ThreadPoolExecutor(max_workers=5) as pool:
        sent = [pool.submit(send, number) for number in range(5, 15)]
        pool.submit(close).result()
        received = 5 + sum(one.result() for one in sent)

    survey = Survey.objects.get()
    assert results_for(survey, coordinator).answers == received == Response.objects.count()
