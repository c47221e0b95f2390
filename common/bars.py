"""Bar charts that can be read without seeing them: ``templates/components/bars.html`` draws bars and says every count.

The bars are inline SVG whose widths are attributes (no inline style), and the same numbers stand beside them as a table.
In a PDF: ``components/bars_pdf.html``.
"""

from dataclasses import dataclass
from typing import Final

#: Width of a full bar in drawing units.
FULL: Final = 300


@dataclass(frozen=True)
class Bar:
    """One answer: its label, its count (``None`` when withheld) and the count in words."""

    label: str
    count: int | None
    count_text: str
    #: The largest that a bar in this chart can be; set by ``Bars``.
    of: int = 1

    @property
    def width(self) -> int:
        """Length of the bar in drawing units; a count above zero is always seen."""
        if not self.count:
            return 0
        return max(2, round(FULL * self.count / max(self.of, self.count, 1)))

    @property
    def is_withheld(self) -> bool:
        return self.count is None


@dataclass(frozen=True)
class Bars:
    """One question's answers. ``base`` is how many answered; ``note`` explains what is withheld.

    ``of_what`` says what was counted, where it isn't people who answered; ``head`` what the labels are.
    """

    title: str
    base: int
    bars: list[Bar]
    note: str = ""
    full: int = FULL
    of_what: str = ""
    head: str = "Svar"

    def __post_init__(self) -> None:
        scaled = [Bar(bar.label, bar.count, bar.count_text, self.base) for bar in self.bars]
        object.__setattr__(self, "bars", scaled)

    @property
    def caption(self) -> str:
        """What the counts are counts of, as the table's caption."""
        return self.of_what or f"{self.base} svarade"
