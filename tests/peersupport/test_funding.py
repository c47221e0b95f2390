"""Who pays: sources with gaps and overlaps told, none refused; money that ends is warned about in time, once."""

from datetime import date, timedelta
from typing import Any

import pytest
from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.test import Client
from django.urls import reverse

from accounts.models import User
from common.errors import DomainError, EditConflictError
from common.models import OutboxMessage
from common.registries import overview_rows
from common.swedish import day_text, today
from organisations.models import Unit
from peersupport.models import FundingPeriod, Placement
from peersupport.queries.funding import cliffs, funding_page, mix_by_kind
from peersupport.services.cost import save_cost
from peersupport.services.funding import add_funding, edit_funding, remove_funding
from peersupport.services.funding_warnings import SUBJECT, warn_of_ending_money
from proposals.services.shared import SentBeforeError
from tests.peersupport.money_build import cost_facts, funding_facts, make_money, make_placement

pytestmark = pytest.mark.django_db

_DAY = timedelta(days=1)


def _typed(client: Client, url: str) -> dict[str, Any]:
    form = client.get(url).context["form"]
    return {name: form[name].value() or "" for name in form.fields}


def _new(placement: Placement) -> str:
    return reverse("peersupport:funding_add", args=[placement.pk])


def test_a_source_is_written_in_with_comma_changed_and_taken_away(
    client: Client, unit_manager: User, unit: Unit
) -> None:
    placement = make_placement(unit)
    client.force_login(unit_manager)
    year = today().year
    sent = _typed(client, _new(placement)) | {
        "kind": "state_grant",
        "source": "Statsbidraget",
        "amount_ore": "412 500,50",
        "starts_on": f"{year}-01-01",
        "ends_on": f"{year + 1}-06-30",
    }

    assert client.post(_new(placement), sent).status_code == 302
    # The button pressed twice.
    assert client.post(_new(placement), sent).status_code == 302
    period = FundingPeriod.objects.get()
    page = client.get(reverse("peersupport:funding", args=[placement.pk])).content.decode()

    assert period.amount_ore == 41_250_050
    assert "412\xa0500,50\xa0kr" in page
    assert f"A: Statsbidraget, 1\xa0januari {year}–30\xa0juni {year + 1}." in page
    edit = reverse("peersupport:funding_edit", args=[placement.pk, period.pk])
    assert client.post(edit, _typed(client, edit) | {"source": "Länets statsbidrag"}).status_code == 302
    remove = reverse("peersupport:funding_remove", args=[placement.pk, period.pk])
    client.post(remove, {"version": "1"})
    assert FundingPeriod.objects.get().source == "Länets statsbidrag"
    client.post(remove, {"version": "2"})
    assert not FundingPeriod.objects.exists()


@pytest.mark.parametrize(
    ("changed", "field", "said"),
    [
        (
            {"ends_on": "2026-12-31", "starts_on": "2027-01-01"},
            "ends_on",
            "Slutdagen är före den första dagen",
        ),
        ({"ends_on": ""}, "ends_on", "Bara ordinarie budget kan sakna slutdag."),
        ({"amount_ore": "-5"}, "amount_ore", "Skriv ett tal som inte är mindre än noll."),
        ({"amount_ore": "0"}, "amount_ore", "större än noll"),
        ({"amount_ore": "100 000 001"}, "amount_ore", "Talet är för stort."),
        ({"amount_ore": "en miljon"}, "amount_ore", "Skriv ett tal med siffror"),
        ({"starts_on": "1726-01-01"}, "starts_on", "Kontrollera året."),
        ({"starts_on": "i vår"}, "starts_on", "Skriv dagen som 2026-11-24."),
        ({"source": " "}, "source", "Skriv vem som betalar."),
        ({"kind": "lotteri"}, "kind", "Välj ett av alternativen."),
        ({"principal": "999999"}, "principal", "Välj bland dem som finns i listan."),
    ],
)
def test_what_can_not_be_is_told_at_its_field_and_what_was_typed_stays(
    changed: dict[str, str], field: str, said: str, client: Client, unit_manager: User, unit: Unit
) -> None:
    placement = make_placement(unit)
    client.force_login(unit_manager)
    sent = _typed(client, _new(placement)) | {
        "kind": "project",
        "source": "Projektet",
        "amount_ore": "1 000",
        "starts_on": "2027-01-01",
        "ends_on": "2027-12-31",
    }

    answer = client.post(_new(placement), sent | changed)

    form = answer.context["form"]
    assert said in form.errors[field][0]
    assert form[field].value() == changed.get(field, sent[field])
    assert not FundingPeriod.objects.exists()


def test_gaps_and_several_at_once_are_told_calmly_and_held_against_the_cost(
    client: Client, unit_manager: User, unit: Unit
) -> None:
    placement = make_placement(unit, "running")
    year = today().year + 1
    save_cost(placement, cost_facts(years=2), expected_version=0, actor=unit_manager)
    make_money(placement, date(year, 1, 1), date(year, 6, 30))
    make_money(placement, date(year, 9, 1), date(year, 12, 31))
    make_money(placement, date(year, 12, 1), None, kronor=500_000)
    client.force_login(unit_manager)

    page = client.get(reverse("peersupport:funding", args=[placement.pk])).content.decode()

    assert f"1\xa0juli {year}–31\xa0augusti {year} betalar ingen." in page
    assert f"betalar samtidigt, 1\xa0december {year}–31\xa0december {year}." in page
    assert "500\xa0000\xa0kr per år" in page
    assert "Det här är tillåtet, men stämmer det?" in page
    # 300 000 + 300 000 + 31 days of 500 000 a year, against 326 500.
    assert "Räcker pengarna?" in page
    assert page.count("Saknas") == 0


def test_two_who_save_lose_nothing_and_only_those_who_plan_may(
    unit_manager: User, coordinator: User, supervisor: User, unit: Unit
) -> None:
    placement = make_placement(unit)
    key = "0b6e7a2e-6a4e-4d57-9df0-0f9f9a9a4f11"
    period = add_funding(placement, funding_facts(), form_key=key, actor=unit_manager)
    edit_funding(period, funding_facts(source="En annan"), expected_version=1, actor=coordinator)

    with pytest.raises(EditConflictError) as conflict:
        edit_funding(period, funding_facts(source="En tredje"), expected_version=1, actor=unit_manager)
    with pytest.raises(EditConflictError):
        remove_funding(period, expected_version=1, actor=unit_manager)
    with pytest.raises(SentBeforeError):
        add_funding(placement, funding_facts(source="En fjärde"), form_key=key, actor=unit_manager)
    with pytest.raises(DomainError, match="behörighet"):
        remove_funding(period, expected_version=2, actor=supervisor)

    assert conflict.value.changed == {"Vem som betalar": ("En annan", "En tredje")}
    assert FundingPeriod.objects.get().source == "En annan"


def test_money_that_ends_within_six_months_is_told_once_to_manager_and_coordinator(
    client: Client, unit_manager: User, coordinator: User, supervisor: User, unit: Unit
) -> None:
    placement = make_placement(unit, "running")
    now = today()
    period = make_money(placement, now - 100 * _DAY, now + 100 * _DAY)

    assert warn_of_ending_money() == 2
    assert warn_of_ending_money() == 0

    letters = [one.payload for one in OutboxMessage.objects.all()]
    assert {one["to"] for one in letters} == {unit_manager.email, settings.PORTAL["coordinator_email"]}
    assert {one["subject"] for one in letters} == {SUBJECT}
    assert unit.name not in str(letters)
    for person, rows in ((unit_manager, 1), (coordinator, 1), (supervisor, 0)):
        titles = [row for row in overview_rows(person) if row.title == f"Ordna pengar till {unit.name}"]
        assert len(titles) == rows
    client.force_login(unit_manager)
    page = client.get(reverse("peersupport:funding", args=[placement.pk])).content.decode()
    assert f"Pengarna tar slut {day_text(now + 100 * _DAY)}. Inget är klart därefter." in page
    # Put off a little: a new last day, a new letter.
    edit_funding(
        period,
        funding_facts(starts_on=now - 100 * _DAY, ends_on=now + 110 * _DAY),
        expected_version=1,
        actor=unit_manager,
    )
    assert warn_of_ending_money() == 2


def test_what_is_followed_or_far_away_or_not_yet_needed_is_no_cliff(unit: Unit) -> None:
    now = today()
    soon, after = now + 30 * _DAY, now + 31 * _DAY
    followed, broken, far, planned = (
        make_placement(unit, status) for status in ("running", "running", "running", "decision")
    )
    for one in (followed, broken, planned):
        make_money(one, now - 30 * _DAY, soon)
    make_money(followed, after, None)
    make_money(broken, after + 10 * _DAY, None)
    last = now + relativedelta(months=6)
    make_money(far, now - 30 * _DAY, last + _DAY)

    [found] = cliffs(Placement.objects.all(), months=6)

    assert (found.placement, found.ends_on, found.next_on) == (broken, soon, after + 10 * _DAY)
    assert {one.placement for one in cliffs(Placement.objects.all(), months=7)} == {broken, far}


def test_money_that_has_ended_is_told_and_when_nobody_manages_the_unit_the_coordinator_is(unit: Unit) -> None:
    placement = make_placement(unit, "permanent")
    make_money(placement, today() - 60 * _DAY, today() - 30 * _DAY)

    assert warn_of_ending_money() == 1

    [found] = cliffs(Placement.objects.all(), months=6)
    assert found.has_ended
    assert OutboxMessage.objects.get().payload["to"] == settings.PORTAL["coordinator_email"]


@pytest.mark.parametrize("count", [1, 3])
def test_sums_and_cliffs_of_all_are_one_query_each(
    count: int, unit: Unit, django_assert_num_queries: Any
) -> None:
    year = today().year
    for _ in range(count):
        placement = make_placement(unit, "running")
        make_money(placement, date(year, 1, 1), date(year, 12, 31), kind="state_grant", kronor=100_000)
        make_money(placement, date(year - 1, 1, 1), date(year - 1, 12, 31), kronor=900_000)
        make_money(placement, date(year, 7, 1), date(year + 1, 6, 30), kronor=365_000)

    with django_assert_num_queries(1):
        mix = mix_by_kind(Placement.objects.all(), year)
    with django_assert_num_queries(1):
        found = [one.placement.unit.name for one in cliffs(Placement.objects.all(), months=24)]

    days = (date(year, 12, 31) - date(year, 7, 1)).days + 1
    whole = (date(year + 1, 6, 30) - date(year, 7, 1)).days + 1
    part = round(36_500_000 * days / whole)
    assert {one.kind: one.ore for one in mix} == {
        "state_grant": 10_000_000 * count,
        "project": part * count,
        "ordinary": 0,
    }
    assert len(found) == count


@pytest.mark.parametrize("count", [1, 3])
def test_a_placements_money_is_shown_with_as_few_questions_however_many_pay(
    count: int, unit_manager: User, unit: Unit, django_assert_num_queries: Any
) -> None:
    placement = make_placement(unit, "running")
    save_cost(placement, cost_facts(), expected_version=0, actor=unit_manager)
    for number in range(count):
        make_money(placement, today() + number * _DAY, today() + (number + 200) * _DAY)

    with django_assert_num_queries(2):
        page = funding_page(placement)
        assert [row.period.principal for row in page.rows] == [None] * count
        assert len(page.timeline.bands) == count
