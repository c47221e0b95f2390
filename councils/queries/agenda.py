"""What the pages of agendas and proposed items show."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils import timezone

from associations.rules import represented_ids
from common.swedish import count_text, day_text
from councils.meeting_words import with_times
from councils.models import Action, AgendaItem, Decision, Meeting
from councils.queries.minutes_text import items_of
from councils.rules import office_council_ids
from councils.words import ItemState, MeetingStatus, MinutesStatus
from proposals.models import Proposal
from proposals.words import TONES, Status

#: State of an item → look of ``{% status %}``.
ITEM_TONES = {
    ItemState.PROPOSED: "wait",
    ItemState.PLACED: "going",
    ItemState.POSTPONED: "wait",
    ItemState.TREATED: "done",
    ItemState.DECLINED: "no",
}


@dataclass(frozen=True)
class MeetingFrame:
    """What stands above every page of one meeting."""

    meeting: Meeting
    tabs: list[tuple[str, str, int | None, bool]]


@dataclass(frozen=True)
class LoopState:
    """Where a decision that was sent on stands now."""

    decision: Decision
    words: str
    tone: str
    url: str


@dataclass(frozen=True)
class ItemRow:
    """One item of an agenda, and when it begins if the ones before keep their time."""

    item: AgendaItem
    at: str
    tone: str


@dataclass(frozen=True)
class AgendaPage:
    """An agenda with its times, what waits to be placed, and unfinished actions."""

    frame: MeetingFrame
    rows: list[ItemRow]
    planned: int
    available: int
    too_long: str
    may_edit: bool
    may_note: bool
    is_writable: bool
    can_make: bool
    proposed: list[AgendaItem]
    actions: list[Action]


@dataclass(frozen=True)
class Told:
    """What the council says under an item, as the newest published notes have it, and where it stands now if sent on."""

    kind: str
    text: str
    to: str
    words: str
    tone: str
    url: str


@dataclass(frozen=True)
class FollowedItem:
    """A proposed item and what has become of it: the last of the rows it has come back as."""

    item: AgendaItem
    now: AgendaItem
    tone: str
    words: str
    where: str
    url: str
    decisions: list[Told]


def meeting_frame(meeting: Meeting, user: Any, current: str) -> MeetingFrame:
    """Return the meeting and the ways between its pages that ``user`` may open."""
    tabs = [
        ("councils:meeting", "Mötet", "councils.view_council"),
        ("councils:agenda", "Dagordning", "councils.read_papers"),
        ("councils:attendance", "Närvaro", "councils.run_meeting"),
        ("councils:minutes", "Anteckningar", "councils.view_council"),
    ]
    return MeetingFrame(
        meeting=meeting,
        tabs=[
            (label, reverse(name, args=[meeting.pk]), None, name == current)
            for name, label, permission in tabs
            if user.has_perm(permission, meeting)
        ],
    )


def visible_meetings(user: Any) -> Any:
    """Meetings that ``user`` can find."""
    return Meeting.objects.visible_to(user).select_related("council")


def visible_items(user: Any) -> Any:
    """Items that ``user`` can find."""
    return AgendaItem.objects.visible_to(user).select_related("council", "meeting__council", "proposed_for")


def agenda_page(meeting: Meeting, user: Any) -> AgendaPage:
    """Return the agenda of ``meeting`` as ``user`` sees it."""
    timed = with_times(meeting, items_of(meeting))
    rows = [ItemRow(item, at, ITEM_TONES[ItemState(item.state)]) for at, item in timed]
    planned = sum(row.item.minutes for row in rows)
    available = int((meeting.ends_at - meeting.starts_at).total_seconds() // 60)
    edits = user.has_perm("councils.set_agenda", meeting)
    writable = is_writable(meeting)
    ahead = meeting.status in {MeetingStatus.PLANNED, MeetingStatus.CALLED}
    return AgendaPage(
        frame=meeting_frame(meeting, user, "councils:agenda"),
        rows=rows,
        planned=planned,
        available=available,
        too_long=_over(planned - available),
        may_edit=edits and writable,
        may_note=user.has_perm("councils.take_notes", meeting),
        is_writable=writable,
        can_make=edits and writable and ahead,
        proposed=_waiting(meeting) if edits and writable and ahead else [],
        actions=list(meeting.council.actions.open()),
    )


def is_writable(meeting: Meeting) -> bool:
    """Whether agenda and notes may still change."""
    minutes = getattr(meeting, "minutes", None)
    closed = minutes is not None and minutes.status in {MinutesStatus.APPROVED, MinutesStatus.PUBLISHED}
    return meeting.status != MeetingStatus.CANCELLED and not closed


def items_to_answer(user: Any) -> list[AgendaItem]:
    """Return what is proposed to the councils ``user`` runs and nobody has answered, oldest first."""
    rows = AgendaItem.objects.visible_to(user).filter(state=ItemState.PROPOSED)
    if not user.has_perm("councils.oversee"):
        rows = rows.filter(council__in=office_council_ids(user))
    return list(rows.select_related("council", "proposed_for").order_by("proposed_at"))


def meetings_ahead(council: Any) -> Any:
    """Return meetings that an item can be placed at."""
    ahead = Meeting.objects.filter(council=council, status__in=[MeetingStatus.PLANNED, MeetingStatus.CALLED])
    return ahead.order_by("starts_at")


def followed_items(user: Any) -> list[FollowedItem]:
    """Return what ``user``, or an association of theirs, has proposed, newest first, with what became of each."""
    rows = list(
        AgendaItem.objects.visible_to(user)
        .filter(carried_from=None, proposed_at__isnull=False, pk__in=_own(user))
        .select_related("council", "meeting", "proposed_for")
        .order_by("-proposed_at")[:200]
    )
    chains = _chains(rows)
    return [_followed(row, chains[row.pk]) for row in rows]


def loop_states(decisions: Iterable[Decision]) -> list[LoopState]:
    """Return where decisions stand; fetch them with ``with_loop``."""
    return [_loop_state(one) for one in decisions]


def with_loop(prefix: str = "") -> Prefetch[Any]:
    """Prefetch decisions together with where their proposals stand today."""
    rows = Decision.objects.select_related("forwarded_unit", "forwarded_principal").prefetch_related(
        Prefetch("proposal", Proposal.objects.with_status())
    )
    return Prefetch(f"{prefix}decisions", rows)


def _own(user: Any) -> Any:
    mine = Q(proposed_by=user) | Q(proposed_for__in=represented_ids(user))
    return AgendaItem.objects.filter(mine).values("pk")


def _chains(rows: list[AgendaItem]) -> dict[Any, list[AgendaItem]]:
    """Return each item with all it has come back as, in order; a few queries however long the chains are."""
    chains: dict[Any, list[AgendaItem]] = {row.pk: [] for row in rows}
    root = {row.pk: row.pk for row in rows}
    step = [row.pk for row in rows]
    while step:
        found = AgendaItem.objects.filter(pk__in=step).select_related(
            "meeting__council", "meeting__minutes", "carried_to"
        )
        ends = []
        for row in found.prefetch_related(with_loop(), "meeting__minutes__editions"):
            chains[root[row.pk]].append(row)
            later = getattr(row, "carried_to", None)
            if later is not None:
                root[later.pk] = root[row.pk]
                ends.append(later.pk)
        step = ends
    return chains


def _followed(item: AgendaItem, chain: list[AgendaItem]) -> FollowedItem:
    now = chain[-1]
    meeting = now.meeting
    url = ""
    minutes = getattr(meeting, "minutes", None) if meeting else None
    if meeting is not None and meeting.council.is_public and minutes and minutes.published_at:
        url = meeting.get_absolute_url()
    return FollowedItem(
        item=item,
        now=now,
        tone=ITEM_TONES[ItemState(now.state)],
        words=now.get_state_display(),
        where=day_text(meeting.day) if meeting else "",
        url=url,
        decisions=[one for row in chain for one in _told(row)],
    )


def _told(row: AgendaItem) -> list[Told]:
    """What the newest edition says under an item. What is written since, for a correction, is told when it is published."""
    minutes = getattr(row.meeting, "minutes", None) if row.meeting else None
    edition = next(iter(minutes.editions.all()), None) if minutes else None
    if edition is None:
        return []
    live = {one.number: one for one in row.decisions.all()}
    under = [item for item in edition.content.get("items", ()) if item["title"] == row.title]
    said = [one for item in under for one in item["decisions"]]
    if len(under) != 1:
        # Two items with one title, or a title that the correction changes: the number tells whose it is.
        everything = [one for item in edition.content.get("items", ()) for one in item["decisions"]]
        said = [one for one in said or everything if one["number"] in live]
    return [_told_decision(one, live.get(one["number"])) for one in said]


def _told_decision(said: dict[str, Any], decision: Decision | None) -> Told:
    # What has been sent on keeps number and words; anything else may have moved since.
    state = _loop_state(decision) if decision is not None and decision.proposal_id else None
    words, tone, url = (state.words, state.tone, state.url) if state else ("", "", "")
    return Told(said["kind"], said["text"], said["to"], words, tone, url)


def _loop_state(decision: Decision) -> LoopState:
    proposal: Any = decision.proposal
    if proposal is not None:
        status = Status(proposal.status_now)
        url = proposal.get_absolute_url() if proposal.is_public else ""
        return LoopState(decision, str(status.label), TONES[status], url)
    if decision.forwarded_to is None:
        return LoopState(decision, "", "", "")
    return LoopState(decision, "Skickas när anteckningarna är publicerade", "wait", "")


def _waiting(meeting: Meeting) -> list[AgendaItem]:
    rows = meeting.council.items.filter(state=ItemState.PROPOSED).select_related("proposed_for")
    return list(rows.order_by("proposed_at"))


def _over(minutes: int) -> str:
    return count_text(minutes, "minut", "minuter") if minutes > 0 else ""


def meeting_of(item: AgendaItem) -> Meeting:
    """Return the meeting an item stands on; those without one never come here."""
    if item.meeting is None:
        raise ValueError("the item stands on no agenda")
    meeting: Meeting = item.meeting
    return meeting


def version_of(row: Any) -> int:
    """Return the version that is saved now."""
    version: int = type(row)._base_manager.values_list("version", flat=True).get(pk=row.pk)
    return version


def runs_some_council(user: Any) -> bool:
    """Whether ``user`` is secretary or chair somewhere, or coordinator."""
    return bool(office_council_ids(user)) or bool(user.has_perm("councils.oversee"))


def can_hold(meeting: Meeting) -> bool:
    """Whether the meeting has begun, and nobody has said yet that it is held."""
    ahead = meeting.status in {MeetingStatus.PLANNED, MeetingStatus.CALLED}
    return ahead and meeting.starts_at <= timezone.now()
