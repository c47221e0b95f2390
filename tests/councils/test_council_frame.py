"""The coordinator's way between the parts of the councils; everybody else has them in the navigation."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.councils.build import make_meeting

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "view",
    ["councils:home", "councils:meetings", "councils:followed", "councils:ledger", "fees:attest_list"],
)
def test_each_part_says_where_one_is_and_the_navigation_has_one_entry(
    client: Client, coordinator: Any, view: str
) -> None:
    client.force_login(coordinator)

    page = client.get(reverse(view)).text

    assert f'<a href="{reverse(view)}" aria-current="page">' in page.split("<main", 1)[1]
    navigation = page.split("<main", 1)[0]
    assert f'href="{reverse("councils:home")}"' in navigation
    assert f'href="{reverse("councils:meetings")}"' not in navigation


def test_a_member_has_the_parts_in_the_navigation(client: Client, member: Any) -> None:
    user = getattr(member, "user", member)
    client.force_login(user)

    page = client.get(reverse("councils:home")).text

    assert f'href="{reverse("councils:meetings")}"' in page.split("<main", 1)[0]
    assert 'aria-label="Brukarråd"' not in page


def test_a_manager_whose_unit_takes_part_finds_the_meetings_in_the_navigation(
    client: Client, council: Any, unit_manager: Any
) -> None:
    client.force_login(unit_manager)
    way = f'href="{reverse("councils:meetings")}"'
    met = make_meeting(council)

    assert way in client.get("/oversikt/").text
    assert f"/rad/moten/{met.pk}/" in client.get(reverse("councils:meetings")).text
    council.units.clear()
    assert way not in client.get("/oversikt/").text


@pytest.mark.parametrize(
    ("view", "label"),
    [("councils:home", "Råd"), ("councils:meetings", "Möten"), ("councils:followed", "Mina frågor")],
)
def test_the_navigation_says_where_one_is_once(client: Client, member: Any, view: str, label: str) -> None:
    client.force_login(getattr(member, "user", member))

    page = client.get(reverse(view))

    assert [item["label"] for item in page.context["work_nav"] if item["current"]] == [label]
