"""Two at the same moment, each in their own connection: one calculation, one answer, one source, one basis, one warning."""

import uuid
from datetime import timedelta

import pytest

from common.errors import EditConflictError
from common.models import Edition, OutboxMessage
from common.swedish import today
from peersupport.models import CostCalculation, FundingPeriod, ReadinessAnswer
from peersupport.queries.basis import BasisWords
from peersupport.services.basis import request_basis
from peersupport.services.cost import save_cost
from peersupport.services.funding import add_funding
from peersupport.services.funding_warnings import warn_of_ending_money
from peersupport.services.readiness import ReadinessFacts, save_readiness
from tests.at_once import at_once
from tests.peersupport.money_build import cost_facts, funding_facts, make_money, make_placement

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_who_are_first_save_one_and_the_other_is_asked(unit, unit_manager, coordinator):
    placement = make_placement(unit)

    costs = at_once(
        lambda: save_cost(placement, cost_facts(years=2), expected_version=0, actor=unit_manager),
        lambda: save_cost(placement, cost_facts(years=4), expected_version=0, actor=coordinator),
    )
    answers = at_once(
        lambda: save_readiness(placement, {"team": (ReadinessFacts(answer="yes"), 0)}, actor=unit_manager),
        lambda: save_readiness(placement, {"team": (ReadinessFacts(answer="no"), 0)}, actor=coordinator),
    )

    assert {type(one) for one in costs} == {CostCalculation, EditConflictError}
    assert {type(one) for one in answers} == {list, EditConflictError}
    assert CostCalculation.objects.get().version == ReadinessAnswer.objects.get().version == 1


def test_two_presses_and_two_workers_make_one_of_each(unit, unit_manager):
    placement = make_placement(unit, "running")
    make_money(placement, today() - timedelta(days=30), today() + timedelta(days=30))
    key, words = uuid.uuid4(), BasisWords("Nämnden", "att pröva")

    letters = at_once(warn_of_ending_money, warn_of_ending_money)
    sources = at_once(
        *(lambda: add_funding(placement, funding_facts(), form_key=key, actor=unit_manager) for _ in range(2))
    )
    at_once(*(lambda: request_basis(placement, words, actor=unit_manager) for _ in range(2)))

    assert sorted(letters) == [0, 2]
    assert OutboxMessage.objects.filter(kind="mail").count() == 2
    assert sources[0] == sources[1]
    assert FundingPeriod.objects.count() == 2
    assert Edition.objects.count() == 1
