"""What a placement costs a year: pure sums in whole öre, without database or clock.

How it is counted, so that anybody who reckons by hand comes to the same sum:

* Salary is twelve months of the full-time salary times the post's share, raised by the yearly per cent from the second
  year on. Nothing is rounded on the way.
* Contributions are their per cent of the salary, overhead its per cent of salary and contributions together.
* Training comes once, the first year; refreshers each year after it. Supervision is times a year times the price of one.
  Neither is raised: they are prices of today.
* Each line of a year is rounded half up to whole öre, once. A year is the sum of its lines, the total the sum of its years.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Final

_HUNDRED: Final = Decimal(100)
#: Digits enough for ten years' raises with two decimals and the largest salary, without a rounding on the way.
_EXACT: Final = 90


@dataclass(frozen=True, kw_only=True)
class Assumptions:
    """What a calculation stands on. Money in öre; ``share`` in per cent of full time."""

    share: int
    monthly_salary_ore: int
    contributions_percent: Decimal
    overhead_percent: Decimal
    training_ore: int
    refresher_ore: int
    supervision_ore: int
    supervision_times: int
    raise_percent: Decimal
    years: int
    first_year: int


@dataclass(frozen=True)
class YearCost:
    """One whole year, in öre."""

    year: int
    salary: int
    contributions: int
    overhead: int
    training: int
    supervision: int

    @property
    def total(self) -> int:
        return self.salary + self.contributions + self.overhead + self.training + self.supervision


def costs_by_year(assumed: Assumptions) -> list[YearCost]:
    """Return each year's cost, the first year first."""
    return [_year(assumed, number) for number in range(assumed.years)]


def total_cost(years: list[YearCost]) -> int:
    """Return what all years cost together, in öre."""
    return sum(one.total for one in years)


def _year(assumed: Assumptions, number: int) -> YearCost:
    with localcontext() as context:
        context.prec = _EXACT
        raised = (1 + assumed.raise_percent / _HUNDRED) ** number
        salary = Decimal(assumed.monthly_salary_ore * 12 * assumed.share) / _HUNDRED * raised
        contributions = salary * assumed.contributions_percent / _HUNDRED
        overhead = (salary + contributions) * assumed.overhead_percent / _HUNDRED
        return YearCost(
            year=assumed.first_year + number,
            salary=_rounded(salary),
            contributions=_rounded(contributions),
            overhead=_rounded(overhead),
            training=assumed.refresher_ore if number else assumed.training_ore,
            supervision=assumed.supervision_ore * assumed.supervision_times,
        )


def _rounded(amount: Decimal) -> int:
    return int(amount.quantize(Decimal(1), rounding=ROUND_HALF_UP))
