"""The council's working pages: the list, a council with its seats and the people in them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import CharField, Count, OuterRef, Q, Subquery
from django.db.models.functions import Cast

from common import trail
from common.models import StatusChange
from common.swedish import day_text, local_date, today
from councils.models import Council, CouncilOffice, Mandate, Meeting, PayrollReader, Seat
from councils.models.visibility import CouncilQuerySet
from councils.rules import mandate_rows, secretary_council_ids
from councils.words import CouncilStatus, MandateRole
from organisations.models import Principal

#: How a council's state is drawn.
TONES = {CouncilStatus.ACTIVE: "done", CouncilStatus.PAUSED: "wait", CouncilStatus.ENDED: "no"}


@dataclass(frozen=True)
class Holder:
    """Somebody in a seat, as the asker may see them. ``name`` is empty where it may not be told."""

    role: str
    role_text: str
    name: str
    body: str
    period: str
    #: The mandate's page, for those who may open it.
    pk: int | None = None
    ends_on: date | None = None


@dataclass(frozen=True)
class SeatRow:
    """One seat: whose it is, for whom it speaks, who sits there today, who is coming."""

    seat: Seat
    label: str
    voice: str
    member: Holder | None
    substitute: Holder | None
    coming: list[Holder]

    @property
    def is_empty(self) -> bool:
        return self.member is None

    @property
    def misses_substitute(self) -> bool:
        return self.seat.has_substitute and self.substitute is None


@dataclass(frozen=True)
class CouncilRow:
    """A council in a list."""

    council: Council
    tone: str
    mine: str
    next_meeting: Meeting | None
    seats: int
    filled: int

    @property
    def vacancies(self) -> int:
        return self.seats - self.filled


@dataclass(frozen=True)
class BegunAgain:
    """When and why a council began again after a pause or an end."""

    day: date
    reason: str


@dataclass(frozen=True)
class CouncilPage:
    """A council's page in the workspace."""

    council: Council
    tone: str
    seats: list[SeatRow]
    co_opted: list[Holder]
    offices: list[CouncilOffice]
    upcoming: list[Meeting]
    held: list[Meeting]
    own: list[Mandate]
    #: Plans and calls its meetings.
    may_run: bool
    begun_again: BegunAgain | None

    @property
    def vacancies(self) -> int:
        return sum(row.is_empty for row in self.seats)


def visible_councils(user: Any) -> CouncilQuerySet:
    """Return the councils ``user`` may open in the workspace, with what a page shows of them."""
    found: CouncilQuerySet = Council.objects.visible_to(user)
    rows = found.select_related("area", "network", "parent").prefetch_related("units", "principals")
    return with_begun_again(rows)


def visible_seats(user: Any) -> Any:
    """Return seats with what appointing to them needs. Whether ``user`` may appoint is each seat's own question."""
    return Seat.objects.in_use().select_related("council", "association", "principal", "unit")


def visible_offices(council: Council) -> Any:
    """Return the council's secretaries of today."""
    return council.offices.filter(ended_on=None).select_related("user", "council").order_by("pk")


def payroll_readers() -> list[tuple[Principal, list[PayrollReader]]]:
    """Return every principal with who reads its payroll lists today."""
    rows: dict[int, list[PayrollReader]] = {}
    for one in PayrollReader.objects.filter(ended_on=None).select_related("user").order_by("pk"):
        rows.setdefault(one.principal_id, []).append(one)
    return [(one, rows.get(one.pk, [])) for one in Principal.objects.in_order()]


def current_payroll_readers() -> Any:
    """Return those who read payroll lists today."""
    return PayrollReader.objects.filter(ended_on=None)


def my_councils(user: Any) -> list[CouncilRow]:
    """Return the councils ``user`` may open, one's own first, active before the others."""
    mine: dict[int, str] = {row["council"]: str(MandateRole(row["role"]).label) for row in mandate_rows(user)}
    mine |= dict.fromkeys(secretary_council_ids(user), "Sekreterare")
    found = list(Council.objects.visible_to(user).in_order())
    seats, filled, coming = _counts(found), _filled(found), next_meetings(found)
    rows = [
        CouncilRow(
            council=one,
            tone=TONES[CouncilStatus(one.status)],
            mine=mine.get(one.pk, ""),
            next_meeting=coming.get(one.pk),
            seats=seats.get(one.pk, 0),
            filled=filled.get(one.pk, 0),
        )
        for one in found
    ]
    return sorted(rows, key=lambda row: not row.mine)


def council_page(council: Council, user: Any) -> CouncilPage:
    """Return what ``user`` sees of a council: names where they may be told, pages of mandates where they open."""
    own = Mandate.objects.current().for_listing().filter(council=council, user=user)
    rows, co_opted = seat_rows(council, user)
    return CouncilPage(
        council=council,
        tone=TONES[CouncilStatus(council.status)],
        seats=rows,
        co_opted=co_opted,
        offices=list(visible_offices(council)),
        upcoming=list(Meeting.objects.visible_to(user).filter(council=council).upcoming()[:5]),
        held=list(
            Meeting.objects.visible_to(user).filter(council=council, status="held").order_by("-starts_at")[:5]
        ),
        own=list(own),
        may_run=user.has_perm("councils.run_meeting", council),
        begun_again=begun_again(council),
    )


def with_begun_again(rows: CouncilQuerySet) -> CouncilQuerySet:
    """Add when and why each council last began again, as ``begun_again`` reads it."""
    moves = StatusChange.objects.filter(
        object_type=trail.object_type(Council()),
        object_id=Cast(OuterRef("pk"), CharField()),
        target=CouncilStatus.ACTIVE,
    )
    last = moves.exclude(note="").order_by("-at", "-pk")
    told: CouncilQuerySet = rows.annotate(
        begun_at=Subquery(last.values("at")[:1]), begun_why=Subquery(last.values("note")[:1])
    )
    return told


def begun_again(council: Any) -> BegunAgain | None:
    """Return why an active council began again, as everybody may read why it was paused; ``None`` if it never rested.

    Of a council that was fetched ``with_begun_again``.
    """
    if council.status != CouncilStatus.ACTIVE or not council.begun_at:
        return None
    return BegunAgain(local_date(council.begun_at), council.begun_why)


def seat_rows(council: Council, user: Any = None) -> tuple[list[SeatRow], list[Holder]]:
    """Return the seats in use with who sits there, and those co-opted, in four queries however many.

    Without ``user`` only names with their person's own yes are told.
    """
    day = today()
    opens = set() if user is None else _openable(council, user)
    held: dict[int | None, list[Mandate]] = {}
    on_now = Q(ends_on=None) | Q(ends_on__gte=day)
    for one in Mandate.objects.for_listing().filter(on_now, council=council).order_by("starts_on", "pk"):
        held.setdefault(one.seat_id, []).append(one)
    rows = []
    for seat in council.seats.in_use().in_order():
        here = held.get(seat.pk, [])
        now = [one for one in here if one.starts_on <= day]
        later = [one for one in here if one.starts_on > day]
        ordinary = [one for one in now if one.role != MandateRole.SUBSTITUTE]
        instead = [one for one in now if one.role == MandateRole.SUBSTITUTE]
        rows.append(
            SeatRow(
                seat=seat,
                label=str(seat),
                voice=str(seat.get_voice_display()),
                member=_holder(ordinary[0], opens) if ordinary else None,
                substitute=_holder(instead[0], opens) if instead else None,
                coming=[_holder(one, opens) for one in later],
            )
        )
    return rows, [_holder(one, opens) for one in held.get(None, []) if one.starts_on <= day]


def next_meetings(councils: Iterable[Council], *, public: bool = False) -> dict[int, Meeting]:
    """Return each council's next meeting by the council's key, in one query."""
    rows = Meeting.objects.public() if public else Meeting.objects.all()
    found = rows.filter(council__in=councils).upcoming().select_related("council")
    first: dict[int, Meeting] = {}
    for meeting in found.order_by("council_id", "starts_at").distinct("council_id"):
        first[meeting.council_id] = meeting
    return first


def due_reviews(day: date, ahead: timedelta) -> list[Council]:
    """Return paused councils to look at again by ``day`` plus ``ahead``."""
    return list(
        Council.objects.filter(status=CouncilStatus.PAUSED, review_on__lte=day + ahead).order_by("review_on")
    )


def period_text(mandate: Mandate) -> str:
    """Return "1 maj 2026 – 30 april 2028", or "sedan 1 maj 2026" without a last day."""
    if mandate.ends_on is None:
        return f"sedan {day_text(mandate.starts_on)}"
    return f"{day_text(mandate.starts_on)} – {day_text(mandate.ends_on)}"


def _openable(council: Council, user: Any) -> set[int]:
    return set(Mandate.objects.visible_to(user).filter(council=council).values_list("pk", flat=True))


def _holder(mandate: Mandate, opens: set[int]) -> Holder:
    may_open = mandate.pk in opens
    return Holder(
        role=mandate.role,
        role_text=str(mandate.get_role_display()),
        name=mandate.name if may_open else mandate.public_name,
        body=str(mandate.body),
        period=period_text(mandate),
        pk=mandate.pk if may_open else None,
        ends_on=mandate.ends_on,
    )


def _counts(councils: Sequence[Council]) -> dict[int, int]:
    seats = Seat.objects.in_use().filter(council__in=councils).order_by()
    return dict(seats.values_list("council_id").annotate(Count("pk")))


def _filled(councils: Sequence[Council]) -> dict[int, int]:
    sitting = Mandate.objects.current().exclude(role=MandateRole.SUBSTITUTE)
    seats = sitting.filter(council__in=councils, seat__withdrawn_on=None, seat__isnull=False).order_by()
    return dict(seats.values_list("council_id").annotate(Count("seat", distinct=True)))
