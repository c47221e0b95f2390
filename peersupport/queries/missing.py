"""What many placements lack for their next step, told in short words from one query.

The conditions themselves (``models.phases``) ask the database for one placement at a time; a list can't. A test sees
that the two agree.
"""

from collections.abc import Callable
from typing import Any, Final

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from common.swedish import count_text, today
from peersupport.models import (
    CostCalculation,
    Decision,
    Evaluation,
    FundingPeriod,
    IntroductionStep,
    PeerPost,
    Placement,
    ReadinessAnswer,
    SupervisionPlan,
    SupervisionSession,
)
from peersupport.words import Condition, FundingKind, Outcome, Phase, Readiness


def with_missing(rows: "QuerySet[Placement]") -> "QuerySet[Placement]":
    """Let ``missing_words`` tell of each of ``rows`` without asking again."""
    own, day = Q(placement=OuterRef("pk")), today()
    answered = (
        ReadinessAnswer.objects.filter(own)
        .exclude(answer=Readiness.OPEN)
        .order_by()
        .values("placement")
        .annotate(number=Count("pk"))
        .values("number")
    )
    latest = Decision.objects.filter(placements=OuterRef("pk")).order_by("-decided_on", "-pk")
    steps = IntroductionStep.objects.filter(own)
    begun = Evaluation.objects.filter(own).exclude(state__in=["planned", "skipped"])
    works = PeerPost.objects.filter(own, Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)
    found: QuerySet[Placement] = rows.annotate(
        m_answered=Coalesce(Subquery(answered), 0),
        m_cost=Exists(CostCalculation.objects.filter(own)),
        m_outcome=Subquery(latest.values("outcome")[:1]),
        m_funding=Exists(FundingPeriod.objects.filter(own)),
        m_lasting=Exists(FundingPeriod.objects.filter(own, kind=FundingKind.ORDINARY, ends_on=None)),
        m_posts=Exists(PeerPost.objects.filter(own, Q(ends_on=None) | Q(ends_on__gte=day))),
        m_works=Exists(works),
        m_steps=Exists(steps),
        m_undone=Exists(steps.filter(done_on=None)),
        m_plan=Exists(SupervisionPlan.objects.filter(own)),
        m_booked=Exists(SupervisionSession.objects.filter(own, state="planned", day__gte=day)),
        m_begun=Exists(begun),
        m_report=Exists(begun.filter(state="reported")),
    )
    return found


def missing_words(placement: Any) -> list[str]:
    """Return in short words what the next step forward lacks; ``placement`` comes from ``with_missing``."""
    closed = placement.unit.closed_on
    gone = ["verksamheten är nedlagd"] if closed is not None and closed <= today() else []
    told = _WORDS.get(Phase(placement.status))
    return [*gone, *(told(placement) if told else ())]


def _interest(one: Any) -> list[str]:
    return _those(
        ("syfte saknas", not one.purpose.strip()), ("kontaktperson saknas", not one.contact_name.strip())
    )


def _readiness(one: Any) -> list[str]:
    left = len(Condition) - one.m_answered
    return _those(
        # What holds most units here is the decision, though it is asked for in the next phase.
        ("beslut saknas", one.m_outcome is None),
        (f"{count_text(left, 'villkor', 'villkor', neuter=True)} inte {'besvarat' if left == 1 else 'besvarade'}", left > 0),
        ("kostnad saknas", not one.m_cost),
    )  # fmt: skip


def _decision(one: Any) -> list[str]:
    words = {None: "beslut saknas", Outcome.NO: "beslutet är nej", Outcome.INQUIRY: "utreds först"}
    return _those(
        (words.get(one.m_outcome, ""), one.m_outcome != Outcome.YES),
        ("arbetsgivare saknas", not one.employer_kind),
        ("pengar saknas", not one.m_funding),
    )


def _recruitment(one: Any) -> list[str]:
    return _those(("ingen är anställd", not one.m_posts))


def _introduction(one: Any) -> list[str]:
    return _those(
        ("ingen arbetar där i dag", not one.m_works),
        ("introduktionen är inte klar", not one.m_steps or one.m_undone),
        ("handledning saknas", not one.m_plan),
        ("nästa handledning är inte bokad", one.m_plan and not one.m_booked),
    )


def _running(one: Any) -> list[str]:
    return _those(
        ("ingen arbetar där i dag", not one.m_works), ("ingen utvärdering har börjat", not one.m_begun)
    )


def _evaluation(one: Any) -> list[str]:
    return _those(
        ("rapport saknas", not one.m_report),
        ("beslut saknas", one.m_outcome != Outcome.YES),
        ("varaktiga pengar saknas", not one.m_lasting),
    )


def _permanent(one: Any) -> list[str]:
    return _those(("ingen arbetar där i dag", not one.m_works))


_WORDS: Final[dict[Phase, Callable[[Any], list[str]]]] = {
    Phase.INTEREST: _interest,
    Phase.READINESS: _readiness,
    Phase.DECISION: _decision,
    Phase.RECRUITMENT: _recruitment,
    Phase.INTRODUCTION: _introduction,
    Phase.RUNNING: _running,
    Phase.EVALUATION: _evaluation,
    Phase.PERMANENT: _permanent,
}


def _those(*pairs: tuple[str, bool]) -> list[str]:
    return [words for words, is_missing in pairs if is_missing]
