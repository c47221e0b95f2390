"""What somebody asks a council to take up: proposed, and answered with a place, a wait or a no."""

from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from associations.models import Association
from common import outbox, trail
from common.actors import Actor
from common.errors import DomainError, EditConflictError
from common.transitions import record_status
from councils.models import AgendaItem, Council, Meeting
from councils.queries.reach import associations_for_items, councils_for_items
from councils.services.agenda import NEED_TITLE, change_state, put_item
from councils.services.shared import NO_PERMISSION, cleaned, require
from councils.services.writing import (
    AHEAD,
    SentBeforeError,
    locked_council,
    locked_item,
    writable_meeting,
    written,
)
from councils.words import ItemState

AT_A_MEETING = (
    "Frågan står på ett möte som inte hann med den. Den kommer tillbaka av sig själv på nästa dagordning."
)
NEED_ANSWER = "Skriv varför frågan inte tas upp. Den som föreslog den läser svaret."
#: Neutral: a subject tells nothing of what it is about (domain.md 8).
ANSWERED_SUBJECT = "Du har fått ett svar"


@transaction.atomic
def propose_item(
    council: Council,
    *,
    title: str,
    text: str,
    association: Association | None,
    form_key: UUID,
    actor: Actor,
) -> AgendaItem:
    """Propose something for a council's agenda, for oneself or for one's association.

    Anyone in the council, and every association of its network. The same ``form_key`` again gives the same proposal;
    raises ``SentBeforeError`` when it comes with other words.
    """
    require(actor, "councils.propose_item", council)
    if not councils_for_items(actor).filter(pk=council.pk).exists():
        raise DomainError(NO_PERMISSION, field="council")
    if association is not None and not associations_for_items(actor).filter(pk=association.pk).exists():
        raise DomainError("Du kan bara föreslå för en förening som du företräder.", field="association")
    title = cleaned(title, field="title", longest=160, required=NEED_TITLE)
    text = cleaned(text, field="text", longest=3000)
    earlier: AgendaItem | None = AgendaItem.objects.filter(form_key=form_key).first()
    if earlier is not None:
        same = (earlier.council_id, earlier.title, earlier.text) == (council.pk, title, text)
        if not same or earlier.proposed_for_id != getattr(association, "pk", None):
            raise SentBeforeError("en fråga till")
        return earlier
    item = AgendaItem.objects.create(
        council=council,
        title=title,
        text=text,
        proposed_by_id=getattr(actor, "pk", None),
        proposed_for=association,
        proposed_at=timezone.now(),
        form_key=form_key,
    )
    record_status(item, source="", target=ItemState.PROPOSED, actor=actor)
    trail.record("propose_item", item, actor=actor)
    return item


@transaction.atomic
def place_item(
    item: AgendaItem, meeting: Meeting, *, answer: str = "", expected_version: int, actor: Actor
) -> AgendaItem:
    """Put a proposed or postponed item on a meeting's agenda. ``answer`` is what the proposer is told."""
    locked_council(item.council_id)
    locked_meeting = writable_meeting(meeting.pk)
    locked = _undecided(item, expected_version, actor, answer)
    if locked_meeting.council_id != locked.council_id:
        raise DomainError("Mötet hör till ett annat råd.", field="meeting")
    if locked_meeting.status not in AHEAD:
        raise DomainError("Välj ett möte som inte är hållet än.", field="meeting")
    locked.answer = cleaned(answer, field="answer", longest=1000)
    put_item(locked, locked_meeting, actor, verb="place_item")
    written(locked_meeting, actor=actor)
    _tell_proposer(locked, actor)
    return locked


@transaction.atomic
def postpone_item(item: AgendaItem, *, answer: str = "", expected_version: int, actor: Actor) -> AgendaItem:
    """Let a proposed item wait: it comes on the next agenda that is made."""
    locked = _undecided(item, expected_version, actor, answer)
    locked.answer = cleaned(answer, field="answer", longest=1000)
    change_state(locked, ItemState.POSTPONED, actor, verb="postpone_item")
    _tell_proposer(locked, actor)
    return locked


@transaction.atomic
def decline_item(item: AgendaItem, *, answer: str, expected_version: int, actor: Actor) -> AgendaItem:
    """Say no to a proposed item, with the reason its proposer reads."""
    locked = _undecided(item, expected_version, actor, answer)
    locked.answer = cleaned(answer, field="answer", longest=1000, required=NEED_ANSWER)
    change_state(locked, ItemState.DECLINED, actor, verb="decline_item")
    _tell_proposer(locked, actor)
    return locked


def _undecided(item: AgendaItem, expected_version: int, actor: Actor, answer: str) -> AgendaItem:
    """Lock an item that nobody has taken a stand on since the page was opened; else tell beside ``answer`` what they said."""
    locked = locked_item(item)
    require(actor, "councils.set_agenda", locked)
    if locked.state not in {ItemState.PROPOSED, ItemState.POSTPONED} or locked.version != expected_version:
        raise EditConflictError(
            "Någon har redan svarat på frågan eller ändrat den. Det sparade gäller.",
            changed={locked.get_state_display(): (locked.answer, answer)},
        )
    # What a meeting had no time for belongs to that meeting's notes, and comes back as a row of its own.
    if locked.meeting_id is not None:
        raise DomainError(AT_A_MEETING)
    return locked


def _tell_proposer(item: AgendaItem, actor: Actor) -> None:
    """One neutral letter for each answer, to whoever proposed; none to those who answer themselves."""
    proposer = item.proposed_by
    if proposer is None or not proposer.is_active or proposer.pk == getattr(actor, "pk", None):
        return
    outbox.queue_mail(
        "councils_item_answered",
        to=proposer.email,
        subject=ANSWERED_SUBJECT,
        context={"url": settings.PORTAL_ORIGIN + reverse("councils:followed")},
        dedup_key=f"council-item-answered:{item.pk}:{item.version}",
    )
