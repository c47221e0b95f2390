"""What a claim comes to: pure sums in whole öre, without database or clock.

How it is rounded, so that everybody who adds up a list by hand comes to the same sum:

* A rate in per cent of the price base amount becomes an amount first, rounded half up to whole öre: 3.6 % of
  59 200 kr is 2 131,20 kr; half an öre goes up.
* A line is how many times that amount, rounded half up to whole öre.
* A claim is the sum of its lines. Nothing is rounded to whole kronor: payroll does that once a month, by its own rules.

A correction is the difference between what was sent and what it should have been: the wrong line taken back with a minus,
the right one added.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from common.errors import DomainError
from common.money import kronor as kronor
from common.money import number_words as number_words
from councils.words import DayType, RateCode

_WHOLE: Final = Decimal(1)
#: Which rate pays which kind of day.
_CODE_OF_DAY: Final = {
    DayType.WHOLE: RateCode.WHOLE,
    DayType.HALF: RateCode.HALF,
    DayType.SHORT: RateCode.SHORT,
    DayType.HOURS: RateCode.HOUR,
}
#: Lines in the order they are read.
FEE: Final = "fee"
PREPARATION: Final = "preparation"
MILEAGE: Final = "mileage"
TICKET: Final = "ticket"
ORDER: Final = (FEE, PREPARATION, MILEAGE, TICKET)


class TableNumber(float):
    """A number that a table writes with a decimal comma, as Swedish programs read it. Öre fit exactly in two decimals."""

    def __str__(self) -> str:
        return f"{float(self):.2f}".replace(".", ",")


@dataclass(frozen=True)
class Rates:
    """The rates of one table, every one in öre; a rate that the table lacks isn't in ``amounts``."""

    amounts: dict[str, int]
    mileage_ore: int
    second_attest_ore: int

    def pays(self, day_type: str) -> bool:
        """Whether the table has a rate for days of this kind."""
        return _CODE_OF_DAY[DayType(day_type)] in self.amounts

    def of_day(self, day_type: str) -> int | None:
        """Return what a day of this kind, or an hour, pays; ``None`` when the table has no such rate."""
        return self.amounts.get(_CODE_OF_DAY[DayType(day_type)])


@dataclass(frozen=True, kw_only=True)
class ClaimFacts:
    """What somebody claims for one meeting. ``mil`` is ten kilometres, ``ticket_ore`` what tickets and parking cost."""

    waives: bool = False
    day_type: str = ""
    hours: Decimal | None = None
    preparation_hours: Decimal = Decimal(0)
    route: str = ""
    mil: Decimal = Decimal(0)
    ticket_ore: int = 0
    receipt_seen: bool = False
    receipt_number: str = ""
    lost_earnings: bool = False


@dataclass(frozen=True)
class Line:
    """One row: what, how many, each in öre, the sum in öre."""

    what: str
    quantity: Decimal
    each_ore: int
    total_ore: int

    def taken_back(self) -> "Line":
        """The same row with a minus."""
        return Line(self.what, -self.quantity, self.each_ore, -self.total_ore)


@dataclass(frozen=True)
class Reckoning:
    """The lines of a claim and their sum."""

    lines: tuple[Line, ...] = field(default=())

    @property
    def total_ore(self) -> int:
        return sum(line.total_ore for line in self.lines)


def share_of_base(percent: Decimal, base_ore: int) -> int:
    """Return ``percent`` of the price base amount in whole öre, half an öre rounded up.

    >>> share_of_base(Decimal("3.6"), 5_920_000)
    213120
    """
    return _rounded(percent * base_ore / 100)


def times(quantity: Decimal, each_ore: int) -> int:
    """Return ``quantity`` times an amount in whole öre, half an öre rounded up."""
    return _rounded(quantity * each_ore)


def reckon(facts: ClaimFacts, rates: Rates) -> Reckoning:
    """Return what the claim comes to.

    Who waives gets no fee and no pay for preparation, but the journey. A ticket is paid when the receipt has been
    seen or has a number. Raises ``DomainError`` with the field that is wrong.
    """
    lines = [*_fee_lines(facts, rates), *_travel_lines(facts, rates)]
    return Reckoning(tuple(lines))


def difference(sent: Iterable[Line], right: Iterable[Line]) -> Reckoning:
    """Return the lines of a correction: rows that were wrong taken back, rows that are right added.

    Rows that are the same in both are left out, so that nothing is paid twice or shown in vain.
    """
    was, should_be = list(sent), list(right)
    for line in list(was):
        if line in should_be:
            was.remove(line)
            should_be.remove(line)
    lines = [line.taken_back() for line in was] + should_be
    return Reckoning(tuple(sorted(lines, key=lambda line: (ORDER.index(line.what), line.total_ore))))


def merged(lines: Iterable[Line]) -> list[Line]:
    """Return what rows and their corrections come to together: a row and the same taken back are none."""
    left: list[Line] = []
    for line in lines:
        if line.taken_back() in left:
            left.remove(line.taken_back())
        else:
            left.append(line)
    return left


def _fee_lines(facts: ClaimFacts, rates: Rates) -> list[Line]:
    if facts.waives:
        return []
    if facts.day_type not in DayType.values:
        raise DomainError(
            "Välj hur länge uppdraget varade, eller kryssa för att du avstår.", field="day_type"
        )
    each = rates.of_day(facts.day_type)
    if each is None:
        raise DomainError("Taxan har inget belopp för det. Välj något annat.", field="day_type")
    quantity = Decimal(1)
    if facts.day_type == DayType.HOURS:
        if not facts.hours or facts.hours <= 0:
            raise DomainError("Skriv hur många timmar.", field="hours")
        quantity = facts.hours
    lines = [Line(FEE, quantity, each, times(quantity, each))]
    if facts.preparation_hours:
        hour = rates.amounts.get(RateCode.PREPARATION)
        if hour is None:
            raise DomainError("Taxan har inget belopp för förberedelse.", field="preparation_hours")
        hours = facts.preparation_hours
        lines.append(Line(PREPARATION, hours, hour, times(hours, hour)))
    return lines


def _travel_lines(facts: ClaimFacts, rates: Rates) -> list[Line]:
    lines = []
    if facts.mil:
        lines.append(Line(MILEAGE, facts.mil, rates.mileage_ore, times(facts.mil, rates.mileage_ore)))
    if facts.ticket_ore:
        if not (facts.receipt_seen or facts.receipt_number):
            raise DomainError(
                "Visa kvittot för sekreteraren eller samordnaren och kryssa i rutan, eller skriv kvittots nummer.",
                field="receipt_number",
            )
        lines.append(Line(TICKET, Decimal(1), facts.ticket_ore, facts.ticket_ore))
    return lines


def _rounded(amount: Decimal) -> int:
    return int(amount.quantize(_WHOLE, rounding=ROUND_HALF_UP))
