"""Formal decisions: several units at once, several over time, the latest counts."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from accounts.models import User
from common.errors import DomainError, EditConflictError
from common.swedish import today
from organisations.models import Unit
from peersupport.models import Decision, Placement
from peersupport.queries.decisions import decisions_of
from peersupport.services import decisions as services
from peersupport.services.decisions import DecisionFacts
from tests.peersupport.build import make_placement

pytestmark = pytest.mark.django_db


def _facts(**changed: Any) -> DecisionFacts:
    facts = DecisionFacts(
        body="Hälso- och sjukvårdsnämnden",
        decided_on=today() - timedelta(days=10),
        outcome="inquiry",
        record_number="HSN 2026/12",
        link="https://region.example.org/beslut/12",
    )
    return replace(facts, **changed)


def test_a_decision_concerns_several_units_and_a_later_one_counts(
    placement: Placement, other_unit: Unit, coordinator: User, unit_manager: User
):
    other, key = make_placement(other_unit), uuid4()
    for _ in range(2):
        services.record_decision(_facts(), [placement, other], form_key=key, actor=coordinator)
    services.record_decision(_facts(outcome="yes", decided_on=today()), [placement], actor=coordinator)

    rows = decisions_of(placement, coordinator)
    assert [row.decision.outcome for row in rows] == ["yes", "inquiry"]
    assert rows[1].others == [other_unit.name]
    # Of others' units their manager learns the number and not which.
    assert [(row.others, row.more) for row in decisions_of(placement, unit_manager)] == [([], 0), ([], 1)]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"link": "http://region.example.org/"}, "link"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"link": "https://a:b@region.example.org/"}, "link"),
        ({"body": " "}, "body"),
        ({"decided_on": date(2999, 1, 1)}, "decided_on"),
        ({"decided_on": date(202, 1, 1)}, "decided_on"),
        ({"outcome": "kanske"}, "outcome"),
    ],
)
def test_what_does_not_fit_is_told_at_its_field(
    placement: Placement, coordinator: User, changed: dict[str, Any], field: str
):
    with pytest.raises(DomainError) as refusal:
        services.record_decision(_facts(**changed), [placement], actor=coordinator)

    assert refusal.value.field == field
    assert not Decision.objects.exists()


def test_a_decision_needs_a_placement_that_goes_on(placement: Placement, coordinator: User):
    with pytest.raises(DomainError, match="minst en"):
        services.record_decision(_facts(), [], actor=coordinator)
    Placement.objects.update(status="ended", reason="Slut.")
    with pytest.raises(DomainError, match="avslutad"):
        services.record_decision(_facts(), [placement], actor=coordinator)


def test_two_who_put_it_right_at_once_see_what_differs(placement: Placement, coordinator: User):
    made = services.record_decision(_facts(), [placement], actor=coordinator)
    services.edit_decision(made, _facts(body="Nämnden"), [placement], expected_version=1, actor=coordinator)

    with pytest.raises(EditConflictError) as conflict:
        services.edit_decision(
            made, _facts(body="Utskottet"), [placement], expected_version=1, actor=coordinator
        )

    assert conflict.value.changed["Vem som beslutade"] == ("Nämnden", "Utskottet")


def test_the_form_has_the_placement_chosen_and_keeps_what_was_typed(
    client: Client, placement: Placement, coordinator: User, unit_manager: User
):
    address = f"/placeringar/{placement.pk}/beslut/nytt/"
    client.force_login(coordinator)
    page = client.get(address)
    form = {
        "version": "0",
        "form_key": str(page.context["form"]["form_key"].value()),
        "placements": [placement.pk],
        "outcome": "yes",
        "body": "Nämnden",
        "decided_on": today().isoformat(),
        "link": "http://region.example.org/",
    }

    refused = client.post(address, form).content.decode()
    assert "börja med https://" in refused
    assert 'value="Nämnden"' in refused
    assert client.post(address, {**form, "link": ""}).status_code == 302
    assert placement.decisions.get().outcome == "yes"
    client.force_login(unit_manager)
    assert "Nämnden" in client.get(f"/placeringar/{placement.pk}/beslut/").content.decode()
    assert client.get(address).status_code == 403
