"""Rate tables, and who has been offered what, as the coordinator meets them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from common.swedish import swedish_order, today
from councils.fees import Rates, kronor, number_words
from councils.models import Claim, Council, FeeAgreement, Mandate, RateTable
from councils.rate_examples import RateExample, rate_example, rate_examples
from councils.services.fee_rates import TableFacts, facts_of_table, rates_of, table_for
from councils.words import RateCode


@dataclass(frozen=True)
class TableRow:
    """One table in words. ``holds`` when it is the one that is reckoned with today."""

    table: RateTable
    rates: list[tuple[str, str]]
    mileage: str
    limit: str
    base: str
    holds: bool
    in_use: bool


@dataclass(frozen=True)
class ExampleRow:
    """One example in words."""

    example: RateExample
    rates: list[tuple[str, str]]
    mileage: str
    base: str


@dataclass(frozen=True)
class RatesPage:
    """Everything that "Taxor" shows."""

    tables: list[TableRow]
    examples: list[ExampleRow]
    #: No table holds for all councils today.
    lacks: bool


@dataclass(frozen=True)
class AgreementGroup:
    """One council: its people, each with what they were last offered."""

    council: Council
    rows: list[tuple[Mandate, FeeAgreement | None]]


def tables(user: Any) -> "QuerySet[RateTable]":
    """Return the tables that somebody who keeps them may open."""
    rows = RateTable.objects.select_related("council").prefetch_related("rates")
    return rows if user.has_perm("councils.edit_rates") else rows.none()


def rates_page() -> RatesPage:
    """Return every table, the newest first, and the examples."""
    rows = list(RateTable.objects.select_related("council").prefetch_related("rates"))
    held = _that_hold(rows, today())
    used = set(Claim.objects.exclude(table=None).values_list("table", flat=True))
    used |= set(FeeAgreement.objects.values_list("table", flat=True))
    return RatesPage(
        tables=[_row(one, one.pk in held, one.pk in used) for one in rows],
        examples=[_example(one) for one in rate_examples()],
        lacks=not any(one.pk in held and one.council_id is None for one in rows),
    )


def to_begin_from(asked: str) -> TableFacts | None:
    """Return what a new table begins with: an example by its key, or an earlier table by its number."""
    if example := rate_example(asked):
        return TableFacts(
            name=example.name,
            source="",
            day_rules=example.day_rules,
            valid_from=today(),
            base_ore=example.base_ore,
            mileage_ore=example.mileage_ore,
            second_attest_ore=example.second_attest_ore,
            amounts={one.code: one.amount_ore for one in example.rates if one.percent is None},
            percents={one.code: one.percent for one in example.rates if one.percent is not None},
        )
    if not (asked.isascii() and asked.isdigit() and len(asked) < 10):
        return None
    found = RateTable.objects.prefetch_related("rates").filter(pk=int(asked)).first()
    return facts_of_table(found) if found else None


def councils_with_people(user: Any) -> "QuerySet[Council]":
    """Return the councils where somebody can be offered something."""
    return Council.objects.visible_to(user).exclude(status="ended")


def offerable(council: Council) -> "QuerySet[Mandate]":
    """Return those who sit there for an association, today or later."""
    rows = council.mandates.filter(Q(ends_on=None) | Q(ends_on__gte=today()), association__isnull=False)
    return rows.filter(erased_at=None).select_related("association").order_by(swedish_order("name"))


def rates_today(council: Council) -> Rates | None:
    """Return the rates that hold for a council today."""
    table = table_for(council, today())
    return rates_of(table) if table else None


def agreement_groups() -> list[AgreementGroup]:
    """Return every council that isn't ended with its people and what they were last offered, in three queries."""
    offers = FeeAgreement.objects.order_by("-agreed_on", "-pk")
    people = (
        Mandate.objects.filter(
            Q(ends_on=None) | Q(ends_on__gte=today()), association__isnull=False, erased_at=None
        )
        .select_related("association")
        .prefetch_related(Prefetch("agreements", queryset=offers))
        .order_by(swedish_order("name"))
    )
    councils = Council.objects.exclude(status="ended").in_order()
    rows = councils.prefetch_related(Prefetch("mandates", queryset=people, to_attr="paid_people"))
    return [
        AgreementGroup(
            one, [(person, next(iter(person.agreements.all()), None)) for person in one.paid_people]
        )
        for one in rows
        if one.paid_people
    ]


def _that_hold(rows: list[RateTable], day: date) -> set[int]:
    """The latest to begin, for each council and for all."""
    found: dict[int | None, RateTable] = {}
    for one in rows:
        if one.valid_from <= day:
            known = found.get(one.council_id)
            if known is None or known.valid_from < one.valid_from:
                found[one.council_id] = one
    return {one.pk for one in found.values()}


def _row(table: RateTable, holds: bool, in_use: bool) -> TableRow:
    amounts = rates_of(table).amounts
    shares = {rate.code: rate.percent for rate in table.rates.all() if rate.percent is not None}
    return TableRow(
        table=table,
        rates=[
            (str(code.label), _words(amounts[code], shares.get(code))) for code in RateCode if code in amounts
        ],
        mileage=kronor(table.mileage_ore),
        limit=kronor(table.second_attest_ore),
        base=kronor(table.base_ore) if table.base_ore else "",
        holds=holds,
        in_use=in_use,
    )


def _example(example: RateExample) -> ExampleRow:
    return ExampleRow(
        example=example,
        rates=[(one.name, _words(one.amount_ore, one.percent)) for one in example.rates],
        mileage=kronor(example.mileage_ore),
        base=kronor(example.base_ore) if example.base_ore else "",
    )


def _words(ore: int, percent: Any) -> str:
    return f"{kronor(ore)} ({number_words(percent)} %)" if percent is not None else kronor(ore)
