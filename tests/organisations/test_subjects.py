"""Themes and priority groups: entered, changed, ordered, retired; what carries them keeps them."""

import pytest
from django.test import Client

from accounts.models import User
from common.errors import DomainError, EditConflictError
from organisations.models import PriorityGroup, Theme
from organisations.services import subjects as services
from organisations.services.subjects import PriorityGroupFacts, ThemeFacts

pytestmark = pytest.mark.django_db

LIST = "/organisationer/teman/"


@pytest.fixture
def themes(db: None) -> list[Theme]:
    Theme.objects.update(retired_on="2026-01-01")
    return [
        Theme.objects.create(name=f"Prov {name}", slug=f"prov-{name}", order=number)
        for number, name in enumerate(("a", "b", "c"), start=1)
    ]


def _order() -> list[str]:
    return [theme.slug for theme in Theme.objects.in_use().in_order()]


@pytest.mark.parametrize(
    "address",
    [LIST, "/organisationer/teman/nytt/", "/organisationer/teman/prov-a/", "/organisationer/grupper/ny/"],
)
@pytest.mark.parametrize(
    ("persona", "status"),
    [("coordinator", 200), ("administrator", 200), ("editor", 403), ("unit_manager", 403), ("outsider", 403)],
)
def test_only_maintainers_open_the_lists(
    client: Client,
    themes: list[Theme],
    address: str,
    persona: str,
    status: int,
    request: pytest.FixtureRequest,
) -> None:
    client.force_login(request.getfixturevalue(persona))

    assert client.get(address).status_code == status


def test_others_change_nothing(themes: list[Theme], editor: User) -> None:
    for attempt in (
        lambda: services.create_theme(ThemeFacts(name="Nytt"), actor=editor),
        lambda: services.edit_theme(themes[0], ThemeFacts(name="Nytt"), expected_version=1, actor=editor),
        lambda: services.create_priority_group(PriorityGroupFacts(name="Ny"), actor=editor),
        lambda: services.retire_subject(themes[0], actor=editor),
        lambda: services.restore_subject(themes[0], actor=editor),
        lambda: services.move_subject(themes[0], step=1, actor=editor),
    ):
        with pytest.raises(DomainError, match="samordnare"):
            attempt()
    assert _order() == ["prov-a", "prov-b", "prov-c"]


def test_a_theme_is_entered_last_and_changed(client: Client, themes: list[Theme], coordinator: User) -> None:
    client.force_login(coordinator)

    client.post("/organisationer/teman/nytt/", {"name": "Väntetider", "description": "Hur länge man väntar"})
    assert _order()[-1] == "vantetider"
    client.post("/organisationer/teman/vantetider/", {"name": "Väntan", "description": "", "version": "1"})

    theme = Theme.objects.get(slug="vantetider")
    assert (theme.name, theme.description, theme.version) == ("Väntan", "", 2)


def test_a_group_is_entered_and_changed(client: Client, coordinator: User) -> None:
    client.force_login(coordinator)

    client.post("/organisationer/grupper/ny/", {"name": "Nyanlända"})
    client.post("/organisationer/grupper/nyanlanda/", {"name": "Nyanlända och asylsökande", "version": "1"})

    assert PriorityGroup.objects.get(slug="nyanlanda").name == "Nyanlända och asylsökande"
    assert "Nyanlända och asylsökande" in client.get(LIST).content.decode()


def test_a_taken_name_is_told_at_its_field(client: Client, themes: list[Theme], coordinator: User) -> None:
    client.force_login(coordinator)

    html = client.post("/organisationer/teman/nytt/", {"name": "PROV A"}).content.decode()

    assert "redan ett tema som heter så" in html
    assert 'value="PROV A"' in html


def test_two_who_change_the_same_theme_both_keep_their_words(themes: list[Theme], coordinator: User) -> None:
    services.edit_theme(themes[0], ThemeFacts(name="Först"), expected_version=1, actor=coordinator)

    with pytest.raises(EditConflictError) as caught:
        services.edit_theme(themes[0], ThemeFacts(name="Sedan"), expected_version=1, actor=coordinator)

    assert caught.value.changed == {"Namn": ("Först", "Sedan")}


def test_order_is_changed_by_steps_and_stops_at_the_ends(
    client: Client, themes: list[Theme], coordinator: User
) -> None:
    client.force_login(coordinator)

    client.post("/organisationer/teman/prov-c/upp/")
    client.post("/organisationer/teman/prov-a/upp/")
    assert _order() == ["prov-a", "prov-c", "prov-b"]
    client.post("/organisationer/teman/prov-a/ner/")

    assert _order() == ["prov-c", "prov-a", "prov-b"]


def test_a_retired_theme_is_offered_no_more_and_can_come_back(
    client: Client, themes: list[Theme], coordinator: User
) -> None:
    client.force_login(coordinator)

    page = client.post("/organisationer/teman/prov-b/sluta/", follow=True).content.decode()
    client.post("/organisationer/teman/prov-b/sluta/")
    assert "Ångra" in page
    assert _order() == ["prov-a", "prov-c"]
    client.post("/organisationer/teman/prov-b/anvand-igen/")

    assert _order() == ["prov-a", "prov-b", "prov-c"]


@pytest.mark.parametrize("address", ["teman/finns-inte/upp/", "teman/prov-a/radera/", "annat/prov-a/upp/"])
def test_what_is_not_there_is_not_found(
    client: Client, themes: list[Theme], coordinator: User, address: str
) -> None:
    client.force_login(coordinator)

    assert client.post(f"/organisationer/{address}").status_code == 404
