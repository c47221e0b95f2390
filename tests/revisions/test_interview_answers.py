"""Answers saved field by field: nothing lost, nothing twice, nothing readable in the database."""

from dataclasses import replace
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from common import sealing
from common.errors import DomainError
from common.models import TrailEntry
from revisions.models import AnswerSave, Interview, InterviewAnswer, QuoteMark
from revisions.services import answer_rows
from revisions.services.interview_answers import (
    InterviewGoneError,
    RefusedAnswerError,
    choose_answer,
    find_quotes,
    save_answer,
)
from revisions.services.interviews import withdraw_interview
from tests.at_once import at_once
from tests.revisions.conftest import Team
from tests.revisions.factories import make_interview
from tests.revisions.interview_answers import questions, texts, written

PERSONAL_NUMBER = "811218-9876"


@pytest.fixture
def interview(team: Team) -> Interview:
    return make_interview(team.audit, team.guide, team.auditor, team.second, key_id=sealing.new_key())


def test_an_answer_is_stored_sealed(team: Team, interview: Interview) -> None:
    stored = save_answer(interview, written(interview, text="Jag fick ett brev."), actor=team.auditor)

    assert (stored.revision, stored.is_double) == (1, False)
    assert texts(interview) == ("Jag fick ett brev.", None)
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM revisions_interviewanswer")
        assert b"brev" not in bytes(cursor.fetchone()[0])


def test_a_save_sent_again_changes_nothing(team: Team, interview: Interview) -> None:
    sent = written(interview, text="En gång.", worry=True)

    first = save_answer(interview, sent, actor=team.auditor)
    second = save_answer(interview, sent, actor=team.auditor)

    assert first.revision == second.revision == 1
    assert AnswerSave.objects.count() == InterviewAnswer.objects.count() == 1


def test_a_retry_after_the_other_wrote_still_changes_nothing(team: Team, interview: Interview) -> None:
    sent = written(interview, text="Först.")
    save_answer(interview, sent, actor=team.auditor)
    save_answer(interview, written(interview, text="Sedan.", base=1), actor=team.second)

    again = save_answer(interview, sent, actor=team.auditor)

    assert (again.revision, again.is_double) == (1, False)
    assert texts(interview) == ("Sedan.", None)


def test_one_field_changed_twice_keeps_both_until_somebody_chooses(team: Team, interview: Interview) -> None:
    save_answer(interview, written(interview, text="Alvas ord."), actor=team.auditor)
    other = save_answer(interview, written(interview, text="Stures ord."), actor=team.second)

    assert other.is_double
    assert texts(interview) == ("Alvas ord.", "Stures ord.")


def test_the_same_words_from_a_phone_that_held_them_twice_are_no_double(
    team: Team, interview: Interview
) -> None:
    said = written(interview, text="Ett brev kom.", quotes=["brev"])
    save_answer(interview, said, actor=team.auditor)

    again = save_answer(interview, replace(said, save_id=uuid4()), actor=team.auditor)
    unlike = save_answer(interview, replace(said, save_id=uuid4(), quotes=()), actor=team.auditor)

    assert (again.revision, again.is_double) == (1, False)
    assert unlike.is_double
    assert texts(interview) == ("Ett brev kom.", "Ett brev kom.")


def test_both_writers_go_on_in_their_own_text(team: Team, interview: Interview) -> None:
    mine = save_answer(interview, written(interview, text="A"), actor=team.auditor)
    theirs = save_answer(interview, written(interview, text="B"), actor=team.second)
    save_answer(interview, written(interview, text="A mer", base=mine.revision), actor=team.auditor)
    save_answer(interview, written(interview, text="B mer", base=theirs.revision), actor=team.second)

    assert texts(interview) == ("A mer", "B mer")


def test_a_third_text_waits_on_its_device(team: Team, interview: Interview) -> None:
    save_answer(interview, written(interview, text="A"), actor=team.auditor)
    save_answer(interview, written(interview, text="B"), actor=team.second)

    with pytest.raises(RefusedAnswerError) as refused:
        save_answer(interview, written(interview, text="C"), actor=team.lead)

    assert refused.value.code == "choose"
    assert texts(interview) == ("A", "B")


@pytest.mark.parametrize(
    ("keep", "left", "quotes"),
    [("text", "Ett brev kom.", ["brev"]), ("other", "Ingen ringde.", ["ringde"]),
     ("both", "Ett brev kom.\n\nIngen ringde.", ["brev", "ringde"])],
)  # fmt: skip
def test_who_chooses_keeps_one_text_or_both_with_their_quotes(
    team: Team, interview: Interview, keep: str, left: str, quotes: list[str]
) -> None:
    save_answer(interview, written(interview, text="Ett brev kom.", quotes=["brev"]), actor=team.auditor)
    double = save_answer(
        interview, written(interview, text="Ingen ringde.", quotes=["ringde"]), actor=team.second
    )
    question = questions(interview)[0].pk

    choose_answer(interview, question, keep, expected_revision=double.revision, actor=team.auditor)
    choose_answer(interview, question, "text", expected_revision=double.revision, actor=team.second)

    assert texts(interview) == (left, None)
    assert [left[mark.start : mark.end] for mark in QuoteMark.objects.all()] == quotes


def test_a_choice_made_before_somebody_wrote_more_is_made_again(team: Team, interview: Interview) -> None:
    mine = save_answer(interview, written(interview, text="A"), actor=team.auditor)
    double = save_answer(interview, written(interview, text="B"), actor=team.second)
    save_answer(interview, written(interview, text="A mer", base=mine.revision), actor=team.auditor)

    with pytest.raises(DomainError, match="skrev mer"):
        choose_answer(
            interview,
            questions(interview)[0].pk,
            "other",
            expected_revision=double.revision,
            actor=team.second,
        )

    assert texts(interview) == ("A mer", "B")


def test_a_personal_number_is_refused_and_the_rest_of_the_interview_is_not(
    team: Team, interview: Interview
) -> None:
    with pytest.raises(RefusedAnswerError) as refused:
        save_answer(interview, written(interview, text=f"Det var {PERSONAL_NUMBER}."), actor=team.auditor)
    save_answer(interview, written(interview, 2, text="Det gick bra."), actor=team.auditor)

    assert refused.value.code == "personal_number"
    assert InterviewAnswer.objects.count() == 1


def test_two_hundred_thousand_letters_are_kept_letter_by_letter(team: Team, interview: Interview) -> None:
    text = "åäö 💬 " * 33_333 + "så"

    save_answer(interview, written(interview, text=text), actor=team.auditor)

    assert len(text) == 200_000
    assert texts(interview) == (text, None)


def test_more_than_that_is_refused_kindly(team: Team, interview: Interview) -> None:
    with pytest.raises(RefusedAnswerError) as refused:
        save_answer(interview, written(interview, text="å" * 200_001), actor=team.auditor)

    assert refused.value.code == "too_long"


@pytest.mark.parametrize("state", ["declined", "skipped", "unknown"])
def test_not_answering_is_an_answer(team: Team, interview: Interview, state: str) -> None:
    save_answer(interview, written(interview, 1, state=state, choice=2), actor=team.auditor)

    answer = InterviewAnswer.objects.get()
    assert (answer.state, answer.choice) == (state, None)


@pytest.mark.parametrize("facts", [{"choice": 9}, {"choice": -1}, {"state": "maybe"}])
def test_what_is_not_on_the_scale_is_refused(team: Team, interview: Interview, facts: Any) -> None:
    with pytest.raises(RefusedAnswerError):
        save_answer(interview, written(interview, 1, **facts), actor=team.auditor)


def test_a_question_of_another_guide_is_refused(team: Team, interview: Interview) -> None:
    strange = written(interview)

    with pytest.raises(RefusedAnswerError):
        save_answer(interview, strange.__class__(uuid4(), uuid4(), 0, text="Hej"), actor=team.auditor)


def test_a_save_id_of_another_interview_is_refused(team: Team, interview: Interview) -> None:
    other = make_interview(team.audit, team.guide, team.auditor, code="A02", key_id=sealing.new_key())
    sent = written(interview, text="Hit.")
    save_answer(interview, sent, actor=team.auditor)

    with pytest.raises(RefusedAnswerError):
        save_answer(other, sent, actor=team.auditor)


def test_a_withdrawn_interview_tells_devices_to_clear(team: Team, interview: Interview) -> None:
    Interview.objects.update(status="withdrawn", key_id=None)

    with pytest.raises(InterviewGoneError):
        save_answer(interview, written(interview, text="För sent."), actor=team.auditor)


def test_a_phone_that_comes_back_during_the_analysis_is_still_heard(team: Team, interview: Interview) -> None:
    type(team.audit).objects.update(status="analysing")
    save_answer(interview, written(interview, text="Från telefonen."), actor=team.auditor)
    type(team.audit).objects.update(status="factcheck")

    with pytest.raises(RefusedAnswerError) as refused:
        save_answer(interview, written(interview, text="Mer.", base=1), actor=team.auditor)

    assert refused.value.code == "closed"


def test_without_key_store_nothing_is_overwritten(team: Team, interview: Interview, key_store: Any) -> None:
    save_answer(interview, written(interview, text="Kvar."), actor=team.auditor)
    moved = key_store.rename(key_store.with_name("away"))

    with pytest.raises(sealing.KeyStoreError):
        save_answer(interview, written(interview, text="Nytt.", base=1), actor=team.auditor)

    moved.rename(key_store)
    assert texts(interview) == ("Kvar.", None)
    assert InterviewAnswer.objects.get().revision == 1


def test_writing_is_on_the_trail_once_and_says_nothing_of_what_or_when(
    team: Team, interview: Interview
) -> None:
    for number in range(3):
        save_answer(interview, written(interview, number, text="Hej"), actor=team.auditor)

    rows = TrailEntry.objects.filter(verb="write_interview")
    assert [row.fields for row in rows] == [["answers"]]


@pytest.mark.parametrize(
    ("text", "quotes", "found"),
    [
        ("Det var bra.", ["bra"], [(8, 11)]),
        ("Det var bra.", ["dåligt"], []),
        ("Det var bra.", [" bra ", "bra", ""], [(8, 11)]),
        ("💬 ja, ja", ["ja"], [(2, 4)]),
    ],
)
def test_words_to_quote_are_found_where_they_first_stand(
    text: str, quotes: list[str], found: list[tuple[int, int]]
) -> None:
    assert find_quotes(text, quotes) == found


@given(text=st.text(max_size=60), words=st.lists(st.text(max_size=10), max_size=5))
def test_a_found_quote_is_the_words_that_were_marked(text: str, words: list[str]) -> None:
    for start, end in find_quotes(text, words):
        assert any(text[start:end] in one for one in words)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("earlier", [0, 2])
def test_two_auditors_at_once_in_one_field_lose_nothing(
    team: Team, interview: Interview, earlier: int
) -> None:
    """In a field that is new, and in one where both have written before (most saves: one statement, without waiting)."""
    people = [team.auditor, team.second]
    for number in range(earlier):
        save_answer(interview, written(interview, base=number, text="Förut"), actor=people[number])
    sent = [written(interview, base=earlier, text=f"Text {number}") for number in range(2)]

    stored = at_once(
        *(
            partial(save_answer, interview, mine, actor=person)
            for mine, person in zip(sent, people, strict=True)
        )
    )

    assert set(texts(interview)) == {"Text 0", "Text 1"}
    assert sorted((one.revision, one.is_double) for one in stored) == [
        (earlier + 1, False),
        (earlier + 2, True),
    ]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("earlier", [0, 1])
def test_the_same_save_twice_at_once_is_one(team: Team, interview: Interview, earlier: int) -> None:
    for number in range(earlier):
        save_answer(interview, written(interview, base=number, text="Förut"), actor=team.auditor)
    sent = written(interview, base=earlier, text="En gång")

    stored = at_once(*[partial(save_answer, interview, sent, actor=team.auditor)] * 2)

    assert [one.revision for one in stored] == [earlier + 1] * 2
    assert texts(interview) == ("En gång", None)


def test_an_answer_changed_after_it_was_looked_at_is_not_written_over(
    team: Team, interview: Interview
) -> None:
    """Most saves look first and then write, without a lock in between."""
    for number, person in enumerate((team.auditor, team.second)):
        save_answer(interview, written(interview, base=number, text="Förut"), actor=person)
    mine = written(interview, base=2, text="Min")
    place = (interview.pk, mine.question_id, mine.save_id)
    seen = answer_rows.find_plain_answer(*place, team.auditor)

    save_answer(interview, written(interview, base=2, text="Kollegans"), actor=team.second)

    assert not answer_rows.write_plain_answer(seen, mine.save_id, None, "answered")
    seen_now = answer_rows.find_plain_answer(*place, team.auditor)
    withdraw_interview(interview, confirmation=interview.code, actor=team.auditor)
    assert not answer_rows.write_plain_answer(seen_now, mine.save_id, None, "answered")
    assert not AnswerSave.objects.filter(pk=mine.save_id).exists()
