"""Examples of rate tables, to begin from. They stand in a file: nothing reckons with them, in any installation."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

from councils.fees import share_of_base
from councils.words import RateCode

FILE = Path(settings.BASE_DIR) / "data" / "fees" / "rate_examples.yaml"


@dataclass(frozen=True)
class ExampleRate:
    """One rate of an example: its name, the share of the price base amount if it is one, and what it comes to in öre."""

    code: str
    name: str
    percent: Decimal | None
    amount_ore: int


@dataclass(frozen=True)
class RateExample:
    """An example of a rate table. Amounts in öre."""

    key: str
    name: str
    source: str
    day_rules: str
    valid_from: date
    base_ore: int | None
    mileage_ore: int
    second_attest_ore: int
    rates: tuple[ExampleRate, ...]


@cache
def rate_examples() -> tuple[RateExample, ...]:
    """Return the examples that the portal ships."""
    return tuple(_example(row) for row in yaml.safe_load(FILE.read_text(encoding="utf-8")))


def rate_example(key: str) -> RateExample | None:
    """Return one of them by its key."""
    return next((one for one in rate_examples() if one.key == key), None)


def _example(row: dict[str, Any]) -> RateExample:
    base = _ore(row["base"]) if "base" in row else None
    rates = []
    for code in RateCode:
        percent = row.get("percent", {}).get(code.value)
        amount = row.get("amount", {}).get(code.value)
        if percent is not None and base is not None:
            share = Decimal(percent)
            rates.append(ExampleRate(code, str(code.label), share, share_of_base(share, base)))
        elif amount is not None:
            rates.append(ExampleRate(code, str(code.label), None, _ore(amount)))
    return RateExample(
        key=row["key"],
        name=row["name"],
        source=row["source"],
        day_rules=row["day_rules"],
        valid_from=date.fromisoformat(row["valid_from"]),
        base_ore=base,
        mileage_ore=_ore(row["mileage"]),
        second_attest_ore=_ore(row["second_attest"]),
        rates=tuple(rates),
    )


def _ore(kronor: str) -> int:
    return int(Decimal(kronor) * 100)
