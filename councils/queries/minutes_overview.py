"""What waits for somebody around agendas, notes, decisions and minutes."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from common.registries import OverviewRow
from common.swedish import count_text, day_text, today
from councils.models import Action, Minutes, MinutesView
from councils.queries.agenda import items_to_answer
from councils.queries.reach import left_council_ids
from councils.rules import mandate_rows, member_council_ids, office_council_ids, secretary_council_ids
from councils.services.minutes_reminders import (
    approvable,
    missing_ticks,
    still_sits,
    told_elsewhere,
    without_notes,
)


def rows(user: Any) -> Iterator[OverviewRow]:
    """Items to answer, notes to write, minutes to read, approve and publish, actions to do."""
    left = left_council_ids(user)
    runs = office_council_ids(user) | left
    if runs:
        yield from _to_write(runs, secretary_council_ids(user) | left)
        yield from _proposed(user, runs)
    if user.has_perm("councils.record_tick"):
        yield from _to_record()
    if member_council_ids(user):
        yield from _to_read(user)
        yield from _actions(user)


def _to_write(runs: Any, keeps: Any) -> Iterator[OverviewRow]:
    for meeting in without_notes().filter(council__in=keeps).order_by("day")[:20]:
        late = (today() - meeting.day).days
        yield OverviewRow(
            title=f"Skriv klart anteckningarna från mötet {day_text(meeting.day, year=False)}",
            url=reverse("councils:minutes", args=[meeting.pk]),
            consequence="De som var med kan inte läsa vad som sades, och inget går vidare.",
            label=f"{count_text(late, 'dag', 'dagar')} sedan mötet".capitalize(),
            tone="late" if late >= 3 else "wait",
            due=meeting.day,
        )
    waiting = MinutesView.objects.filter(
        state=MinutesView.State.WAITING, minutes__status="sent", minutes__meeting__council__in=runs
    )
    for pk in sorted(set(waiting.values_list("minutes__meeting", flat=True)), key=str):
        yield OverviewRow(
            title="Svara på synpunkter på anteckningar",
            url=reverse("councils:minutes", args=[pk]),
            consequence="Anteckningarna kan inte godkännas förrän alla synpunkter har fått svar.",
            label="Väntar på svar",
            tone="wait",
        )
    for pk in _stranded(runs):
        yield OverviewRow(
            title="Välj någon annan som godkänner anteckningar",
            url=reverse("councils:minutes", args=[pk]),
            consequence="En av dem som skulle godkänna är inte med i rådet längre. Ta tillbaka anteckningarna och skicka ut dem igen.",
            label="Kan inte godkännas",
            tone="late",
        )
    approved = Minutes.objects.filter(status="approved", meeting__council__in=runs)
    for pk in approved.values_list("meeting", flat=True):
        yield OverviewRow(
            title="Publicera godkända anteckningar",
            url=reverse("councils:minutes", args=[pk]),
            consequence="Det rådet har skickat vidare når ingen förrän de är publicerade.",
            label="Klara att publicera",
            tone="going",
        )


def _stranded(runs: Any) -> list[Any]:
    """Meetings whose minutes wait for a tick of somebody who no longer sits in the council."""
    ticks = missing_ticks().filter(~still_sits(), minutes__meeting__council__in=runs)
    return sorted(set(ticks.values_list("minutes__meeting", flat=True)), key=str)


def _to_record() -> Iterator[OverviewRow]:
    """Approvals of those without account, for whoever writes them down."""
    for tick in approvable().filter(told_elsewhere()).select_related("minutes__meeting").order_by("pk"):
        yield OverviewRow(
            title=f"Hör med den som ska godkänna anteckningarna från mötet {day_text(tick.minutes.meeting.day, year=False)}",
            url=reverse("councils:minutes", args=[tick.minutes.meeting_id]),
            consequence="Personen har inget konto. Du antecknar godkännandet när det är gjort på papper eller per telefon.",
            label="Väntar på godkännande",
            tone="wait",
        )


def _proposed(user: Any, runs: frozenset[int]) -> Iterator[OverviewRow]:
    if number := sum(one.council_id in runs for one in items_to_answer(user)):
        yield OverviewRow(
            title=f"Svara på {count_text(number, 'föreslagen fråga', 'föreslagna frågor')}",
            url=reverse("councils:proposed"),
            consequence="Den som föreslog vet inte om frågan tas upp.",
            label="Väntar på besked",
            tone="wait",
        )


def _to_read(user: Any) -> Iterator[OverviewRow]:
    out = Minutes.objects.filter(
        status="sent", meeting__council__in=member_council_ids(user), views_until__gte=today()
    ).select_related("meeting")
    for one in out:
        yield OverviewRow(
            title=f"Läs anteckningarna från mötet {day_text(one.meeting.day, year=False)}",
            url=reverse("councils:minutes", args=[one.meeting_id]),
            consequence="Efter sista dagen kan du inte lämna synpunkter här.",
            label=f"Synpunkter senast {day_text(one.views_until, year=False)}" if one.views_until else "",
            tone="going",
            due=one.views_until,
        )
    for tick in approvable().filter(mandate__user=user).select_related("minutes__meeting").order_by("pk"):
        yield OverviewRow(
            title=f"Godkänn anteckningarna från mötet {day_text(tick.minutes.meeting.day, year=False)}",
            url=reverse("councils:minutes", args=[tick.minutes.meeting_id]),
            consequence="De publiceras inte förrän alla som är valda har godkänt.",
            label="Väntar på dig",
            tone="wait",
        )


def _actions(user: Any) -> Iterator[OverviewRow]:
    mine = Action.objects.open().filter(mandate__in=[row["id"] for row in mandate_rows(user)])
    for one in mine.select_related("item").exclude(item__meeting=None):
        yield OverviewRow(
            title=one.what[:120],
            url=reverse("councils:agenda", args=[one.item.meeting_id]),
            consequence="Åtgärden tas upp på nästa möte.",
            label=f"Senast {day_text(one.due_on, year=False)}" if one.due_on else "Pågår",
            tone="late" if one.due_on and one.due_on < today() else "going",
            due=one.due_on,
        )
