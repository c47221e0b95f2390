"""Where the lines of a stair go. All numbers are whole units of the drawing, 500 wide."""

from dataclasses import dataclass
from typing import Final

from common.participation import LADDER, LadderRow

#: Width of one tread, and where the floor is.
WIDTH: Final = 100
FLOOR: Final = 290
#: The lowest tread, and how much higher each one is than the one before.
LOWEST: Final = 60
RISE: Final = 45
#: A figure is so tall and wide (templates/pages/checklist/_figure.svg).
TALL: Final = 48
BROAD: Final = 24


@dataclass(frozen=True)
class Tread:
    """One tread: its left edge, its upper edge and its height."""

    number: int
    left: int
    top: int
    height: int

    @property
    def middle(self) -> int:
        """The middle from left to right, where words stand."""
        return self.left + WIDTH // 2

    @property
    def inner_left(self) -> int:
        """The left edge of a frame that has room for its line."""
        return self.left + 3

    @property
    def inner_top(self) -> int:
        """The upper edge of the same frame."""
        return self.top + 3

    @property
    def inner_height(self) -> int:
        """The height of the same frame."""
        return self.height - 3

    @property
    def half_top(self) -> int:
        """The upper edge of its lower half."""
        return self.top + self.height // 2

    @property
    def half_height(self) -> int:
        """The height of its lower half."""
        return FLOOR - self.half_top

    @property
    def number_at(self) -> int:
        """Where a number inside the tread stands."""
        return self.top + 34

    @property
    def name_at(self) -> int:
        """Where a name inside the tread stands."""
        return self.top + 52

    def figures(self, count: int) -> list[tuple[int, int]]:
        """Upper left corners of ``count`` figures that stand side by side on the tread."""
        gap = 6
        whole = count * BROAD + (count - 1) * gap
        first = self.middle - whole // 2
        return [(first + one * (BROAD + gap), self.top - TALL) for one in range(count)]


@dataclass(frozen=True)
class LadderTread:
    """One tread of the participation ladder with its row of the table."""

    place: Tread
    row: LadderRow
    figures: list[tuple[int, int]]
    on_dark: bool


def treads() -> list[Tread]:
    """Return the five treads, from the lowest to the highest."""
    return [
        Tread(number, (number - 1) * WIDTH, FLOOR - height, height)
        for number, height in ((number, LOWEST + RISE * (number - 1)) for number in range(1, 6))
    ]


def ladder_treads() -> list[LadderTread]:
    """Return the participation ladder: two stand together on the highest tread, as in the logo."""
    return [
        LadderTread(place, row, place.figures(2 if place.number == 5 else 0), on_dark=place.number >= 4)
        for place, row in zip(treads(), LADDER, strict=True)
    ]
