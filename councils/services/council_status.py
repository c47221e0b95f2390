"""A council paused, resumed or ended, with the reason that everybody reads."""

from datetime import date, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from common import outbox, trail
from common.actors import Actor
from common.errors import DomainError
from common.swedish import today
from common.transitions import change_status
from councils.models import Council
from councils.services.councils import lock
from councils.services.shared import cleaned, raise_stamp, require
from councils.words import CouncilStatus

#: How long before the day a review shows at ``/oversikt/``.
REVIEW_AHEAD: Final = timedelta(days=14)
#: Neutral: a mail must not say which council, or that it is one (domain.md 8).
REVIEW_SUBJECT = "Något behöver ses över"
_VERBS: Final = {
    CouncilStatus.PAUSED: "pause_council",
    CouncilStatus.ENDED: "end_council",
    CouncilStatus.ACTIVE: "resume_council",
}


@transaction.atomic
def set_council_status(
    council: Council, status: str, *, reason: str, review_on: date | None = None, actor: Actor
) -> Council:
    """Pause, end or resume a council, with the reason that everybody reads.

    A paused council has a day when it is looked at again. The history keeps every reason.
    """
    locked = lock(council)
    require(actor, "councils.maintain_council", locked)
    reason = cleaned(
        reason, field="reason", longest=400, required="Skriv varför, så att alla som undrar får veta."
    )
    if status == CouncilStatus.PAUSED:
        if review_on is None:
            raise DomainError("Välj en dag då ni ser över om rådet ska börja igen.", field="review_on")
        if review_on <= today():
            raise DomainError("Välj en dag som inte har varit än.", field="review_on")
    if status == CouncilStatus.ACTIVE:
        return _begin_again(locked, reason, actor=actor)
    locked.status_reason = reason
    locked.review_on = review_on if status == CouncilStatus.PAUSED else None
    locked.save(update_fields=["status_reason", "review_on"])
    change_status(locked, status, actor=actor, note=reason, verb=_VERBS[CouncilStatus(status)])
    raise_stamp()
    return locked


@transaction.atomic
def resume_after_meeting(council: Council, reason: str, *, actor: Actor) -> Council:
    """Let a paused council begin again as a dialogue meeting has agreed (founding document 000); ``reason`` says which.

    Recorded by whoever runs the dialogue meetings; where that isn't the coordinator, the coordinator gets a letter.
    """
    locked = lock(council)
    require(actor, "councils.resume_council", locked)
    if locked.status != CouncilStatus.PAUSED:
        raise DomainError("Rådet är inte vilande.", field="council")
    resumed = _begin_again(locked, reason, actor=actor)
    to = settings.PORTAL["coordinator_email"]
    if to and not actor.has_perm("councils.maintain_council", locked):
        path = reverse("councils:home")
        outbox.queue_mail("councils_resumed", to=to, subject=REVIEW_SUBJECT, context={"path": path})
    return resumed


@transaction.atomic
def postpone_review(council: Council, review_on: date, *, actor: Actor) -> None:
    """Look at a paused council another day."""
    locked = lock(council)
    require(actor, "councils.maintain_council", locked)
    if locked.status != CouncilStatus.PAUSED:
        raise DomainError("Rådet är inte vilande. Det finns ingen dag att flytta.")
    if review_on <= today():
        raise DomainError("Välj en dag som inte har varit än.", field="review_on")
    locked.review_on = review_on
    locked.save(update_fields=["review_on"])
    trail.record("postpone_review", locked, actor=actor, fields=["review_on"])
    raise_stamp()


def remind_of_reviews(day: date | None = None) -> int:
    """Write to the coordinator when a paused council is to be looked at; once for each day set. Return how many."""
    day = day or today()
    due = Council.objects.filter(status=CouncilStatus.PAUSED, review_on__lte=day)
    to = settings.PORTAL["coordinator_email"]
    sent = 0
    for council in due if to else ():
        key = f"council-review:{council.pk}:{council.review_on}"
        sent += bool(
            outbox.queue_mail("councils_review", to=to, subject=REVIEW_SUBJECT, context={}, dedup_key=key)
        )
    return sent


def _begin_again(locked: Council, reason: str, *, actor: Actor) -> Council:
    # The reason for the pause may go only when the state that needs it has.
    change_status(locked, CouncilStatus.ACTIVE, actor=actor, note=reason, verb=_VERBS[CouncilStatus.ACTIVE])
    locked.status_reason, locked.review_on = "", None
    locked.save(update_fields=["status_reason", "review_on"])
    raise_stamp()
    return locked
