"""One measured figure beside its promise."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Result:
    """``value`` is a ratio or a count; it keeps its promise when at least or at most ``limit``.

    Without a limit it is printed beside the others and promises nothing.
    """

    what: str
    value: float
    limit: float | None
    at_least: bool
    rounds: tuple[float, ...] = field(default=())

    @property
    def kept(self) -> bool:
        if self.limit is None:
            return True
        return self.value >= self.limit if self.at_least else self.value <= self.limit

    @property
    def promise_text(self) -> str:
        if self.limit is None:
            return "shown"
        return f"{'≥' if self.at_least else '≤'} {self.limit:g}"

    def as_json(self) -> dict[str, Any]:
        return {
            "what": self.what,
            "value": round(self.value, 4),
            "limit": self.limit,
            "promise": None if self.limit is None else "at least" if self.at_least else "at most",
            "kept": self.kept,
            "rounds": [round(figure, 4) for figure in self.rounds],
        }
