"""A placement moves on, rests with a reason and a review date, goes back to where it was, or ends."""

from datetime import date, timedelta
from typing import Final

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest
from django.urls import reverse

from accounts.tokens import token_hash
from common import outbox, trail
from common.actors import Actor
from common.errors import DomainError
from common.swedish import day_text, today
from common.transitions import change_status
from organisations.models import UnitRole
from peersupport.models import Placement
from peersupport.queries.supervision import SUPERVISED
from peersupport.services.introduction import reopen_introduction
from peersupport.services.shared import cleaned, locked_placement, raise_stamp, require
from peersupport.services.supervision import drop_planned
from peersupport.words import IN_WORK, RESTING, Phase

#: How long before the day a review shows at ``/oversikt/``.
REVIEW_AHEAD: Final = timedelta(days=14)
#: The furthest a review may be put: "not now" is no way to forget.
REVIEW_MOST: Final = relativedelta(years=2)
#: Neutral: a mail must not say which unit, or what of (domain.md 8).
REVIEW_SUBJECT: Final = "Något behöver ses över"
_MANAGE: Final = "peersupport.manage_placement"
#: From here a post goes back to recruitment: somebody else is to begin.
_FILLED_ANEW: Final = (Phase.INTRODUCTION, Phase.RUNNING, Phase.PERMANENT)


@transaction.atomic
def move_placement(placement: Placement, target: str, *, actor: Actor) -> Placement:
    """Move on (or back) between phases on the way. Rest, resume and end have services of their own.

    Raises ``DomainError`` with what is missing, or when somebody has moved it meanwhile.
    """
    locked = locked_placement(placement, _MANAGE, actor=actor)
    if target in {*RESTING, Phase.ENDED} or locked.status in RESTING:
        raise DomainError("Det går inte härifrån. Gå till placeringen och välj där.")
    return _moved(locked, target, actor=actor)


@transaction.atomic
def rest_placement(
    placement: Placement, target: str, *, reason: str, review_on: date | None, actor: Actor
) -> Placement:
    """Pause a post, or note "inte just nu", with the reason and the day it comes back by itself."""
    locked = locked_placement(placement, _MANAGE, actor=actor)
    if target not in RESTING:
        raise DomainError("Välj om placeringen pausas eller om svaret är inte just nu.", field="target")
    reason = cleaned(
        reason, field="reason", longest=1000, required="Skriv varför, så att nästa som läser förstår."
    )
    locked.reason, locked.review_on = reason, _review_day(review_on)
    locked.former_status = locked.status
    locked.save(update_fields=["reason", "review_on", "former_status"])
    return _moved(locked, target, actor=actor, note=reason)


@transaction.atomic
def resume_placement(placement: Placement, *, actor: Actor) -> Placement:
    """Let a placement that rests go on from where it was."""
    locked = locked_placement(placement, _MANAGE, actor=actor)
    if locked.status not in RESTING:
        raise DomainError("Placeringen vilar inte. Ladda om sidan och se hur det ser ut nu.")
    moved = _moved(locked, locked.former_status, actor=actor)
    # The reason may go only when the state that needs it has.
    moved.reason, moved.review_on, moved.former_status = "", None, ""
    moved.save(update_fields=["reason", "review_on", "former_status"])
    return moved


@transaction.atomic
def postpone_review(placement: Placement, review_on: date, *, actor: Actor) -> None:
    """Look at a placement that rests another day."""
    locked = locked_placement(placement, _MANAGE, actor=actor)
    if locked.status not in RESTING:
        raise DomainError("Placeringen vilar inte. Det finns ingen dag att flytta.")
    locked.review_on = _review_day(review_on)
    locked.version += 1
    locked.save(update_fields=["review_on", "version"])
    trail.record("postpone_review", locked, actor=actor, fields=["review_on"])


@transaction.atomic
def end_placement(placement: Placement, *, reason: str, on: date | None = None, actor: Actor) -> Placement:
    """End a placement, with the reason. ``on`` is the last day, at the latest today.

    Whoever holds the post has it until that day; one who was to begin later never does.
    """
    locked = locked_placement(placement, _MANAGE, actor=actor)
    day = on or today()
    if day > today():
        raise DomainError("Sista dagen kan inte vara senare än i dag. Avsluta när den har varit.", field="on")
    latest = locked.posts.filter(starts_on__lte=today()).order_by("-starts_on").first()
    if latest and day < latest.starts_on:
        raise DomainError(
            f"Någon började i tjänsten {day_text(latest.starts_on)}. Välj den dagen eller en senare.",
            field="on",
        )
    reason = cleaned(reason, field="reason", longest=1000, required="Skriv varför placeringen avslutas.")
    for never_begun in locked.posts.filter(starts_on__gt=day):
        trail.record("remove_post", never_begun, actor=actor)
        never_begun.delete()
    locked.posts.filter(ends_on=None).update(ends_on=Greatest(F("starts_on"), day), version=F("version") + 1)
    locked.posts.filter(ends_on__gt=day).update(ends_on=day, version=F("version") + 1)
    locked.reason, locked.review_on, locked.ends_on = reason, None, day
    if locked.starts_on and locked.starts_on > day:
        # It was planned, and never came.
        locked.starts_on = None
    # Nobody is to be reached about it any more, and an ended placement can't be changed.
    locked.contact_name = locked.contact_email = ""
    locked.save(update_fields=["reason", "starts_on", "ends_on", "contact_name", "contact_email"])
    moved = _moved(locked, Phase.ENDED, actor=actor, note=reason)
    moved.review_on, moved.former_status = None, ""
    moved.save(update_fields=["review_on", "former_status"])
    return moved


def remind_of_reviews(day: date | None = None) -> int:
    """Write to the coordinator and the unit's managers when a placement that rests is to be looked at; once a day set."""
    day = day or today()
    due = Placement.objects.filter(status__in=RESTING, review_on__lte=day).order_by("pk")
    return sum(_remind(placement) for placement in due)


def _remind(placement: Placement) -> int:
    managers = UnitRole.objects.current().filter(
        unit=placement.unit_id, role="unit_manager", user__is_active=True
    )
    addresses = {settings.PORTAL["coordinator_email"], *managers.values_list("user__email", flat=True)} - {""}
    sent = 0
    for to in sorted(addresses):
        key = f"peer-review:{placement.pk}:{placement.review_on}:{token_hash(to)[:16]}"
        context = {"path": reverse("peersupport:placement", args=[placement.pk])}
        sent += bool(
            outbox.queue_mail(
                "peersupport_review", to=to, subject=REVIEW_SUBJECT, context=context, dedup_key=key
            )
        )
    return sent


def _moved(locked: Placement, target: str, *, actor: Actor, note: str = "") -> Placement:
    source = locked.status
    require(actor, _MANAGE, locked)
    moved: Placement = change_status(locked, target, actor=actor, note=note)
    moved.status_since = today()
    moved.version += 1
    moved.save(update_fields=["status_since", "version"])
    if source in SUPERVISED and target not in SUPERVISED:
        drop_planned(moved, actor=actor)
    if target == Phase.RECRUITMENT and source in _FILLED_ANEW:
        reopen_introduction(moved, actor=actor)
    if {source, target} & set(IN_WORK):
        # The sums on the public page count all units, also those it doesn't name.
        raise_stamp()
    return moved


def _review_day(day: date | None) -> date:
    if day is None:
        raise DomainError("Välj en dag då ni ser över det igen.", field="review_on")
    if day <= today():
        raise DomainError("Välj en dag som inte har varit än.", field="review_on")
    if day > today() + REVIEW_MOST:
        raise DomainError("Välj en dag inom två år.", field="review_on")
    return day
