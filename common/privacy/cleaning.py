"""Text as it may be stored: no personal identity numbers, no hidden signs (architecture decision 12)."""

import re

from django.core.exceptions import ValidationError

from common.privacy.checking import contains_personal_number

# Characters that change the reading direction of what follows, and invisible controls.
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def refuse_personal_numbers(text: str) -> None:
    """Form validator: say in plain words that a personal identity number must go."""
    if contains_personal_number(text):
        raise ValidationError(
            "Texten ser ut att innehålla ett personnummer. Ta bort det. Portalen sparar aldrig personnummer."
        )


def clean_text(text: str) -> str:
    """Return the text without control characters and hidden changes of reading direction, NUL included."""
    return _CONTROL.sub("", _BIDI.sub("", text)).replace("\r\n", "\n").strip()
