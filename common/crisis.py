"""Where to turn in a crisis. The numbers are data; 112 stands in code and is always there."""

from dataclasses import dataclass
from datetime import date

from common.models import CrisisLine


@dataclass(frozen=True)
class CrisisNumber:
    """A number as pages show it. ``verified_on`` is ``None`` for the built-in one."""

    number: str
    label: str
    who: str
    hours: str
    in_strip: bool
    verified_on: date | None = None


FALLBACK = CrisisNumber(
    number="112",
    label="vid fara för liv",
    who="Ring om du eller någon annan är i fara.",
    hours="Öppet dygnet runt.",
    in_strip=True,
)


def crisis_numbers() -> list[CrisisNumber]:
    """Return the numbers in their order, with 112 first even if somebody removed it."""
    numbers = [
        CrisisNumber(line.number, line.label, line.who, line.hours, line.in_strip, line.verified_on)
        for line in CrisisLine.objects.all()
    ]
    if not any(number.number == FALLBACK.number for number in numbers):
        numbers.insert(0, FALLBACK)
    return numbers
