"""The moves of a placement and what each needs. A condition returns what is missing as a sentence, or ``None``.

They are shown beside the button (``peersupport.queries.phases``) and checked again when somebody moves.
"""

from typing import Any

from django.db.models import Q

from common.swedish import today
from common.transitions import Condition, Transition
from peersupport.words import Condition as ReadinessCondition
from peersupport.words import FundingKind, Outcome, Phase, Readiness


def has_purpose(placement: Any) -> str | None:
    return None if placement.purpose.strip() else "Skriv vad peer support ska bidra med hos er."


def has_contact(placement: Any) -> str | None:
    return None if placement.contact_name.strip() else "Utse en kontaktperson i verksamheten."


def unit_is_open(placement: Any) -> str | None:
    closed = placement.unit.closed_on
    if closed is None or closed > today():
        return None
    return "Verksamheten är nedlagd. Flytta placeringen till en annan verksamhet, eller avsluta den."


def has_readiness_answers(placement: Any) -> str | None:
    answered = placement.readiness.exclude(answer=Readiness.OPEN).count()
    left = len(ReadinessCondition) - answered
    if not left:
        return None
    return "Ett villkor är inte besvarat." if left == 1 else f"{left} villkor är inte besvarade."


def has_cost(placement: Any) -> str | None:
    return None if hasattr(placement, "cost") else "Räkna ut vad det kostar."


def has_yes(placement: Any) -> str | None:
    """The latest decision counts: a no after a yes is a no."""
    latest = placement.decisions.order_by("-decided_on", "-pk").first()
    if latest is None:
        return "Skriv in beslutet."
    if latest.outcome == Outcome.YES:
        return None
    if latest.outcome == Outcome.NO:
        return "Det senaste beslutet är nej."
    return "Det senaste beslutet är att utreda först."


def has_employer(placement: Any) -> str | None:
    return None if placement.employer_kind else "Välj vem som anställer."


def has_funding(placement: Any) -> str | None:
    return None if placement.funding.exists() else "Skriv vem som betalar, och till när."


def has_peer(placement: Any) -> str | None:
    """Somebody who is there or is to begin; who has left is no answer when the post is filled anew."""
    return (
        None
        if placement.posts.filter(Q(ends_on=None) | Q(ends_on__gte=today())).exists()
        else "Skriv när någon börjar, och på hur stor del av heltid. Namnet behövs inte."
    )


def has_ended_before(placement: Any) -> str | None:
    """The post is filled anew only when it is written when its holder leaves: the name goes some time after that day."""
    if not placement.posts.filter(ends_on=None).exists():
        return None
    return "Skriv sista dagen för den som har tjänsten."


def has_introduction(placement: Any) -> str | None:
    left = placement.introduction.filter(done_on=None).count()
    if not placement.introduction.exists():
        return "Gör checklistan för introduktionen."
    if not left:
        return None
    return (
        "En punkt i introduktionen är inte klar."
        if left == 1
        else f"{left} punkter i introduktionen är inte klara."
    )


def has_supervision(placement: Any) -> str | None:
    if not hasattr(placement, "supervision_plan"):
        return "Gör en plan för handledningen."
    upcoming = placement.supervision.filter(state="planned", day__gte=today())
    return None if upcoming.exists() else "Boka nästa handledning."


def somebody_works_there(placement: Any) -> str | None:
    day = today()
    if any(post.holds_on(day) for post in placement.posts.all()):
        return None
    return "Ingen arbetar i tjänsten i dag. Skriv vem som börjar och när, eller pausa placeringen."


def has_evaluation(placement: Any) -> str | None:
    begun = placement.evaluations.exclude(state__in=["planned", "skipped"])
    return None if begun.exists() else "Börja en utvärdering: skicka ut frågorna."


def has_report(placement: Any) -> str | None:
    done = placement.evaluations.filter(state="reported")
    return None if done.exists() else "Gör klart minst en rapport från utvärderingen."


def has_lasting_money(placement: Any) -> str | None:
    lasting = placement.funding.filter(kind=FundingKind.ORDINARY, ends_on=None)
    return None if lasting.exists() else "Skriv in pengar ur ordinarie budget utan slutdatum."


def was_in(phase: str) -> Condition:
    """Return the condition that a placement at rest came from ``phase``: it goes back there."""

    def came_from(placement: Any) -> str | None:
        return None if placement.former_status == phase else "Placeringen vilade från en annan fas."

    return came_from


_PLAN, _RUN = "peersupport.manage_placement", "peersupport.manage_placement"
#: Phases that may be paused, and those where "inte just nu" is an answer.
PAUSABLE = (Phase.RECRUITMENT, Phase.INTRODUCTION, Phase.RUNNING, Phase.EVALUATION, Phase.PERMANENT)
DECLINABLE = (Phase.INTEREST, Phase.READINESS, Phase.DECISION)

TRANSITIONS = (
    Transition(Phase.INTEREST, Phase.READINESS, _PLAN, needs=(unit_is_open, has_purpose, has_contact)),
    Transition(Phase.READINESS, Phase.DECISION, _PLAN, needs=(unit_is_open, has_readiness_answers, has_cost)),
    Transition(
        Phase.DECISION, Phase.RECRUITMENT, _PLAN, needs=(unit_is_open, has_yes, has_employer, has_funding)
    ),
    Transition(Phase.RECRUITMENT, Phase.INTRODUCTION, _RUN, needs=(unit_is_open, has_peer)),
    Transition(
        Phase.INTRODUCTION,
        Phase.RUNNING,
        _RUN,
        needs=(unit_is_open, somebody_works_there, has_introduction, has_supervision),
    ),
    Transition(Phase.RUNNING, Phase.EVALUATION, _RUN, needs=(has_evaluation,)),
    Transition(Phase.EVALUATION, Phase.RUNNING, _RUN, needs=(somebody_works_there,)),
    Transition(
        Phase.EVALUATION, Phase.PERMANENT, _RUN, needs=(unit_is_open, has_report, has_yes, has_lasting_money)
    ),
    # The post is vacant: the work begins anew with recruitment.
    *(
        Transition(phase, Phase.RECRUITMENT, _RUN, needs=(has_ended_before,))
        for phase in (Phase.INTRODUCTION, Phase.RUNNING, Phase.PERMANENT)
    ),
    Transition(Phase.DECISION, Phase.READINESS, _PLAN),
    *(Transition(phase, Phase.PAUSED, _RUN) for phase in PAUSABLE),
    *(Transition(Phase.PAUSED, phase, _RUN, needs=(unit_is_open, was_in(phase))) for phase in PAUSABLE),
    *(Transition(phase, Phase.NOT_NOW, _PLAN) for phase in DECLINABLE),
    *(Transition(Phase.NOT_NOW, phase, _PLAN, needs=(unit_is_open, was_in(phase))) for phase in DECLINABLE),
    *(
        Transition(phase, Phase.ENDED, _RUN)
        for phase in (*DECLINABLE, *PAUSABLE, Phase.PAUSED, Phase.NOT_NOW)
    ),
)
