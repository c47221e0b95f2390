"""What anybody may read of the councils. Names only with their person's own yes."""

from dataclasses import dataclass
from datetime import datetime

from common.swedish import day_text
from councils.models import Council, Meeting
from councils.models.visibility import CouncilQuerySet
from councils.queries.councils import (
    TONES,
    BegunAgain,
    Holder,
    SeatRow,
    begun_again,
    next_meetings,
    seat_rows,
    with_begun_again,
)
from councils.words import CouncilStatus


@dataclass(frozen=True)
class PublicRow:
    """A council in the public list."""

    title: str
    url: str
    text: str
    facts: list[tuple[str, str]]
    status: str
    tone: str


@dataclass(frozen=True)
class PublicCouncil:
    """A council's public page."""

    council: Council
    tone: str
    seats: list[SeatRow]
    co_opted: list[Holder]
    bodies: list[tuple[str, list[str]]]
    upcoming: list[Meeting]
    held: list[Meeting]
    #: Years with meetings that have been.
    years: list[int]
    committees: list[Council]
    begun_again: BegunAgain | None

    @property
    def vacancies(self) -> int:
        return sum(row.is_empty for row in self.seats)


def public_councils() -> CouncilQuerySet:
    """Return the councils with a public page."""
    found: CouncilQuerySet = Council.objects.public()
    return with_begun_again(found.select_related("area", "network", "parent"))


def council_list() -> list[PublicRow]:
    """Return every council with a public page: active first, then paused, then ended."""
    councils = list(public_councils().in_order())
    coming = next_meetings(councils, public=True)
    rows = []
    for one in councils:
        facts = [("people", str(one.get_kind_display()))]
        if one.area:
            facts.append(("pin", one.area.name))
        if (meeting := coming.get(one.pk)) is not None:
            facts.append(("cal", f"Nästa möte {day_text(meeting.day)}"))
        if one.status == CouncilStatus.PAUSED and one.review_on:
            facts.append(("wait", f"Ses över {day_text(one.review_on)}"))
        rows.append(
            PublicRow(
                title=one.name,
                url=one.get_absolute_url(),
                text=one.status_reason or _first_sentence(one.purpose),
                facts=facts,
                status=str(one.get_status_display()),
                tone=TONES[CouncilStatus(one.status)],
            )
        )
    return rows


def public_council(council: Council) -> PublicCouncil:
    """Return one council's public page."""
    seats, co_opted = seat_rows(council)
    meetings = Meeting.objects.public().filter(council=council).select_related("council")
    newest = meetings.filter(status="held").order_by("-starts_at")[:6]
    # One question for both.
    near = list(meetings.upcoming()[:6].union(newest))
    units = list(council.units.active().in_order())
    principals = list(council.principals.in_order())
    bodies = [
        ("Huvudmän", [one.name for one in principals]),
        ("Verksamheter", [one.name for one in units]),
    ]
    return PublicCouncil(
        council=council,
        tone=TONES[CouncilStatus(council.status)],
        seats=seats,
        co_opted=co_opted,
        bodies=[(label, names) for label, names in bodies if names],
        upcoming=sorted((one for one in near if one.status != "held"), key=_starts),
        held=sorted((one for one in near if one.status == "held"), key=_starts, reverse=True),
        years=[day.year for day in meetings.filter(status="held").dates("day", "year", order="DESC")],
        committees=list(public_councils().filter(parent=council).in_order()),
        begun_again=begun_again(council),
    )


def _starts(meeting: Meeting) -> datetime:
    return meeting.starts_at


def _first_sentence(text: str) -> str:
    line = text.strip().split("\n", 1)[0]
    first, dot, _ = line.partition(". ")
    return first + dot.strip()
