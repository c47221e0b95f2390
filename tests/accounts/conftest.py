"""What the tests of accounts share."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from accounts import grants
from accounts.models import User

PASSWORD = "en-lang-losenfras"


@pytest.fixture
def sign_in(client: Client) -> Callable[..., Client]:
    """Sign in the way a person does, by the form."""

    def sign(user: User, password: str = PASSWORD) -> Client:
        response = client.post("/konto/logga-in/", {"login": user.email, "password": password})
        assert response.status_code == 302, response.content.decode()
        return client

    return sign


@pytest.fixture
def sent(django_capture_on_commit_callbacks: Any) -> Callable[[Callable[[], Any]], list[Any]]:
    """Run something and return the mails it sent."""

    def run(action: Callable[[], Any]) -> list[Any]:
        before = len(mail.outbox)
        with django_capture_on_commit_callbacks(execute=True):
            action()
        return mail.outbox[before:]

    return run


@pytest.fixture
def boat_role() -> Any:
    """A role that a room has registered: everybody who may invite may give it for boat 1 and 2."""
    given: list[tuple[User, str]] = []

    def choices(user: Any) -> list[tuple[str, str]]:
        return [("1", "Båt ett"), ("2", "Båt två")] if user.has_perm("accounts.invite_user") else []

    grants.register_grant(
        "skipper", "Skeppare", choices, lambda user, scope, actor: given.append((user, scope))
    )
    yield given
    del grants._kinds["skipper"]


def code_in(message: Any) -> str:
    """Return the code a mail carries."""
    return re.search(r"^\d{4}-\d{4}$", message.body, re.M).group()


def link_in(message: Any) -> str:
    """Return the path of the link a mail carries."""
    return re.search(r"https?://[^/]+(/konto/\S+)", message.body).group(1)


@pytest.fixture
def make_invitation(coordinator: User, boat_role: Any) -> Callable[..., Any]:
    """Invite somebody as the coordinator; the mail is sent at commit."""
    from accounts.services import invite_person

    def make(email: str = "ny@example.org", **fields: Any) -> Any:
        return invite_person(
            **{
                "email": email,
                "name": "Noa Ny",
                "grants": [{"role": "skipper", "scope": "1"}],
                "actor": coordinator,
                **fields,
            }
        )

    return make
