"""A meeting as a source of proposals: the one place where this room meets the loop."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Final
from uuid import UUID

from accounts.rules import is_coordinator
from common.actors import Actor
from common.swedish import day_text
from councils.models import CouncilOffice, Decision, Mandate, Meeting
from councils.rules import office_council_ids
from councils.services.shared import ROOM
from proposals import services as loop
from proposals.models import ProposalSource
from proposals.sources import register_source
from proposals.words import SourceKind

LONGEST_TITLE: Final = 160


def forward_decisions(meeting: Meeting, on: date, *, actor: Actor) -> int:
    """Send what is forwarded to those who are to answer, and let anybody read it when the council is public.

    Done when the minutes are published: their words are approved then and no longer change. Called again it sends what a
    corrected edition added. Return how many were sent.
    """
    waiting = list(
        meeting.decisions.select_for_update(of=("self",))
        .filter(proposal=None, answer_due__isnull=False)
        .select_related("forwarded_unit", "forwarded_principal")
        .order_by("number")
    )
    if not waiting:
        return 0
    source = source_of(meeting, actor=actor)
    due: dict[UUID, date] = {}
    for decision in waiting:
        proposal = loop.create_proposal(
            source=source,
            title=title_of(decision),
            text=decision.text,
            addressees=[body for body in (decision.forwarded_to,) if body],
            form_key=decision.pk,
            actor=actor,
        )
        decision.proposal = proposal
        decision.save(update_fields=["proposal"])
        # A day that has passed while the minutes were read is no day to answer by: then the loop's own rule holds.
        if decision.answer_due and decision.answer_due > on:
            due[proposal.pk] = decision.answer_due
    if meeting.council.is_public:
        loop.publish_proposals(source, on, due=due, actor=actor)
    else:
        loop.send_proposals(source, on=on, due=due, actor=actor)
    return len(waiting)


def source_of(meeting: Meeting, *, actor: Actor) -> ProposalSource:
    """Return the meeting's source of proposals, made at the first call."""
    # What the person's teams were is remembered for the request; the meeting may be younger.
    getattr(actor, "__dict__", {}).pop("_proposal_sources", None)
    council = meeting.council
    return loop.open_source(
        room=ROOM,
        source_id=str(meeting.pk),
        kind=SourceKind.DIALOGUE_MEETING if council.is_dialogue else SourceKind.COUNCIL,
        title=f"{council.name} {day_text(meeting.day)}",
        url=meeting.get_absolute_url() if council.is_public else "",
        held_on=meeting.day,
        actor=actor,
    )


def title_of(decision: Decision) -> str:
    """Return the decision in one line: its first sentence, cut at a word when it is long."""
    first = decision.text.strip().splitlines()[0].split(". ")[0].strip().rstrip(".")
    if len(first) <= LONGEST_TITLE:
        return first
    return f"{first[: LONGEST_TITLE - 1].rsplit(' ', 1)[0]}…"


def own_meetings(user: Any) -> Iterable[str]:
    """Ids of the meetings whose decisions ``user`` sends on: secretary, chair, coordinator."""
    held = Meeting.objects.exclude(status="cancelled")
    if not is_coordinator(user):
        held = held.filter(council__in=office_council_ids(user))
    return [str(pk) for pk in held.values_list("pk", flat=True)]


def may_check(user: Any, source_id: str) -> bool:
    """Those who run the council look whether what was promised happened."""
    return source_id in set(own_meetings(user))


def team_addresses(source_id: str) -> Iterable[str]:
    """Where letters about a meeting's proposals go: its council's secretary and chair."""
    council = Meeting.objects.filter(pk=source_id).values("council")
    offices = CouncilOffice.objects.filter(council__in=council, ended_on=None, user__is_active=True)
    chairs = Mandate.objects.current().filter(council__in=council, role="chair", user__is_active=True)
    return sorted(
        {*offices.values_list("user__email", flat=True), *chairs.values_list("user__email", flat=True)}
    )


def council_units(source_id: str) -> Iterable[int]:
    """The units that take part in the council."""
    units: Iterable[int] = Meeting.objects.filter(pk=source_id, council__units__isnull=False).values_list(
        "council__units", flat=True
    )
    return units


def register() -> None:
    """Tell the loop who stands behind a meeting's proposals."""
    register_source(
        ROOM, checkers=may_check, sources_of=own_meetings, addresses=team_addresses, units=council_units
    )
