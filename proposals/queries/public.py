"""What anybody may read: the list, one proposal, the part on an audit's page."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, OuterRef, Q
from django.http import QueryDict

from common.swedish import day_text, swedish_order, today
from organisations.models import Municipality, Principal, PriorityGroup, Theme, Unit
from proposals.models import Addressee, LoopRules, Measure, Move, Proposal, ProposalSource
from proposals.queries.choices import Choice, Offered
from proposals.queries.facts import limits_of, measure_facts, standing_of
from proposals.queries.initiatives import initiatives_there
from proposals.standing import Limits, Standing, day_words
from proposals.words import TONES, MeasureStatus, Status, Verdict, checkers_words

#: A chain is long: so many stand on one page.
PAGE_SIZE = 10


@dataclass(frozen=True)
class Card:
    """One proposal as ``proposals/_recommendation.html`` takes it."""

    proposal: Proposal
    standing: Standing
    number: int
    title: str
    url: str

    @property
    def status(self) -> str:
        return str(self.standing.status.label)

    @property
    def tone(self) -> str:
        return TONES[self.standing.status]

    @property
    def anchor(self) -> str:
        return f"forslag-{self.proposal.pk}"

    @property
    def source_words(self) -> str:
        return self.proposal.source.full_name

    @property
    def bodies(self) -> list[str]:
        return [one.name for one in self.standing.addressees]


@dataclass(frozen=True)
class TallyRow:
    """How many proposals stand at one status, and the way to them."""

    status: str
    tone: str
    count: int
    url: str = ""


def card(proposal: Proposal, rules: LoopRules) -> Card:
    """Return a proposal as readers see it; fetch it through ``for_listing``."""
    url = proposal.get_absolute_url() if proposal.slug else ""
    return Card(proposal, standing_of(proposal, rules), proposal.number, proposal.title, url)


def of_source(room: str, source_id: str) -> list[Card]:
    """Return a source's public proposals in their order, for its own public page."""
    rows = Proposal.objects.public().filter(source__room=room, source__source_id=source_id)
    rules = LoopRules.current()
    return [card(one, rules) for one in rows.for_listing().order_by("number")]


def tally(cards: Iterable[Card]) -> list[TallyRow]:
    """Count cards by status, in the order of the statuses; what nothing stands at is left out."""
    found = [one.standing.status for one in cards]
    return [
        TallyRow(str(status.label), TONES[status], found.count(status))
        for status in TALLY_ORDER
        if status in found
    ]


def tally_of_source(room: str, source_id: str) -> list[TallyRow]:
    """Count a source's public proposals by status, in one query."""
    rows = Proposal.objects.public().filter(source__room=room, source__source_id=source_id).with_status()
    counts = dict(rows.order_by().values_list("status_now").annotate(number=Count("pk")))
    return [
        TallyRow(str(status.label), TONES[status], counts[status])
        for status in TALLY_ORDER
        if counts.get(status)
    ]


#: The order of the mock-up's tally, what is settled last.
TALLY_ORDER = (
    Status.DONE,
    Status.GOING,
    Status.LATE,
    Status.WAITING,
    Status.PARTLY,
    Status.DECLINED,
    Status.NO_LONGER,
)
#: Status ↔ its word in addresses.
STATUS_SLUGS = {
    Status.WAITING: "vantar-pa-svar",
    Status.GOING: "pagar",
    Status.LATE: "forsenad",
    Status.DONE: "genomford",
    Status.PARTLY: "delvis-genomford",
    Status.DECLINED: "gors-inte-nu",
    Status.NO_LONGER: "inte-langre-aktuellt",
}


@dataclass(frozen=True)
class LoopFilter(Choice):
    """What can be chosen among the public proposals."""

    route = "loop:list"

    enhet: str = ""
    kommun: str = ""
    tema: str = ""
    lage: str = ""
    grupp: str = ""

    def rows(self) -> Any:
        """Return the public proposals that match everything but the status."""
        rows = Proposal.objects.public()
        if self.enhet:
            kind, _, slug = self.enhet.partition(":")
            named = Q(unit__slug=slug) if kind == "enhet" else Q(principal__slug=slug)
            rows = rows.filter(_addressed(named))
        if self.kommun:
            there = Q(unit__municipality__slug=self.kommun) | Q(principal__municipality__slug=self.kommun)
            rows = rows.filter(_addressed(there))
        if self.tema:
            rows = rows.filter(theme__slug=self.tema)
        if self.grupp:
            rows = rows.filter(priority_groups__slug=self.grupp)
        return rows


def _addressed(condition: Q) -> Exists:
    return Exists(Addressee.objects.filter(condition, proposal=OuterRef("pk")))


def options() -> Offered:
    """Return what visitors can choose between: every status, else only what some public proposal has."""
    public = Proposal.objects.public()
    addressed = Addressee.objects.filter(proposal__state="public")
    units = Unit.objects.filter(pk__in=addressed.values("unit")).order_by(swedish_order("name"))
    principals = Principal.objects.filter(pk__in=addressed.values("principal")).in_order()
    places = Municipality.objects.filter(
        Q(units__in=addressed.values("unit")) | Q(principal__in=addressed.values("principal"))
    )
    themes = Theme.objects.filter(pk__in=public.values("theme")).in_order()
    groups = PriorityGroup.objects.filter(proposals__in=public).distinct().in_order()
    return {
        "enhet": [
            *((f"huvudman:{one.slug}", one.name) for one in principals),
            *((f"enhet:{one.slug}", one.name) for one in units),
        ],
        "kommun": [(one.slug, one.name) for one in places.distinct().order_by(swedish_order("name"))],
        "tema": [(one.slug, one.name) for one in themes],
        "lage": [(slug, str(status.label)) for status, slug in STATUS_SLUGS.items()],
        "grupp": [(one.slug, one.name) for one in groups],
    }


@dataclass(frozen=True)
class ListPage:
    """One page of the public list."""

    chosen: LoopFilter
    options: Offered
    cards: list[Card]
    page: Page[Proposal]
    tally: list[TallyRow]
    chips: list[tuple[str, str]]
    query: str
    initiatives: int
    initiatives_url: str

    @property
    def total(self) -> int:
        return self.page.paginator.count


def list_page(query: QueryDict) -> ListPage:
    """Return the public list as the address asks for it."""
    offered = options()
    chosen = LoopFilter.read(query, offered)
    rows = chosen.rows().with_status()
    counts = dict(rows.order_by().values_list("status_now").annotate(number=Count("pk", distinct=True)))
    if chosen.lage:
        wanted = next(status for status, slug in STATUS_SLUGS.items() if slug == chosen.lage)
        rows = rows.filter(status_now=wanted)
    page = Paginator(rows.newest_first().for_listing(), PAGE_SIZE).get_page(query.get("sida"))
    rules = LoopRules.current()
    initiatives, initiatives_url = initiatives_there(chosen.enhet, chosen.kommun)
    return ListPage(
        chosen=chosen,
        options=offered,
        cards=[card(one, rules) for one in page],
        page=page,
        tally=[
            TallyRow(
                str(status.label),
                TONES[status],
                counts[status],
                chosen.url(lage=STATUS_SLUGS[status]),
            )
            for status in TALLY_ORDER
            if counts.get(status)
        ],
        chips=chosen.chips(offered),
        query=chosen.query,
        initiatives=initiatives,
        initiatives_url=initiatives_url,
    )


@dataclass(frozen=True)
class Deed:
    """One measure as readers see it, with what the checkers saw of it."""

    body: str
    what: str
    who: str
    when: str
    status: str
    happened: str
    checked: str
    check_note: str


@dataclass(frozen=True)
class PublicPage:
    """Everything the public page of one proposal shows."""

    card: Card
    deeds: list[Deed]
    moves: list[Move]
    checkers: str
    lessons: str
    follow_up: str
    question_url: str


def public_proposals() -> Any:
    """Return the public proposals with all a chain shows."""
    return Proposal.objects.public().for_listing()


def public_page(proposal: Proposal) -> PublicPage:
    """Return the public page of a proposal from ``public_proposals``."""
    meeting = getattr(proposal.source, "follow_up", None)
    asked = next((one for one in proposal.effect_questions.all() if one.closed_on is None), None)
    rules = LoopRules.current()
    limits = limits_of(rules)
    return PublicPage(
        card=card(proposal, rules),
        deeds=[deed(row, one, limits) for row in proposal.addressees.all() for one in row.measures.all()],
        moves=_public_moves(proposal),
        checkers=checkers_words(proposal.source.kind),
        lessons=meeting.lessons if meeting else "",
        follow_up=_follow_up_words(meeting),
        question_url=asked.url if asked else "",
    )


def deed(addressee: Addressee, measure: Measure, limits: Limits) -> Deed:
    """Return a measure in words."""
    check = next((one for one in measure.checks.all() if one.counts), None)
    when = ""
    if measure.is_open:
        when = day_words(measure_facts(measure), limits, today())
    elif measure.status == MeasureStatus.DONE and measure.done_on:
        when = f"Klar {day_text(measure.done_on)}"
    return Deed(
        body=str(addressee),
        what=measure.what,
        who=measure.who,
        when=when,
        status=measure.get_status_display(),
        happened=measure.happened,
        checked=f"{Verdict(check.verdict).label}, {day_text(check.on)}" if check else "",
        check_note=check.note if check else "",
    )


def newest_cards(number: int) -> list[Card]:
    """Return the proposals that moved last, those that got somewhere first among equals."""
    rows = Proposal.objects.public().order_by("-moved_at", "-public_on", "number").for_listing()[:number]
    rules = LoopRules.current()
    return [card(one, rules) for one in rows]


def latest_moves(number: int) -> list[Move]:
    """Return the latest moves of public proposals, newest first."""
    rows = Move.objects.filter(proposal__state="public").select_related("proposal__source")
    return list(rows.order_by("-pk")[:number])


def _public_moves(proposal: Proposal) -> list[Move]:
    return list(proposal.moves.order_by("-pk")[:30])


def _follow_up_words(meeting: Any) -> str:
    if meeting is None:
        return ""
    if meeting.held_on:
        return f"Uppföljningsmötet hölls {day_text(meeting.held_on)}."
    return f"Uppföljningsmöte {day_text(meeting.on)}."


@dataclass(frozen=True)
class Questions:
    """The open questions about one source's proposals: (title, address)."""

    source: ProposalSource
    rows: list[tuple[str, str]]


def questions_of(source_id: UUID) -> Questions | None:
    """Return a public source's open questions; nothing when the source isn't public."""
    source = ProposalSource.objects.filter(pk=source_id, public_on__isnull=False).first()
    if source is None:
        return None
    rows = Proposal.objects.public().filter(
        source=source, effect_questions__isnull=False, effect_questions__closed_on=None
    )
    found = rows.order_by("number").values_list("title", "effect_questions__url")
    return Questions(source, list(found))
