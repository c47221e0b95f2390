"""What waits for those who answer, and for the one above them."""

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from common.swedish import today
from organisations.models import Unit
from proposals.models import Addressee, LoopRules, Measure, Proposal, Response
from proposals.models.answers import MeasureQuerySet
from proposals.models.proposals import AddresseeQuerySet
from proposals.queries.initiatives import InitiativeFilter
from proposals.queries.public import Card, card
from proposals.rules import answered_bodies, overseen_bodies
from proposals.words import SaidFrom, State

#: Finished things on one page; the rest is on each proposal's own.
MOST_FINISHED = 50


@dataclass(frozen=True)
class AnswerRow:
    """One proposal that waits for an answer."""

    addressee: Addressee
    has_draft: bool

    @property
    def is_late(self) -> bool:
        return self.addressee.answer_due is not None and self.addressee.answer_due < today()


@dataclass(frozen=True)
class OwnPage:
    """Everything that "Mina svar" shows, most urgent first."""

    waiting: list[AnswerRow]
    measures: list[Measure]
    finished_measures: list[Measure]
    answered: list[tuple[Addressee, Card]]
    units: list[Unit]


class Recommendation(NamedTuple):
    """What the answer form shows of a proposal, and the day to answer by; none once there is an answer."""

    number: int
    title: str
    said: str
    source: str
    due: date | None


@dataclass(frozen=True)
class LateRow:
    """One thing that is late below a superior."""

    body: str
    title: str
    words: str
    since: date
    url: str


def answerable(user: Any) -> AddresseeQuerySet:
    """Return the addressees ``user`` answers for, of proposals that are sent."""
    return Addressee.objects.answered_by(user).select_related("proposal__source", "unit", "principal")


def own_measures(user: Any) -> MeasureQuerySet:
    """Return the measures ``user`` may report."""
    return Measure.objects.visible_to(user).with_body()


def own_units(user: Any) -> QuerySet[Unit]:
    """Return the units ``user`` answers for."""
    return Unit.objects.active().filter(pk__in=answered_bodies(user).units).in_order()


def own_page(user: Any) -> OwnPage:
    """Return what waits for ``user`` and what has been answered, in a fixed number of queries."""
    mine = answerable(user)
    drafts = set(
        Response.objects.filter(addressee__in=mine, state=Response.State.DRAFT).values_list(
            "addressee", flat=True
        )
    )
    waiting = mine.unanswered().order_by("answer_due", "proposal__source", "proposal__number")
    measures = list(own_measures(user).order_by("due", "pk"))
    going_on = [one for one in measures if one.is_open and not _is_over(one)]
    finished = [one for one in measures if not one.is_open or _is_over(one)]
    return OwnPage(
        waiting=[AnswerRow(one, one.pk in drafts) for one in waiting],
        measures=going_on,
        finished_measures=finished[-MOST_FINISHED:],
        answered=_answered(user),
        units=list(own_units(user)),
    )


def recommendation(addressee: Addressee) -> Recommendation:
    """Return a proposal as ``components/answer_form.html`` takes it."""
    proposal = addressee.proposal
    words = str(SaidFrom(proposal.said_from).label) if proposal.said_from else ""
    if proposal.said_reworded:
        words = f"{words}. Återgivet med andra ord".removeprefix(". ")
    due = addressee.answer_due if addressee.answered_on is None else None
    return Recommendation(proposal.number, proposal.title, proposal.said, words, due)


def late_rows(user: Any) -> list[LateRow]:
    """Return what has been late for so long that it is shown to the one above."""
    below = overseen_bodies(user)
    if not below:
        return []
    day, grace = today(), LoopRules.current().grace_days
    rows = [
        LateRow(
            str(one),
            one.proposal.title,
            "Svar saknas",
            one.answer_due,
            _public_url(one.proposal),
        )
        for one in Addressee.objects.of(below)
        .unanswered()
        .exclude(proposal__state=State.DRAFT)
        .select_related("proposal", "unit", "principal")
        if one.answer_due and (day - one.answer_due).days > grace
    ]
    measures = Measure.objects.overdue().with_body()
    of_these = Q(unit__in=below.units) | Q(addressee__unit__in=below.units)
    of_these |= Q(addressee__principal__in=below.principals)
    for measure in measures.filter(of_these):
        if (day - measure.due).days > grace and not _is_over(measure):
            owner = measure.addressee
            body = owner or measure.unit
            url = _public_url(owner.proposal) if owner else InitiativeFilter(enhet=measure.unit.slug).url()  # type: ignore[union-attr]
            rows.append(LateRow(str(body), measure.what, "Åtgärd försenad", measure.due, url))
    return sorted(rows, key=lambda row: row.since)


def _answered(user: Any) -> list[tuple[Addressee, Card]]:
    mine = list(answerable(user).exclude(answered_on=None).order_by("-answered_on", "pk")[:MOST_FINISHED])
    rules = LoopRules.current()
    rows = Proposal.objects.filter(pk__in=[one.proposal_id for one in mine]).for_listing()
    cards = {one.pk: card(one, rules) for one in rows}
    return [(one, cards[one.proposal_id]) for one in mine]


def _is_over(measure: Measure) -> bool:
    return measure.addressee is not None and bool(measure.addressee.proposal.outcome)


def _public_url(proposal: Proposal) -> str:
    return proposal.get_absolute_url() if proposal.is_public else ""
