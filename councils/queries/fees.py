"""What those who claim, and those who attest, meet."""

from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from common.errors import DomainError
from common.models import StatusChange
from common.swedish import today
from common.trail import object_type
from councils.fees import ClaimFacts, Line, Rates, Reckoning, kronor, number_words
from councils.models import Claim, FeeAgreement, Invitation, Mandate, RateTable
from councils.queries.fee_agreements import hours_text, latest_of_each
from councils.services.contact_retention import CLAIMED_WITHIN
from councils.services.fee_agreements import agreement_for
from councils.services.fee_attests import may_attest, needs_two
from councils.services.fee_claims import (
    can_be_corrected,
    line_of,
    open_correction,
    reckoned,
    right_facts,
)
from councils.services.fee_rates import rates_of, table_for
from councils.words import ClaimStatus, DayType

#: Meetings are listed, and asked about in the overview, so long.
LISTED: Final = CLAIMED_WITHIN
MOST_DONE: Final = 60
#: The shortest first. What is counted by the hour is neither more nor less, but another thing.
_LENGTHS: Final = (DayType.SHORT, DayType.HALF, DayType.WHOLE)
_WHAT_WORDS: Final = {
    "fee": "Arvode",
    "preparation": "Förberedelse",
    "mileage": "Egen bil",
    "ticket": "Biljetter",
}


@dataclass(frozen=True)
class OwnPage:
    """Everything that "Arvode och resor" shows of one's own."""

    to_claim: list[Invitation]
    going_on: list[Claim]
    done: list[Claim]
    agreements: list[FeeAgreement]


@dataclass(frozen=True)
class ShownLine:
    """One row of a claim in words: "Egen bil", "2,5 mil à 25 kr", "62,50 kr"."""

    what: str
    how_many: str
    total: str


@dataclass(frozen=True)
class Sum:
    """What a claim comes to, or the sentence that says what is missing."""

    lines: list[ShownLine]
    total: str
    problem: str = ""
    #: Which field the sentence is about.
    field: str = ""


@dataclass(frozen=True)
class ClaimPage:
    """One claim, what it says, how it has gone and what the reader may do with it."""

    claim: Claim
    facts: list[tuple[str, str, str]]
    lines: list[ShownLine]
    total: str
    history: list[StatusChange]
    may_change: bool
    may_withdraw: bool
    may_attest: bool
    may_return: bool
    may_correct: bool
    needs_two: bool
    is_own: bool
    agreement: FeeAgreement | None
    #: What is claimed beyond what was agreed, in sentences.
    beyond: list[str]
    correction: Claim | None
    #: A correction that somebody else is still writing is told of, not opened.
    may_open_correction: bool


@dataclass(frozen=True)
class FormPage:
    """What the claim form is built of: the meeting, the rates of its day, what was agreed."""

    mandate: Mandate
    meeting: Any
    rates: Rates | None
    table: RateTable | None
    agreement: FeeAgreement | None

    @property
    def pays_travel(self) -> bool:
        agreed = self.agreement
        return agreed is None or agreed.accepted_at is None or agreed.pays_travel


@dataclass(frozen=True)
class AttestPage:
    """What waits for somebody to attest, in the order it came in."""

    waiting: list[Claim]
    second: list[Claim]
    own: list[Claim]
    to_send: int
    on_paper: list[Invitation]
    #: Drafts, and what came back, of those who can't see them here; corrections that coordinators are writing.
    unsent: list[Claim]


def own_page(user: Any) -> OwnPage:
    """Return what ``user`` can claim, has claimed and has been offered."""
    claims = list(Claim.objects.filter(claimant=user).for_listing().order_by("-meeting__day", "-created_at"))
    done = {ClaimStatus.PAID}
    offers = FeeAgreement.objects.filter(mandate__user=user).select_related("mandate__council", "table")
    return OwnPage(
        to_claim=list(claimable(user)),
        going_on=[one for one in claims if one.status not in done],
        done=[one for one in claims if one.status in done][:MOST_DONE],
        agreements=latest_of_each(offers),
    )


def claimable(user: Any) -> "QuerySet[Invitation]":
    """Return the meetings of the last year that ``user`` was at for an association, and hasn't claimed for."""
    return _unclaimed().filter(mandate__user=user)


def on_paper() -> "QuerySet[Invitation]":
    """Return those of people without account: the coordinator types in what they claim on paper."""
    return _unclaimed().filter(mandate__user=None, mandate__erased_at=None)


def findable_invitations(user: Any) -> "QuerySet[Invitation]":
    """Return the meetings that ``user`` may write a claim for, whoever has claimed already."""
    mine = Q(mandate__user=user)
    if user.has_perm("councils.attest"):
        mine |= Q(mandate__user=None, mandate__erased_at=None)
    rows = Invitation.objects.filter(mine, attended=True, mandate__association__isnull=False)
    return rows.select_related("meeting__council", "mandate__association", "mandate__user")


def claim_of(invitation: Invitation) -> Claim | None:
    """Return the claim that has been made for a meeting."""
    rows = Claim.objects.filter(meeting_id=invitation.meeting_id, mandate_id=invitation.mandate_id)
    return rows.filter(corrects=None).first()


def visible(user: Any) -> "QuerySet[Claim]":
    """Return the claims ``user`` may open."""
    return (
        Claim.objects.visible_to(user)
        .for_listing()
        .select_related("mandate__user", "table", "claimant", "corrects")
        .prefetch_related("lines")
    )


def form_page(mandate: Mandate, meeting: Any, frozen: RateTable | None = None) -> FormPage:
    """Return what the form for one person and one meeting is built of; ``frozen`` are the rates it was handed in with."""
    table = frozen or table_for(meeting.council, meeting.day)
    return FormPage(
        mandate=mandate,
        meeting=meeting,
        rates=rates_of(table) if table else None,
        table=table,
        agreement=agreement_for(mandate, meeting.day),
    )


def first_facts(page: FormPage) -> ClaimFacts:
    """Return what the form holds before anybody has typed: what was agreed, else the only kind of day that is paid.

    The meeting's length says nothing of it: the journey may count, and every table counts in its own way.
    """
    agreed = page.agreement
    if agreed is not None and agreed.accepted_at is not None:
        return ClaimFacts(day_type=agreed.day_type, preparation_hours=agreed.preparation_hours)
    paid = [day for day in DayType if page.rates is not None and page.rates.pays(day)]
    return ClaimFacts(day_type=paid[0]) if len(paid) == 1 else ClaimFacts()


def corrected_facts(claim: Claim) -> ClaimFacts:
    """Return what holds of a sent claim, to begin a correction from."""
    return right_facts(claim)


def sum_of(claim: Claim, facts: ClaimFacts) -> Sum:
    """Return what ``facts`` come to, without writing anything."""
    try:
        found: Reckoning = reckoned(claim, facts)
    except DomainError as error:
        return Sum([], "", error.message, error.field or "")
    return Sum([shown_line(line) for line in found.lines], kronor(found.total_ore))


def unsaved_claim(mandate: Mandate, meeting: Any, *, corrects: Claim | None = None) -> Claim:
    """Return a claim that is in no table, to reckon with."""
    return Claim(mandate=mandate, meeting=meeting, corrects=corrects)


def claim_page(claim: Claim, user: Any) -> ClaimPage:
    """Return everything the page of one claim shows."""
    may_change = user.has_perm("councils.claim", claim)
    is_open = claim.status in {ClaimStatus.DRAFT, ClaimStatus.RETURNED}
    attests = user.has_perm("councils.attest", claim)
    is_corrected = can_be_corrected(claim)
    correction = open_correction(claim) if is_corrected else None
    waits = claim.status == ClaimStatus.SUBMITTED
    agreement = agreement_for(claim.mandate, claim.meeting.day) if claim.mandate else None
    return ClaimPage(
        claim=claim,
        facts=_told(claim),
        lines=[shown_line(line_of(line)) for line in claim.lines.all()],
        total=kronor(claim.total_ore),
        history=_history(claim),
        may_change=may_change and is_open,
        may_withdraw=may_change and waits and claim.attested_by is None,
        may_attest=waits and may_attest(user, claim) and claim.attested_by != user.actor_id,
        may_return=attests and claim.status in {ClaimStatus.SUBMITTED, ClaimStatus.ATTESTED},
        may_correct=is_corrected and correction is None and (may_change or attests),
        needs_two=needs_two(claim),
        is_own=claim.claimant_id == user.pk,
        agreement=agreement,
        beyond=beyond_agreement(claim, agreement),
        correction=correction,
        may_open_correction=correction is not None and visible(user).filter(pk=correction.pk).exists(),
    )


def beyond_agreement(claim: Claim, agreement: FeeAgreement | None) -> list[str]:
    """Return what a claim asks for beyond what was agreed before the assignment; nothing of whoever waives the fee."""
    if claim.waives:
        return []
    if agreement is None or agreement.accepted_at is None:
        return ["Det finns ingen överenskommelse som personen har sagt ja till före mötet."]
    told = []
    if _is_longer(claim.day_type, agreement.day_type):
        wanted, agreed = claim.get_day_type_display().lower(), agreement.get_day_type_display().lower()
        told.append(f"Begärt: {wanted}. Överenskommet: {agreed}.")
    if claim.preparation_hours > agreement.preparation_hours:
        wanted, agreed = hours_text(claim.preparation_hours), hours_text(agreement.preparation_hours)
        told.append(f"Begärd förberedelse: {wanted}. Överenskommet: {agreed}.")
    return told


def _is_longer(claimed: str, agreed: str) -> bool:
    if not claimed or claimed == agreed:
        return False
    by_hour = DayType.HOURS in {claimed, agreed}
    return by_hour or _LENGTHS.index(DayType(claimed)) > _LENGTHS.index(DayType(agreed))


def attest_page(user: Any) -> AttestPage:
    """Return what waits to be attested, one's own apart."""
    rows = list(visible(user).filter(status=ClaimStatus.SUBMITTED).order_by("submitted_at", "pk"))
    own = [one for one in rows if not may_attest(user, one)]
    rest = [one for one in rows if may_attest(user, one)]
    return AttestPage(
        waiting=[one for one in rest if one.attested_by is None],
        second=[one for one in rest if one.attested_by is not None and one.attested_by != user.actor_id],
        own=own,
        to_send=waiting_for_payroll().count(),
        on_paper=list(on_paper()),
        unsent=list(unsent_for_others(user).order_by("meeting__day", "pk")),
    )


def unsent_for_others(user: Any) -> "QuerySet[Claim]":
    """Return what a coordinator has to finish for others: of people without account, and corrections coordinators write."""
    begun = Q(corrects__isnull=False) & ~Q(written_by=F("claimant__actor_id"))
    open_ones = visible(user).filter(status__in=[ClaimStatus.DRAFT, ClaimStatus.RETURNED])
    return open_ones.filter(Q(claimant=None) | begun)


def waiting_for_payroll() -> "QuerySet[Claim]":
    """Return what is attested and not sent, on an open list or on none, and has something to tell payroll."""
    rows = Claim.objects.filter(status=ClaimStatus.ATTESTED)
    return rows.filter(~Q(total_ore=0) | Q(lost_earnings=True) | Q(corrects__isnull=False))


def returned_to(user: Any) -> "QuerySet[Claim]":
    """Return the claims that have come back to ``user``."""
    rows = Claim.objects.filter(claimant=user, status=ClaimStatus.RETURNED)
    return rows.select_related("meeting").order_by("meeting__day", "pk")


def to_attest(user: Any) -> int:
    """Return how many claims ``user`` can attest now: not their own, nor those they have attested once."""
    rows = Claim.objects.filter(status=ClaimStatus.SUBMITTED).exclude(claimant=user)
    own = Q(written_by=user.actor_id) | Q(attested_by=user.actor_id)
    return rows.exclude(pk__in=Claim.objects.filter(own).values("pk")).count()


def shown_line(line: Line) -> ShownLine:
    """Return a row in words."""
    number = number_words(line.quantity)
    unit = {"mileage": " mil", "preparation": " tim"}.get(line.what, "")
    return ShownLine(
        _WHAT_WORDS[line.what], f"{number}{unit} à {kronor(line.each_ore)}", kronor(line.total_ore)
    )


def _unclaimed() -> "QuerySet[Invitation]":
    # Whoever holds two seats is paid once.
    same = Q(mandate=OuterRef("mandate")) | Q(claimant=OuterRef("mandate__user"))
    claims = Claim.objects.filter(same, meeting=OuterRef("meeting"), corrects=None)
    rows = Invitation.objects.filter(
        ~Exists(claims),
        attended=True,
        mandate__association__isnull=False,
        meeting__day__gte=today() - LISTED,
        meeting__starts_at__lte=timezone.now(),
    ).exclude(meeting__status="cancelled")
    return rows.select_related("meeting__council", "mandate__association").order_by("meeting__day", "pk")


def _told(claim: Claim) -> list[tuple[str, str, str]]:
    hours = f", {hours_text(claim.hours)}" if claim.hours and claim.day_type == DayType.HOURS else ""
    prepared = hours_text(claim.preparation_hours) if claim.preparation_hours else ""
    receipt = (
        f"Nummer {claim.receipt_number}" if claim.receipt_number else "Visat" if claim.receipt_seen else ""
    )
    return [
        ("Namn", claim.claimant_name, ""),
        ("Förening", claim.association.name, ""),
        ("Hur länge", f"{claim.get_day_type_display()}{hours}" if not claim.waives else "Avstår arvode", ""),
        ("Förberedelse", prepared if not claim.waives else "", ""),
        ("Från och till", claim.route, ""),
        ("Egen bil", f"{number_words(claim.mil)} mil" if claim.mil else "", ""),
        ("Biljetter och parkering", kronor(claim.ticket_ore) if claim.ticket_ore else "", ""),
        ("Kvitto", receipt if claim.ticket_ore else "", ""),
        ("Förlorad arbetsinkomst", "Ja" if claim.lost_earnings else "Nej", ""),
        ("Betalas av", str(claim.principal) if claim.principal else "", ""),
        ("Kostnadsställe", claim.cost_centre, ""),
        ("Taxa", claim.table.name if claim.table else "", ""),
    ]


def _history(claim: Claim) -> list[StatusChange]:
    rows = StatusChange.objects.filter(object_type=object_type(claim), object_id=str(claim.pk)).order_by(
        "at", "pk"
    )
    labels = dict(ClaimStatus.choices)
    found = list(rows)
    for row in found:
        row.target = str(labels.get(row.target, row.target))
    return found
