"""A survey's way: draft → open → paused → closed; its days; and what closing does."""

from datetime import date

from django.db import transaction
from django.db.models import Q

from common import stamps, trail
from common.actors import SYSTEM, Actor
from common.errors import DomainError
from common.sealing import SealingError
from common.swedish import today
from common.transitions import change_status, missing_for
from surveys.models import PausedDraft, Survey, SurveyStatus
from surveys.services import keys
from surveys.services.freezing import freeze_results
from surveys.services.locks import hold
from surveys.services.mixing import mix
from surveys.services.writing import NO_PERMISSION, locked_draft

_Status = SurveyStatus
#: Pages that anybody reads tell that there is a survey, and how many answered when it has closed.
STAMP = "surveys"


@transaction.atomic
def open_survey(survey: Survey, *, actor: Actor) -> None:
    """Let people answer. From now on the questions stand as they are."""
    _move(survey, _Status.OPEN, actor=actor, verb="open_survey")
    Survey.objects.filter(pk=survey.pk, opens_on=None).update(opens_on=today())
    Survey.objects.filter(pk=survey.pk).update(is_planned=False)
    survey.refresh_from_db()
    keys.fill_up(survey)


@transaction.atomic
def plan_opening(survey: Survey, opens_on: date, *, actor: Actor) -> None:
    """Let a draft that is ready open by itself on a day to come."""
    locked = locked_draft(survey, actor=actor)
    if opens_on <= today():
        raise DomainError("Välj en dag som kommer, eller öppna enkäten nu.", field="opens_on")
    if locked.closes_on and locked.closes_on < opens_on:
        raise DomainError("Enkäten skulle stänga innan den öppnar. Ändra sista dagen.", field="opens_on")
    missing = missing_for(locked, _Status.OPEN)
    if missing:
        raise DomainError(" ".join(missing))
    locked.opens_on, locked.is_planned = opens_on, True
    locked.version += 1
    locked.save(update_fields=["opens_on", "is_planned", "version"])
    trail.record("plan_opening", locked, actor=actor, fields=["opens_on"])
    survey.refresh_from_db()


@transaction.atomic
def pause_survey(survey: Survey, *, actor: Actor) -> None:
    """Take no answers on the web for a while. Paper can still be typed in, and people can put their answers away."""
    _move(survey, _Status.PAUSED, actor=actor, verb="pause_survey")


@transaction.atomic
def resume_survey(survey: Survey, *, actor: Actor) -> None:
    """Take answers again."""
    _move(survey, _Status.OPEN, actor=actor, verb="resume_survey")


@transaction.atomic
def close_survey(survey: Survey, *, actor: Actor) -> None:
    """End the survey for good.

    Paused drafts are shredded, receipts forgotten and rows mixed. Without a quarantine the results are frozen at once;
    with one they wait until it is judged.
    """
    hold(survey, alone=True)
    # The day first: the database wants it together with the state.
    Survey.objects.filter(pk=survey.pk).exclude(status=_Status.CLOSED).update(closed_on=today())
    change_status(survey, _Status.CLOSED, actor=actor, verb="end_survey")
    survey.refresh_from_db()
    drafts = PausedDraft.objects.filter(survey=survey)
    keys.shred_all(
        [*drafts.values_list("key_id", flat=True), *survey.spare_keys.values_list("key_id", flat=True)]
    )
    drafts.delete()
    survey.spare_keys.all().delete()
    survey.responses.update(receipt=None)
    mix(survey)
    if not survey.responses.filter(quarantined=True).exists():
        freeze_results(survey, actor=actor)
    stamps.raise_stamp(STAMP)


@transaction.atomic
def judge_quarantine(survey: Survey, *, count_them: bool, actor: Actor) -> None:
    """Accept or reject the quarantined answers, all of them together, once the survey is closed. Then freeze."""
    locked = hold(survey, alone=True)
    if not actor.has_perm("surveys.manage_survey", locked):
        raise DomainError(NO_PERMISSION)
    if locked.status != _Status.CLOSED:
        raise DomainError("Stäng enkäten först. Karantänen bedöms när alla svar har kommit.")
    held = locked.responses.filter(quarantined=True)
    if locked.quarantine or not held.exists():
        raise DomainError("Det finns ingen karantän att bedöma. Ladda om sidan.")
    if count_them:
        held.update(quarantined=False)
        locked.quarantine = Survey.Judgement.ACCEPTED
    else:
        keys.shred_all(held.values_list("key_id", flat=True))
        held.delete()
        locked.quarantine = Survey.Judgement.REJECTED
    locked.save(update_fields=["quarantine"])
    trail.record("accept_quarantine" if count_them else "reject_quarantine", locked, actor=actor)
    mix(locked)
    freeze_results(locked, actor=actor)
    stamps.raise_stamp(STAMP)
    survey.refresh_from_db()


def follow_days() -> None:
    """Open what was planned for today and close what has had its last day. Run each night; twice changes nothing."""
    day = today()
    for survey in Survey.objects.filter(status=_Status.DRAFT, is_planned=True, opens_on__lte=day):
        try:
            open_survey(survey, actor=SYSTEM)
        except SealingError:
            continue  # no keys can be made just now: the next night tries again
        except DomainError:
            # No longer ready: it stays a draft, and the overview says that it should have opened.
            Survey.objects.filter(pk=survey.pk).update(is_planned=False)
    ended = Q(status__in=[_Status.OPEN, _Status.PAUSED], closes_on__lt=day)
    for survey in Survey.objects.filter(ended):
        close_survey(survey, actor=SYSTEM)


def tend_open_surveys() -> None:
    """Mix the rows of open surveys and fill up their spare keys. Run each night."""
    for survey in Survey.objects.filter(status__in=[_Status.OPEN, _Status.PAUSED]):
        with transaction.atomic():
            hold(survey, alone=True)
            mix(survey)
        try:
            keys.fill_up(survey)
        except SealingError:
            continue  # an answer makes keys when there are none


def _move(survey: Survey, target: str, *, actor: Actor, verb: str) -> None:
    hold(survey, alone=True)
    change_status(survey, target, actor=actor, verb=verb)
    stamps.raise_stamp(STAMP)
