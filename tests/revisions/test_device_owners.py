"""Whether names on a phone are still somebody's."""

import json

import pytest

from accounts import services
from revisions.queries.device_owners import known_owners
from revisions.queries.interview_entry import device_mark

ADDRESS = "/revisioner/intervju/agare.json"


def test_a_name_is_known_as_long_as_its_account_exists(outsider, editor):
    marks = [device_mark(outsider), device_mark(editor), "0" * 32]
    assert known_owners(marks) == sorted(marks[:2])

    services.delete_account(outsider, actor=outsider)

    assert known_owners(marks) == [marks[1]]


def test_a_new_secret_key_leaves_nobodys_text_behind_on_a_phone(outsider, settings):
    """Under another name the writer could not send it, and it would be told as somebody else's."""
    mark = device_mark(outsider)
    settings.SECRET_KEY = "another" * 10

    assert device_mark(outsider) == mark
    assert known_owners([mark]) == [mark]


def test_only_those_signed_in_ask(client, outsider):
    body = {"marks": [device_mark(outsider)]}
    assert (
        client.post(ADDRESS, body, "application/json", headers={"Accept": "application/json"}).status_code
        == 401
    )

    client.force_login(outsider)

    answer = client.post(ADDRESS, body, "application/json")
    assert answer.json()["known"] == body["marks"]
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize(
    "body", ["", "[]", "7", '{"marks": "x"}', '{"marks": [7]}', json.dumps({"marks": ["x"] * 101}), "{"]
)
def test_what_is_no_list_of_names_is_refused(client, outsider, body):
    client.force_login(outsider)

    assert client.post(ADDRESS, body, "application/json").status_code == 400
