"""The room's working pages as people meet them."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import Invitation, User
from organisations import queries
from organisations.models import Area, Municipality, Principal, Respondent, Unit, UnitRole
from organisations.services import bodies

pytestmark = pytest.mark.django_db

LIST_PAGES = ["/organisationer/", "/organisationer/huvudman/", "/organisationer/kommuner/"]
FORM_PAGES = [
    "/organisationer/verksamheter/ny/",
    "/organisationer/verksamheter/oppenvarden-gavle/andra/",
    "/organisationer/verksamheter/oppenvarden-gavle/svarar/",
    "/organisationer/verksamheter/oppenvarden-gavle/roll/",
    "/organisationer/huvudman/ny/",
    "/organisationer/huvudman/regionen/",
    "/organisationer/huvudman/regionen/svarar/",
    "/organisationer/kommuner/ny/",
    "/organisationer/kommuner/gavle/",
    "/organisationer/omraden/ny/",
    "/organisationer/omraden/gastrikland/",
]


@pytest.mark.parametrize("address", [*LIST_PAGES, *FORM_PAGES])
@pytest.mark.parametrize(
    ("persona", "status"),
    [("coordinator", 200), ("administrator", 200), ("editor", 403), ("outsider", 403), ("unit_manager", 403)],
)
def test_only_maintainers_open_the_working_pages(
    client: Client, unit: Unit, address: str, persona: str, status: int, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(persona))

    assert client.get(address).status_code == status


def test_a_stranger_is_asked_to_sign_in(client: Client, unit: Unit) -> None:
    for address in [*LIST_PAGES, *FORM_PAGES]:
        assert client.get(address).status_code == 302


@pytest.mark.parametrize(
    ("persona", "status"),
    [("coordinator", 200), ("unit_manager", 200), ("supervisor", 200), ("editor", 404), ("outsider", 404)],
)
def test_a_units_page_is_for_its_own_people(
    client: Client, unit: Unit, persona: str, status: int, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(persona))

    assert client.get("/organisationer/verksamheter/oppenvarden-gavle/").status_code == status


def test_a_manager_sees_who_answers_but_not_others_accounts(
    client: Client, unit: Unit, unit_manager: User, supervisor: User
) -> None:
    Respondent.objects.create(
        unit=unit, kind="respondent", name="Mio Exempel", title="Chef", email="mio@example.org"
    )
    client.force_login(unit_manager)

    page = client.get("/organisationer/verksamheter/oppenvarden-gavle/").content.decode()

    assert "Mio Exempel" in page
    assert supervisor.name not in page


def test_a_refused_name_stands_in_the_form_with_its_sentence(
    client: Client, area: Area, coordinator: User
) -> None:
    client.force_login(coordinator)

    page = client.post("/organisationer/omraden/ny/", {"name": "gästrikland", "order": "7"})

    html = page.content.decode()
    assert page.status_code == 200
    assert "Det finns redan ett område som heter så" in html
    assert 'value="gästrikland"' in html


@pytest.mark.parametrize(
    "name",
    ["x" * 10_000, "\u202eomvänd\x00", "", "   ", "\u200e\u200f"],
)
def test_bad_names_get_a_sentence_and_never_an_error_page(
    client: Client, area: Area, coordinator: User, name: str
) -> None:
    client.force_login(coordinator)

    page = client.post("/organisationer/omraden/ny/", {"name": name, "order": "1"})

    assert page.status_code == 200
    assert Area.objects.count() == 1


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "Åäö 🌻", "=1+1", "Ab\u202ec"])
def test_odd_names_are_only_text(client: Client, coordinator: User, name: str) -> None:
    client.force_login(coordinator)

    page = client.post("/organisationer/omraden/ny/", {"name": name, "order": "1"}, follow=True)

    html = page.content.decode()
    assert "<script>alert" not in html
    assert "\u202e" not in html
    assert Area.objects.count() == 1


def test_two_tabs_the_second_sees_both_versions_and_may_go_on(
    client: Client, area: Area, coordinator: User
) -> None:
    client.force_login(coordinator)
    address = "/organisationer/omraden/gastrikland/"
    client.post(address, {"name": "Först", "order": "0", "version": "1"})

    page = client.post(address, {"name": "Sedan", "order": "0", "version": "1"})

    html = page.content.decode()
    assert page.status_code == 409
    assert "Först" in html
    assert 'value="Sedan"' in html
    assert page.context["form"]["version"].value() == 2
    client.post(address, {"name": "Sedan", "order": "0", "version": "2"})
    assert Area.objects.get().name == "Sedan"


def test_a_unit_is_entered_closed_and_opened_again(client: Client, unit: Unit, coordinator: User) -> None:
    client.force_login(coordinator)
    principal = str(unit.principal_id)

    made = client.post("/organisationer/verksamheter/ny/", {"name": "Avdelning 12", "principal": principal})
    assert made["Location"] == "/organisationer/verksamheter/avdelning-12/"
    closed = client.post("/organisationer/verksamheter/avdelning-12/lagg-ned/", follow=True)
    assert "Nedlagd" in closed.content.decode()
    assert "Ångra" in closed.content.decode()
    client.post("/organisationer/verksamheter/avdelning-12/oppna-igen/")

    assert Unit.objects.active().filter(slug="avdelning-12").exists()


@pytest.mark.parametrize("action", ["lagg-ned", "oppna-igen"])
def test_closing_needs_a_post_and_the_permission(
    client: Client, unit: Unit, unit_manager: User, coordinator: User, action: str
) -> None:
    address = f"/organisationer/verksamheter/{unit.slug}/{action}/"
    client.force_login(unit_manager)
    assert client.post(address).status_code == 403
    client.force_login(coordinator)

    assert client.get(address).status_code == 405
    assert client.post(address).status_code == 302


def test_who_answers_is_named_changed_and_removed(client: Client, unit: Unit, coordinator: User) -> None:
    client.force_login(coordinator)
    typed = {"kind": "respondent", "name": "Mio Exempel", "title": "Chef", "email": "mio@example.org"}
    client.post(f"/organisationer/verksamheter/{unit.slug}/svarar/", typed)
    person = Respondent.objects.get()

    client.post(f"/organisationer/svarar/{person.pk}/", {**typed, "title": "Vårdenhetschef", "version": "1"})
    assert Respondent.objects.get().title == "Vårdenhetschef"
    client.post(f"/organisationer/svarar/{person.pk}/ta-bort/")

    assert not Respondent.objects.exists()


def test_a_personal_number_never_stands_in_a_name(client: Client, unit: Unit, coordinator: User) -> None:
    client.force_login(coordinator)
    typed = {"kind": "respondent", "name": "Mio 811218-9876", "title": "Chef", "email": "m@example.org"}

    page = client.post(f"/organisationer/verksamheter/{unit.slug}/svarar/", typed)

    assert "personnummer" in page.content.decode()
    assert not Respondent.objects.exists()


def test_a_role_is_given_ended_and_given_back(
    client: Client, unit: Unit, coordinator: User, outsider: User
) -> None:
    client.force_login(coordinator)
    client.post(
        f"/organisationer/verksamheter/{unit.slug}/roll/",
        {"email": outsider.email.upper(), "role": "unit_manager"},
    )
    role = UnitRole.objects.get()
    assert role.ends_on is None

    client.post(f"/organisationer/roller/{role.pk}/avsluta/")
    assert not UnitRole.objects.current().exists()
    client.post(f"/organisationer/roller/{role.pk}/ge-igen/")
    assert UnitRole.objects.current().get() == role

    client.post(f"/organisationer/roller/{role.pk}/avsluta/")
    bodies.close_unit(unit, actor=coordinator)
    page = client.post(f"/organisationer/roller/{role.pk}/ge-igen/", follow=True)
    assert "nedlagd" in page.content.decode()


def test_offering_a_role_shows_no_list_of_accounts_and_answers_alike(
    client: Client, unit: Unit, coordinator: User, outsider: User
) -> None:
    client.force_login(coordinator)
    address = f"/organisationer/verksamheter/{unit.slug}/roll/"
    page = client.get(address).content.decode()
    assert outsider.email not in page
    assert outsider.name not in page

    answers = []
    for email in (outsider.email, "okand@example.org"):
        client.post(address, {"email": email, "role": "supervisor"})
        answers.append([str(each) for each in client.get("/konto/").context["messages"]])

    assert answers[0] == answers[1] != []
    assert UnitRole.objects.get().user == outsider
    [invitation] = Invitation.objects.all()
    assert invitation.email == "okand@example.org"
    assert invitation.grants == [{"role": "supervisor", "scope": str(unit.pk)}]


def _fill(unit: Unit, number: int) -> None:
    for n in range(number):
        made = Unit.objects.create(
            name=f"Enhet {n:03}", slug=f"enhet-{n}", principal=unit.principal, municipality=unit.municipality
        )
        Respondent.objects.create(unit=made, kind="respondent", name="A", title="B", email=f"{n}@example.org")


@pytest.mark.parametrize("number", [0, 2, 199])
def test_the_unit_list_costs_the_same_at_any_length(
    unit: Unit, coordinator: User, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    _fill(unit, number)

    # The asker's roles, the number of units, one page of them.
    with django_assert_num_queries(3):
        found = queries.unit_list(coordinator, queries.UnitFilter(), "1")
        shown = [(row.principal.name, row.municipality.name) for row in found.page]

    assert found.total == number + 1
    assert len(shown) == min(number + 1, queries.PAGE_SIZE)


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_of_principals_costs_the_same_at_any_length(
    municipality: Municipality, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(number):
        Principal.objects.create(name=f"Region {n}", slug=f"region-{n}", kind="region")

    with django_assert_num_queries(2):
        assert [list(row.respondents.all()) for row in queries.principals()] == [[]] * number


def test_units_are_found_by_word_form_filtered_and_sorted(
    client: Client, unit: Unit, coordinator: User
) -> None:
    kommun = Principal.objects.create(
        name="Älvens kommun", slug="alven", kind="municipality", municipality=unit.municipality
    )
    Unit.objects.create(name="Ängens boende", slug="angen", principal=kommun)
    Unit.objects.create(name="Åsens mottagning", slug="asen", principal=kommun, closed_on="2026-01-01")
    client.force_login(coordinator)

    def names(query: str) -> list[str]:
        return [row.name for row in client.get(f"/organisationer/{query}").context["found"].page]

    assert names("") == ["Ängens boende", "Öppenvården Gävle"]
    assert names("?visa=alla") == ["Åsens mottagning", "Ängens boende", "Öppenvården Gävle"]
    assert names("?visa=nedlagda") == ["Åsens mottagning"]
    assert names("?q=oppenvard") == ["Öppenvården Gävle"]
    assert names("?huvudman=alven") == ["Ängens boende"]
    assert names("?sortera=huvudman") == ["Öppenvården Gävle", "Ängens boende"]
    assert names("?visa=trams&sortera=trams&huvudman=x&sida=99&q=%00") == [
        "Ängens boende",
        "Öppenvården Gävle",
    ]
    assert names("?q=finns-inte-alls") == []


def test_the_map_of_places_shows_both_lists(
    client: Client, municipality: Municipality, coordinator: User
) -> None:
    client.force_login(coordinator)

    html = client.get("/organisationer/kommuner/").content.decode()

    assert "Gästrikland" in html
    assert "Rad 5, kolumn 3" in html


def test_empty_lists_offer_one_way_on(client: Client, coordinator: User) -> None:
    client.force_login(coordinator)

    pages: list[Any] = [client.get(address).content.decode() for address in LIST_PAGES]

    assert "Här finns inga verksamheter än" in pages[0]
    assert "Här finns inga huvudmän än" in pages[1]
    assert "Länet är tomt än" in pages[2]
