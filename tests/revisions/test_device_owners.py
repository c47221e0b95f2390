"""Whether names on a phone are still somebody's."""

import json

import pytest

from accounts import services
from revisions.queries.device_owners import key_names, known_owners
from revisions.queries.interview_entry import device_mark

ADDRESS = "/revisioner/intervju/agare.json"


def test_a_name_is_known_as_long_as_its_account_exists(outsider, editor):
    marks = [device_mark(outsider), device_mark(editor), "0" * 32]
    [key] = key_names()
    assert known_owners(marks) == {marks[0]: key, marks[1]: key}

    services.delete_account(outsider, actor=outsider)

    assert known_owners(marks) == {marks[1]: key}


def test_a_name_made_with_an_earlier_key_is_known_while_that_key_is(outsider, settings):
    mark, [old] = device_mark(outsider), key_names()
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another" * 10
    assert known_owners([mark]) == {mark: old}
    assert old in key_names()

    settings.SECRET_KEY_FALLBACKS = []

    # Not known, and not gone either: the phone sees that the key of its name is not among those in use.
    assert known_owners([mark]) == {}
    assert old not in key_names()


def test_only_those_signed_in_ask(client, outsider):
    body = {"marks": [device_mark(outsider)]}
    assert (
        client.post(ADDRESS, body, "application/json", headers={"Accept": "application/json"}).status_code
        == 401
    )

    client.force_login(outsider)

    answer = client.post(ADDRESS, body, "application/json")
    assert answer.json()["known"] == {body["marks"][0]: key_names()[0]}
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize(
    "body", ["", "[]", "7", '{"marks": "x"}', '{"marks": [7]}', json.dumps({"marks": ["x"] * 101}), "{"]
)
def test_what_is_no_list_of_names_is_refused(client, outsider, body):
    client.force_login(outsider)

    assert client.post(ADDRESS, body, "application/json").status_code == 400
