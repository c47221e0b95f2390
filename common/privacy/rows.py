"""Remarks as a person reads them: the same passage once, the gravest first."""

from collections.abc import Iterable
from dataclasses import dataclass

from common.privacy.remarks import Remark, Severity

_ORDER: dict[Severity, int] = {"refuse": 0, "mark": 1, "hint": 2}


@dataclass(frozen=True)
class RemarkRow:
    """One line of "Det här kan peka ut någon". Holds the passage: for the writer's own page only."""

    passage: str
    count: int
    severity: Severity
    label: str
    explanation: str
    replacement: str


def remark_rows(text: str, remarks: Iterable[Remark]) -> list[RemarkRow]:
    """Return one row for each passage and kind."""
    counted: dict[tuple[str, str], tuple[Remark, int]] = {}
    for remark in remarks:
        key = (remark.kind, remark.passage(text))
        first, count = counted.get(key, (remark, 0))
        graver = first if _ORDER[first.severity] <= _ORDER[remark.severity] else remark
        counted[key] = (graver, count + 1)
    rows = [
        RemarkRow(passage, count, remark.severity, remark.label, remark.explanation, remark.replacement)
        for (_, passage), (remark, count) in counted.items()
    ]
    return sorted(rows, key=lambda row: _ORDER[row.severity])
