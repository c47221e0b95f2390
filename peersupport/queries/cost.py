"""A placement's cost as a page shows it: each year's lines, what all years come to, what it rests on."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from common.money import kronor, number_words
from common.swedish import today
from peersupport.costs import Assumptions, YearCost, costs_by_year, total_cost
from peersupport.models import CostCalculation, Placement
from peersupport.services.cost import CostFacts

#: Other sizes of the post that are reckoned beside its own, in per cent.
_OTHER_SHARES: Final = (50, 75, 100)
LINES: Final = (
    ("salary", "Lön"),
    ("contributions", "Sociala avgifter och pension"),
    ("overhead", "Overhead"),
    ("training", "Utbildning och fortbildning"),
    ("supervision", "Handledning"),
)


@dataclass(frozen=True)
class CostTable:
    """A row for each year, kinds of cost as columns, in words."""

    heads: list[str]
    #: (year, amounts in the order of ``heads``, sum)
    rows: list[tuple[int, list[str], str]]
    sums: list[str]
    total: str
    first_year: str

    @property
    def labelled(self) -> list[dict[str, Any]]:
        """Each year's amounts with what they are, for a table that becomes cards."""
        return [
            {"year": year, "amounts": list(zip(self.heads, amounts, strict=True)), "total": total}
            for year, amounts, total in self.rows
        ]

    @property
    def labelled_sums(self) -> list[tuple[str, str]]:
        return list(zip(self.heads, self.sums, strict=True))


@dataclass(frozen=True)
class CostPage:
    """The calculation: saved, or with the examples that stand from the beginning."""

    placement: Placement
    calculation: CostCalculation
    is_saved: bool
    table: CostTable
    #: (per cent, first year, all years)
    shares: list[tuple[int, str, str]]
    assumptions: list[tuple[str, str]]


def calculation_of(placement: Placement) -> CostCalculation:
    """Return the saved calculation, or an unsaved one with the examples to begin from (version 0)."""
    found = CostCalculation.objects.filter(placement=placement).first()
    return found or CostCalculation(placement=placement, first_year=_first_year(placement), version=0)


def facts_of(calculation: CostCalculation) -> CostFacts:
    """Return the assumptions as the service takes them."""
    facts: dict[str, Any] = {name: getattr(calculation, name) for name in CostFacts.__dataclass_fields__}
    # The examples of a calculation that nobody has saved are plain numbers.
    facts |= {name: Decimal(value) for name, value in facts.items() if name.endswith("_percent")}
    return CostFacts(**facts)


def cost_page(placement: Placement, calculation: CostCalculation, facts: CostFacts) -> CostPage:
    """Return the page for ``facts``: those that are saved, or those that somebody tries."""
    years = years_of(facts, placement.share)
    return CostPage(
        placement=placement,
        calculation=calculation,
        is_saved=calculation.pk is not None and facts == facts_of(calculation),
        table=cost_table(years),
        shares=[_share(facts, share) for share in sorted({*_OTHER_SHARES, placement.share})],
        assumptions=assumption_words(facts, placement.share),
    )


def years_of(facts: CostFacts, share: int) -> list[YearCost]:
    """Return each year's cost of a post of ``share`` per cent."""
    counted = {name: value for name, value in facts.__dict__.items() if name != "comment"}
    return costs_by_year(Assumptions(share=share, **counted))


def cost_table(years: list[YearCost]) -> CostTable:
    """Return the years in words."""
    return CostTable(
        heads=[label for _, label in LINES],
        rows=[
            (one.year, [kronor(getattr(one, name)) for name, _ in LINES], kronor(one.total)) for one in years
        ],
        sums=[kronor(sum(getattr(one, name) for one in years)) for name, _ in LINES],
        total=kronor(total_cost(years)),
        first_year=kronor(years[0].total),
    )


def assumption_words(facts: CostFacts, share: int) -> list[tuple[str, str]]:
    """Return every assumption in words, for page and paper."""
    return [
        ("Tjänstens omfattning", f"{share} procent av heltid"),
        ("Månadslön på heltid", kronor(facts.monthly_salary_ore)),
        ("Sociala avgifter och pension", f"{number_words(facts.contributions_percent)} procent av lönen"),
        ("Overhead", f"{number_words(facts.overhead_percent)} procent av lön och avgifter"),
        ("Löneökning", f"{number_words(facts.raise_percent)} procent per år"),
        ("Utbildning, första året", kronor(facts.training_ore)),
        ("Fortbildning, varje år därefter", kronor(facts.refresher_ore)),
        ("Handledning", f"{facts.supervision_times} gånger per år, {kronor(facts.supervision_ore)} per gång"),
        ("Tid", f"{facts.years} år från {facts.first_year}, hela år"),
    ]


def told(placement: Placement) -> str:
    """One line for the placement's page."""
    found: CostCalculation | None = getattr(placement, "cost", None)
    if found is None:
        return "Inte uträknad"
    return f"{kronor(years_of(facts_of(found), placement.share)[0].total)} första året"


def _share(facts: CostFacts, share: int) -> tuple[int, str, str]:
    years = years_of(facts, share)
    return share, kronor(years[0].total), kronor(total_cost(years))


def _first_year(placement: Placement) -> int:
    return placement.starts_on.year if placement.starts_on else today().year + 1
