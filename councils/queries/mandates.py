"""The ledger: the seats one appoints to, who sits there, what ends, what is empty, and what has been."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from associations.models import Association
from associations.rules import represented_ids
from common.swedish import today
from councils.models import Council, Mandate, Seat
from councils.models.mandates import MandateQuerySet
from councils.queries.councils import period_text
from councils.rules import mandate_rows
from councils.services.mandate_reminders import REMIND_AT
from councils.words import CouncilStatus, MandateRole


@dataclass(frozen=True)
class LedgerSeat:
    """A seat one may appoint to: who sits there now, and who comes after."""

    seat: Seat
    label: str
    member: Mandate | None
    substitute: Mandate | None
    coming: list[Mandate]


@dataclass(frozen=True)
class LedgerCouncil:
    """A council with the seats one may appoint to."""

    council: Council
    seats: list[LedgerSeat]

    @property
    def vacancies(self) -> int:
        return sum(row.member is None for row in self.seats)


@dataclass(frozen=True)
class Ledger:
    """The ledger as one person sees it."""

    councils: list[LedgerCouncil]
    ending: list[Mandate]
    former: list[Mandate]
    all_of_them: bool

    @property
    def vacancies(self) -> int:
        return sum(one.vacancies for one in self.councils)


@dataclass(frozen=True)
class MandatePage:
    """One mandate, its facts in words, and what the asker may do with it."""

    mandate: Mandate
    period: str
    is_current: bool
    is_coming: bool
    is_over: bool
    is_own: bool
    may_appoint: bool
    may_rename: bool
    may_invite: bool
    history: list[Mandate]

    @property
    def may_hand_over(self) -> bool:
        has_place = self.mandate.seat_id is not None and self.mandate.successor_id is None
        return self.may_appoint and has_place and not self.is_coming


def visible_mandates(user: Any) -> MandateQuerySet:
    """Return the mandates whose name and contact ``user`` may see."""
    found: MandateQuerySet = Mandate.objects.visible_to(user).for_listing()
    return found


def ledger(user: Any) -> Ledger:
    """Return the seats ``user`` appoints to in active and paused councils, what ends soon and what has been."""
    everything = user.has_perm("councils.oversee")
    seats = Seat.objects.in_use().exclude(council__status=CouncilStatus.ENDED).in_order()
    if not everything:
        seats = seats.filter(association__in=represented_ids(user))
    day = today()
    held: dict[int, list[Mandate]] = {}
    rows = visible_mandates(user).filter(seat__isnull=False).order_by("starts_on", "pk")
    former = []
    for one in rows:
        if one.ends_on is None or one.ends_on >= day:
            held.setdefault(one.seat_id or 0, []).append(one)
        else:
            former.append(one)
    by_council: dict[int, LedgerCouncil] = {}
    for seat in seats.select_related("council", "association", "principal", "unit"):
        row = by_council.setdefault(seat.council_id, LedgerCouncil(seat.council, []))
        row.seats.append(_seat(seat, held.get(seat.pk, []), day))
    soon = day + timedelta(days=REMIND_AT[0])
    ending = [
        one
        for many in held.values()
        for one in many
        if one.ends_on and one.starts_on <= day and one.ends_on <= soon and one.successor_id is None
    ]
    return Ledger(
        councils=sorted(by_council.values(), key=lambda one: one.council.name.casefold()),
        ending=sorted(ending, key=lambda one: (one.ends_on or date.max, one.pk)),
        former=sorted(former, key=lambda one: (one.ends_on or date.max, one.pk), reverse=True)[:50],
        all_of_them=everything,
    )


def mandate_page(mandate: Mandate, user: Any) -> MandatePage:
    """Return one mandate's page with the seat's history."""
    day = today()
    history = (
        list(
            visible_mandates(user)
            .filter(seat=mandate.seat_id, ends_on__lt=day)
            .exclude(pk=mandate.pk)
            .order_by("-ends_on")[:20]
        )
        if mandate.seat_id
        else []
    )
    over = mandate.ends_on is not None and mandate.ends_on < day
    return MandatePage(
        mandate=mandate,
        period=period_text(mandate),
        is_current=mandate.starts_on <= day and not over,
        is_coming=mandate.starts_on > day,
        is_over=over,
        is_own=mandate.user_id == user.pk,
        may_appoint=user.has_perm("councils.appoint", mandate),
        may_rename=user.has_perm("councils.rename_holder", mandate),
        may_invite=user.has_perm("councils.oversee")
        and mandate.user_id is None
        and bool(mandate.email)
        and not over,
        history=history,
    )


def own_mandates(user: Any) -> list[Mandate]:
    """Return what ``user`` holds today."""
    return list(Mandate.objects.current().for_listing().filter(user=user).order_by("starts_on", "pk"))


def names_to_answer(user: Any) -> list[Mandate]:
    """Return ``user``'s mandates in councils with a public page that wait for a yes or no to the name."""
    if not mandate_rows(user):
        return []
    rows = Mandate.objects.filter(user=user).asked_for_name(today())
    return list(rows.select_related("council").order_by("starts_on", "pk"))


def vacant_seats(user: Any) -> list[Seat]:
    """Return the empty seats of active councils that ``user`` appoints to: their associations', or all."""
    seats = Seat.objects.in_use().filter(council__status=CouncilStatus.ACTIVE)
    if not user.has_perm("councils.oversee"):
        mine = represented_ids(user)
        if not mine:
            return []
        seats = seats.filter(association__in=mine)
    sitting = Mandate.objects.current().exclude(role=MandateRole.SUBSTITUTE).filter(seat__isnull=False)
    return list(seats.exclude(pk__in=sitting.values("seat")).select_related("council").in_order())


def ending_mandates(user: Any) -> list[Mandate]:
    """Return those that end within 90 days without a successor, of those ``user`` appoints."""
    rows = Mandate.objects.ending_by(today() + timedelta(days=REMIND_AT[0])).filter(
        successor=None, erased_at=None, council__status=CouncilStatus.ACTIVE
    )
    if not user.has_perm("councils.oversee"):
        mine = represented_ids(user)
        if not mine:
            return []
        rows = rows.filter(association__in=mine)
    return list(rows.for_listing().order_by("ends_on", "pk"))


def appointing_associations(council: Council) -> Any:
    """Return the associations that an open seat may be given by: the network's, or all in the directory."""
    rows = Association.objects.public().in_order()
    return rows.filter(memberships__network=council.network_id) if council.network_id else rows


def _seat(seat: Seat, here: list[Mandate], day: date) -> LedgerSeat:
    now = [one for one in here if one.starts_on <= day]
    ordinary = [one for one in now if one.role != MandateRole.SUBSTITUTE]
    instead = [one for one in now if one.role == MandateRole.SUBSTITUTE]
    return LedgerSeat(
        seat=seat,
        label=str(seat),
        member=ordinary[0] if ordinary else None,
        substitute=instead[0] if instead else None,
        coming=[one for one in here if one.starts_on > day],
    )
