"""Obstacles at the unit: raised by the supervisor, answered by the manager, closed with what came of them.

About the workplace, never about the person. What the manager can't solve goes on to the principal through the loop.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.tokens import token_hash
from common import outbox, trail
from common.actors import Actor
from common.errors import DomainError, EditConflictError
from common.swedish import day_text, today
from peersupport.models import Obstacle, Placement
from peersupport.queries.people import coordinators, managers
from peersupport.services.loop import send_obstacle
from peersupport.services.shared import CONFLICT, cleaned, locked_placement
from peersupport.words import ObstacleState
from proposals.services.shared import SentBeforeError

_RAISE: Final = "peersupport.raise_obstacle"
_ANSWER: Final = "peersupport.answer_obstacle"
#: Neutral: a letter's outside must not tell that it is about peer support (domain.md 8).
SUBJECT: Final = "Du har ett nytt meddelande"
NEED_TEXT: Final = "Skriv vad som är i vägen, till exempel att tid för samtal aldrig finns i schemat."
NEED_ANSWER: Final = "Skriv vad ni gör åt det, eller varför det inte går."
NEED_OUTCOME: Final = "Skriv hur det blev."
FORWARDED: Final = "Hindret är redan skickat som ett förslag. Det du skrev nu är inte skickat."
CLOSED: Final = "Hindret är avslutat. Öppna det igen om det behöver ändras."


@dataclass(frozen=True, kw_only=True)
class ObstacleAnswer:
    """What the manager does, and by when."""

    answer: str
    due_on: date | None = None


@transaction.atomic
def raise_obstacle(placement: Placement, text: str, *, form_key: UUID, actor: Actor) -> Obstacle:
    """Tell of something in the way; the unit's manager gets a letter. The same ``form_key`` again gives the same row."""
    locked = locked_placement(placement, _RAISE, actor=actor)
    text = cleaned(text, field="text", longest=1000, required=NEED_TEXT)
    earlier = Obstacle.objects.filter(form_key=form_key).first()
    if earlier is not None:
        if earlier.placement_id != locked.pk or earlier.text != text:
            raise SentBeforeError("ett hinder till")
        return earlier
    obstacle = Obstacle.objects.create(
        placement=locked, text=text, raised_by_id=getattr(actor, "pk", None), form_key=form_key
    )
    trail.record("raise_obstacle", obstacle, actor=actor)
    _tell(obstacle, but=getattr(actor, "email", ""))
    return obstacle


@transaction.atomic
def edit_obstacle(obstacle: Obstacle, text: str, *, expected_version: int, actor: Actor) -> Obstacle:
    """Reword what is in the way, until it is answered: an answer must stand to the words it was given."""
    locked = _locked(obstacle, _RAISE, actor=actor)
    text = cleaned(text, field="text", longest=1000, required=NEED_TEXT)
    if locked.text == text:
        return locked
    if locked.state != ObstacleState.RAISED or locked.forwarded_on is not None:
        raise DomainError("Hindret har fått svar. Då ändras inte orden i det.", field="text")
    _same_version(locked, expected_version, {"Hinder": (locked.text, text)})
    locked.text = text
    return _saved(locked, ["text"], verb="edit_obstacle", actor=actor)


@transaction.atomic
def answer_obstacle(
    obstacle: Obstacle, given: ObstacleAnswer, *, expected_version: int, actor: Actor
) -> Obstacle:
    """Say what is done about it and by when; said again it replaces what was said. The first answer keeps its day."""
    locked = _locked(obstacle, _ANSWER, actor=actor)
    answer = cleaned(given.answer, field="answer", longest=1000, required=NEED_ANSWER)
    if (locked.answer, locked.due_on) == (answer, given.due_on) and locked.state == ObstacleState.IN_HAND:
        return locked
    if locked.state == ObstacleState.CLOSED:
        raise DomainError(CLOSED)
    if given.due_on is not None and given.due_on < today() and given.due_on != locked.due_on:
        raise DomainError("Välj i dag eller en dag framåt.", field="due_on")
    pairs = {"Vad ni gör": (locked.answer, answer), "Klart senast": (_day(locked.due_on), _day(given.due_on))}
    _same_version(locked, expected_version, pairs)
    locked.answer, locked.due_on, locked.state = answer, given.due_on, ObstacleState.IN_HAND
    locked.answered_at = locked.answered_at or timezone.now()
    return _saved(locked, ["answer", "due_on", "state", "answered_at"], verb="answer_obstacle", actor=actor)


@transaction.atomic
def resolve_obstacle(obstacle: Obstacle, outcome: str, *, expected_version: int, actor: Actor) -> Obstacle:
    """Close it with what came of it."""
    locked = _locked(obstacle, _ANSWER, actor=actor)
    outcome = cleaned(outcome, field="outcome", longest=1000, required=NEED_OUTCOME)
    if locked.state == ObstacleState.CLOSED and locked.outcome == outcome:
        return locked
    _same_version(locked, expected_version, {"Hur det blev": (locked.outcome, outcome)})
    if locked.state == ObstacleState.CLOSED:
        raise DomainError(CLOSED)
    locked.outcome, locked.state, locked.closed_at = outcome, ObstacleState.CLOSED, timezone.now()
    return _saved(locked, ["outcome", "state", "closed_at"], verb="resolve_obstacle", actor=actor)


@transaction.atomic
def reopen_obstacle(obstacle: Obstacle, *, actor: Actor) -> Obstacle:
    """Take up a closed one again; what was said of it stays to be seen. Harmless when it is open."""
    locked = _locked(obstacle, _RAISE, actor=actor)
    if locked.state != ObstacleState.CLOSED:
        return locked
    locked.state = ObstacleState.IN_HAND if locked.answered_at else ObstacleState.RAISED
    locked.closed_at = None
    return _saved(locked, ["state", "closed_at"], verb="reopen_obstacle", actor=actor)


@transaction.atomic
def forward_obstacle(
    obstacle: Obstacle, title: str, text: str, *, expected_version: int, actor: Actor
) -> Obstacle:
    """Send it on to the unit's principal as a proposal, with the words it should have there. Once; then it is followed."""
    locked = _locked(obstacle, _ANSWER, actor=actor)
    sent = locked.proposal
    if sent is None and locked.state == ObstacleState.CLOSED:
        raise DomainError(CLOSED)
    title = cleaned(title, field="title", longest=160, required="Skriv en rubrik som säger vad ni föreslår.")
    text = cleaned(text, field="text", longest=2000, required="Skriv vad ni föreslår att huvudmannen gör.")
    if sent is not None:
        if (sent.title, sent.text) != (title, text):
            raise EditConflictError(FORWARDED, changed={"Förslaget": (sent.text, text)})
        return locked
    _same_version(locked, expected_version, {"Hinder": (locked.text, text)})
    # First: from now on those around the post are the proposals' team, and may send.
    locked.forwarded_on = today()
    locked.save(update_fields=["forwarded_on"])
    locked.proposal = send_obstacle(locked, title=title, text=text, actor=actor)
    return _saved(locked, ["proposal"], verb="forward_obstacle", actor=actor)


def _tell(obstacle: Obstacle, but: str) -> None:
    """Write to those who handle it, whoever raised it excepted; to the coordinator when the unit has no manager."""
    handlers = managers(obstacle.placement.unit_id) or coordinators()
    url = settings.PORTAL_ORIGIN + reverse("peersupport:obstacles", args=[obstacle.placement_id])
    for address in handlers:
        if address != but:
            outbox.queue_mail(
                "peersupport_obstacle",
                to=address,
                subject=SUBJECT,
                context={"url": url},
                dedup_key=f"obstacle:{obstacle.pk}:{token_hash(address)[:16]}",
            )


def _locked(obstacle: Obstacle, permission: str, *, actor: Actor) -> Obstacle:
    placement = locked_placement(obstacle.placement, permission, actor=actor)
    locked = Obstacle.objects.select_for_update(of=("self",)).get(pk=obstacle.pk)
    locked.placement = placement
    return locked


def _same_version(obstacle: Obstacle, expected: int, pairs: dict[str, tuple[str, str]]) -> None:
    if obstacle.version != expected:
        raise EditConflictError(
            CONFLICT, changed={label: pair for label, pair in pairs.items() if pair[0] != pair[1]}
        )


def _saved(obstacle: Obstacle, fields: list[str], *, verb: str, actor: Actor) -> Obstacle:
    obstacle.version += 1
    obstacle.save(update_fields=[*fields, "version"])
    trail.record(verb, obstacle, actor=actor, fields=fields)
    return obstacle


def _day(day: Any) -> str:
    return day_text(day) if day else ""
