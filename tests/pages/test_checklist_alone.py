"""The checklist for anybody: shown, made into a file, forgotten. And the four questions to the ladder."""

import logging
from typing import Any

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client

from accounts.models import User
from common.participation import LADDER, NOT_A_SCORE, ParticipationStep
from pages.checklist.ladder import NAMES
from pages.checklist.questions import QUESTIONS
from pages.models import Checklist

pytestmark = pytest.mark.django_db

ADDRESS = "/checklista/"
FILE = "/checklista/checklista.pdf"
HELPER = "/delaktighetstrappan/vilket-steg/"
#: A word that stands nowhere else.
SECRET = "igelkottsprojektet"
TYPED = {"project": SECRET, "text_1": f"Genom {SECRET}", "extent_1": "partly", "extent_4": "none"}


def rows_everywhere() -> dict[str, int]:
    """How many rows every table holds."""
    return {model._meta.label: model._base_manager.count() for model in apps.get_models()}


def test_the_five_questions_stand_word_for_word(client: Client) -> None:
    page = client.get(ADDRESS)

    assert [question.text for question in QUESTIONS] == [
        "I vilken utsträckning bygger beslutet om det här utvecklingsarbetet på vad målgruppen själv beskrivit?",
        "I vilken utsträckning bygger målen för utvecklingsarbetet på vad målgruppen själv beskrivit?",
        "Har målgruppens berättelser och synpunkter påverkat hur man planerar att genomföra arbetet?",
        "I vilken utsträckning genomförs utvecklingsarbetet tillsammans med målgruppen eller med företrädare för målgruppen?",
        "I vilken mån planerar man att utvärdera arbetets framgång tillsammans med målgruppen?",
    ]
    for question in QUESTIONS:
        assert question.text in page.text


def test_the_empty_form_is_a_kept_page_without_cookies(client: Client) -> None:
    page = client.get(ADDRESS)

    assert not page.cookies
    assert page["ETag"]
    assert "csrfmiddlewaretoken" not in page.text


def test_the_result_is_shown_and_nothing_is_kept(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    before = rows_everywhere()

    # As in a browser: a form without a token, and no cookie in either direction.
    strict = Client(enforce_csrf_checks=True)
    page = strict.post(ADDRESS, TYPED)
    file = strict.post(FILE, TYPED)

    assert page.status_code == file.status_code == 200
    assert SECRET in page.text
    assert "Beslutet: delvis" in page.text
    assert "Genomförandet: inte alls" in page.text
    assert "Målen: inte angivet" in page.text
    assert rows_everywhere() == before
    assert not Session.objects.exists()
    assert not page.cookies
    assert not file.cookies
    assert "no-store" in page["Cache-Control"]
    assert "no-store" in file["Cache-Control"]
    assert SECRET not in caplog.text
    assert mail.outbox == []


def test_nothing_in_the_result_counts_the_answers_together(client: Client) -> None:
    most = client.post(ADDRESS, {f"extent_{number}": "largely" for number in range(1, 6)}).text
    least = client.post(ADDRESS, {f"extent_{number}": "none" for number in range(1, 6)}).text

    assert _figure(most).count("translate(") == 10
    assert _figure(least).count("translate(") == 0
    for page in (most, least):
        main = page.split("<main", 1)[1].split("</main>", 1)[0]
        assert "%" not in main
        assert "av 5" not in main
        assert "Bilden räknar inte ihop något" in main


def _figure(page: str) -> str:
    return page.split('class="big-stair"', 1)[1].split("</figure>", 1)[0]


def test_one_answer_is_enough_and_none_is_too_few(client: Client) -> None:
    one = client.post(ADDRESS, {"extent_3": "partly"})
    none = client.post(ADDRESS, {"project": SECRET})

    assert "Ändra svaren" in one.text
    assert "Svara på minst en av frågorna" in none.text
    assert f'value="{SECRET}"' in none.text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"text_1": "Hon är 19121212-1212"}, "personnummer"),
        ({"text_2": "a" * 2001}, "2000"),
        ({"extent_1": "mest"}, "Välj"),
    ],
)
def test_a_refused_form_comes_back_filled(client: Client, typed: dict[str, str], sentence: str) -> None:
    page = client.post(ADDRESS, {**typed, "text_5": "Med en enkät."})

    assert sentence in page.text
    assert "Med en enkät." in page.text
    assert "Resultat</li>" not in page.text


def test_markup_and_hidden_signs_are_only_text(client: Client) -> None:
    page = client.post(
        ADDRESS, {"project": "<b>x</b>", "text_1": "ett\u202etvå\x00 <script>alert(1)</script>"}
    )

    assert page.status_code == 200
    assert "<script>alert" not in page.text
    assert "<b>x</b>" not in page.text
    assert "\u202e" not in page.text


def test_the_answers_can_be_changed(client: Client) -> None:
    page = client.post(ADDRESS, {**TYPED, "andra": "ja"})

    assert "Visa resultatet" in page.text
    assert f"Genom {SECRET}" in page.text


def test_a_signed_in_person_may_take_the_answers_along(client: Client, unit_manager: User) -> None:
    client.force_login(unit_manager)
    offered = client.post(ADDRESS, TYPED)

    page = client.post("/checklistor/ny/", {**TYPED, "spara": "ja"})

    assert "Spara för en verksamhet" in offered.text
    assert f"Genom {SECRET}" in page.text
    assert "Välj vilken verksamhet" not in page.text
    assert not Checklist.objects.exists()


def test_files_from_one_address_are_not_without_end(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pages.views.checklist_alone.FILES", 0)

    assert client.post(FILE, TYPED).status_code == 429


def answers(*said: str) -> dict[str, Any]:
    return dict(zip(NAMES, said, strict=True))


@pytest.mark.parametrize(
    ("said", "step"),
    [
        (("nej", "nej", "nej", "nej"), ParticipationStep.INFORMATION),
        (("ja", "nej", "nej", "nej"), ParticipationStep.CONSULTATION),
        (("ja", "ja", "nej", "nej"), ParticipationStep.DIALOGUE),
        (("ja", "ja", "ja", "nej"), ParticipationStep.COLLABORATION),
        (("ja", "ja", "ja", "ja"), ParticipationStep.CO_DECISION),
        (("nej", "nej", "nej", "ja"), ParticipationStep.CO_DECISION),
    ],
)
def test_four_answers_in_the_address_lead_to_a_step(
    client: Client, said: tuple[str, ...], step: ParticipationStep
) -> None:
    page = client.get(HELPER, answers(*said))

    row = LADDER[step - 1]
    box = page.text.split('id="svaret"', 1)[1].split("</section>", 1)[0]
    assert f"Steg {step.value}: {step.long_name}" in box
    assert row.marks in box
    assert row.gets in box
    assert row.examples in box
    assert NOT_A_SCORE in box
    assert ("flera sorters delaktighet" in box) == (said == ("nej", "nej", "nej", "ja"))
    assert not page.cookies


def test_the_ladder_helper_without_answers_and_with_half_of_them(client: Client) -> None:
    empty = client.get(HELPER)
    half = client.get(HELPER, {"samtal": "ja", "beslut": "kanske"})

    assert 'id="svaret"' not in empty.text
    assert "Svara ja eller nej." not in empty.text
    assert NOT_A_SCORE in empty.text
    for row in LADDER:
        assert row.examples in empty.text
    assert 'id="svaret"' not in half.text
    # Three are missing or unknown, each told in the summary and at its question.
    assert half.text.count("Svara ja eller nej.") == 6
