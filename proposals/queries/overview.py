"""What of the loop waits for a person at ``/oversikt/``."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.urls import reverse

from common.registries import OverviewRow, Tone
from common.swedish import count_text, day_text, number_text, today
from proposals.models import Addressee, FollowUp, Measure, Proposal, ProposalSource
from proposals.queries.own import answerable, late_rows, own_measures
from proposals.queries.work import waiting_checks
from proposals.words import State, Status

#: The overview is no list: so many rows of one kind, and a way to the rest.
MOST = 5
#: A measure shows this long before its day.
AHEAD = timedelta(days=14)
#: A meeting is to be called at least this long before.
CALL_AHEAD = timedelta(days=30)


def rows(user: Any) -> Iterator[OverviewRow]:
    """Yield everything, each kind from one query."""
    if user.has_perm("proposals.have_answers"):
        yield from _answers(user)
        yield from _measures(user)
    if user.has_perm("proposals.see_late"):
        yield from _late(user)
    if user.has_perm("proposals.list_proposals"):
        yield from _checks(user)
        yield from _meetings(user)
    if user.has_perm("proposals.oversee"):
        yield from _overdue_answers()


def _answers(user: Any) -> Iterator[OverviewRow]:
    for one in answerable(user).unanswered().order_by("answer_due")[:MOST]:
        label, tone = _day(one.answer_due)
        yield OverviewRow(
            title=f"Svara på förslaget {one.proposal.title}",
            url=reverse("proposals:answer", args=[one.pk]),
            consequence=f"{one}. Utan svar visas det för alla att svaret saknas.",
            label=label,
            tone=tone,
            due=one.answer_due,
        )


def _measures(user: Any) -> Iterator[OverviewRow]:
    near = own_measures(user).open().filter(due__lte=today() + AHEAD)
    for one in near.exclude(addressee__proposal__outcome__gt="").order_by("due")[:MOST]:
        label, tone = _day(one.due)
        yield OverviewRow(
            title=f"Berätta hur det går: {_short(one.what)}",
            url=reverse("proposals:measure", args=[one.pk]),
            consequence="Det tar två minuter.",
            label=label,
            tone=tone,
            due=one.due,
        )


def _late(user: Any) -> Iterator[OverviewRow]:
    late = late_rows(user)
    if late:
        yield OverviewRow(
            title=f"Se {count_text(len(late), 'sak som är försenad', 'saker som är försenade')}",
            url=reverse("proposals:late"),
            consequence="Hos verksamheter där du är överordnad.",
            label=f"Försenat sedan {day_text(late[0].since)}",
            tone="late",
            due=late[0].since,
        )


def _checks(user: Any) -> Iterator[OverviewRow]:
    for one in waiting_checks(user)[:MOST]:
        yield OverviewRow(
            title=f"Kontrollera: {_short(one.what)}",
            url=reverse("proposals:check", args=[one.pk]),
            consequence=f"{one.addressee} säger att det är klart.",
            label="Väntar på er",
        )


def _meetings(user: Any) -> Iterator[OverviewRow]:
    mine = ProposalSource.objects.of_team(user)
    if user.has_perm("proposals.oversee"):
        mine = ProposalSource.objects.exclude(sent_on=None)
    near = FollowUp.objects.filter(source__in=mine, held_on=None, on__lte=today() + CALL_AHEAD)
    for one in near.order_by("on")[:MOST]:
        over = one.on < today()
        if one.invited_at and not over:
            continue
        label, tone = _day(one.on)
        yield OverviewRow(
            title="Skriv efter uppföljningsmötet" if over else "Bjud in till uppföljningsmötet",
            url=reverse("proposals:follow_up", args=[one.source_id]),
            consequence="Då ser alla vad som kom ut av förslagen.",
            label=label,
            tone=tone,
            due=one.on,
        )


def _overdue_answers() -> Iterator[OverviewRow]:
    """Delays for the coordinator: one row however many."""
    unanswered = Addressee.objects.unanswered().filter(answer_due__lt=today())
    overdue = unanswered.exclude(proposal__state=State.DRAFT).count()
    measures = Measure.objects.overdue().filter(addressee__proposal__outcome="").count()
    if not overdue and not measures:
        return
    words = [
        ("ett svar saknas" if overdue == 1 else f"{number_text(overdue)} svar saknas") if overdue else "",
        count_text(measures, "åtgärd är försenad", "åtgärder är försenade") if measures else "",
    ]
    late = Proposal.objects.with_status().filter(status_now=Status.LATE).exclude(state=State.DRAFT).exists()
    yield OverviewRow(
        title="Följ upp det som är försenat",
        url=reverse("proposals:list") + ("?lage=forsenad" if late else ""),
        consequence=f"{' och '.join(filter(None, words)).capitalize()}.",
        label="Försenat",
        tone="late",
    )


def _day(day: date | None) -> tuple[str, Tone]:
    if day is None:
        return "Väntar", "wait"
    if day < today():
        return f"Försenat sedan {day_text(day)}", "late"
    return f"Senast {day_text(day)}", "going" if day - today() <= timedelta(days=7) else "wait"


def _short(text: str) -> str:
    """The beginning, cut between two words."""
    line = " ".join(text.split())
    return line if len(line) <= 80 else f"{line[:79].rsplit(' ', 1)[0]} …"
