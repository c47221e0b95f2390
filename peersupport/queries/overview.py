"""What waits for each person, and one's own placements: the unit manager's and the supervisor's view."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.urls import reverse

from common.registries import OverviewRow
from common.swedish import count_text, day_text, swedish_order, today
from peersupport.models import Interest, Placement
from peersupport.queries.few_rows import MOST, few_rows
from peersupport.queries.missing import missing_words, with_missing
from peersupport.queries.pipeline import PlacementRow, row_of
from peersupport.queries.placements import visible_placements
from peersupport.queries.supervision import SUPERVISED, SupervisionState, supervision_states
from peersupport.services.phases import REVIEW_AHEAD
from peersupport.words import RESTING, WAY, Phase

#: Phases from which the next step is somebody's to take when nothing is missing. Running goes on by itself.
_MOVES = tuple(phase for phase in WAY if phase not in {Phase.RUNNING, Phase.PERMANENT})


@dataclass(frozen=True)
class OwnRow:
    """One of one's own placements: where it is, what is next, and supervision for those who keep it."""

    row: PlacementRow
    next: str
    supervision: SupervisionState | None

    @property
    def supervision_words(self) -> str:
        """The next time and what was missed, without a word of what was said."""
        if self.supervision is None:
            return ""
        state = self.supervision
        told = f"Nästa handledning {day_text(state.next.day)}" if state.next else "Ingen handledning bokad"
        return (
            f"{told}. {count_text(state.missed, 'gång', 'gånger').capitalize()} i rad inte hållen."
            if state.missed
            else told
        )


@dataclass(frozen=True)
class OwnPlacements:
    """The placements of one's units, and those one evaluates; what one's units have asked."""

    going: list[OwnRow]
    ended: list[PlacementRow]
    interests: list[Interest]


def own_placements(user: Any) -> OwnPlacements:
    """Return one's own placements. As many queries for many as for one."""
    rows = list(with_missing(visible_placements(user)).order_by(swedish_order("unit__name"), "pk"))
    going = [one for one in rows if one.status != Phase.ENDED]
    kept = [
        one.pk
        for one in going
        if one.status in SUPERVISED and user.has_perm("peersupport.keep_supervision", one)
    ]
    states = supervision_states(kept) if kept else {}
    asked = Interest.objects.visible_to(user).select_related("unit", "placement")
    return OwnPlacements(
        going=[
            OwnRow(row_of(one), _next(one), states.get(one.pk, SupervisionState()) if one.pk in kept else None)
            for one in going
        ],
        ended=[row_of(one) for one in rows if one.status == Phase.ENDED],
        interests=list(asked.filter(placement=None).order_by("-created_at")[:MOST]),
    )  # fmt: skip


def waiting_rows(user: Any) -> Iterator[OverviewRow]:
    """Interests to answer, placements at rest that are due, closed units, steps that can be taken."""
    if user.has_perm("peersupport.answer_interest"):
        yield from _interests(user)
    day = today()
    found = visible_placements(user).exclude(status=Phase.ENDED)
    wanted = Q(status__in=RESTING, review_on__lte=day + REVIEW_AHEAD) | Q(unit__closed_on__lte=day)
    wanted |= Q(status__in=_MOVES)
    mine = [
        one
        for one in with_missing(found.filter(wanted)).order_by("review_on", "pk")
        if user.has_perm("peersupport.manage_placement", one)
    ]
    closed = [one for one in mine if one.unit.closed_on is not None and one.unit.closed_on <= day]
    soon = day + REVIEW_AHEAD
    resting = [one for one in mine if one.status in RESTING and one not in closed]
    due = [one for one in resting if one.review_on is not None and one.review_on <= soon]
    ready = [one for one in mine if one.status in _MOVES and not missing_words(one)]
    yield from few_rows([_closed(one, user) for one in closed], "väntar, för att verksamheten är nedlagd")
    yield from few_rows([_review(one) for one in due], "ska ses över")
    yield from few_rows([_ready(one) for one in ready], "går att ta vidare")


def _interests(user: Any) -> Iterator[OverviewRow]:
    waiting = Interest.objects.visible_to(user).waiting().count()
    if waiting:
        yield OverviewRow(
            title=f"Svara {count_text(waiting, 'verksamhet', 'verksamheter')} som vill ha peer support",
            url=reverse("peersupport:interests"),
            consequence="De väntar på att få veta vad som händer nu.",
            label="Väntar på svar",
            tone="wait",
        )


def _closed(placement: Placement, user: Any) -> OverviewRow:
    moves = user.has_perm("peersupport.answer_interest")
    return OverviewRow(
        title=f"Verksamheten är nedlagd: {placement.unit}",
        url=reverse("peersupport:move_unit" if moves else "peersupport:placement", args=[placement.pk]),
        consequence="Flytta tjänsten till en annan verksamhet, eller avsluta placeringen."
        if moves
        else "Samordnaren flyttar tjänsten. Du kan avsluta placeringen om den inte ska finnas kvar.",
        label="Verksamheten är nedlagd",
        tone="late",
    )


def _review(placement: Placement) -> OverviewRow:
    late = placement.review_on is not None and placement.review_on < today()
    return OverviewRow(
        title=f"Se över peer support: {placement.unit}",
        url=reverse("peersupport:placement", args=[placement.pk]),
        consequence="Det vilar. Bestäm om det går vidare, vilar längre eller avslutas.",
        label="Skulle ha setts över" if late else "Ses över",
        tone="late" if late else "wait",
        due=placement.review_on,
    )


def _ready(placement: Placement) -> OverviewRow:
    return OverviewRow(
        title=f"Ta peer support vidare: {placement.unit}",
        url=reverse("peersupport:placement", args=[placement.pk]),
        consequence=f"Allt som behövs efter {placement.get_status_display().lower()} finns.",
        label="Går att ta vidare",
    )


def _next(placement: Placement) -> str:
    if placement.status in RESTING or placement.status in {Phase.RUNNING, Phase.PERMANENT}:
        return ""
    return "" if missing_words(placement) else "Allt som behövs för nästa steg finns."
