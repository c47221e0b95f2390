"""What waits for somebody around supervision, obstacles and training, for ``/oversikt/``."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final

from django.urls import reverse

from accounts.rules import is_coordinator
from common.registries import OverviewRow
from common.swedish import day_text, local_date, today
from organisations.rules import held_unit_ids
from peersupport.models import Placement
from peersupport.queries.few_rows import few_rows
from peersupport.queries.obstacles import is_waiting_long, past_their_day, unanswered
from peersupport.queries.people import supervised_unit_ids
from peersupport.queries.supervision import SUPERVISED, SupervisionState, supervision_states
from peersupport.queries.training import refreshers_due
from peersupport.words import Phase

#: The units where somebody has a role.
_Units = frozenset[int]
#: The next time stands on the overview so long before its day.
_SOON: Final = timedelta(days=14)


def rows(user: Any) -> Iterator[OverviewRow]:
    """Supervision to note and to book, what was missed, obstacles to answer, refreshers."""
    manages, supervises = held_unit_ids(user, "unit_manager"), held_unit_ids(user, "supervisor")
    coordinates = is_coordinator(user)
    if not (manages or supervises or coordinates):
        return
    kept = list(_supervision(manages, supervises, coordinates=coordinates))
    yield from few_rows(kept, "där handledningen väntar på något")
    if manages or coordinates:
        yield from few_rows(list(_obstacles(manages, coordinates=coordinates)), "har hinder som väntar")
    if manages:
        yield from _refreshers(manages)


def _supervision(manages: _Units, supervises: _Units, *, coordinates: bool) -> Iterator[OverviewRow]:
    """The supervisor's; the manager's when it was missed; whoever is left when nobody supervises there."""
    found = Placement.objects.filter(status__in=SUPERVISED).select_related("unit")
    if not coordinates:
        found = found.filter(unit_id__in=manages | supervises)
    placements = list(found.order_by("pk"))
    if not placements:
        return
    states = supervision_states([one.pk for one in placements])
    looked_after = supervised_unit_ids()
    for placement in placements:
        state = states.get(placement.pk, SupervisionState())
        is_left = placement.unit_id not in looked_after
        is_mine = placement.unit_id in supervises or (is_left and placement.unit_id in manages)
        if is_mine:
            yield from _to_keep(placement, state)
        if state.is_missed and (is_mine or placement.unit_id in manages or (coordinates and is_left)):
            yield _missed(placement, state)


def _to_keep(placement: Placement, state: SupervisionState) -> Iterator[OverviewRow]:
    url = reverse("peersupport:supervision", args=[placement.pk])
    if state.to_mark:
        first = state.to_mark[0].day
        yield OverviewRow(
            title=f"Skriv om handledningen hölls: {placement.unit}",
            url=url,
            consequence="En gång som ingen skriver om räknas som inte hållen efter en vecka.",
            label=day_text(first, year=False),
            tone="wait",
            due=first,
        )
    elif state.next is None:
        yield OverviewRow(
            title=f"Boka nästa handledning: {placement.unit}",
            url=url,
            consequence="Ingen tid är bokad.",
            label="Ingen tid bokad",
            tone="wait",
        )
    elif state.next.day <= today() + _SOON:
        yield OverviewRow(
            title=f"Handledning: {placement.unit}",
            url=url,
            consequence="Efteråt skriver du om den hölls, inget mer.",
            label=day_text(state.next.day, year=False),
            tone="going",
            due=state.next.day,
        )


def _missed(placement: Placement, state: SupervisionState) -> OverviewRow:
    return OverviewRow(
        title=f"Se till att handledningen blir av: {placement.unit}",
        url=reverse("peersupport:supervision", args=[placement.pk]),
        consequence="Utan handledning står den som har tjänsten ensam.",
        label=f"{state.missed} i rad inte hållna",
        tone="late",
        due=state.row[-1].day,
    )


def _obstacles(manages: _Units, *, coordinates: bool) -> Iterator[OverviewRow]:
    """What waits for the manager; for the coordinator when it has waited for 14 days."""
    found = Placement.objects.exclude(status=Phase.ENDED)
    placements = found if coordinates else found.filter(unit_id__in=manages)
    for one in unanswered(placements).order_by("raised_at", "pk"):
        is_long = is_waiting_long(one)
        if one.placement.unit_id not in manages and not is_long:
            continue
        yield OverviewRow(
            title=f"Svara på ett hinder: {one.placement.unit}",
            url=reverse("peersupport:obstacles", args=[one.placement_id]),
            consequence="Den som skrev det vet inte om någon har läst det.",
            label=f"Väntat sedan {day_text(local_date(one.raised_at), year=False)}",
            tone="late" if is_long else "wait",
            due=local_date(one.raised_at),
        )
    for one in past_their_day(placements.filter(unit_id__in=manages)).order_by("due_on", "pk"):
        yield OverviewRow(
            title=f"Skriv hur det gick med ett hinder: {one.placement.unit}",
            url=reverse("peersupport:obstacles", args=[one.placement_id]),
            consequence="Dagen ni satte har gått.",
            label=f"Klart senast {day_text(one.due_on, year=False)}" if one.due_on else "",
            tone="late",
            due=one.due_on,
        )


def _refreshers(manages: _Units) -> Iterator[OverviewRow]:
    for one in refreshers_due(Placement.objects.filter(unit_id__in=manages)):
        if one.refresh_on is None:
            continue
        yield OverviewRow(
            title=f"Planera repetition av en utbildning: {one.placement.unit}",
            url=reverse("peersupport:training", args=[one.placement_id]),
            consequence=f"{one.get_who_display()} gick {one.course.name} {day_text(one.completed_on)}.",
            label=f"Senast {day_text(one.refresh_on, year=False)}",
            tone="late" if one.refresh_on < today() else "wait",
            due=one.refresh_on,
        )
