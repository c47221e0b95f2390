"""The coordinator's way between the parts of the councils; everybody else has them in the navigation."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

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


@pytest.mark.parametrize(
    ("view", "label"),
    [("councils:home", "Råd"), ("councils:meetings", "Möten"), ("councils:followed", "Mina frågor")],
)
def test_the_navigation_says_where_one_is_once(client: Client, member: Any, view: str, label: str) -> None:
    client.force_login(getattr(member, "user", member))

    page = client.get(reverse(view))

    assert [item["label"] for item in page.context["work_nav"] if item["current"]] == [label]
