"""The respondent's pages: no cookie, no trace, nothing typed is lost."""

import logging
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from surveys.forms.answers import field_name
from surveys.models import Answer, PausedDraft, Response, Survey
from surveys.services import flow
from tests.surveys.conftest import question

pytestmark = pytest.mark.django_db


def url(survey: Survey, name: str = "questions") -> str:
    return reverse(f"answers:{name}", args=[survey.code])


def form_of(client: Client, survey: Survey) -> dict[str, str]:
    """The hidden fields of a form that was opened now."""
    sheet = client.get(url(survey)).context["sheet"]
    return {"token": sheet.token, "sida": str(sheet.place)}


def named(survey: Survey, **given: Any) -> dict[str, Any]:
    return {field_name(question(survey, kind)): value for kind, value in given.items()}


@pytest.fixture
def on_one_page(survey: Survey) -> Survey:
    Survey.objects.update(layout="all")
    survey.refresh_from_db()
    return survey


@pytest.mark.parametrize("name", ["start", "questions", "resume", "thanks"])
def test_a_page_leaves_no_cookie_and_is_kept_by_nobody(
    client: Client, survey: Survey, coordinator: User, name: str
):
    signed_in = Client()
    signed_in.force_login(coordinator)

    for browser in (client, signed_in):
        answer = browser.get(url(survey, name))

        assert answer.status_code == 200
        assert not answer.cookies
        assert answer["Cache-Control"] == "no-store"
        assert answer["Referrer-Policy"] == "no-referrer"
        assert "Cookie" not in answer.get("Vary", "")
        assert b"csrfmiddlewaretoken" not in answer.content
        assert coordinator.name.encode() not in answer.content


def test_sending_sets_no_cookie_and_touches_no_session(client: Client, on_one_page: Survey):
    from django.contrib.sessions.models import Session

    sent = client.post(url(on_one_page), form_of(client, on_one_page) | named(on_one_page, scale="1"))

    assert sent.status_code == 302
    assert sent["Location"] == url(on_one_page, "thanks")
    assert not sent.cookies
    assert not Session.objects.exists()
    assert Answer.objects.get().choices == [1]


def test_a_draft_has_no_public_page(client: Client, draft: Survey):
    for name in ("start", "questions", "resume", "thanks"):
        assert client.get(url(draft, name)).status_code == 404


def test_a_code_in_capitals_leads_on_and_a_wrong_one_says_so(client: Client, survey: Survey):
    assert client.get(f"/svara/{survey.code.upper()}/").headers["Location"] == url(survey, "start")
    found = client.get("/svara/", {"kod": f" {survey.code.upper()[:3]} {survey.code.upper()[3:]}"})
    assert found.headers["Location"] == url(survey, "start")
    wrong = client.get("/svara/", {"kod": "finns inte\x00"})
    assert wrong.status_code == 200
    assert "Koden stämmer inte" in wrong.content.decode() or "tecken" in wrong.content.decode()


def test_one_question_at_a_time_carries_the_answers_along(client: Client, survey: Survey):
    form = form_of(client, survey)

    second = client.post(url(survey), form | named(survey, scale="2") | {"nasta": "1"}).context["sheet"]
    assert (second.place, second.carried) == (1, [(field_name(question(survey, "scale")), "2")])
    back = client.post(
        url(survey), {"token": second.token, "sida": "1", **dict(second.carried), "tillbaka": "1"}
    ).context["sheet"]
    assert back.place == 0
    assert back.fields[0].value() == "2"
    given = named(survey, scale="2", choice="vill-inte", several=["0", "2"], open="Mer\r\ntid")
    sent = client.post(url(survey), form | given | {"sida": "4", "skicka": "1"})

    assert sent.status_code == 302
    states = {
        row.question.kind: (row.state, row.choices) for row in Answer.objects.select_related("question")
    }
    assert states["choice"] == ("declined", [])
    assert states["several"] == ("answered", [0, 2])
    assert Answer.objects.exclude(text=None).count() == 1


def test_nothing_is_stored_before_somebody_sends_or_pauses(client: Client, survey: Survey):
    client.post(url(survey), form_of(client, survey) | named(survey, scale="2") | {"nasta": "1"})

    assert not Response.objects.exists()
    assert not PausedDraft.objects.exists()


def test_what_was_typed_stays_when_it_can_not_be_sent(client: Client, on_one_page: Survey):
    form = form_of(client, on_one_page)
    typed = "Jag är 811218-9876 <script>"

    answer = client.post(url(on_one_page), form | named(on_one_page, scale="1", open=typed) | {"skicka": "1"})

    text = answer.content.decode()
    assert "personnummer" in text
    assert "811218-9876 &lt;script&gt;" in text
    assert 'value="1" id="id_' in text
    assert answer.context["sheet"].token == form["token"]
    assert not Response.objects.exists()


def test_a_very_long_text_is_refused_kindly_and_kept(client: Client, on_one_page: Survey):
    typed = "🙂å" * 100_000

    answer = client.post(
        url(on_one_page), form_of(client, on_one_page) | named(on_one_page, open=typed) | {"skicka": "1"}
    )

    assert "tecken för lång" in answer.content.decode()
    assert typed in answer.content.decode()


def test_a_form_of_megabytes_gets_a_sentence(client: Client, on_one_page: Survey):
    typed = "å" * 2_000_000

    answer = client.post(
        url(on_one_page), form_of(client, on_one_page) | named(on_one_page, open=typed) | {"skicka": "1"}
    )

    assert answer.status_code == 413
    assert "för lång" in answer.content.decode()


def test_a_double_press_counts_once_and_says_so(client: Client, on_one_page: Survey):
    form = form_of(client, on_one_page) | named(on_one_page, scale="1") | {"skicka": "1"}

    client.post(url(on_one_page), form)
    again = client.post(url(on_one_page), form, follow=True)

    assert "redan skickat" in again.content.decode()
    assert Response.objects.count() == 1


def test_two_tabs_of_the_same_paused_form_count_once(client: Client, on_one_page: Survey):
    form = form_of(client, on_one_page)
    paused = client.post(url(on_one_page), form | named(on_one_page, scale="1") | {"pausa": "1"})
    code = paused.context["code"]
    tabs = [client.post(url(on_one_page, "resume"), {"code": code}).context["sheet"] for _ in range(2)]

    for tab in tabs:
        client.post(url(on_one_page), {"token": tab.token, **named(on_one_page, scale="3"), "skicka": "1"})

    assert Response.objects.count() == 1
    assert not PausedDraft.objects.exists()


def test_pausing_gives_a_code_and_coming_back_the_answers(client: Client, survey: Survey):
    form = form_of(client, survey) | {"sida": "3"}
    given = named(survey, scale="2", several=["1"], open="Halvt")

    paused = client.post(url(survey), form | given | {"pausa": "1"})
    assert paused.context["code"] in paused.content.decode()
    wrong = client.post(url(survey, "resume"), {"code": "1111 1111 1111"})
    assert "stämmer inte" in wrong.content.decode()
    back = client.post(url(survey, "resume"), {"code": paused.context["code"]}).context["sheet"]

    assert back.place == 3
    assert back.fields[0].value() == "Halvt"
    assert set(back.carried) == {
        (field_name(question(survey, "scale")), "2"),
        (field_name(question(survey, "several")), "1"),
    }


def test_a_survey_that_closes_meanwhile_gives_the_words_back(
    client: Client, on_one_page: Survey, coordinator: User
):
    form = form_of(client, on_one_page)
    flow.close_survey(on_one_page, actor=coordinator)

    answer = client.post(
        url(on_one_page), form | named(on_one_page, scale="3", open="Långa\ntankar") | {"skicka": "1"}
    )

    text = answer.content.decode()
    assert "har stängt" in text
    assert "Långa\ntankar" in text
    assert "Alltid" in text


def test_a_survey_that_is_paused_meanwhile_keeps_the_form(
    client: Client, on_one_page: Survey, coordinator: User
):
    form = form_of(client, on_one_page)
    flow.pause_survey(on_one_page, actor=coordinator)

    answer = client.post(url(on_one_page), form | named(on_one_page, open="Tankar") | {"skicka": "1"})

    text = answer.content.decode()
    assert "pausad just nu" in text
    assert "Tankar</textarea>" in text


def test_a_form_without_a_token_of_ours_is_given_back_filled(client: Client, on_one_page: Survey):
    answer = client.post(
        url(on_one_page), {"token": "påhittad", **named(on_one_page, open="Tankar"), "skicka": "1"}
    )

    text = answer.content.decode()
    assert "Tryck en gång till" in text
    assert "Tankar</textarea>" in text
    assert not Response.objects.exists()


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"HTTP_SEC_FETCH_SITE": "cross-site"}, 403),
        ({"HTTP_SEC_FETCH_SITE": "same-site"}, 403),
        ({"HTTP_ORIGIN": "https://annan.example.org"}, 403),
        ({"HTTP_SEC_FETCH_SITE": "same-origin", "HTTP_ORIGIN": "null"}, 302),
        ({"HTTP_ORIGIN": "null"}, 302),
        ({}, 302),
    ],
)
def test_only_forms_of_our_own_are_listened_to(on_one_page: Survey, headers: dict[str, str], status: int):
    client = Client(enforce_csrf_checks=True)
    form = form_of(client, on_one_page) | named(on_one_page, scale="1") | {"skicka": "1"}

    answer = client.post(url(on_one_page), form, **headers)

    assert answer.status_code == status
    assert Response.objects.exists() == (status == 302)


def test_the_log_says_nothing_of_those_who_answer(
    client: Client, on_one_page: Survey, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.DEBUG)

    client.get("/svara/finnsej/")
    client.post(url(on_one_page), {}, HTTP_SEC_FETCH_SITE="cross-site")
    client.delete(url(on_one_page))
    client.post(url(on_one_page), form_of(client, on_one_page) | named(on_one_page, open="Hemligt"))

    assert "svara" not in caplog.text
    assert on_one_page.code not in caplog.text
    assert "Hemligt" not in caplog.text


def test_a_crash_is_logged_without_address_or_request(caplog: pytest.LogCaptureFixture, rf: Any):
    logger = logging.getLogger("django.request")

    logger.error(
        "Internal Server Error: %s", "/svara/abc234/fragor/", extra={"request": rf.get("/svara/abc234/")}
    )

    assert caplog.messages == ["Internal Server Error: /svara/…"]
    assert not hasattr(caplog.records[0], "request")


def test_titles_tell_nothing(client: Client, survey: Survey):
    for name in ("start", "questions", "resume", "thanks"):
        text = client.get(url(survey, name)).content.decode()
        title = text.split("<title>")[1].split("</title>")[0]
        assert survey.title not in title
        assert "avdelning" not in title.lower()


def test_odd_values_never_stumble(client: Client, survey: Survey):
    form = form_of(client, survey)
    for odd in ("99", "-1", "²", "", "a\x00b", "9" * 400):
        answer = client.post(
            url(survey),
            {**form, "sida": odd, **named(survey, scale=odd, several=[odd], open=odd), "nasta": "1"},
        )
        assert answer.status_code in {200, 302}
    sent = client.post(url(survey), {**form, **named(survey, scale="99"), "skicka": "1"})
    assert "Välj ett av svaren" in sent.content.decode()


def test_an_effect_question_stands_on_its_first_page_and_takes_one_press(
    client: Client, make_user: Any, monkeypatch: pytest.MonkeyPatch
):
    from surveys.owners import register_owner
    from surveys.services.effects import open_effect_survey

    asker = make_user("Ask Frågare")
    register_owner(
        "test_room",
        may_manage=lambda user, owner_id: user == asker,
        may_read_text=lambda user, owner_id: False,
        name=lambda owner_id: "Sak",
    )
    asked = open_effect_survey("test_room", 1, "Blir du lyssnad på nu?", actor=asker)

    page = client.get(url(asked, "start"))
    sent = client.post(
        url(asked),
        {"token": page.context["sheet"].token, field_name(asked.questions.get()): "0", "skicka": "1"},
    )

    assert "Blir du lyssnad på nu?" in page.content.decode()
    assert "Pausa" not in page.content.decode()
    assert sent["Location"] == url(asked, "thanks")
    assert Response.objects.count() == 1


def test_the_key_store_being_away_keeps_the_words(
    client: Client, on_one_page: Survey, settings: Any, tmp_path: Any
):
    form = form_of(client, on_one_page)
    settings.KEY_STORE_URL = f"file://{tmp_path}/finns-inte?mirror={tmp_path}/inte-heller"

    answer = client.post(url(on_one_page), form | named(on_one_page, open="Tankar") | {"skicka": "1"})

    assert answer.status_code == 200
    assert "Tankar</textarea>" in answer.content.decode()
    assert "nyckellagret" in answer.content.decode()
    assert not Response.objects.exists()
