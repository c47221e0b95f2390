"""The yearly question to each association, its reminders and what follows when no answer comes."""

from datetime import date, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.tokens import new_token, token_hash
from associations.models import Association, ConfirmationRound, VerifiedBy
from associations.services.entries import NOT_ALLOWED
from associations.services.readers import tell_readers
from common import outbox, trail
from common.actors import SYSTEM, Actor
from common.errors import DomainError, EditConflictError
from common.swedish import local_date, today
from common.transitions import change_status, record_status

#: Facts are asked about once a year; the round is visible to the coordinator a month ahead.
INTERVAL = timedelta(days=365)
AHEAD = timedelta(days=30)
#: Days from the question to each of what follows.
REMIND_AFTER, REMIND_AGAIN_AFTER, MARK_AFTER, UNLIST_AFTER = (timedelta(days=n) for n in (14, 28, 42, 84))
#: A date can be moved at most this far ahead.
LONGEST_POSTPONEMENT = timedelta(days=366)
#: Neutral: a mail must not reveal an association (domain.md 8).
MAIL_SUBJECT = "Stämmer uppgifterna fortfarande?"
DATE_FIELDS = ("ask_on", "remind_on", "remind_again_on", "mark_on", "unlist_on")
Step = ConfirmationRound.Step


@transaction.atomic
def confirm_entry(association: Association, *, actor: Actor) -> None:
    """Note that the facts are right today: by the association itself or by the coordinator."""
    locked = Association.objects.select_for_update().get(pk=association.pk)
    if not actor.has_perm("associations.confirm", locked):
        raise DomainError(NOT_ALLOWED)
    by_coordinator = actor.has_perm("associations.maintain")
    _confirm(locked, VerifiedBy.COORDINATOR if by_coordinator else VerifiedBy.REPRESENTATIVE, actor)
    association.refresh_from_db()


@transaction.atomic
def confirm_by_link(token: str) -> ConfirmationRound:
    """Confirm through the link in a mail, without an account. Pressing twice is harmless.

    Raises ``DomainError`` when the link is unknown or the question is closed.
    """
    found = round_of_link(token)
    if found is None:
        raise DomainError("Länken gäller inte längre.")
    locked = Association.objects.select_for_update().get(pk=found.association_id)
    round_ = ConfirmationRound.objects.select_for_update().get(pk=found.pk)
    if round_.state == ConfirmationRound.State.CLOSED:
        raise DomainError("Länken gäller inte längre.")
    if round_.state == ConfirmationRound.State.OPEN:
        _confirm(locked, VerifiedBy.LINK, SYSTEM)
    round_.refresh_from_db()
    return round_


def round_of_link(token: str) -> ConfirmationRound | None:
    """Return the round a mailed link belongs to."""
    return (
        ConfirmationRound.objects.select_related("association")
        .filter(token_hashes__contains=[token_hash(token)])
        .first()
    )


def plan_rounds(day: date | None = None) -> int:
    """Plan a round for each public entry whose yearly check falls within a month. Return how many."""
    day = day or today()
    due = Association.objects.public().exclude(confirmation_rounds__state=ConfirmationRound.State.OPEN)
    planned = 0
    for pk in due.values_list("pk", flat=True):
        planned += _plan_round(pk, day)
    return planned


def advance_rounds(day: date | None = None) -> int:
    """Take the next step of every round that is due. Return how many steps were taken."""
    day = day or today()
    ids = list(ConfirmationRound.objects.due(day).values_list("pk", flat=True))
    return sum(take_step(pk, day) for pk in ids)


@transaction.atomic
def take_step(round_id: int, day: date) -> bool:
    """Take one round's next step if it is still due; one step a day at most.

    A step taken late moves everything after it by as many days, so that nobody is unlisted without
    the reminders they were promised.
    """
    found = ConfirmationRound.objects.get(pk=round_id)
    association = Association.objects.select_for_update().get(pk=found.association_id)
    round_ = ConfirmationRound.objects.select_for_update().get(pk=round_id)
    if round_.state != ConfirmationRound.State.OPEN or not round_.next_on or round_.next_on > day:
        return False
    if not association.is_public:
        _close(round_, ConfirmationRound.State.CLOSED, SYSTEM)
        return False
    _shift_later_dates(round_, day)
    step = Step(round_.step + 1)
    if step in (Step.ASKED, Step.REMINDED, Step.REMINDED_AGAIN):
        if not _send_question(association, round_, step):
            round_.unreachable = True
            round_.next_on = None
            round_.save()
            return False
    elif step == Step.MARKED:
        if association.status == Association.Status.LISTED:
            change_status(association, Association.Status.UNCONFIRMED, actor=SYSTEM, verb="mark_unconfirmed")
    else:
        change_status(association, Association.Status.UNLISTED, actor=SYSTEM, verb="unlist_unconfirmed")
    record_status(round_, source=str(round_.step), target=str(step.value), actor=SYSTEM)
    round_.step = step
    round_.next_on = round_.next_date()
    round_.version += 1
    round_.save()
    if step in (Step.MARKED, Step.UNLISTED):
        tell_readers()
    return True


@transaction.atomic
def postpone_round(
    round_: ConfirmationRound, until: date, *, expected_version: int, actor: Actor
) -> ConfirmationRound:
    """Move the next step to ``until``, and all later ones by as many days."""
    if not actor.has_perm("associations.maintain"):
        raise DomainError(NOT_ALLOWED)
    locked = ConfirmationRound.objects.select_for_update().get(pk=round_.pk)
    following = locked.next_date()
    if locked.state != ConfirmationRound.State.OPEN or following is None:
        raise DomainError("Frågan är redan besvarad eller avslutad. Det finns inget att flytta.")
    if locked.version != expected_version:
        raise EditConflictError("Datumen ändrades medan du läste. Se de nya datumen och försök igen.")
    if not today() < until <= today() + LONGEST_POSTPONEMENT:
        raise DomainError("Välj en dag från i morgon till om ett år.", field="until")
    _move_from(locked, locked.step, until - following)
    if locked.step and getattr(locked, DATE_FIELDS[locked.step - 1]) >= until:
        raise DomainError("Välj en dag efter det som redan har hänt.", field="until")
    locked.next_on = until
    locked.unreachable = False
    locked.version += 1
    locked.save()
    trail.record("postpone_round", locked, actor=actor, fields=DATE_FIELDS[locked.step :])
    return locked


def _confirm(association: Association, way: VerifiedBy, actor: Actor) -> None:
    """Write the day and the way; close the open round; bring back what its clock took down."""
    association.verified_on = today()
    association.verified_by = way
    association.save(update_fields=["verified_on", "verified_by"])
    trail.record("confirm_entry", association, actor=actor, fields=["verified_on", "verified_by"])
    round_ = association.confirmation_rounds.open().select_for_update().first()
    if association.status == Association.Status.UNCONFIRMED:
        change_status(association, Association.Status.LISTED, actor=actor, verb="list_confirmed")
    elif round_ and round_.step == Step.UNLISTED and association.status == Association.Status.UNLISTED:
        # The clock took it down for want of exactly this answer; a coordinator's own unlisting closes the round.
        change_status(association, Association.Status.LISTED, actor=SYSTEM, verb="list_confirmed")
    if round_:
        _close(round_, ConfirmationRound.State.CONFIRMED, actor)
    tell_readers()


def _close(round_: ConfirmationRound, state: str, actor: Actor) -> None:
    record_status(round_, source=round_.state, target=state, actor=actor)
    round_.state = state
    round_.closed_at = timezone.now()
    round_.next_on = None
    round_.save(update_fields=["state", "closed_at", "next_on"])


@transaction.atomic
def _plan_round(association_id: int, day: date) -> bool:
    association = Association.objects.select_for_update().get(pk=association_id)
    if not association.is_public or association.confirmation_rounds.open().exists():
        return False
    known = association.verified_on or (
        local_date(association.published_at) if association.published_at else None
    )
    ask_on = max(day, known + INTERVAL) if known else day
    if ask_on > day + AHEAD:
        return False
    round_ = ConfirmationRound.objects.create(
        association=association,
        ask_on=ask_on,
        remind_on=ask_on + REMIND_AFTER,
        remind_again_on=ask_on + REMIND_AGAIN_AFTER,
        mark_on=ask_on + MARK_AFTER,
        unlist_on=ask_on + UNLIST_AFTER,
        next_on=ask_on,
    )
    record_status(round_, source="", target=round_.state, actor=SYSTEM)
    return True


def _shift_later_dates(round_: ConfirmationRound, day: date) -> None:
    following = round_.next_date()
    if following and following < day:
        _move_from(round_, round_.step, day - following)


def _move_from(round_: ConfirmationRound, step: int, days: timedelta) -> None:
    for name in DATE_FIELDS[step:]:
        setattr(round_, name, getattr(round_, name) + days)


def _send_question(association: Association, round_: ConfirmationRound, step: ConfirmationRound.Step) -> bool:
    """Write to the association's own address, else to its representatives. Each mail has its own link."""
    addresses = (
        [association.email]
        if association.email
        else [
            representative.user.email
            for representative in association.representatives.current().select_related("user")
        ]
    )
    if not addresses:
        return False
    token = new_token()
    round_.token_hashes = [*round_.token_hashes, token_hash(token)]
    for address in addresses:
        outbox.queue_mail(
            "associations_confirm",
            to=address,
            subject=MAIL_SUBJECT,
            context={
                "path": reverse("associations:confirm_by_link", args=[token]),
                "reminder": step != Step.ASKED,
                "last": step == Step.REMINDED_AGAIN,
                "mark_on": round_.mark_on,
                "unlist_on": round_.unlist_on,
            },
            dedup_key=f"confirmation:{round_.pk}:{step.value}:{token_hash(address)[:16]}",
        )
    return True
