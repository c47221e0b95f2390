"""The year wheel (årshjul): a year's meetings as a picture with a ring for each council, and as a table."""

from dataclasses import dataclass
from datetime import date
from math import cos, pi, sin
from typing import Any, Final

from common.swedish import MONTHS, MONTHS_SHORT, count_text, today
from councils.models import Council, Meeting
from councils.services.meeting_letters import place_text
from councils.words import CouncilKind, MeetingStatus

#: The picture is square, in drawing units.
SIZE: Final = 640
_CENTRE: Final = SIZE / 2
_OUTER: Final = 314.0
_MONTHS_FROM: Final = 254.0
_RINGS_FROM: Final = 234.0
_RINGS_TO: Final = 92.0
#: More rings can't be told apart; the table has them all.
MOST_RINGS: Final = 12
_LETTERS: Final = "ABCDEFGHIJKL"
#: Kind of council → the shape of its symbols, in words. Shapes are drawn in ``councils/wheel/_picture.html``.
SHAPES: Final = {
    CouncilKind.COUNCIL: ("circle", "cirkel"),
    CouncilKind.COMMITTEE: ("square", "fyrkant"),
    CouncilKind.DIALOGUE_AREA: ("triangle", "trekant"),
    CouncilKind.STEERING_GROUP: ("diamond", "ruter"),
}
FIRST_YEAR: Final = 2010


@dataclass(frozen=True)
class Mark:
    """One meeting in the picture: its middle, its shape as points or radius, whether it is struck out or held."""

    shape: str
    x: str
    y: str
    r: str
    points: str
    state: str
    cross: str


@dataclass(frozen=True)
class Ring:
    """One council's ring."""

    letter: str
    name: str
    kind: str
    #: The kind's code: each kind has its own shape and colour.
    code: str
    shape_name: str
    #: The symbol beside the name: its outline in a square of 24, or none for a circle.
    key_points: str
    radius: str
    #: How wide the band of the ring is; every other is tinted.
    width: str
    is_tinted: bool
    label_x: str
    label_y: str
    letter_size: str
    count: int
    marks: list[Mark]

    @property
    def count_words(self) -> str:
        """ett möte, två möten"""
        return count_text(self.count, "möte", "möten", neuter=True)


@dataclass(frozen=True)
class Month:
    """A month's sector: the line where it begins, and where its name stands."""

    name: str
    short: str
    x1: str
    y1: str
    x2: str
    y2: str
    label_x: str
    label_y: str


@dataclass(frozen=True)
class WheelRow:
    """One meeting in the table."""

    meeting: Meeting
    place: str
    label: str
    tone: str
    month: str


@dataclass(frozen=True)
class Wheel:
    """A year."""

    year: int
    previous: int | None
    following: int | None
    size: int
    months: list[Month]
    rings: list[Ring]
    left_out: int
    rows: list[WheelRow]
    #: Where today is, in the present year: a line outwards.
    now: tuple[str, str, str, str] | None
    description: str


_TONES: Final = {"planned": "info", "called": "going", "held": "done", "cancelled": "no"}


def work_wheel(user: Any, year: int) -> Wheel:
    """Return the year of the meetings that ``user`` can find in the workspace."""
    rows = Meeting.objects.visible_to(user)
    return _wheel(rows, year, list(Council.objects.visible_to(user).exclude(status="ended")))


def public_wheel(year: int) -> Wheel:
    """Return the year of the meetings that anybody may know of."""
    return _wheel(Meeting.objects.public(), year, [])


def public_years() -> tuple[int, int]:
    """Return the first and the last year that have a public wheel."""
    this = today().year
    return FIRST_YEAR, this + 2


def _wheel(meetings: Any, year: int, councils: list[Council]) -> Wheel:
    found = list(
        meetings.between(date(year, 1, 1), date(year, 12, 31)).select_related("council", "municipality")
    )
    by_pk = {one.pk: one for one in councils} | {one.council_id: one.council for one in found}
    order = list(CouncilKind.values)
    ordered = sorted(by_pk.values(), key=lambda one: (order.index(one.kind), one.name))
    first, last = public_years()
    return Wheel(
        year=year,
        previous=year - 1 if year > first else None,
        following=year + 1 if year < last else None,
        size=SIZE,
        months=[_month(number, year) for number in range(12)],
        rings=_rings(ordered[:MOST_RINGS], found),
        left_out=max(0, len(ordered) - MOST_RINGS),
        rows=[_row(one) for one in found],
        now=_now(year),
        description=_description(found),
    )


def _rings(councils: list[Council], meetings: list[Meeting]) -> list[Ring]:
    step = min(34.0, (_RINGS_FROM - _RINGS_TO) / max(1, len(councils) - 1)) if councils else 0
    size = max(4.5, min(11.0, step * 0.42 if len(councils) > 1 else 11.0))
    letters = _emptiest(meetings)
    rings = []
    for number, council in enumerate(councils):
        radius = _RINGS_FROM - number * step
        shape, shape_name = SHAPES[CouncilKind(council.kind)]
        label_x, label_y = _at(letters, radius)
        own = [one for one in meetings if one.council_id == council.pk]
        rings.append(
            Ring(
                letter=_LETTERS[number],
                name=council.name,
                kind=council.get_kind_display(),
                code=council.kind,
                shape_name=shape_name,
                key_points=_points(shape, 12, 12, 8),
                radius=_n(radius),
                width=_n(step),
                is_tinted=number % 2 == 0,
                label_x=_n(label_x),
                label_y=_n(label_y + 6),
                letter_size=_n(min(20.0, step) if len(councils) > 1 else 20.0),
                count=len(own),
                marks=[_mark(one, radius, shape, size) for one in own],
            )
        )
    return rings


def _mark(meeting: Meeting, radius: float, shape: str, size: float) -> Mark:
    x, y = _at(_angle(meeting.day), radius)
    state = {
        MeetingStatus.HELD: "held",
        MeetingStatus.CANCELLED: "cancelled",
    }.get(MeetingStatus(meeting.status), "ahead")
    cross = ""
    if state == "cancelled":
        d = size * 1.3
        cross = f"M{_n(x - d)} {_n(y - d)}L{_n(x + d)} {_n(y + d)}M{_n(x + d)} {_n(y - d)}L{_n(x - d)} {_n(y + d)}"
    return Mark(
        shape=shape,
        x=_n(x),
        y=_n(y),
        r=_n(size),
        points=_points(shape, x, y, size),
        state=state,
        cross=cross,
    )


def _points(shape: str, x: float, y: float, size: float) -> str:
    """Return the outline of a symbol around its middle; none for a circle. All look equally large."""
    side, reach = size * 0.9, size * 1.15
    outline = {
        "square": [(-side, -side), (side, -side), (side, side), (-side, side)],
        "triangle": [(0, -reach), (reach, size * 0.85), (-reach, size * 0.85)],
        "diamond": [(0, -reach), (reach, 0), (0, reach), (-reach, 0)],
    }.get(shape, [])
    return " ".join(f"{_n(x + dx)},{_n(y + dy)}" for dx, dy in outline)


def _emptiest(meetings: list[Meeting]) -> float:
    """Return the angle of the turn of a month with most room around it, where the rings' letters hide no meeting."""
    taken = [_angle(one.day) for one in meetings]
    turns = [2 * pi * month / 12 - pi / 2 for month in range(12)]
    return max(turns, key=lambda turn: min((_apart(turn, one) for one in taken), default=0))


def _apart(one: float, other: float) -> float:
    away = abs(one - other) % (2 * pi)
    return round(min(away, 2 * pi - away), 3)


def _month(number: int, year: int) -> Month:
    begins = _angle(date(year, number + 1, 1))
    middle = _angle(date(year, number + 1, 15))
    (x1, y1), (x2, y2) = _at(begins, _RINGS_TO - 16), _at(begins, _OUTER)
    label_x, label_y = _at(middle, (_OUTER + _MONTHS_FROM) / 2)
    return Month(
        MONTHS[number],
        MONTHS_SHORT[number],
        _n(x1), _n(y1), _n(x2), _n(y2), _n(label_x), _n(label_y + 7),
    )  # fmt: skip


def _now(year: int) -> tuple[str, str, str, str] | None:
    day = today()
    if day.year != year:
        return None
    (x1, y1), (x2, y2) = _at(_angle(day), _RINGS_TO - 16), _at(_angle(day), _OUTER)
    return _n(x1), _n(y1), _n(x2), _n(y2)


def _angle(day: date) -> float:
    """The year begins at the top and runs clockwise, in radians."""
    length = (date(day.year + 1, 1, 1) - date(day.year, 1, 1)).days
    return 2 * pi * (day.timetuple().tm_yday - 1) / length - pi / 2


def _at(angle: float, radius: float) -> tuple[float, float]:
    return _CENTRE + radius * cos(angle), _CENTRE + radius * sin(angle)


def _n(value: float) -> str:
    """A number as SVG wants it, whatever the locale."""
    return f"{value:.1f}"


def _row(meeting: Meeting) -> WheelRow:
    return WheelRow(
        meeting=meeting,
        place=place_text(meeting),
        label=str(MeetingStatus(meeting.status).label),
        tone=_TONES[meeting.status],
        month=MONTHS[meeting.day.month - 1].capitalize(),
    )


def _description(meetings: list[Meeting]) -> str:
    """The picture in words, month by month."""
    counts = [0] * 12
    for one in meetings:
        counts[one.day.month - 1] += 1
    told = [f"{MONTHS[month]} {count}" for month, count in enumerate(counts) if count]
    return f"Möten i månaden: {', '.join(told)}." if told else "Inga möten är planerade."
