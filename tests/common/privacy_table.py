"""The case table that Python and the browser both run."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from common.privacy import Words

TABLE = Path(__file__).parent / "privacy_cases.json"


@dataclass(frozen=True)
class Case:
    """A text, the operator's words, and what is to be said: (kind, severity, passage) in order."""

    text: str
    added: tuple[str, ...]
    ignored: tuple[str, ...]
    remarks: list[tuple[str, str, str]]

    @property
    def words(self) -> Words:
        return Words(frozenset(self.added), frozenset(self.ignored))


def cases() -> list[Case]:
    """Return the whole table."""
    return [_case(row) for row in json.loads(TABLE.read_text(encoding="utf-8"))]


def _case(row: dict[str, Any]) -> Case:
    words = row.get("words", {"added": [], "ignored": []})
    remarks = [(kind, severity, passage) for kind, severity, passage in row["remarks"]]
    return Case(row["text"], tuple(words["added"]), tuple(words["ignored"]), remarks)
