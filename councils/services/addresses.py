"""Where somebody lives is nothing to keep: free text that asks for something else is looked at for it."""

import re
from typing import Final

from common.errors import DomainError

#: "Storgatan 4", "803 10"; a telephone number is no postal code.
_ADDRESS: Final = re.compile(
    r"(?i)(?:gatan?|vägen|gränd|gränden|stigen|torget|allén|backen)\s*\d"
    r"|(?<![\d-])(?<!\d\s)\b\d{3}\s\d{2}\b(?!\s?\d)"
)


def refuse_address(text: str, sentence: str, *, field: str) -> None:
    """Raise ``DomainError`` with ``sentence`` at ``field`` when the text seems to hold an address."""
    if _ADDRESS.search(text):
        raise DomainError(sentence, field=field)
