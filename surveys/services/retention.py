"""Answers go when they have done their work; what was published of them stays."""

from datetime import date

from dateutil.relativedelta import relativedelta
from django.db import transaction

from common import trail
from common.actors import SYSTEM, Actor
from common.errors import DomainError
from common.swedish import today
from surveys.models import Survey, SurveyStatus
from surveys.owners import owner_rooms
from surveys.services import keys
from surveys.services.locks import hold
from surveys.services.writing import NO_PERMISSION


@transaction.atomic
def destroy_answers(survey: Survey, *, actor: Actor) -> None:
    """Shred every answer and its key. Only after the counts are frozen; the frozen table stays. Done twice is done once.

    Who must agree (two people for an audit) is the owning room's affair: it calls this when that is settled.
    """
    locked = hold(survey, alone=True)
    if not actor.has_perm("surveys.manage_survey", locked):
        raise DomainError(NO_PERMISSION)
    if not hasattr(locked, "results"):
        raise DomainError("Stäng enkäten och bedöm karantänen först. Sedan kan svaren förstöras.")
    if locked.destroyed_on is not None:
        return
    keys.shred_all(locked.responses.values_list("key_id", flat=True))
    locked.responses.all().delete()
    locked.destroyed_on = today()
    locked.save(update_fields=["destroyed_on"])
    trail.record("destroy_answers", locked, actor=actor)
    survey.refresh_from_db()


def destroy_on(survey: Survey) -> date | None:
    """Return the day on which a survey loses its answers, unless its owner decides about them."""
    if (
        survey.closed_on is None
        or survey.owner_room in _decided_elsewhere()
        or survey.destroyed_on is not None
    ):
        return None
    return survey.closed_on + relativedelta(months=survey.keep_months)


def destroy_due() -> int:
    """Destroy the answers of surveys whose time is over, except where an owner decides about them. Return how many."""
    closed = Survey.objects.filter(
        status=SurveyStatus.CLOSED, destroyed_on=None, results__isnull=False
    ).exclude(owner_room__in=_decided_elsewhere())
    due = [row for row in closed if (day := destroy_on(row)) is not None and day <= today()]
    for survey in due:
        destroy_answers(survey, actor=SYSTEM)
    return len(due)


def _decided_elsewhere() -> list[str]:
    return [owner.room for owner in owner_rooms() if owner.destroys_answers]
