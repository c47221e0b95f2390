"""Rate tables: what an assignment pays from a day on. A table that somebody has claimed or been offered by is locked."""

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Final

from django.db import transaction
from django.db.models import Q, QuerySet

from common import trail
from common.actors import Actor
from common.errors import DomainError, EditConflictError
from councils.fees import Rates, kronor, share_of_base
from councils.models import Claim, Council, FeeAgreement, Rate, RateTable
from councils.services.shared import CONFLICT, cleaned, require
from councils.words import RateCode

IN_USE: Final = (
    "Taxan används: någon har begärt eller erbjudits arvode efter den. Beloppen, och vad som räknas som vad, "
    "går inte att ändra. Gör en ny taxa som gäller från en senare dag."
)
DAYS: Final = (RateCode.WHOLE, RateCode.HALF, RateCode.SHORT, RateCode.HOUR)


@dataclass(frozen=True, kw_only=True)
class TableFacts:
    """What a rate table says. Each rate is an amount in öre or a share of ``base_ore`` in per cent, never both."""

    name: str
    source: str = ""
    #: What counts as a whole day, a half one, a short meeting: as the decision says it.
    day_rules: str = ""
    council_id: int | None = None
    valid_from: date
    base_ore: int | None = None
    mileage_ore: int
    second_attest_ore: int
    amounts: dict[str, int] = field(default_factory=dict)
    percents: dict[str, Decimal] = field(default_factory=dict)


@transaction.atomic
def create_rate_table(facts: TableFacts, *, actor: Actor) -> RateTable:
    """Put a new table in. Pressed twice it is made once: one table begins on a day, and the same one again is it."""
    require(actor, "councils.edit_rates", None)
    _lock_tables()
    facts = _checked(facts)
    same_day = _beginning(facts).first()
    if same_day is not None:
        if facts_of_table(same_day) == facts:
            return same_day
        raise DomainError(
            "Det finns redan en taxa som gäller från den dagen. Ändra den, eller välj en annan dag.",
            field="valid_from",
        )
    table = RateTable.objects.create(**_columns(facts))
    _write_rates(table, facts)
    trail.record("create_rate_table", table, actor=actor)
    return table


@transaction.atomic
def edit_rate_table(table: RateTable, facts: TableFacts, *, expected_version: int, actor: Actor) -> RateTable:
    """Change a table. One in use keeps its amounts, council and day; its name and source may be put right.

    So may what counts as a whole day, where nothing stands.
    """
    require(actor, "councils.edit_rates", None)
    _lock_tables()
    locked = RateTable.objects.select_for_update(of=("self",)).get(pk=table.pk)
    facts = _checked(facts)
    before = facts_of_table(locked)
    if before == facts:
        return locked
    if locked.version != expected_version:
        raise EditConflictError(CONFLICT, changed=_differing(before, facts))
    promised = facts if before.day_rules else replace(facts, day_rules="")
    if table_in_use(locked) and _amounts(before) != _amounts(promised):
        raise DomainError(IN_USE)
    if _beginning(facts).exclude(pk=locked.pk).exists():
        raise DomainError("Det finns redan en taxa som gäller från den dagen.", field="valid_from")
    for name, value in _columns(facts).items():
        setattr(locked, name, value)
    locked.version += 1
    locked.save()
    locked.rates.all().delete()
    _write_rates(locked, facts)
    trail.record("edit_rate_table", locked, actor=actor, fields=_changed(before, facts))
    return locked


@transaction.atomic
def remove_rate_table(table: RateTable, *, actor: Actor) -> None:
    """Remove a table that nobody has claimed or been offered by."""
    require(actor, "councils.edit_rates", None)
    locked = RateTable.objects.select_for_update(of=("self",)).get(pk=table.pk)
    if table_in_use(locked):
        raise DomainError(IN_USE)
    trail.record("remove_rate_table", locked, actor=actor)
    locked.delete()


def table_for(council: Council, day: date) -> RateTable | None:
    """Return the table that holds for ``council`` on ``day``: its own before the one for all, the latest to begin."""
    rows = RateTable.objects.filter(Q(council=council) | Q(council=None), valid_from__lte=day)
    found = rows.prefetch_related("rates").order_by("council_id", "-valid_from")
    # PostgreSQL sorts what is missing last: the council's own comes first.
    return found.first()


def rates_of(table: RateTable) -> Rates:
    """Return the table's rates, every one as an amount in öre."""
    return Rates(
        amounts={rate.code: _ore_of(rate, table) for rate in table.rates.all()},
        mileage_ore=table.mileage_ore,
        second_attest_ore=table.second_attest_ore,
    )


def table_in_use(table: RateTable) -> bool:
    """Whether somebody has claimed by the table, or been offered by it, whatever they answered."""
    return Claim.objects.filter(table=table).exists() or FeeAgreement.objects.filter(table=table).exists()


def facts_of_table(table: RateTable) -> TableFacts:
    """Return what a table says."""
    rates = list(table.rates.all())
    return TableFacts(
        name=table.name,
        source=table.source,
        day_rules=table.day_rules,
        council_id=table.council_id,
        valid_from=table.valid_from,
        base_ore=table.base_ore,
        mileage_ore=table.mileage_ore,
        second_attest_ore=table.second_attest_ore,
        amounts={rate.code: rate.amount_ore for rate in rates if rate.amount_ore is not None},
        percents={rate.code: rate.percent for rate in rates if rate.percent is not None},
    )


def _beginning(facts: TableFacts) -> QuerySet[RateTable]:
    """The table that begins on the same day for the same council, or for all."""
    rows = RateTable.objects.filter(valid_from=facts.valid_from)
    return rows.filter(council=None) if facts.council_id is None else rows.filter(council_id=facts.council_id)


def _lock_tables() -> None:
    """One writes tables at a time: so few change so seldom that nobody waits."""
    list(RateTable.objects.select_for_update(of=("self",)).values_list("pk", flat=True))


def _checked(facts: TableFacts) -> TableFacts:
    name = cleaned(facts.name, field="name", longest=120, required="Skriv vad taxan heter.")
    source = cleaned(facts.source, field="source", longest=200)
    day_rules = cleaned(facts.day_rules, field="day_rules", longest=300)
    if not {*facts.amounts, *facts.percents} & set(DAYS):
        raise DomainError("Fyll i minst ett belopp: för en dag, ett kort möte eller en timme.", field="whole")
    for code in {*facts.amounts} & {*facts.percents}:
        raise DomainError("Fyll i antingen kronor eller procent, inte båda.", field=code)
    if facts.percents and not facts.base_ore:
        raise DomainError("Skriv årets prisbasbelopp, så att procenten går att räkna ut.", field="base_ore")
    return TableFacts(**{**facts.__dict__, "name": name, "source": source, "day_rules": day_rules})


def _columns(facts: TableFacts) -> dict[str, object]:
    rates = {"amounts", "percents"}
    return {name: value for name, value in facts.__dict__.items() if name not in rates}


def _write_rates(table: RateTable, facts: TableFacts) -> None:
    Rate.objects.bulk_create(
        [
            *(Rate(table=table, code=code, amount_ore=ore) for code, ore in facts.amounts.items()),
            *(Rate(table=table, code=code, percent=share) for code, share in facts.percents.items()),
        ]
    )


def _ore_of(rate: Rate, table: RateTable) -> int:
    if rate.amount_ore is not None:
        return rate.amount_ore
    return share_of_base(rate.percent or Decimal(0), table.base_ore or 0)


def _amounts(facts: TableFacts) -> tuple[object, ...]:
    """What is locked once somebody has been promised something: all but the words."""
    return tuple(value for name, value in facts.__dict__.items() if name not in {"name", "source"})


def _changed(before: TableFacts, after: TableFacts) -> list[str]:
    return [name for name, value in after.__dict__.items() if before.__dict__[name] != value]


def _differing(before: TableFacts, after: TableFacts) -> dict[str, tuple[str, str]]:
    """What is saved beside what was typed, in words."""
    pairs = {
        "Namn": (before.name, after.name),
        "Beslut eller källa": (before.source, after.source),
        "Så räknas dagarna": (before.day_rules, after.day_rules),
        "Gäller från": (before.valid_from.isoformat(), after.valid_from.isoformat()),
        "Prisbasbelopp": (kronor(before.base_ore or 0), kronor(after.base_ore or 0)),
        "Per mil": (kronor(before.mileage_ore), kronor(after.mileage_ore)),
        "Två attesterar över": (kronor(before.second_attest_ore), kronor(after.second_attest_ore)),
    }
    for code in RateCode:
        pairs[str(code.label)] = (_rate_words(before, code), _rate_words(after, code))
    return {label: pair for label, pair in pairs.items() if pair[0] != pair[1]}


def _rate_words(facts: TableFacts, code: RateCode) -> str:
    if code in facts.amounts:
        return kronor(facts.amounts[code])
    return f"{facts.percents[code]} %" if code in facts.percents else ""
