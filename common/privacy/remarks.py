"""What the check says of a passage."""

from dataclasses import dataclass
from typing import Literal

Severity = Literal["refuse", "mark", "hint"]
Kind = Literal[
    "personal_number", "phone", "email", "account", "address", "name", "word", "date", "ward", "clinic"
]


@dataclass(frozen=True)
class Remark:
    """One passage that may point somebody out. It never holds the passage itself, so that it can't leak.

    ``start`` and ``end`` are Python indexes: ``text[start:end]`` is the passage. ``start_utf16`` and
    ``end_utf16`` are the same places counted as browsers count, where an emoji is two.
    ``severity``: "refuse" must not be stored, "mark" most likely points somebody out, "hint" may.
    ``label`` names the kind in Swedish, ``replacement`` is what can stand there instead.
    """

    kind: Kind
    start: int
    end: int
    start_utf16: int
    end_utf16: int
    severity: Severity
    label: str
    explanation: str
    replacement: str

    def passage(self, text: str) -> str:
        """Return the passage that the remark is about."""
        return text[self.start : self.end]
