"""The workspace: making, opening, typing in, reading; what stands when somebody may not."""

import csv
import io
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from common.models import TrailEntry
from common.swedish import day_text, today
from surveys.forms.answers import field_name
from surveys.models import Question, Response, Survey
from surveys.queries.work import series_page
from surveys.services import flow
from surveys.services.answering import submit_answers
from surveys.services.series import start_round, start_series
from surveys.services.writing import create_survey
from tests.surveys.conftest import FACTS, answers, question

pytestmark = pytest.mark.django_db

TYPED = {
    "title": "Hur är det?",
    "purpose": "Därför.",
    "layout": "one",
    "hourly_limit": "60",
    "daily_limit": "200",
    "keep_months": "6",
    "anonymity": "anonymous",
    "version": "0",
}


@pytest.fixture
def as_coordinator(client: Client, coordinator: User) -> Client:
    client.force_login(coordinator)
    return client


@pytest.fixture
def as_manager(unit_manager: User) -> Client:
    browser = Client()
    browser.force_login(unit_manager)
    return browser


def test_a_manager_makes_a_survey_for_their_unit(as_manager: Client, unit: Any):
    made = as_manager.post("/enkater/ny/", TYPED | {"place": str(unit.pk)})

    survey = Survey.objects.get()
    assert made.status_code == 302
    assert made["Location"] == survey.get_absolute_url()
    assert (survey.unit, survey.owner_room) == (unit, "")


def test_a_coordinator_asks_the_whole_county(as_coordinator: Client):
    made = as_coordinator.post("/enkater/ny/", TYPED | {"place": "lanet"})

    survey = Survey.objects.get()
    assert made["Location"] == survey.get_absolute_url()
    assert survey.unit is None
    assert "Hela länet" in as_coordinator.get(survey.get_absolute_url()).content.decode()


def test_the_same_form_sent_twice_makes_one_survey(as_manager: Client, unit: Any):
    places = [as_manager.post("/enkater/ny/", {**TYPED, "place": unit.pk})["Location"] for _ in range(2)]
    as_manager.post("/enkater/ny/", {**TYPED, "place": unit.pk, "title": "En annan"})

    assert places[0] == places[1]
    assert Survey.objects.count() == 2


def test_a_manager_makes_none_for_the_county_or_another_unit(as_manager: Client, unit: Any):
    for place in ("", "lanet", "99999"):
        answer = as_manager.post("/enkater/ny/", TYPED | {"place": place})
        assert answer.status_code == 200

    assert not Survey.objects.exists()


def test_a_faulty_form_keeps_what_was_typed(as_coordinator: Client):
    answer = as_coordinator.post(
        "/enkater/ny/",
        TYPED | {"title": "811218-9876", "closes_on": "i morgon", "daily_limit": "1", "place": ""},
    )

    text = answer.content.decode()
    assert "personnummer" in text
    assert 'value="i morgon"' in text
    assert not Survey.objects.exists()


def test_facts_and_questions_are_changed_in_the_workspace(as_coordinator: Client, draft: Survey):
    base = f"/enkater/{draft.pk}/"
    as_coordinator.post(f"{base}uppgifter/", TYPED | {"title": "Nytt", "version": str(draft.version)})
    stale = as_coordinator.post(f"{base}uppgifter/", TYPED | {"title": "Nyare", "version": "0"})
    as_coordinator.post(f"{base}fragor/ny/", {"kind": "choice", "text": "Fler?", "options": "Ja\nNej"})
    scale = question(draft, "scale")
    as_coordinator.post(f"{base}fragor/{scale.pk}/flytta/", {"ner": "1"})
    as_coordinator.post(f"{base}fragor/{question(draft, 'several').pk}/ta-bort/")

    draft.refresh_from_db()
    assert draft.title == "Nytt"
    assert stale.status_code == 409
    assert "<del>Nytt</del>" in stale.content.decode()
    assert "<ins>Nyare</ins>" in stale.content.decode()
    assert [row.kind for row in draft.questions.all()] == ["choice", "scale", "open", "background", "choice"]


def test_two_tabs_with_one_question_lose_nobodys_words(as_coordinator: Client, draft: Survey):
    row = question(draft, "choice")
    address = reverse("surveys:question_edit", args=[draft.pk, row.pk])
    seen = as_coordinator.get(address).context["form"].initial["seen"]
    typed = {"kind": "choice", "options": "Ja\nNej", "seen": seen}
    as_coordinator.post(address, typed | {"text": "Deras fråga?"})

    conflict = as_coordinator.post(address, typed | {"text": "Min fråga?"})
    row.refresh_from_db()
    kept = row.text
    again = as_coordinator.post(
        address, typed | {"text": "Min fråga?", "seen": conflict.context["form"]["seen"].value()}
    )

    assert conflict.status_code == 409
    assert "<del>Deras fråga?</del>" in conflict.content.decode()
    assert 'value="Min fråga?"' in conflict.content.decode()
    assert kept == "Deras fråga?"
    row.refresh_from_db()
    assert (again.status_code, row.text) == (302, "Min fråga?")


def test_a_double_barrelled_question_gets_a_hint(as_coordinator: Client, draft: Survey):
    Question.objects.filter(pk=question(draft, "scale").pk).update(
        text="Är personalen vänlig och får du snabb hjälp?"
    )

    assert "två saker" in as_coordinator.get(draft.get_absolute_url()).content.decode()


def test_a_survey_is_opened_paused_and_closed_by_its_buttons(as_coordinator: Client, draft: Survey):
    for action, status in (("oppna", "open"), ("pausa", "paused"), ("fortsatt", "open")):
        as_coordinator.post(reverse("surveys:move", args=[draft.pk, action]))
        draft.refresh_from_db()
        assert draft.status == status
    close = reverse("surveys:close", args=[draft.pk])
    assert "Det går inte att öppna enkäten igen" in as_coordinator.get(close).content.decode()
    draft.refresh_from_db()
    assert draft.status == "open"
    as_coordinator.post(close)
    again = as_coordinator.post(reverse("surveys:move", args=[draft.pk, "oppna"]), follow=True)
    assert "Det går inte längre" in again.content.decode()


def test_nothing_of_the_answers_is_told_while_it_is_open(as_coordinator: Client, survey: Survey, answer: Any):
    pages = [
        survey.get_absolute_url(),
        f"/enkater/{survey.pk}/resultat/",
        f"/enkater/{survey.pk}/resultat.csv",
    ]
    before = [_body(as_coordinator, page) for page in pages]

    for number in range(7):
        answer(scale=number % 4, open="Hemligt")

    assert [_body(as_coordinator, page) for page in pages] == before
    assert "Hemligt" not in as_coordinator.get(f"/enkater/{survey.pk}/egna-ord/").content.decode()


def _body(client: Client, address: str) -> str:
    response = client.get(address)
    content = b"".join(response.streaming_content) if response.streaming else response.content
    text = content.decode()
    # A form's token is new each time.
    import re

    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", text)


def test_that_there_is_a_quarantine_is_told_while_open_but_not_how_large(
    as_coordinator: Client, survey: Survey, answer: Any
):
    Survey.objects.update(hourly_limit=1)
    for _ in range(12):
        answer(scale=0)

    text = as_coordinator.get(survey.get_absolute_url()).content.decode()
    assert "karantän" in text
    assert "11 svar" not in text
    as_coordinator.post(reverse("surveys:close", args=[survey.pk]))
    text = as_coordinator.get(survey.get_absolute_url()).content.decode()
    assert "11 svar" in text or "elva svar" in text.lower()
    as_coordinator.post(reverse("surveys:judge", args=[survey.pk]), {"slang": "1"})
    assert "Färre än fem" in as_coordinator.get(f"/enkater/{survey.pk}/resultat/").content.decode()


def test_page_file_and_paper_show_the_same_counts(as_coordinator: Client, survey: Survey, coordinator: User):
    for number in range(14):
        submit_answers(
            survey,
            answers(survey, scale=number % 4, background=0 if number < 12 else 1),
            token=uuid4().hex,
        )
    flow.close_survey(survey, actor=coordinator)

    page = as_coordinator.get(f"/enkater/{survey.pk}/resultat/").content.decode()
    rows = list(
        csv.reader(
            io.StringIO(_body(as_coordinator, f"/enkater/{survey.pk}/resultat.csv").lstrip("\ufeff")),
            delimiter=";",
        )
    )

    assert ["Blir du lyssnad på?", "Aldrig", "4", "14"] in rows
    assert ["Hur länge har du kommit hit?", "Länge", "Visas inte", "14"] in rows
    assert not [row for row in rows if row[2] in {"1", "2"} and "länge" in row[0]]
    assert "14 personer svarade" in page
    assert "Visas inte" in page


def test_formulas_in_labels_stay_asleep(as_coordinator: Client, draft: Survey, coordinator: User):
    Question.objects.filter(pk=question(draft, "choice").pk).update(options=["=1+1", "Nej"])
    flow.open_survey(draft, actor=coordinator)
    for _ in range(10):
        submit_answers(draft, answers(draft, choice=0), token=uuid4().hex)
    flow.close_survey(draft, actor=coordinator)

    assert "'=1+1" in _body(as_coordinator, f"/enkater/{draft.pk}/resultat.csv")


def test_words_are_read_with_a_trail_and_only_by_those_who_may(
    as_coordinator: Client, as_manager: Client, survey: Survey, answer: Any, coordinator: User
):
    for number in range(5):
        answer(open=f"Ord <{number}>")
    flow.close_survey(survey, actor=coordinator)
    address = f"/enkater/{survey.pk}/egna-ord/"

    assert "Ord &lt;3&gt;" in as_coordinator.get(address).content.decode()
    assert TrailEntry.objects.filter(kind="opened", object_type="surveys.survey").count() == 1
    assert as_manager.get(address).status_code == 403
    assert as_manager.get(f"/enkater/{survey.pk}/resultat/").status_code == 200


def test_paper_is_typed_in_one_after_the_other_and_undone(as_coordinator: Client, survey: Survey):
    address = f"/enkater/{survey.pk}/papper/"
    token = as_coordinator.get(address).context["token"]
    typed = {"token": token, field_name(question(survey, "scale")): "1"}

    saved = as_coordinator.post(address, typed, follow=True)
    again = as_coordinator.post(address, typed, follow=True)

    assert Response.objects.get().source == "paper"
    assert "Formuläret är inskrivet" in saved.content.decode()
    assert "redan inskrivet" in again.content.decode()
    as_coordinator.post(f"{address}angra/?t={token}")
    assert not Response.objects.exists()


def test_a_faulty_paper_form_keeps_what_was_typed(as_coordinator: Client, survey: Survey):
    address = f"/enkater/{survey.pk}/papper/"
    token = as_coordinator.get(address).context["token"]
    words = field_name(question(survey, "open"))

    faulty = as_coordinator.post(address, {"token": token, words: "811218-9876"})
    stale = as_coordinator.post(address, {"token": "gammal", words: "Mer tid"})

    assert "811218-9876</textarea>" in faulty.content.decode()
    assert "Mer tid</textarea>" in stale.content.decode()
    assert not Response.objects.exists()


def test_answers_are_destroyed_after_asking_once_more(
    as_coordinator: Client, survey: Survey, answer: Any, coordinator: User
):
    for _ in range(6):
        answer(scale=1)
    flow.close_survey(survey, actor=coordinator)
    address = f"/enkater/{survey.pk}/forstor/"

    assert as_coordinator.get(address).status_code == 200
    assert Response.objects.exists()
    as_coordinator.post(address)

    assert not Response.objects.exists()
    assert "6 personer svarade" in as_coordinator.get(f"/enkater/{survey.pk}/resultat/").content.decode()


def test_a_series_is_started_and_shows_its_trend(
    as_coordinator: Client, survey: Survey, answer: Any, coordinator: User
):
    as_coordinator.post(f"/enkater/{survey.pk}/serie/", {"name": "Varje termin"})
    survey.refresh_from_db()
    for _ in range(10):
        answer(scale=1)
    flow.close_survey(survey, actor=coordinator)
    as_coordinator.post(f"/enkater/serier/{survey.series_id}/nasta/", {"title": "Våren"})
    following = Survey.objects.get(title="Våren")
    flow.open_survey(following, actor=coordinator)
    for _ in range(11):
        submit_answers(following, answers(following, scale=3), token=uuid4().hex)
    flow.close_survey(following, actor=coordinator)

    answer_page = as_coordinator.get(f"/enkater/serier/{survey.series_id}/")

    trend = next(row for row in answer_page.context["page"].trends if row.text == "Blir du lyssnad på?")
    assert [chart.title for chart in trend.answers] == ["Aldrig", "Sällan", "Ofta", "Alltid", "Vet inte"]
    assert [[bar.count_text for bar in chart.bars] for chart in trend.answers] == [
        ["0 av 10", "0 av 11"],
        ["10 av 10", "0 av 11"],
        ["0 av 10", "0 av 11"],
        ["0 av 10", "11 av 11"],
        ["0 av 10", "0 av 11"],
    ]
    assert [bar.width for bar in trend.answers[3].bars] == [0, 300]
    assert trend.answers[3].bars[0].label == day_text(today())
    assert "Så många svarade ”Alltid”" in answer_page.content.decode()


def test_a_trend_withholds_what_its_rounds_withhold(survey: Survey, answer: Any, coordinator: User):
    series = start_series(survey, "Varje termin", actor=coordinator)
    for number in range(6):
        answer(scale=0 if number < 5 else 3)
    flow.close_survey(survey, actor=coordinator)
    for title, number in (("Våren", 4), ("Hösten", 5)):
        following = start_round(series, title, actor=coordinator)
        flow.open_survey(following, actor=coordinator)
        for _ in range(5):
            told = answers(following, scale=3) if number else answers(following, choice=0)
            submit_answers(following, told, token=uuid4().hex)
            number -= 1
        flow.close_survey(following, actor=coordinator)

    [trend] = [row for row in series_page(series, coordinator).trends if row.text == "Blir du lyssnad på?"]

    assert [[bar.count_text for bar in chart.bars] for chart in trend.answers] == [
        ["Visas inte", "Färre än fem", "0 av 5"],
        ["0 av 6", "Färre än fem", "0 av 5"],
        ["0 av 6", "Färre än fem", "0 av 5"],
        ["Visas inte", "Färre än fem", "5 av 5"],
        ["0 av 6", "Färre än fem", "0 av 5"],
    ]


def test_titles_are_neutral(as_coordinator: Client, survey: Survey):
    for address in (
        survey.get_absolute_url(),
        f"/enkater/{survey.pk}/resultat/",
        f"/enkater/{survey.pk}/papper/",
    ):
        title = as_coordinator.get(address).content.decode().split("<title>")[1].split("</title>")[0]
        assert survey.title not in title


def test_what_waits_shows_on_the_overview(
    as_coordinator: Client, survey: Survey, answer: Any, coordinator: User, outsider: User
):
    from datetime import timedelta

    from common.registries import overview_rows
    from common.swedish import today

    Survey.objects.update(closes_on=today() + timedelta(days=3), hourly_limit=1)
    for _ in range(3):
        answer(scale=1)
    assert "Skriv in svar från papper innan enkäten stänger" in [
        row.title for row in overview_rows(coordinator)
    ]
    flow.close_survey(survey, actor=coordinator)

    assert "Bedöm svar i karantän" in [row.title for row in overview_rows(coordinator)]
    assert [row.title for row in overview_rows(outsider) if "karantän" in row.title] == []


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_the_same_number_of_questions_however_long_it_is(
    number: int, coordinator: User, unit: Any, django_assert_num_queries: Any
):
    from surveys.queries.work import survey_list

    for place in range(number):
        create_survey(replace(FACTS, title=f"Enkät {place}"), actor=coordinator, unit=unit)
    coordinator.has_perm("surveys.create_survey")

    with django_assert_num_queries(2):
        page = survey_list(coordinator, "utkast", "/enkater/")

    assert len(page.rows) == number


@pytest.mark.parametrize("number", [1, 3])
def test_a_survey_page_asks_the_same_number_of_questions_however_many_it_has(
    number: int, coordinator: User, unit: Any, django_assert_num_queries: Any
):
    from surveys.queries.work import survey_page
    from surveys.services.writing import QuestionFacts, add_question

    survey = create_survey(FACTS, actor=coordinator, unit=unit)
    for place in range(number):
        add_question(survey, QuestionFacts(kind="open", text=f"Fråga {place}?"), actor=coordinator)
    coordinator.has_perm("surveys.create_survey")

    with django_assert_num_queries(3):
        page = survey_page(survey, coordinator)

    assert len(page.questions) == number


@pytest.mark.parametrize("odd", ["²", "9" * 60, "\x00", "å"])
def test_an_odd_owner_is_nobody(as_coordinator: Client, odd: str):
    for room in ("revisions", "proposals", odd):
        answer = as_coordinator.get("/enkater/ny/", {"rum": room, "id": odd})

        assert answer.status_code in {200, 403}
        assert "place" in answer.context["form"].fields if answer.status_code == 200 else True
