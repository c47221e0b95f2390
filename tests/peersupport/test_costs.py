"""The cost of a placement, against a plain reckoning with fractions."""

from decimal import Decimal
from fractions import Fraction
from math import floor

from hypothesis import given
from hypothesis import strategies as st

from peersupport.costs import Assumptions, costs_by_year, total_cost

_PERCENT = st.decimals(0, 100, places=2)
_ASSUMED = st.builds(
    Assumptions,
    share=st.integers(1, 100),
    monthly_salary_ore=st.integers(0, 20_000_000),
    contributions_percent=_PERCENT,
    overhead_percent=_PERCENT,
    training_ore=st.integers(0, 100_000_000),
    refresher_ore=st.integers(0, 100_000_000),
    supervision_ore=st.integers(0, 10_000_000),
    supervision_times=st.integers(0, 60),
    raise_percent=st.decimals(0, 50, places=2),
    years=st.integers(1, 10),
    first_year=st.integers(2020, 2050),
)


def _half_up(amount: Fraction) -> int:
    return floor(amount + Fraction(1, 2))


@given(_ASSUMED)
def test_a_calculation_comes_to_what_a_plain_reckoning_with_fractions_says(assumed: Assumptions) -> None:
    counted = costs_by_year(assumed)

    salary = Fraction(assumed.monthly_salary_ore) * 12 * assumed.share / 100
    told = []
    for number in range(assumed.years):
        contributions = salary * Fraction(assumed.contributions_percent) / 100
        overhead = (salary + contributions) * Fraction(assumed.overhead_percent) / 100
        told.append(
            (
                assumed.first_year + number,
                _half_up(salary),
                _half_up(contributions),
                _half_up(overhead),
                assumed.training_ore if number == 0 else assumed.refresher_ore,
                assumed.supervision_ore * assumed.supervision_times,
            )
        )
        salary = salary * (100 + Fraction(assumed.raise_percent)) / 100
    assert [
        (one.year, one.salary, one.contributions, one.overhead, one.training, one.supervision)
        for one in counted
    ] == told
    assert total_cost(counted) == sum(sum(row[1:]) for row in told)


def test_half_an_ore_goes_up_and_a_share_is_a_share_of_everything_that_follows_the_salary() -> None:
    assumed = Assumptions(
        share=50,
        monthly_salary_ore=3_000_000,
        contributions_percent=Decimal("45.00"),
        overhead_percent=Decimal("10.00"),
        training_ore=2_500_000,
        refresher_ore=500_000,
        supervision_ore=120_000,
        supervision_times=12,
        raise_percent=Decimal("3.00"),
        years=2,
        first_year=2027,
    )

    first, second = costs_by_year(assumed)

    # 30 000 kr × 12 × 50 % = 180 000 kr; 45 % of it; 10 % of both together; 12 × 1 200 kr.
    assert (first.salary, first.contributions, first.overhead) == (18_000_000, 8_100_000, 2_610_000)
    assert (first.training, first.supervision, first.total) == (2_500_000, 1_440_000, 32_650_000)
    assert (second.salary, second.training) == (18_540_000, 500_000)
