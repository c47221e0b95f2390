"""The cost of a placement: every assumption visible, to be changed, tried and saved."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from common.errors import DomainError, EditConflictError
from organisations.models import Unit
from peersupport.models import CostCalculation
from peersupport.services.cost import save_cost
from tests.peersupport.money_build import cost_facts, make_placement

pytestmark = pytest.mark.django_db


def _typed(client: Client, url: str) -> dict[str, Any]:
    form = client.get(url).context["form"]
    return {name: form[name].value() for name in form.fields}


def test_examples_stand_there_marked_as_such_are_tried_and_then_saved(
    client: Client, unit_manager: User, unit: Unit
) -> None:
    placement = make_placement(unit)
    client.force_login(unit_manager)
    url = reverse("peersupport:cost", args=[placement.pk])

    first = client.get(url).content.decode()
    sent = _typed(client, url) | {"monthly_salary_ore": "31 000,50 kr", "overhead_percent": "0", "years": "1"}
    tried = client.post(url, sent | {"try": "1"}).content.decode()
    assert not CostCalculation.objects.exists()
    saved = client.post(url, sent, follow=True).content.decode()

    assert "Siffrorna är exempel att utgå från" in first
    assert "Uträknat, inte sparat" in tried
    # 31 000,50 × 12 × 50 % = 186 003 kr.
    assert "186\xa0003\xa0kr" in tried
    assert "186\xa0003\xa0kr" in saved
    assert "Siffrorna är exempel" not in saved
    calculation = CostCalculation.objects.get()
    assert (calculation.monthly_salary_ore, calculation.overhead_percent, calculation.years) == (
        3_100_050,
        0,
        1,
    )


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("monthly_salary_ore", "-1", "Skriv ett tal som inte är mindre än noll."),
        ("monthly_salary_ore", "0", "Skriv månadslönen på heltid."),
        ("monthly_salary_ore", "9999999999999999", "Talet är för stort."),
        ("monthly_salary_ore", "mycket", "Skriv ett tal med siffror, till exempel 30000."),
        ("training_ore", "10,005", "Skriv högst 2 decimaler"),
        ("contributions_percent", "101", "Talet är för stort. Skriv högst 100."),
        ("supervision_times", "2,5", "Skriv ett helt tal."),
        ("years", "0", "Räkna på minst ett år."),
        ("first_year", "27", "Kontrollera året."),
    ],
)
def test_numbers_that_can_not_be_are_told_at_their_field_and_all_that_was_typed_stays(
    name: str, typed: str, said: str, client: Client, unit_manager: User, unit: Unit
) -> None:
    placement = make_placement(unit)
    client.force_login(unit_manager)
    url = reverse("peersupport:cost", args=[placement.pk])

    sent = _typed(client, url) | {"comment": "Lönen enligt avtalet", name: typed}
    for button in ({}, {"try": "1"}):
        answer = client.post(url, sent | button)

        form = answer.context["form"]
        assert said in form.errors[name][0]
        assert form[name].value() == typed
        assert "Lönen enligt avtalet" in answer.content.decode()
    assert not CostCalculation.objects.exists()


def test_two_who_reckon_lose_nothing_and_only_those_who_plan_may(
    unit_manager: User, coordinator: User, supervisor: User, unit: Unit
) -> None:
    placement = make_placement(unit)
    save_cost(placement, cost_facts(), expected_version=0, actor=unit_manager)

    with pytest.raises(EditConflictError):
        save_cost(placement, cost_facts(years=5), expected_version=0, actor=coordinator)
    with pytest.raises(DomainError, match="behörighet"):
        save_cost(placement, cost_facts(years=5), expected_version=1, actor=supervisor)
    save_cost(placement, cost_facts(years=5), expected_version=1, actor=coordinator)

    assert CostCalculation.objects.get().years == 5
