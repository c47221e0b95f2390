"""The overview: what waits, gathered from every room, and what stands there when nothing does."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import PortalRole, User
from common import registries
from common.registries import OverviewRow, OverviewSection
from inflytande.overview.queries import workspace_label
from organisations.models import Respondent, Unit, UnitRole

pytestmark = pytest.mark.django_db


@pytest.fixture
def another_room(monkeypatch: pytest.MonkeyPatch) -> None:
    """A room that is not built yet registers two rows and two sections."""

    def rows(user: Any) -> Iterator[OverviewRow]:
        yield OverviewRow("Senare sak", "/senare/", "Kan vänta.", "Senast 1 maj", "wait", date(2030, 5, 1))
        yield OverviewRow("Bråttom", "/nu/", "Mötet är i dag.", "Senast i dag", "late", date(2020, 1, 1))

    def sections(user: Any) -> Iterator[OverviewSection]:
        yield OverviewSection("components/empty.html", {"title": "x"}, order=2)
        yield OverviewSection("components/empty.html", {"title": "y"}, order=1, aside=True)

    monkeypatch.setattr(registries._registry, "overview_rows", [rows])
    monkeypatch.setattr(registries._registry, "overview_sections", [sections])


@pytest.mark.usefixtures("another_room")
def test_rows_stand_most_urgent_first_and_sections_in_their_columns(
    client: Client, coordinator: User
) -> None:
    client.force_login(coordinator)

    page = client.get("/oversikt/")

    html = page.content.decode()
    assert html.index("Bråttom") < html.index("Senare sak")
    overview = page.context["overview"]
    assert (len(overview.main), len(overview.aside)) == (1, 1)


def test_somebody_without_a_role_reads_what_to_do(client: Client, outsider: User) -> None:
    client.force_login(outsider)

    html = client.get("/oversikt/").content.decode()

    assert "Du har ett konto men ingen roll än" in html
    assert "Kontakta samordnaren" in html


def test_somebody_with_a_role_and_nothing_waiting_is_told_so(client: Client, unit_manager: User) -> None:
    client.force_login(unit_manager)

    html = client.get("/oversikt/").content.decode()

    assert "Inget väntar på dig just nu" in html
    assert "/organisationer/verksamheter/oppenvarden-gavle/" in html


def test_a_unit_without_anybody_answering_waits_for_the_coordinator(
    client: Client, unit: Unit, coordinator: User
) -> None:
    client.force_login(coordinator)
    assert "Ange vem som svarar för en verksamhet" in client.get("/oversikt/").content.decode()

    Respondent.objects.create(unit=unit, kind="respondent", name="A", title="B", email="a@example.org")

    assert "Ange vem som svarar" not in client.get("/oversikt/").content.decode()


def test_the_overview_is_only_for_signed_in_people(client: Client) -> None:
    page = client.get("/oversikt/")

    assert page.status_code == 302
    assert page["Location"].startswith("/konto/logga-in/")


def test_the_frame_says_whose_workspace_it_is(
    coordinator: User, unit_manager: User, unit: Unit, outsider: User
) -> None:
    assert workspace_label(unit_manager) == "Öppenvården Gävle"
    assert workspace_label(outsider) == "Din arbetsyta"
    other = Unit.objects.create(name="Annan", slug="annan", principal=unit.principal)
    UnitRole.objects.create(user=unit_manager, unit=other, role="supervisor")
    assert workspace_label(User.objects.get(pk=unit_manager.pk)) == "Din arbetsyta"


@pytest.mark.parametrize(
    "persona", ["administrator", "coordinator", "unit_manager", "representative", "outsider"]
)
def test_the_frame_asks_the_database_four_questions(
    client: Client,
    persona: str,
    request: pytest.FixtureRequest,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    """Session, person, all that the person holds, the numbers to call in a crisis; administrators: is there an audit?"""
    client.force_login(request.getfixturevalue(persona))
    client.get("/konto/mina-roller/")

    with django_assert_num_queries(5 if persona == "administrator" else 4):
        client.get("/konto/mina-roller/")


def test_a_role_counts_from_the_next_page_on_and_not_longer(
    client: Client, unit_manager: User, unit: Unit
) -> None:
    client.force_login(unit_manager)
    address = f"/organisationer/verksamheter/{unit.slug}/"
    assert client.get(address).status_code == 200

    unit_manager.unit_roles.all().delete()
    assert client.get(address).status_code == 404

    PortalRole.objects.create(user=unit_manager, role="coordinator")
    assert client.get(address).status_code == 200


def test_the_coordinators_workspace_is_named(client: Client, coordinator: User) -> None:
    client.force_login(coordinator)

    assert "Arbetsyta för samordnare" in client.get("/oversikt/").content.decode()


@pytest.mark.parametrize(
    ("persona", "sees"),
    [
        ("administrator", {"Spårbarhet", "Hjälpnummer", "Mina roller"}),
        ("coordinator", {"Hjälpnummer", "Mina roller"}),
        ("outsider", {"Mina roller"}),
    ],
)
def test_the_foot_links_only_to_what_one_may_open(
    client: Client, persona: str, sees: set[str], request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(persona))

    page = client.get("/oversikt/")

    links = {link["label"]: link["url"] for link in page.context["account_nav"]}
    assert set(links) & {"Spårbarhet", "Hjälpnummer", "Mina roller"} == sees
    for url in links.values():
        assert client.get(url).status_code == 200


def test_a_visitor_has_no_workspace() -> None:
    assert registries.work_nav(AnonymousUser()) == []
