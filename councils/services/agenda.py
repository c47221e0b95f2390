"""The agenda: standing items come by themselves, what is open comes back by itself, exactly once."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from common import trail
from common.actors import Actor
from common.errors import DomainError
from common.search.watching import note_change
from common.transitions import record_status
from councils.models import AgendaItem, Council, Meeting
from councils.services.shared import cleaned, require, write_facts
from councils.services.writing import (
    AHEAD,
    SentBeforeError,
    locked_council,
    locked_item,
    writable_meeting,
    written,
)
from councils.words import ItemState, MeetingStatus, Standing

#: What is added stands before these.
_LAST = (Standing.OTHER, Standing.NEXT)
NEED_TITLE = "Skriv en rubrik, till exempel Väntetider till första besöket."


@dataclass(frozen=True, kw_only=True)
class ItemFacts:
    """What the agenda says of an item."""

    title: str
    text: str = ""
    minutes: int = 10
    presenter: str = ""


@transaction.atomic
def make_agenda(meeting: Meeting, *, actor: Actor) -> int:
    """Put the council's standing items on the agenda, and bring back what is open; return how many came.

    Called again, or in two tabs at once, it adds only what is missing.
    """
    council = locked_council(meeting.council_id)
    locked = writable_meeting(meeting.pk)
    require(actor, "councils.set_agenda", locked)
    if locked.status not in AHEAD:
        raise DomainError("Mötet är hållet. Lägg till punkter en och en i stället.")
    there = {row.standing for row in locked.items.exclude(standing="")}
    missing = [row for row in council.standing_items.all() if row.code not in there]
    last = locked.items.count()
    for place, row in enumerate(missing, start=1):
        item = AgendaItem.objects.create(
            council=council,
            meeting=locked,
            state=ItemState.PLACED,
            standing=row.code,
            title=row.title,
            minutes=row.minutes,
            position=last + place,
        )
        record_status(item, source="", target=ItemState.PLACED, actor=actor)
    if missing and last and not there:
        _put_between(locked)
    came = bring_back_items(council, actor=actor)
    if missing:
        trail.record("make_agenda", locked, actor=actor, fields=["items"])
        written(locked, actor=actor)
    return len(missing) + came


def begin_agenda(meeting: Meeting, *, actor: Actor) -> None:
    """Make the agenda of a meeting ahead that has none, or only what somebody proposed: nobody is called to half a page."""
    if meeting.status in AHEAD and not meeting.items.exclude(standing="").exists():
        make_agenda(meeting, actor=actor)


def _put_between(meeting: Meeting) -> None:
    """What was placed before the agenda was made stands after what opens a meeting, and before what ends it."""
    rows = list(meeting.items.order_by("position", "created_at"))
    _number(sorted(rows, key=lambda row: 2 if row.standing in _LAST else 0 if row.standing else 1))


@transaction.atomic
def bring_back_items(council: Council, *, actor: Actor) -> int:
    """Let what is open come back on the council's next agenda; return how many items came.

    That is: what was to be taken up again, what a meeting had no time for, what was postponed, what stood on the agenda of
    a cancelled meeting, and the list of actions when some are unfinished. Nothing happens until the next meeting has an
    agenda. The council's row is locked and ``carried_from`` is unique, so each comes back once.
    """
    locked_council(council.pk)
    target = next_meeting(council)
    if target is None or not target.items.exists():
        return 0
    came = _carry(target, actor) + _place_waiting(target, actor) + _list_actions(target, actor)
    if came:
        written(target, actor=actor)
    return came


def next_meeting(council: Council) -> Meeting | None:
    """Return the first meeting that is still to be, or goes on now; one that nobody ticked as held is no longer next."""
    ahead = Meeting.objects.filter(council=council, status__in=AHEAD, ends_at__gte=timezone.now())
    rows = ahead.select_related("council")
    return rows.order_by("starts_at", "pk").first()


def _carry(target: Meeting, actor: Actor) -> int:
    """What earlier meetings left open comes back as a new row: the old one stays in its minutes."""
    left_open = Q(state=ItemState.TREATED, stays_open=True) | Q(state=ItemState.POSTPONED)
    rows = AgendaItem.objects.select_for_update(of=("self",)).filter(
        left_open,
        council=target.council,
        carried_to=None,
        meeting__status=MeetingStatus.HELD,
        meeting__starts_at__lt=target.starts_at,
    )
    found = list(rows.order_by("meeting__starts_at", "position"))
    for row in found:
        again = AgendaItem(
            council=target.council,
            title=row.title,
            text=row.text,
            minutes=row.minutes,
            presenter=row.presenter,
            proposed_by_id=row.proposed_by_id,
            proposed_for_id=row.proposed_for_id,
            proposed_at=row.proposed_at,
            carried_from=row,
        )
        put_item(again, target, actor, verb="resume_item")
    return len(found)


def _place_waiting(target: Meeting, actor: Actor) -> int:
    """What was postponed without a meeting, and what stood on a cancelled one's agenda. Never where it was taken off."""
    waits = Q(state=ItemState.POSTPONED, meeting=None) & ~Q(removed_from=target)
    stranded = Q(state=ItemState.PLACED, standing="", meeting__status=MeetingStatus.CANCELLED)
    rows = AgendaItem.objects.select_for_update(of=("self",)).filter(waits | stranded, council=target.council)
    found = list(rows.order_by("created_at"))
    for row in found:
        put_item(row, target, actor, verb="resume_item")
    return len(found)


def _list_actions(target: Meeting, actor: Actor) -> int:
    """The list of actions stands on the agenda when something on it is unfinished."""
    is_needed = target.council.actions.open().exists()
    if not is_needed or target.items.filter(standing=Standing.ACTIONS).exists():
        return 0
    label = str(Standing.ACTIONS.label)
    item = AgendaItem(council=target.council, standing=Standing.ACTIONS, title=label, minutes=5)
    put_item(item, target, actor, verb="resume_item")
    return 1


@transaction.atomic
def add_item(meeting: Meeting, facts: ItemFacts, *, form_key: UUID, actor: Actor) -> AgendaItem:
    """Put a new item on the agenda, before "Övrigt" and "Nästa möte". The same ``form_key`` again gives the same item."""
    locked = writable_meeting(meeting.pk)
    require(actor, "councils.set_agenda", locked)
    facts = _checked(facts)
    earlier: AgendaItem | None = AgendaItem.objects.filter(form_key=form_key).first()
    if earlier is not None:
        if ItemFacts(**{name: getattr(earlier, name) for name in facts.__dict__}) != facts:
            raise SentBeforeError("en punkt till")
        return earlier
    item = AgendaItem(council=locked.council, form_key=form_key, **facts.__dict__)
    put_item(item, locked, actor, verb="add_item")
    written(locked, actor=actor)
    return item


@transaction.atomic
def edit_item(item: AgendaItem, facts: ItemFacts, *, expected_version: int, actor: Actor) -> AgendaItem:
    """Change title, text, minutes or who tells. Raises ``EditConflictError`` when somebody saved in between."""
    meeting = meeting_of(item)
    locked = locked_item(item)
    require(actor, "councils.set_agenda", locked)
    changed = write_facts(
        locked, _checked(facts), expected_version=expected_version, actor=actor, verb="edit_item"
    )
    if changed:
        written(meeting, actor=actor)
    return locked


@transaction.atomic
def move_item(item: AgendaItem, step: int, *, actor: Actor) -> None:
    """Move an item one place up (-1) or down (1) on its agenda."""
    meeting = meeting_of(item)
    require(actor, "councils.set_agenda", meeting)
    rows = list(meeting.items.order_by("position", "created_at"))
    place = next(number for number, row in enumerate(rows) if row.pk == item.pk)
    wanted = place + (1 if step > 0 else -1)
    if not 0 <= wanted < len(rows):
        return
    rows[place], rows[wanted] = rows[wanted], rows[place]
    _number(rows)
    trail.record("move_item", rows[wanted], actor=actor, fields=["position"])
    written(meeting, actor=actor)


@transaction.atomic
def remove_item(item: AgendaItem, *, actor: Actor) -> None:
    """Take an item off an agenda. A proposed one waits for the agenda after; what is written about stays."""
    meeting = meeting_of(item)
    locked = locked_item(item)
    require(actor, "councils.set_agenda", locked)
    if locked.decisions.exists() or locked.actions.exists() or hasattr(locked, "note"):
        raise DomainError("Det är antecknat under punkten. Då står den kvar på dagordningen.")
    if locked.proposed_at or locked.carried_from_id:
        locked.meeting, locked.removed_from = None, meeting
        change_state(locked, ItemState.POSTPONED, actor, verb="remove_item")
    else:
        trail.record("remove_item", locked, actor=actor)
        locked.delete()
    # The item no longer tells which meeting it stood on, and the search has a copy of that agenda.
    for kind in ("council_meeting", "council_meeting_work"):
        note_change(kind, [meeting.pk])
    written(meeting, actor=actor)


@transaction.atomic
def mark_item(item: AgendaItem, *, treated: bool, stays_open: bool, actor: Actor) -> AgendaItem:
    """Say what became of an item at the meeting: treated or not, and whether it is to be taken up again.

    After the meeting what was not treated is postponed, so that it comes back; a standing item does so anyway.
    """
    # Before meeting and item, as whoever makes the next agenda locks them.
    locked_council(item.council_id)
    meeting = meeting_of(item)
    locked = locked_item(item)
    require(actor, "councils.take_notes", locked)
    locked.stays_open = stays_open
    locked.save(update_fields=["stays_open"])
    is_held = meeting.status == MeetingStatus.HELD
    treated = treated or (is_held and bool(locked.standing))
    left = ItemState.POSTPONED if is_held else ItemState.PLACED
    change_state(locked, ItemState.TREATED if treated else left, actor, verb="mark_item")
    if is_held:
        bring_back_items(meeting.council, actor=actor)
    written(meeting, actor=actor)
    return locked


def meeting_of(item: AgendaItem) -> Meeting:
    """Lock the meeting an item stands on; raises ``DomainError`` when there is none, or its minutes are approved."""
    if item.meeting_id is None:
        raise DomainError("Punkten står inte på någon dagordning.")
    return writable_meeting(item.meeting_id)


def put_item(item: AgendaItem, meeting: Meeting, actor: Actor, *, verb: str) -> None:
    """Place ``item`` on the agenda, before what stands last there."""
    rows = [row for row in meeting.items.order_by("position", "created_at") if row.pk != item.pk]
    end = next((place for place, row in enumerate(rows) if row.standing in _LAST), len(rows))
    item.meeting, item.position, item.removed_from = meeting, end + 1, None
    is_new = item._state.adding
    source = "" if is_new else item.state
    item.state = ItemState.PLACED
    if not is_new:
        item.version += 1
    item.save()
    rows.insert(end, item)
    _number(rows)
    record_status(item, source=source, target=ItemState.PLACED, actor=actor)
    trail.record(verb, item, actor=actor, fields=["meeting"])


def change_state(item: AgendaItem, target: str, actor: Actor, *, verb: str) -> None:
    """Move an item to another state, and note it."""
    source = item.state
    item.state = target
    item.version += 1
    item.save(update_fields=["state", "meeting", "removed_from", "answer", "version"])
    if source != target:
        record_status(item, source=source, target=target, actor=actor)
    trail.record(verb, item, actor=actor, fields=["state"])


def _number(rows: list[AgendaItem]) -> None:
    changed = []
    for place, row in enumerate(rows, start=1):
        if row.position != place:
            row.position = place
            changed.append(row)
    AgendaItem.objects.bulk_update(changed, ["position"])


def _checked(facts: ItemFacts) -> ItemFacts:
    if not 0 <= facts.minutes <= 480:
        raise DomainError("Skriv minuter mellan 0 och 480.", field="minutes")
    return ItemFacts(
        title=cleaned(facts.title, field="title", longest=160, required=NEED_TITLE),
        text=cleaned(facts.text, field="text", longest=3000),
        minutes=facts.minutes,
        presenter=cleaned(facts.presenter, field="presenter", longest=120),
    )


def settle_items(meeting: Meeting, *, actor: Any) -> None:
    """When a meeting is held: what was written about is treated, the rest was not reached and comes back."""
    for item in meeting.items.filter(state=ItemState.PLACED).prefetch_related("decisions", "actions"):
        is_written = bool(item.decisions.all() or item.actions.all())
        is_written = is_written or bool(getattr(getattr(item, "note", None), "text", ""))
        # A standing item stands on the next agenda anyway.
        treated = is_written or bool(item.standing)
        change_state(item, ItemState.TREATED if treated else ItemState.POSTPONED, actor, verb="settle_item")
