"""What the portal tells of itself."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from accounts.services.upkeep import INVITATION_KEPT
from common.processings import processings, span

pytestmark = pytest.mark.django_db


def test_every_use_of_personal_data_says_why_what_who_how_long_and_on_which_ground(client: Client) -> None:
    html = client.get("/integritet/").content.decode()

    told = processings()
    assert len(told) >= 12
    assert len({one.slug for one in told}) == len(told)
    for one in told:
        assert all((one.purpose, one.what, one.basis, one.who, one.how_long)), one.slug
        assert f'<h2 id="{one.slug}">' in html
    # By the constant that the nightly task obeys.
    assert f"tas bort {span(INVITATION_KEPT)} efter" in html


@pytest.mark.parametrize(
    ("time", "words"),
    [
        (timedelta(days=365), "1 år"),
        (timedelta(days=1), "1 dag"),
        (timedelta(hours=20), "20 timmar"),
        (timedelta(minutes=30), "30 minuter"),
    ],
)
def test_a_time_is_told_in_its_largest_whole_unit(time: timedelta, words: str) -> None:
    assert span(time) == words


def test_the_pages_that_the_law_asks_for_stand_there_before_an_editor_has_written_them(
    client: Client,
) -> None:
    for address, heading in (
        ("/tillganglighet/", "Tillgänglighet"),
        ("/sa-lamnar-du-inga-spar/", "Så lämnar du inga spår"),
        ("/integritet/", "Så hanterar vi personuppgifter"),
    ):
        html = client.get(address).content.decode()
        assert re.search(rf"<h1>{heading}</h1>", html), address
        assert html.count(f'href="{address}"') >= 1, "the footer leads there"
