"""Reminders: 7 and 1 days before, 7 days after, then to the one above. And delays that a new day brings."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.urls import reverse

from common import outbox, trail
from common.actors import SYSTEM
from common.swedish import today
from proposals.models import Addressee, LoopRules, Measure, Move, Proposal
from proposals.queries.recipients import Recipient, answerers, superiors
from proposals.rules import Bodies
from proposals.services.publishing import SUBJECT
from proposals.services.shared import locked_proposal, move
from proposals.words import State, Status

#: Steps of reminding: a week before, the day before, a week after, and the superior the day after that.
BEFORE, DAY_BEFORE, AFTER, SUPERIOR = 1, 2, 3, 4


@dataclass
class _Letter:
    """What one person is reminded of today."""

    recipient: Recipient
    answers: int = 0
    measures: list[UUID] = field(default_factory=list)
    is_late: bool = False


def step_of(due: date, day: date, grace_days: int) -> int:
    """Return the step that reminding has reached on ``day``; 0 before the first."""
    if day > due + timedelta(days=grace_days):
        return SUPERIOR
    if day >= due + timedelta(days=7):
        return AFTER
    if day >= due - timedelta(days=1):
        return DAY_BEFORE if day <= due else 0
    return BEFORE if day >= due - timedelta(days=7) else 0


def send_reminders() -> int:
    """Write to those whose answers and measures are near or past their day; return how many letters.

    Each step of each deadline is claimed once, so the job can run at any time, twice, or after days without a worker:
    then only the latest step is sent. One letter a day to each person, whatever the number of things.
    """
    return _remind_once()


def note_delays() -> int:
    """Note proposals that a new day has made late, or other days of grace not late; public pages show it. Return how many."""
    changed = Proposal.objects.exclude(state=State.DRAFT).with_status()
    ids = list(changed.exclude(status_now=F("told_status")).values_list("pk", flat=True))
    return sum(map(_note_delay, ids))


@transaction.atomic
def _note_delay(pk: UUID) -> int:
    proposal = locked_proposal(pk)
    now = Proposal.objects.with_status().get(pk=pk)
    if now.told_status == now.status_now:
        return 0
    move(proposal, Move.Kind.LATE if now.status_now == Status.LATE else Move.Kind.STATUS)
    return 1


@transaction.atomic
def _remind_once() -> int:
    day = today()
    rules = LoopRules.current()
    letters: dict[str, _Letter] = {}
    above: dict[str, Recipient] = {}
    for rows, add in (
        (_claimed_addressees(day, rules), _add_answer),
        (_claimed_measures(day, rules), _add_measure),
    ):
        _gather(rows, add, letters, above)
    sent = [_send(letter, day) for letter in letters.values()]
    sent += [_send_to_superior(one, day) for one in above.values()]
    return sum(sent)


_Row = tuple[Any, Bodies, int]
_Add = Callable[[_Letter, Any], None]


def _claimed_addressees(day: date, rules: LoopRules) -> Iterable[_Row]:
    near = day + timedelta(days=7)
    rows = Addressee.objects.unanswered().filter(answer_due__lte=near).exclude(reminded=SUPERIOR)
    for row in rows.exclude(proposal__state=State.DRAFT).select_for_update(of=("self",)):
        if row.answer_due and (step := step_of(row.answer_due, day, rules.grace_days)) > row.reminded:
            row.reminded = step
            row.save(update_fields=["reminded"])
            trail.record("remind_addressee", row, actor=SYSTEM)
            yield row, _bodies(row.unit_id, row.principal_id), step


def _claimed_measures(day: date, rules: LoopRules) -> Iterable[_Row]:
    near = day + timedelta(days=7)
    rows = Measure.objects.open().filter(due__lte=near).exclude(reminded=SUPERIOR)
    settled = rows.exclude(addressee__proposal__outcome__gt="")
    for row in settled.select_related("addressee").select_for_update(of=("self",)):
        if (step := step_of(row.due, day, rules.grace_days)) > row.reminded:
            row.reminded = step
            row.save(update_fields=["reminded"])
            trail.record("remind_measure", row, actor=SYSTEM)
            owner = row.addressee
            bodies = _bodies(owner.unit_id, owner.principal_id) if owner else _bodies(row.unit_id, None)
            yield row, bodies, step


def _gather(
    rows: Iterable[_Row], add: _Add, letters: dict[str, _Letter], above: dict[str, Recipient]
) -> None:
    people: dict[Bodies, list[Recipient]] = {}
    for row, bodies, step in rows:
        if step == SUPERIOR:
            above.update({one.email: one for one in superiors(bodies)})
            continue
        if bodies not in people:
            people[bodies] = answerers(bodies)
        for one in people[bodies]:
            letter = letters.setdefault(one.email, _Letter(one))
            letter.is_late |= step == AFTER
            add(letter, row)


def _add_answer(letter: _Letter, row: Addressee) -> None:
    letter.answers += 1


def _add_measure(letter: _Letter, row: Measure) -> None:
    letter.measures.append(row.pk)


def _send(letter: _Letter, day: date) -> int:
    # A single measure is reported from the letter in two steps: sign in, tell.
    only = letter.measures[0] if len(letter.measures) == 1 and not letter.answers else None
    path = reverse("proposals:measure", args=[only]) if only else reverse("proposals:own")
    message = outbox.queue_mail(
        "proposals_reminder",
        to=letter.recipient.email,
        subject=SUBJECT,
        context={
            "answers": letter.answers,
            "measures": len(letter.measures),
            "late": letter.is_late,
            "url": settings.PORTAL_ORIGIN + path,
        },
        dedup_key=f"loop-reminder:{letter.recipient.key}:{day}:{letter.answers}:{len(letter.measures)}",
    )
    return int(message is not None)


def _send_to_superior(recipient: Recipient, day: date) -> int:
    message = outbox.queue_mail(
        "proposals_late",
        to=recipient.email,
        subject=SUBJECT,
        context={"url": settings.PORTAL_ORIGIN + reverse("proposals:late")},
        dedup_key=f"loop-late:{recipient.key}:{day}",
    )
    return int(message is not None)


def _bodies(unit: int | None, principal: int | None) -> Bodies:
    return Bodies(frozenset([unit] if unit else []), frozenset([principal] if principal else []))
