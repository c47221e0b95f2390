"""One measured figure beside its promise."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Result:
    """``value`` is a ratio or a count; it keeps its promise when at least or at most ``limit``."""

    what: str
    value: float
    limit: float
    at_least: bool
    rounds: tuple[float, ...] = field(default=())

    @property
    def kept(self) -> bool:
        return self.value >= self.limit if self.at_least else self.value <= self.limit

    @property
    def promise_text(self) -> str:
        return f"{'≥' if self.at_least else '≤'} {self.limit:g}"

    def as_json(self) -> dict[str, Any]:
        return {
            "what": self.what,
            "value": round(self.value, 4),
            "limit": self.limit,
            "promise": "at least" if self.at_least else "at most",
            "kept": self.kept,
            "rounds": [round(figure, 4) for figure in self.rounds],
        }
