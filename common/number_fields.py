"""Numbers as people write them: with comma or point, spaces between the thousands, "kr" behind."""

import re
from decimal import Decimal
from typing import Any

from django import forms

_KRONOR = re.compile(r"(?i)(?:kronor|kr\.?|sek|:-)$")


class SwedishNumber(forms.DecimalField):
    """A number from zero up. ``most`` and ``decimals`` are what it may be at most; ``example`` stands in the error."""

    def __init__(
        self,
        *,
        label: str,
        most: int,
        decimals: int,
        example: str = "2,5",
        required: bool = False,
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(
            label=label,
            required=required,
            min_value=0,
            max_value=most,
            max_digits=12,
            decimal_places=decimals,
            error_messages={
                "required": f"Skriv ett tal, till exempel {example}.",
                "invalid": f"Skriv ett tal med siffror, till exempel {example}.",
                "min_value": "Skriv ett tal som inte är mindre än noll.",
                "max_value": f"Talet är för stort. Skriv högst {most:,}.".replace(",", "\xa0"),
                "max_digits": f"Talet är för stort. Skriv högst {most:,}.".replace(",", "\xa0"),
                "max_whole_digits": f"Talet är för stort. Skriv högst {most:,}.".replace(",", "\xa0"),
                "max_decimal_places": _decimals_sentence(decimals, example),
            },
            **kwargs,
        )

    def to_python(self, value: Any) -> Any:
        """Return the number, or raise with a sentence."""
        if isinstance(value, str):
            value = _KRONOR.sub("", "".join(value.split())).replace("−", "-").replace(",", ".")
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, Decimal):
            return value
        text = f"{value:f}"
        return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")


def _decimals_sentence(decimals: int, example: str) -> str:
    if decimals == 0:
        return "Skriv ett helt tal."
    if decimals == 1:
        return f"Skriv högst en decimal, till exempel {example}."
    return f"Skriv högst {decimals} decimaler, till exempel {example}."


class Kronor(SwedishNumber):
    """An amount in kronor and öre; ``in_ore`` makes whole öre of it."""

    def __init__(self, *, label: str, most: int, example: str = "240,50", **kwargs: Any) -> None:
        super().__init__(label=label, most=most, decimals=2, example=example, **kwargs)


def in_ore(kronor: Decimal | None) -> int:
    """Return whole öre; nothing typed is zero."""
    return int((kronor or Decimal(0)) * 100)


def in_kronor(ore: int | None) -> Decimal | None:
    """Return kronor for a form's box; zero is an empty box."""
    return Decimal(ore) / 100 if ore else None
