"""The working pages of organisations, crisis numbers, trail, roles and overview, as people see them."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from associations.models import Association
from common import trail
from common.actors import SYSTEM
from common.models import CrisisLine
from common.swedish import today
from organisations.models import Respondent, Unit
from tests.browser import assert_accessible, assert_accessible_at_both_widths, sign_in

pytestmark = pytest.mark.django_db(transaction=True)

UNIT = "/organisationer/verksamheter/oppenvarden-gavle/"
FOR_COORDINATOR = [
    "/oversikt/",
    "/konto/mina-roller/",
    "/organisationer/",
    "/organisationer/?q=finns-inte",
    "/organisationer/huvudman/",
    "/organisationer/kommuner/",
    UNIT,
    f"{UNIT}andra/",
    f"{UNIT}svarar/",
    f"{UNIT}roll/",
    "/organisationer/kommuner/gavle/",
    "/hjalpnummer/",
    "/hjalpnummer/nytt/",
]


@pytest.fixture
def full_house(unit: Unit, association: Association) -> None:
    Respondent.objects.create(
        unit=unit, kind="respondent", name="Mio " + "x" * 60, title="Chef", email="mio@example.org"
    )
    CrisisLine.objects.create(
        number="116 111",
        label="Bris",
        who="För dig under 18 år.",
        hours="Öppet dygnet runt.",
        owner="Samordnaren",
        verified_on=today().replace(year=today().year - 1, day=1),
    )
    trail.record("edit_unit", unit, actor=SYSTEM, fields=["name", "municipality"])


@pytest.mark.usefixtures("full_house")
def test_the_coordinators_pages_hold_the_baseline(page: Page, live_server: Any, coordinator: User) -> None:
    sign_in(page, live_server.url, coordinator)
    number = CrisisLine.objects.get().pk
    person = Respondent.objects.get().pk

    for address in [*FOR_COORDINATOR, f"/hjalpnummer/{number}/", f"/organisationer/svarar/{person}/"]:
        page.goto(live_server.url + address)
        assert_accessible_at_both_widths(page)


@pytest.mark.usefixtures("full_house")
def test_the_trail_holds_the_baseline(page: Page, live_server: Any, administrator: User) -> None:
    sign_in(page, live_server.url, administrator)

    for query in ("", "?typ=organisations.unit", "?fran=2026-05-01&till=2026-04-01", "?objekt=finns-inte"):
        page.goto(f"{live_server.url}/sparbarhet/{query}")
        assert_accessible_at_both_widths(page)


def test_somebody_without_a_role_gets_a_page_that_holds(page: Page, live_server: Any, outsider: User) -> None:
    sign_in(page, live_server.url, outsider)

    for address in ("/oversikt/", "/konto/mina-roller/"):
        page.goto(live_server.url + address)
        assert_accessible_at_both_widths(page)


def test_the_start_page_holds_the_baseline(page: Page, live_server: Any, association: Association) -> None:
    for address in ("/", "/?kommun=gavle"):
        page.goto(live_server.url + address)
        assert_accessible_at_both_widths(page)


def test_a_coordinator_enters_a_unit_by_keyboard_and_takes_back_a_closing(
    page: Page, live_server: Any, coordinator: User, unit: Unit
) -> None:
    sign_in(page, live_server.url, coordinator)
    page.goto(f"{live_server.url}/organisationer/verksamheter/ny/")

    # Nothing typed: the summary takes the focus and leads to the field.
    page.get_by_label("Namn", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.locator(".errors")).to_be_focused()
    assert_accessible(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Namn", exact=True)).to_be_focused()

    page.keyboard.type("Avdelning 12")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.get_by_role("button", name="Spara").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Avdelning 12")

    page.get_by_role("button", name="Markera som nedlagd").press("Enter")
    expect(page.locator("main .status").first).to_contain_text("Nedlagd")
    page.get_by_role("button", name="Ångra").press("Enter")
    expect(page.get_by_role("button", name="Markera som nedlagd")).to_be_visible()


def test_the_second_of_two_editors_sees_both_texts(
    page: Page, live_server: Any, coordinator: User, unit: Unit
) -> None:
    sign_in(page, live_server.url, coordinator)
    page.goto(f"{live_server.url}{UNIT}andra/")
    Unit.objects.filter(pk=unit.pk).update(name="Öppenvården i Gävle", version=2)

    page.get_by_label("Namn", exact=True).fill("Öppenvården Gävle centrum")
    page.get_by_role("button", name="Spara").click()

    expect(page.get_by_label("Namn", exact=True)).to_have_value("Öppenvården Gävle centrum")
    expect(page.locator(".diff")).to_contain_text("Öppenvården i Gävle")
    assert_accessible_at_both_widths(page)
