"""What fees and travel have come to by council, association, month and year. Never by person.

A row that few people stand behind tells what somebody was paid. So the house rule for small groups holds: a row with
fewer than five people is never shown by itself. Such rows are put together, with the next smallest one where they are
too few even so; sums still add up. Where fewer than five people stand behind everything, nothing is shown.

What it doesn't protect against: somebody who compares two tables, by council and by association, may work out the
difference where they nearly coincide. The page is for coordinators, who attest each claim; it is what they print from.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from common.swedish import MONTHS, sort_key
from councils.fees import TableNumber, kronor
from councils.models import Claim, ClaimLine
from councils.words import ClaimStatus
from surveys.withholding import LEAST_BASE, base_is_shown

COUNTED: Final = (ClaimStatus.ATTESTED, ClaimStatus.SENT, ClaimStatus.PAID)
TOGETHER: Final = "Övriga, med färre än fem personer i varje"
#: The columns of the file.
HEADER: Final = ("Uppdelning", "Rad", "Personer", "Arvode, kronor", "Resor, kronor", "Tillsammans, kronor")
_FEES: Final = {"fee", "preparation"}


@dataclass
class Group:
    """One row: its label, who stands behind it, and what it comes to in öre."""

    label: str
    people: set[str] = field(default_factory=set)
    claims: set[Any] = field(default_factory=set)
    fee_ore: int = 0
    travel_ore: int = 0

    def add(self, other: "Group") -> None:
        """Take another row into this one."""
        self.people |= other.people
        self.claims |= other.claims
        self.fee_ore += other.fee_ore
        self.travel_ore += other.travel_ore

    @property
    def total_ore(self) -> int:
        return self.fee_ore + self.travel_ore

    @property
    def fee(self) -> str:
        return kronor(self.fee_ore)

    @property
    def travel(self) -> str:
        return kronor(self.travel_ore)

    @property
    def total(self) -> str:
        return kronor(self.total_ore)


@dataclass(frozen=True)
class SumTable:
    """One way of dividing; no groups when too few people stand behind all of it."""

    title: str
    head: str
    slug: str
    groups: list[Group] | None


@dataclass(frozen=True)
class SumsPage:
    """The year that is shown, the years there are, and its tables."""

    year: int | None
    years: list[int]
    tables: list[SumTable]
    total: Group | None
    least: int = LEAST_BASE


def sums_page(asked: str) -> SumsPage:
    """Return the sums of the year asked for, else of the latest; ``asked`` is what stands in the address."""
    rows = list(_rows())
    years = sorted({row["claim__meeting__day"].year for row in rows}, reverse=True)
    year = (
        int(asked)
        if asked.isascii() and asked.isdigit() and int(asked[:5]) in years
        else next(iter(years), None)
    )
    of_year = [row for row in rows if row["claim__meeting__day"].year == year]
    by_year = _groups(rows, lambda row: str(row["claim__meeting__day"].year))
    tables = [
        SumTable(
            "Råd för råd",
            "Råd",
            "rad",
            shown(_groups(of_year, lambda row: row["claim__meeting__council__name"])),
        ),
        SumTable(
            "Förening för förening",
            "Förening",
            "forening",
            shown(_groups(of_year, lambda row: row["claim__association__name"])),
        ),
        SumTable("Månad för månad", "Mötets månad", "manad", shown(_by_month(of_year))),
        SumTable("År för år", "Mötets år", "ar", shown(by_year)),
    ]
    return SumsPage(year, years, tables if rows else [], _total(of_year))


def file_rows(page: SumsPage) -> Iterator[list[object]]:
    """Yield what the page shows as rows of one table, and nothing that the page withholds."""
    few = f"Visas inte: färre än {page.least} personer"
    for table in page.tables:
        if table.groups is None:
            yield [table.title, few, "", "", "", ""]
        for one in table.groups or ():
            amounts = [TableNumber(ore / 100) for ore in (one.fee_ore, one.travel_ore, one.total_ore)]
            yield [table.title, one.label, len(one.people), *amounts]


def shown(groups: Iterable[Group]) -> list[Group] | None:
    """Return the rows as they may be shown: small ones together, ``None`` when too few people stand behind everything.

    The order stays; what is put together comes last.
    """
    rows = list(groups)
    small = [row for row in rows if not base_is_shown(len(row.people))]
    if not small:
        return rows
    large = sorted((row for row in rows if base_is_shown(len(row.people))), key=lambda row: len(row.people))
    together = Group(TOGETHER)
    for row in small:
        together.add(row)
    hidden = list(small)
    while not base_is_shown(len(together.people)):
        if not large:
            return None
        more = large.pop(0)
        together.add(more)
        hidden.append(more)
    return [row for row in rows if not any(row is one for one in hidden)] + [together]


def _rows() -> Iterable[Any]:
    return ClaimLine.objects.filter(claim__in=Claim.objects.filter(status__in=COUNTED)).values(
        "what",
        "total_ore",
        "claim_id",
        "claim__claimant_id",
        "claim__mandate_id",
        "claim__meeting__day",
        "claim__meeting__council__name",
        "claim__association__name",
    )


def _groups(rows: Iterable[dict[str, Any]], label_of: Any) -> list[Group]:
    found: dict[str, Group] = {}
    for row in rows:
        label = label_of(row)
        group = found.setdefault(label, Group(label))
        group.people.add(_person(row))
        group.claims.add(row["claim_id"])
        if row["what"] in _FEES:
            group.fee_ore += row["total_ore"]
        else:
            group.travel_ore += row["total_ore"]
    return sorted(found.values(), key=lambda group: sort_key(group.label))


def _by_month(rows: list[dict[str, Any]]) -> list[Group]:
    groups = _groups(rows, lambda row: f"{row['claim__meeting__day'].month:02}")
    for group in groups:
        group.label = MONTHS[int(group.label) - 1]
    return groups


def _total(rows: list[dict[str, Any]]) -> Group | None:
    groups = _groups(rows, lambda row: "Alla")
    return groups[0] if groups and base_is_shown(len(groups[0].people)) else None


def _person(row: dict[str, Any]) -> str:
    """Tell people apart: by account, else by mandate; whom nobody remembers is one person for each association."""
    if row["claim__claimant_id"] is not None:
        return f"account {row['claim__claimant_id']}"
    if row["claim__mandate_id"] is not None:
        return f"mandate {row['claim__mandate_id']}"
    return f"forgotten {row['claim__association__name']}"
