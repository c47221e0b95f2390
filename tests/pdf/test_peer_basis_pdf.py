"""The basis for a decision on peer support: both checkers and the reading order, with nothing filled in and with much."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from accounts.models import User
from common.models import Edition
from common.pdf import printable
from organisations.models import Unit
from peersupport.models import Decision, Placement
from peersupport.pdf.basis import basis_html, render_basis
from peersupport.queries.basis import BasisWords, basis_data
from peersupport.services.cost import save_cost
from peersupport.services.readiness import ReadinessFacts, save_readiness
from peersupport.words import Condition
from tests.pdf.checks import assert_passes_both_checkers, assert_reads_as_the_html
from tests.peersupport.money_build import cost_facts, make_money, make_placement

pytestmark = pytest.mark.django_db

_LONG = "Långtidshandläggningsansvarsfördelningsöverenskommelse"


def _data(unit: Unit, placement: Placement) -> dict[str, Any]:
    proposal = "att peer support prövas\natt det utvärderas efter 3, 6 och 12 månader"
    return basis_data(placement, BasisWords("Hälso- och sjukvårdsnämnden", proposal))


def _full(unit: Unit, manager: User, money: int) -> Placement:
    placement = make_placement(unit, purpose=f"Fler ska få möta någon som vet. {_LONG * 2} " * 4)
    states = ("yes", "partly", "no", "yes")
    answers = {
        one.value: (
            ReadinessFacts(
                answer=states[number % 4],
                evidence=(f"Protokoll {_LONG} " * 4).strip(),
                owner=f"Vårdenhetschefen {_LONG}",
                due_on=date(2027, 3, 1),
            ),
            0,
        )
        for number, one in enumerate(Condition)
    }
    save_readiness(placement, answers, actor=manager)
    save_cost(placement, cost_facts(years=10, comment=_LONG), expected_version=0, actor=manager)
    for number in range(money):
        begins = date(2026, 1, 1) + timedelta(days=130 * number)
        make_money(placement, begins, begins + timedelta(days=110))
    return placement


@pytest.mark.parametrize("money", [0, 1, 14])
def test_a_basis_passes_both_checkers_and_reads_as_its_page(
    money: int, unit: Unit, unit_manager: User, tmp_path: Path
) -> None:
    placement = _full(unit, unit_manager, money) if money else make_placement(unit)
    if money > 1:
        decision = Decision.objects.create(
            body=f"Nämnden {_LONG}",
            decided_on=date(2026, 9, 1),
            outcome="inquiry",
            summary="Utred kostnaden.",
        )
        decision.placements.add(placement)
    edition = Edition(number=3, data=_data(unit, placement))

    content, pages = render_basis(edition)

    (tmp_path / "kept.pdf").write_bytes(content)
    assert pages >= 2
    assert_passes_both_checkers(content, tmp_path)
    assert_reads_as_the_html(content, printable(basis_html(edition.data, 3)))
