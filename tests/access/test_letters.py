"""Letters say nothing on the outside, and their text doesn't outlive their sending."""

from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client

from common import outbox
from common.models import OutboxMessage
from tests.access.world import World


def _press(world: World, persona: str, address: str, data: dict[str, Any]) -> None:
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = world.sessions[persona]
    assert client.post(address, data).status_code == 302, address


@pytest.fixture
def letters(world: World) -> list[OutboxMessage]:
    """The letters of everything here that sends one."""
    OutboxMessage.objects.all().delete()
    entry = "/foreningar/arbete/foreningen-lyktskenet/"
    event = f"/kalender/arbete/{world.association_proposed.pk}/"
    change = f"/kalender/arbete/{world.association_published.pk}/andring/"
    own = "/foreningar/arbete/egna-ord-halsingland/forslag/"
    _press(world, "coordinator", f"{entry}forslag/svara/", {"note": "Skriv lite till."})
    _press(world, "coordinator", f"{own}godkann/", {"number": world.proposed_version.number})
    _press(world, "coordinator", f"{event}lamna-tillbaka/", {"note": "Skriv lite till."})
    _press(world, "coordinator", change, {"decision": "return", "note": "Skriv lite till."})
    _press(world, "coordinator", f"/konto/inbjudningar/{world.invitation.pk}/skicka-igen/", {})
    _press(world, "representative", "/konto/e-post/", {"email": "ny@example.org"})
    _press(world, "visitor_with_no_session", "/konto/kod/", {"email": world.bystander.email})
    _press(world, "visitor_with_no_session", "/konto/losenord/glomt/", {"email": "okand@example.org"})
    return list(OutboxMessage.objects.filter(kind="mail"))


@pytest.fixture(autouse=True)
def _visitor(_planted: World) -> None:
    _planted.sessions.setdefault("visitor_with_no_session", "")


def test_the_outside_of_a_letter_names_nobody_and_nothing(world: World, letters: list[OutboxMessage]):
    names = {world.association.name, world.other_association.name, "Egna Ord", "Lyktskenet"}

    assert len(letters) >= 8
    for letter in letters:
        subject = letter.payload["subject"]
        assert world.heard(subject) == set()
        assert not any(name in subject for name in names), subject
        assert "@" not in subject
        assert "\n" not in subject


def test_a_letter_is_emptied_when_it_has_left(world: World, letters: list[OutboxMessage]):
    sent = [outbox.deliver(letter.pk) for letter in letters]

    assert all(sent)
    assert len(mail.outbox) == len(letters)
    assert {
        str(payload)
        for payload in OutboxMessage.objects.filter(kind="mail").values_list("payload", flat=True)
    } == {"{}"}


def test_letters_go_one_by_one_from_a_neutral_sender(world: World, letters: list[OutboxMessage]):
    for letter in letters:
        outbox.deliver(letter.pk)

    for sent in mail.outbox:
        assert len(sent.to) == 1
        assert sent.cc == sent.bcc == []
        assert sent.from_email == settings.DEFAULT_FROM_EMAIL
