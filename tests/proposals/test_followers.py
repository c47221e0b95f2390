"""Following a proposal: double opt-in, one letter a day, one click to end."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from common.actors import PUBLIC
from common.errors import DomainError
from common.models import OutboxMessage
from common.swedish import today
from proposals.models import Follow
from proposals.registrations import erase, extract
from proposals.services import followers
from tests.proposals.conftest import fresh, say_yes

pytestmark = pytest.mark.django_db
ADDRESS = "nagon@example.org"


def follow(proposal, email=ADDRESS) -> Follow:
    followers.request_follow(proposal, email, actor=PUBLIC)
    found = Follow.objects.get(proposal=proposal, email=email.lower())
    followers.confirm_follow(found)
    OutboxMessage.objects.all().delete()
    return fresh(found)


def test_nothing_is_told_before_the_address_has_said_yes(public, unit_manager, client):
    client.post(reverse("loop:follow", args=[public.slug]), {"email": "Nagon@Example.org"})
    say_yes(public, unit_manager, today() + timedelta(days=30))
    assert followers.tell_followers() == 0
    letter = OutboxMessage.objects.get(payload__to=ADDRESS).payload["body"]
    path = re.search(r"https?://[^/]+(/du-sa-vi-gjorde/folj/bekrafta/\S+)", letter)[1]

    assert client.get(path).status_code == 200
    assert Follow.objects.get().status == "pending"
    assert client.post(path).status_code == 302

    assert Follow.objects.get().status == "active"


def test_the_answer_is_the_same_for_a_known_address(public, client):
    follow(public)
    url = reverse("loop:follow", args=[public.slug])

    known = client.post(url, {"email": ADDRESS})
    unknown = client.post(url, {"email": "annan@example.org"})

    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert OutboxMessage.objects.filter(kind="mail").count() == 2


def test_one_letter_a_day_however_much_has_moved_and_it_names_nothing(
    make_proposal, auditor, unit_manager, source
):
    from proposals import services

    first, second = make_proposal(title="Förslag om utskrift"), make_proposal(title="Förslag om väntrum")
    services.publish_proposals(source, today(), actor=auditor)
    for one in (first, second):
        follow(fresh(one))
        say_yes(fresh(one), unit_manager, today() + timedelta(days=30))

    assert followers.tell_followers() == 1
    assert followers.tell_followers() == 0

    letter = OutboxMessage.objects.get(payload__to=ADDRESS).payload
    assert letter["subject"] == "Du har ett nytt meddelande"
    for word in ("utskrift", "väntrum", "Öppenvården", "Beroende", "forslag-om"):
        assert word not in letter["body"]
    assert letter["headers"]["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_what_happened_before_is_no_news(public, unit_manager):
    say_yes(public, unit_manager, today() + timedelta(days=30))

    follow(public)

    assert followers.tell_followers() == 0


def test_one_click_in_the_mail_program_ends_it_and_forgets_the_address(public):
    found = follow(public)
    program = Client(enforce_csrf_checks=True)
    path = reverse("loop:follow_end", args=[followers.keep_token(found)])

    assert program.get(path).status_code == 200
    assert Follow.objects.get().status == "active"
    assert program.post(path).status_code == 200
    assert program.post(path).status_code == 200

    assert (Follow.objects.get().email, Follow.objects.get().status) == ("", "ended")


def test_signed_in_one_follows_in_one_click(public, outsider, client):
    client.force_login(outsider)

    response = client.post(reverse("loop:follow", args=[public.slug]))

    assert response.status_code == 302
    assert Follow.objects.get().email == outsider.email
    assert client.get(response.url).status_code == 200


def test_a_hidden_proposal_cannot_be_followed(sent, unit_manager, client):
    with pytest.raises(DomainError, match="inte publicerat"):
        followers.follow_proposal(sent, actor=unit_manager)


def test_guessed_and_old_links_open_nothing(public, client):
    followers.request_follow(public, ADDRESS, actor=PUBLIC)
    token = followers.confirm_token(Follow.objects.get())

    assert client.get(reverse("loop:follow_own", args=["gissad"])).status_code == 404
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        assert client.get(reverse("loop:follow_confirm", args=[token])).status_code == 404
        assert followers.forget_unconfirmed() == 1
    assert Follow.objects.get().email == ""


def test_a_person_sees_and_loses_what_is_held(public, outsider):
    followers.follow_proposal(public, actor=outsider)
    assert extract(outsider)[0]["förslag"] == public.title

    erase(outsider)

    assert extract(outsider) == []
