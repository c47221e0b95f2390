"""The introduction's checklist: a ready-made list for the unit, the team and the one who begins, and steps of one's own."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import F, Max

from common import trail
from common.actors import Actor
from common.errors import DomainError
from common.swedish import today
from peersupport.models import IntroductionStep, Placement
from peersupport.services.shared import cleaned, locked_placement, write_facts
from peersupport.words import StepFor

_MANAGE: Final = "peersupport.manage_placement"
NEED_TEXT: Final = "Skriv vad som ska göras, till exempel att nycklar är ordnade."
ALREADY_THERE: Final = "Punkten står redan på listan."


@dataclass(frozen=True)
class ReadyStep:
    """One step of the ready-made list, ``days`` after somebody begins; before it when negative."""

    code: str
    what_for: str
    text: str
    days: int


#: What the field holds to be needed (domain.md 4): a prepared team, a role that is written down, access and secrecy
#: settled, a named contact, supervision booked. A unit changes, adds and takes away as it likes.
READY: Final = (
    ReadyStep("unit_role", StepFor.UNIT, "Rollbeskrivningen är klar och känd av alla på enheten", -21),
    ReadyStep("unit_contact", StepFor.UNIT, "Kontaktpersonen har tid avsatt för introduktionen", -14),
    ReadyStep("unit_access", StepFor.UNIT, "Behörigheter, nycklar och journal är ordnade så som ni har bestämt", -7),
    ReadyStep("unit_place", StepFor.UNIT, "Arbetsplats, schema och telefon är klara", -7),
    ReadyStep("unit_told", StepFor.UNIT, "De som använder verksamheten har fått veta vad peer support är", 0),
    ReadyStep("team_trained", StepFor.TEAM, "Teamet har fått sin utbildning om peer support", -21),
    ReadyStep("team_roles", StepFor.TEAM, "Teamet har pratat igenom vem som gör vad, och var gränserna går", -14),
    ReadyStep("team_doubts", StepFor.TEAM, "Teamets frågor och farhågor är uppskrivna och har fått svar", -14),
    ReadyStep("peer_welcome", StepFor.PEER, "Har träffat chefen, kontaktpersonen och teamet", 1),
    ReadyStep("peer_secrecy", StepFor.PEER, "Har gått igenom sekretess och vad som gäller för journalen", 3),
    ReadyStep("peer_role", StepFor.PEER, "Har gått igenom rollbeskrivningen och vet vem som svarar på frågor", 3),
    ReadyStep("peer_support", StepFor.PEER, "Vet när första handledningen är och hur handledaren nås", 5),
    ReadyStep("peer_tasks", StepFor.PEER, "Har följt med i arbetet och börjat med egna uppgifter", 14),
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class StepFacts:
    """One step as it is typed. ``done_on`` is the day it was done, never one to come."""

    what_for: str
    text: str
    due_on: date | None = None
    done_on: date | None = None


@transaction.atomic
def begin_introduction(placement: Placement, *, actor: Actor) -> int:
    """Put the ready-made steps that are missing on the list, with days counted from the first day; return how many came."""
    locked = locked_placement(placement, _MANAGE, actor=actor)
    there = set(locked.introduction.exclude(code="").values_list("code", flat=True))
    first = _first_day(locked)
    last = _last_position(locked)
    missing = [step for step in READY if step.code not in there]
    IntroductionStep.objects.bulk_create(
        IntroductionStep(
            placement=locked,
            code=step.code,
            what_for=step.what_for,
            text=step.text,
            due_on=first + timedelta(days=step.days) if first else None,
            position=last + number,
        )
        for number, step in enumerate(missing, start=1)
    )
    if missing:
        trail.record("begin_introduction", locked, actor=actor)
    return len(missing)


def reopen_introduction(placement: Placement, *, actor: Actor) -> None:
    """Let the team's and the newcomer's steps be done anew: the post is to be filled by somebody else. In the caller's
    transaction, on a locked placement. What the unit has prepared stays done.
    """
    done = placement.introduction.filter(what_for__in=[StepFor.TEAM, StepFor.PEER], done_on__isnull=False)
    if done.update(done_on=None, due_on=None, version=F("version") + 1):
        trail.record("reopen_introduction", placement, actor=actor)


@transaction.atomic
def add_step(placement: Placement, facts: StepFacts, *, actor: Actor) -> IntroductionStep:
    """Put a step of one's own last on the list. Sent twice it stands there once."""
    locked = locked_placement(placement, _MANAGE, actor=actor)
    facts = _checked(facts)
    same = locked.introduction.filter(what_for=facts.what_for, text=facts.text).first()
    if same is not None:
        if (same.due_on, same.done_on) != (facts.due_on, facts.done_on):
            raise DomainError(ALREADY_THERE, field="text")
        return same
    step = IntroductionStep.objects.create(
        placement=locked, position=_last_position(locked) + 1, **facts.__dict__
    )
    trail.record("add_step", step, actor=actor)
    return step


@transaction.atomic
def edit_step(
    step: IntroductionStep, facts: StepFacts, *, expected_version: int, actor: Actor
) -> IntroductionStep:
    """Change what is to be done, for whom and when. Raises ``EditConflictError`` when somebody saved in between."""
    locked = _locked(step, actor=actor)
    facts = _checked(facts)
    others = locked.placement.introduction.exclude(pk=locked.pk)
    if others.filter(what_for=facts.what_for, text=facts.text).exists():
        raise DomainError(ALREADY_THERE, field="text")
    write_facts(locked, facts, expected_version=expected_version, actor=actor, verb="edit_step")
    return locked


@transaction.atomic
def finish_step(step: IntroductionStep, *, actor: Actor) -> None:
    """Note that a step is done today. Harmless when it is."""
    locked = _locked(step, actor=actor)
    if locked.done_on is None:
        _set_done(locked, today(), verb="finish_step", actor=actor)


@transaction.atomic
def reopen_step(step: IntroductionStep, *, actor: Actor) -> None:
    """Let a step be left to do again. Harmless when it is."""
    locked = _locked(step, actor=actor)
    if locked.done_on is not None:
        _set_done(locked, None, verb="reopen_step", actor=actor)


@transaction.atomic
def remove_step(step: IntroductionStep, *, actor: Actor) -> None:
    """Take a step off the list. Harmless when it is gone; a ready-made one comes back with ``begin_introduction``."""
    locked_placement(step.placement, _MANAGE, actor=actor)
    locked = IntroductionStep.objects.select_for_update(of=("self",)).filter(pk=step.pk).first()
    if locked is None:
        return
    trail.record("remove_step", locked, actor=actor)
    locked.delete()


def _set_done(step: IntroductionStep, day: date | None, *, verb: str, actor: Actor) -> None:
    step.done_on = day
    step.version += 1
    step.save(update_fields=["done_on", "version"])
    trail.record(verb, step, actor=actor, fields=["done_on"])


def _locked(step: IntroductionStep, *, actor: Actor) -> IntroductionStep:
    placement = locked_placement(step.placement, _MANAGE, actor=actor)
    locked = IntroductionStep.objects.select_for_update(of=("self",)).filter(pk=step.pk).first()
    if locked is None:
        raise DomainError("Punkten är borttagen. Ladda om sidan.")
    locked.placement = placement
    return locked


def _checked(facts: StepFacts) -> StepFacts:
    if facts.what_for not in StepFor.values:
        raise DomainError("Välj vem punkten är för.", field="what_for")
    text = cleaned(facts.text, field="text", longest=200, required=NEED_TEXT)
    if facts.done_on is not None and facts.done_on > today():
        raise DomainError("Välj i dag eller en dag som har varit.", field="done_on")
    return StepFacts(what_for=facts.what_for, text=text, due_on=facts.due_on, done_on=facts.done_on)


def _first_day(placement: Placement) -> date | None:
    """The day somebody begins: the latest who holds the post, else the day the post is planned to begin."""
    began: Any = placement.posts.aggregate(last=Max("starts_on"))["last"]
    return began or placement.starts_on


def _last_position(placement: Placement) -> int:
    return placement.introduction.aggregate(last=Max("position"))["last"] or 0
