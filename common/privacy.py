"""Checks of free text for what must never be stored (architecture decision 12)."""

import re

from django.core.exceptions import ValidationError

# YYMMDD-XXXX or YYYYMMDDXXXX, with plus for those over a hundred; day + 60 is a coordination number. Word
# processors turn the hyphen into a dash, a minus sign or a hyphen that does not break.
_PERSONAL_NUMBER = re.compile(
    r"(?<!\d)(?:(?:19|20)\d{2}|\d{2})(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]|6[1-9]|[78]\d|9[01])[-+ \xa0\u2010-\u2014\u2212]?\d{4}(?!\d)"
)
# Characters that change the reading direction of what follows, and invisible controls.
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def contains_personal_number(text: str) -> bool:
    """Tell whether the text holds something shaped like a personal identity number with a right check digit."""
    return any(_luhn_is_right(match.group()) for match in _PERSONAL_NUMBER.finditer(text))


def refuse_personal_numbers(text: str) -> None:
    """Form validator: say in plain words that a personal identity number must go."""
    if contains_personal_number(text):
        raise ValidationError(
            "Texten ser ut att innehålla ett personnummer. Ta bort det. Portalen sparar aldrig personnummer."
        )


def clean_text(text: str) -> str:
    """Return the text without control characters and hidden changes of reading direction, NUL included."""
    return _CONTROL.sub("", _BIDI.sub("", text)).replace("\r\n", "\n").strip()


def _luhn_is_right(number: str) -> bool:
    digits = [int(sign) for sign in number if sign.isdigit()][-10:]
    total = 0
    for place, digit in enumerate(digits):
        doubled = digit * 2 if place % 2 == 0 else digit
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0
