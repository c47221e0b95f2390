"""The loop in the workspace: lists, one proposal, one source."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import QueryDict
from django.urls import reverse

from common.models import StatusChange
from common.search import search_text
from common.trail import object_type
from organisations.models import Unit
from proposals.models import (
    Addressee,
    EffectQuestion,
    FollowUp,
    LoopRules,
    Measure,
    MeasureUpdate,
    Proposal,
    ProposalSource,
    Response,
)
from proposals.models.sources import of_own_sources
from proposals.queries.public import STATUS_SLUGS, TALLY_ORDER, Card, card
from proposals.services.settling import can_reopen
from proposals.sources import source_units
from proposals.words import MeasureStatus, State, Verdict, checkers_words

PAGE_SIZE = 25
LONGEST_SEARCH = 100


@dataclass(frozen=True)
class WorkList:
    """One page of the working list."""

    page: Page[Proposal]
    cards: list[Card]
    tabs: list[tuple[str, str, int, bool]]
    words: str
    query: str
    sources: list[ProposalSource]


def work_list(user: Any, query: QueryDict) -> WorkList:
    """Return the proposals ``user`` follows in the workspace, by status."""
    words = " ".join(query.get("q", "").replace("\x00", "").split())[:LONGEST_SEARCH]
    rows: Any = _listed(user).with_status()
    if words:
        rows = search_text(rows, words, fields=("title", "text", "said"))
    counts = dict(rows.order_by().values_list("status_now").annotate(number=Count("pk", distinct=True)))
    slug = query.get("lage", "")
    wanted = next((status for status, name in STATUS_SLUGS.items() if name == slug), None)
    total = sum(counts.values())
    if wanted is not None:
        rows = rows.filter(status_now=wanted)
    ordered = rows.order_by("late_from", "-sent_on", "source", "number").for_listing()
    page = Paginator(ordered, PAGE_SIZE).get_page(query.get("sida"))
    rules = LoopRules.current()
    tabs = [("Alla", _address("", words), total, wanted is None)]
    tabs += [
        (str(status.label), _address(STATUS_SLUGS[status], words), counts.get(status, 0), status == wanted)
        for status in TALLY_ORDER
        if status in counts or status == wanted
    ]
    return WorkList(
        page=page,
        cards=[card(one, rules) for one in page],
        tabs=tabs,
        words=words,
        query=_address(slug if wanted else "", words).partition("?")[2],
        sources=own_sources_list(user),
    )


def own_sources_list(user: Any) -> list[ProposalSource]:
    """Return the sources whose team ``user`` is in, newest first, with how many drafts wait in each."""
    rows: Any = ProposalSource.objects.of_team(user).annotate(
        drafts=Count("proposals", filter=Q(proposals__state=State.DRAFT)), total=Count("proposals")
    )
    return list(rows.order_by("-created_at")[:PAGE_SIZE])


def _listed(user: Any) -> Any:
    """All that are sent for the coordinator, else those of one's own sources. Drafts stand with their source."""
    rows = Proposal.objects.exclude(state=State.DRAFT)
    return rows if user.has_perm("proposals.oversee") else rows.filter(of_own_sources(user, "source__"))


def _address(status: str, words: str) -> str:
    pairs = [pair for pair in (("lage", status), ("q", words)) if pair[1]]
    return reverse("proposals:list") + (f"?{urlencode(pairs)}" if pairs else "")


@dataclass(frozen=True)
class MeasureRow:
    """One measure on a proposal's working page."""

    measure: Measure
    verdict: str
    check_note: str
    updates: list[MeasureUpdate]
    may_report: bool
    may_check: bool


@dataclass(frozen=True)
class AddresseeRow:
    """One addressee on a proposal's working page."""

    addressee: Addressee
    responses: list[Response]
    measures: list[MeasureRow]
    may_answer: bool
    is_answered: bool


@dataclass(frozen=True)
class WorkPage:
    """Everything the working page of one proposal shows, and what this person may do there."""

    card: Card
    addressees: list[AddresseeRow]
    history: list[StatusChange]
    checkers: str
    question: EffectQuestion | None
    may_edit: bool
    may_sort: bool
    may_settle: bool
    may_reopen: bool
    may_ask: bool
    may_run_source: bool


def visible(user: Any) -> QuerySet[Proposal]:
    """Return the proposals ``user`` may open in the workspace, with all their page shows."""
    updates = Prefetch("addressees__measures__updates", MeasureUpdate.objects.order_by("-at", "-pk"))
    return Proposal.objects.visible_to(user).for_listing().prefetch_related(updates)


def work_page(proposal: Proposal, user: Any) -> WorkPage:
    """Return the working page of a proposal from ``visible``."""
    may_check = user.has_perm("proposals.check", proposal)
    rows = [_addressee_row(one, proposal, user, may_check=may_check) for one in proposal.addressees.all()]
    history = StatusChange.objects.filter(object_type=object_type(proposal), object_id=str(proposal.pk))
    question = next((one for one in proposal.effect_questions.all() if one.closed_on is None), None)
    done = any(row.measure.status == MeasureStatus.DONE for one in rows for row in one.measures)
    is_open = not proposal.outcome
    return WorkPage(
        card=card(proposal, LoopRules.current()),
        addressees=rows,
        history=list(history.order_by("at", "pk")),
        checkers=checkers_words(proposal.source.kind),
        question=question,
        may_edit=proposal.is_draft and user.has_perm("proposals.work_on_source", proposal),
        may_sort=not proposal.is_draft and user.has_perm("proposals.sort_proposal", proposal),
        may_settle=may_check and is_open and not proposal.is_draft,
        may_reopen=may_check and can_reopen(proposal),
        may_ask=is_open and proposal.is_public and done and user.has_perm("proposals.ask_users", proposal),
        may_run_source=user.has_perm("proposals.work_on_source", proposal),
    )


def _addressee_row(addressee: Addressee, proposal: Proposal, user: Any, *, may_check: bool) -> AddresseeRow:
    may_answer = (
        not proposal.is_draft and not proposal.outcome and user.has_perm("proposals.answer", addressee)
    )
    # A draft is the addressee's own.
    sent = [one for one in addressee.responses.all() if one.state != Response.State.DRAFT]
    return AddresseeRow(
        addressee=addressee,
        responses=sent,
        measures=[
            _measure_row(one, may_answer=may_answer, may_check=may_check and not proposal.outcome)
            for one in addressee.measures.all()
        ],
        may_answer=may_answer,
        is_answered=addressee.answered_on is not None,
    )


def _measure_row(measure: Measure, *, may_answer: bool, may_check: bool) -> MeasureRow:
    check = next((one for one in measure.checks.all() if one.counts), None)
    return MeasureRow(
        measure=measure,
        verdict=str(Verdict(check.verdict).label) if check else "",
        check_note=check.note if check else "",
        updates=list(measure.updates.all()),
        may_report=may_answer,
        may_check=may_check and measure.status == MeasureStatus.DONE,
    )


def checkable_measures(user: Any) -> QuerySet[Measure]:
    """Return the measures of proposals ``user`` may open."""
    return Measure.objects.filter(addressee__proposal__in=Proposal.objects.visible_to(user)).with_body()


def waiting_checks(user: Any) -> list[Measure]:
    """Return what units say is done and ``user`` has not looked for yet."""
    mine = of_own_sources(user, "addressee__proposal__source__")
    done = Measure.objects.filter(mine, status=MeasureStatus.DONE, addressee__proposal__outcome="")
    rows = done.exclude(checks__counts=True).with_body().order_by("done_on", "pk")
    return [one for one in rows if user.has_perm("proposals.check", one)]


@dataclass(frozen=True)
class SourcePage:
    """A source with its proposals, for its team."""

    source: ProposalSource
    cards: list[Card]
    drafts: int
    may_run: bool
    meeting: FollowUp | None


def team_sources(user: Any) -> QuerySet[ProposalSource]:
    """Return the sources whose team ``user`` is in."""
    return ProposalSource.objects.of_team(user)


def addressable_units(source: ProposalSource, user: Any) -> QuerySet[Unit]:
    """Return the units a proposal can be put to.

    The coordinator chooses among all. A team chooses among the source's own, those it has addressed and those that
    stand in public proposals already: a list of all units is no page of theirs.
    """
    if user.has_perm("organisations.maintain"):
        return Unit.objects.active().in_order()
    known = Q(pk__in=source_units(source.room, source.source_id))
    known |= Q(addressed__proposal__source=source) | Q(addressed__proposal__state=State.PUBLIC)
    return Unit.objects.active().filter(known).distinct().in_order()


def source_page(source: ProposalSource, user: Any) -> SourcePage:
    """Return the working page of a source."""
    rules = LoopRules.current()
    cards = [card(one, rules) for one in source.proposals.for_listing().order_by("number")]
    return SourcePage(
        source=source,
        cards=cards,
        drafts=sum(one.proposal.is_draft for one in cards),
        may_run=user.has_perm("proposals.run_source", source),
        meeting=FollowUp.objects.filter(source=source).first(),
    )


@dataclass(frozen=True)
class FollowUpPage:
    """The follow-up meeting with the last plan, for those who were invited and those who invite."""

    source: ProposalSource
    meeting: FollowUp | None
    cards: list[Card]
    may_plan: bool


def visible_sources(user: Any) -> QuerySet[ProposalSource]:
    """Return the sources whose follow-up ``user`` may read."""
    return ProposalSource.objects.visible_to(user)


def follow_up_page(source: ProposalSource, user: Any) -> FollowUpPage:
    """Return the follow-up meeting; the plan holds the proposals this person may open."""
    rules = LoopRules.current()
    sent = Proposal.objects.visible_to(user).filter(source=source).exclude(state=State.DRAFT)
    return FollowUpPage(
        source=source,
        meeting=FollowUp.objects.filter(source=source).first(),
        cards=[card(one, rules) for one in sent.for_listing().order_by("number")],
        may_plan=user.has_perm("proposals.plan_follow_up", source),
    )


def present_rules() -> LoopRules:
    """Return the loop's rules."""
    return LoopRules.current()


def answer_of(addressee: Addressee) -> Response | None:
    """Return the draft of an answer, else the answer that holds."""
    rows = {one.state: one for one in addressee.responses.all()}
    return rows.get(Response.State.DRAFT) or rows.get(Response.State.PRESENT)
