"""Whether words tell how many of a small group said something: then somebody can be pointed out."""

import re

from common.swedish import number_text
from surveys.withholding import OPEN_BASE

TOO_FEW = f"Skriv hur många bara när minst {number_text(OPEN_BASE)} har svarat. Annars kan någon pekas ut."
_FEW = [name for number in range(1, OPEN_BASE) for name in (str(number), number_text(number))]
#: "2 av 8", "två av de åtta".
_SHARE = re.compile(rf"\b(?:{'|'.join(_FEW)}|ingen|inga|alla)\s+av\s+(?:de\s+)?(\w+)")


def tells_of_few(words: str) -> bool:
    """Whether ``words`` tell how many of fewer than ten."""
    return any(base in _FEW for base in _SHARE.findall(words.casefold()))
