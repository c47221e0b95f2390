""" "Mina roller": what one can see and do, and why."""

import pytest
from django.test import Client

from accounts.models import User
from organisations.models import Unit
from organisations.services.roles import end_unit_role

pytestmark = pytest.mark.django_db


def test_each_role_says_what_where_and_why(client: Client, unit_manager: User) -> None:
    client.force_login(unit_manager)

    html = client.get("/konto/mina-roller/").content.decode()

    assert "Enhetschef" in html
    assert "Öppenvården Gävle" in html
    assert "Det här kan du se och göra" in html
    assert "Samordnaren har gett dig rollen" in html


def test_an_ended_role_is_gone(client: Client, unit: Unit, unit_manager: User, coordinator: User) -> None:
    end_unit_role(unit_manager.unit_roles.get(), actor=coordinator)
    client.force_login(unit_manager)

    html = client.get("/konto/mina-roller/").content.decode()

    assert "Du har ingen roll än" in html
    assert unit.name not in html


@pytest.mark.parametrize(
    ("persona", "words"),
    [
        ("coordinator", "Samordnare"),
        ("administrator", "Administratör"),
        ("supervisor", "Handledare för peer"),
    ],
)
def test_every_role_of_every_room_stands_there(
    client: Client, persona: str, words: str, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(persona))

    assert words in client.get("/konto/mina-roller/").content.decode()


def test_a_visitor_is_asked_to_sign_in(client: Client) -> None:
    assert client.get("/konto/mina-roller/").status_code == 302
