"""What the phone's script gets back, whatever it sends."""

import json
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from common import sealing
from common.models import TrailEntry
from revisions.models import Interview, InterviewAnswer
from tests.revisions.conftest import Team
from tests.revisions.factories import make_interview
from tests.revisions.interview_answers import questions, texts


@pytest.fixture
def interview(team: Team) -> Interview:
    return make_interview(team.audit, team.guide, team.auditor, team.second, key_id=sealing.new_key())


def _send(client: Client, interview: Interview, **facts: Any) -> Any:
    facts = {
        "save": str(uuid4()), "question": str(questions(interview)[0].pk), "base": 0, "state": "answered",
        "choice": None, "text": "Hej", "quotes": [], "worry": False, **facts,
    }  # fmt: skip
    address = reverse("revisions:interview_save", args=[interview.pk])
    return client.post(
        address, json.dumps(facts), content_type="application/json", headers={"Accept": "application/json"}
    )


def test_a_saved_answer_comes_back_with_its_revision_and_the_servers_time(
    client: Client, team: Team, interview: Interview
) -> None:
    client.force_login(team.auditor)

    answer = _send(client, interview, text="Fick ett brev.")

    assert answer.status_code == 200
    assert (answer.json()["status"], answer.json()["revision"], answer.json()["double"]) == (
        "saved",
        1,
        False,
    )
    assert texts(interview) == ("Fick ett brev.", None)


def test_a_lost_reply_and_a_retry_give_the_same_answer(
    client: Client, team: Team, interview: Interview
) -> None:
    client.force_login(team.auditor)
    save = str(uuid4())

    first, second = _send(client, interview, save=save), _send(client, interview, save=save)

    assert first.json()["revision"] == second.json()["revision"] == 1


def test_an_ended_session_gets_401_and_stores_nothing(client: Client, interview: Interview) -> None:
    answer = _send(client, interview)

    assert (answer.status_code, answer.json()["error"]) == (401, "signed_out")
    assert not InterviewAnswer.objects.exists()


def test_a_token_from_before_the_new_sign_in_is_told_apart(team: Team, interview: Interview) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(team.auditor)

    refused = _send(client, interview)
    fresh = client.get(reverse("revisions:interview_who"), headers={"Accept": "application/json"}).json()
    address = reverse("revisions:interview_save", args=[interview.pk])
    sent = {
        "save": str(uuid4()), "question": str(questions(interview)[0].pk), "base": 0, "state": "answered", "text": "Hej",
    }  # fmt: skip
    saved = client.post(
        address, json.dumps(sent), content_type="application/json", headers={"X-CSRFToken": fresh["csrf"]}
    )

    assert (refused.status_code, refused.json()["error"]) == (403, "stale_token")
    assert saved.status_code == 200


@pytest.mark.parametrize(
    ("facts", "status", "code"),
    [
        ({"text": "Det var 811218-9876."}, 422, "personal_number"),
        ({"text": "å" * 200_001}, 422, "too_long"),
        ({"text": "å" * 1_200_000}, 422, "too_long"),
        ({"choice": 1}, 422, "bad"),
        ({"base": -1}, 400, "bad"),
        ({"base": "1"}, 400, "bad"),
        ({"save": "inget id"}, 400, "bad"),
        ({"question": None}, 400, "bad"),
        ({"quotes": "ord"}, 400, "bad"),
        ({"text": None}, 400, "bad"),
        ({"choice": True}, 400, "bad"),
    ],
)
def test_what_is_refused_says_why_in_words(
    client: Client, team: Team, interview: Interview, facts: dict[str, Any], status: int, code: str
) -> None:
    client.force_login(team.auditor)

    answer = _send(client, interview, **facts)

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.json()["message"].endswith(".")
    assert not InterviewAnswer.objects.exists()


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"null", b"\xff", b'{"a": ' * 900])
def test_what_is_no_answer_at_all_is_refused(
    client: Client, team: Team, interview: Interview, body: bytes
) -> None:
    client.force_login(team.auditor)
    address = reverse("revisions:interview_save", args=[interview.pk])

    assert client.post(address, body, content_type="application/json").status_code == 400


def test_a_withdrawn_interview_answers_410(client: Client, team: Team, interview: Interview) -> None:
    client.force_login(team.auditor)
    Interview.objects.update(status="withdrawn", key_id=None)

    assert _send(client, interview).status_code == 410


def test_a_key_store_that_is_away_answers_503(
    client: Client, team: Team, interview: Interview, key_store: Any
) -> None:
    client.force_login(team.auditor)
    key_store.rename(key_store.with_name("away"))

    answer = _send(client, interview)

    assert (answer.status_code, answer.json()["code"]) == (503, "later")


def test_nobody_outside_the_team_saves_or_learns_that_there_is_an_interview(
    client: Client, team: Team, interview: Interview, other_auditor: Any, coordinator: Any, administrator: Any
) -> None:
    for person in (other_auditor, coordinator, administrator, team.commissioner):
        client.force_login(person)
        assert _send(client, interview).status_code == _send(client, interview, base="x").status_code == 404
        assert client.get(reverse("revisions:interview_guide", args=[interview.pk])).status_code == 404

    assert not InterviewAnswer.objects.exists()


def test_who_has_not_declared_saves_nothing(client: Client, team: Team, interview: Interview) -> None:
    team.audit.members.filter(user=team.auditor).update(confidentiality_on=None)
    client.force_login(team.auditor)

    assert _send(client, interview).status_code == _send(client, interview, base="x").status_code == 403
    assert not InterviewAnswer.objects.exists()


def test_the_guide_for_the_phone_holds_questions_and_nothing_that_was_said(
    client: Client, team: Team, interview: Interview
) -> None:
    client.force_login(team.auditor)
    _send(client, interview, text="Hemligt svar")

    answer = client.get(reverse("revisions:interview_guide", args=[interview.pk]))

    guide = answer.json()
    assert guide["code"] == "A01"
    assert [len(area["questions"]) for area in guide["areas"]] == [2, 2]
    assert guide["revisions"] == {str(questions(interview)[0].pk): 1}
    assert "Hemligt" not in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert not TrailEntry.objects.filter(kind="opened").exists()


def test_drafts_are_kept_under_an_opaque_name(client: Client, team: Team) -> None:
    names = []
    for person in (team.auditor, team.auditor, team.second):
        client.force_login(person)
        names.append(client.get(reverse("revisions:interview_who")).json()["person"])

    assert names[0] == names[1] != names[2]
    assert str(team.auditor.pk) not in names[0].split("-")


def test_saving_asks_the_database_the_same_whatever_is_written_before(
    client: Client, team: Team, interview: Interview, django_assert_num_queries: Any
) -> None:
    client.force_login(team.auditor)
    _send(client, interview)

    # Session, person, the answer with what one may do, what is written; and the question that this test looks up.
    with django_assert_num_queries(4 + 1):
        _send(client, interview, base=1, text="Mer")


def test_the_worker_is_a_script_for_its_folder_alone(client: Client, db: None) -> None:
    answer = client.get(reverse("revisions:interview_worker"))

    assert answer["Content-Type"].startswith("text/javascript")
    assert "Service-Worker-Allowed" not in answer
    assert "js/interview/worker" in answer.content.decode()
