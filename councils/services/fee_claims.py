"""Claims: written, submitted, taken back, corrected. What happens to them after that: ``fee_attests``, ``payroll``."""

from dataclasses import fields
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from common import trail
from common.actors import Actor
from common.errors import DomainError, EditConflictError
from common.transitions import change_status, record_status
from councils import fees
from councils.fees import ClaimFacts, Line, Reckoning
from councils.models import Claim, ClaimLine, FeeAgreement, Invitation, Mandate, Meeting, RateTable
from councils.services.addresses import refuse_address
from councils.services.fee_agreements import agreement_for
from councils.services.fee_rates import rates_of, table_for
from councils.services.shared import CONFLICT, NO_PERMISSION, cleaned, require
from councils.words import ClaimStatus, DayType, MeetingStatus

#: What a form accepts at most; beyond it somebody has typed wrong.
MOST_HOURS: Final = Decimal(24)
MOST_PREPARATION: Final = Decimal(40)
MOST_MIL: Final = Decimal(300)
MOST_TICKET_ORE: Final = 2_000_000
NO_TABLE: Final = (
    "Det finns ingen taxa för den dagen än. Spara ett utkast så länge, och be samordnaren lägga in taxan."
)
ALREADY: Final = "Det finns redan en begäran för det här mötet. Den står kvar som den var."
OTHER_SEAT: Final = (
    "Det finns redan en begäran för samma person och möte, för ett annat uppdrag. Ett möte ersätts en gång. "
    "Är något fel i den, ändra eller rätta den i stället."
)
NOT_BEGUN: Final = "Mötet har inte börjat än. Begär arvode när du har varit där."
CANCELLED: Final = "Mötet är inställt. Det går inte att begära eller betala arvode för det."
NOT_NOW: Final = "Det går inte att ändra längre. Ladda om sidan och se hur det ser ut nu."
_NAMES: Final = [fact.name for fact in fields(ClaimFacts)]


class AlreadyClaimedError(DomainError):
    """There is a claim for the meeting: from another tab, or since yesterday."""

    def __init__(self) -> None:
        super().__init__(ALREADY)


@transaction.atomic
def write_claim(
    invitation: Invitation, facts: ClaimFacts, *, submit: bool, form_key: UUID | None, actor: Actor
) -> Claim:
    """Write a claim for a meeting somebody was at, as a draft or submitted at once.

    The same form again gives the same claim. Raises ``AlreadyClaimedError`` when there is another: two tabs, or yesterday.
    """
    require(actor, "councils.claim", invitation.mandate)
    # The meeting first, as whoever writes down the attendance does.
    Meeting.objects.select_for_update(of=("self",)).get(pk=invitation.meeting_id)
    # Then the mandate, as whoever ties it to an account does: a claim belongs to whoever holds it now.
    Mandate.objects.select_for_update(of=("self",), no_key=True).get(pk=invitation.mandate_id)
    locked = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("mandate__user", "meeting__council")
        .get(pk=invitation.pk)
    )
    mandate, meeting = locked.mandate, locked.meeting
    earlier: Claim | None = Claim.objects.filter(meeting=meeting, mandate=mandate, corrects=None).first()
    if earlier is not None:
        if form_key is None or earlier.form_key != form_key or facts_of(earlier) != facts:
            raise AlreadyClaimedError
        return earlier
    if _claims_of_same_person(mandate, meeting).exists():
        raise DomainError(OTHER_SEAT)
    if locked.attended is not True:
        raise DomainError("Enligt närvaron var du inte med på mötet. Stämmer det inte, fråga sekreteraren.")
    refuse_meeting_not_held(meeting)
    if mandate.association_id is None:
        raise DomainError("Arvode är för dem som sitter för en förening.")
    claim = Claim(
        mandate=mandate,
        meeting=meeting,
        association_id=mandate.association_id,
        claimant=mandate.user,
        claimant_name=mandate.name,
        written_by=actor.actor_id,
        cost_centre=meeting.council.cost_centre,
        form_key=form_key,
    )
    _set_facts(claim, facts)
    claim.save(force_insert=True)
    record_status(claim, source="", target="draft", actor=actor)
    trail.record("write_claim", claim, actor=actor)
    if submit:
        _submit(claim, actor=actor)
    return claim


@transaction.atomic
def edit_claim(
    claim: Claim, facts: ClaimFacts, *, submit: bool, expected_version: int, actor: Actor
) -> Claim:
    """Change a draft or a returned claim, and submit it if so wanted."""
    locked = locked_claim(claim)
    require(actor, "councils.claim", locked)
    if submit and locked.status == ClaimStatus.SUBMITTED and facts_of(locked) == facts:
        return locked  # pressed twice
    if locked.status not in {ClaimStatus.DRAFT, ClaimStatus.RETURNED}:
        raise DomainError(NOT_NOW)
    before = facts_of(locked)
    if before != facts and locked.version != expected_version:
        raise EditConflictError(CONFLICT, changed=_differing(before, facts))
    _set_facts(locked, facts)
    locked.written_by, locked.changed_at = actor.actor_id, timezone.now()
    locked.version += 1
    locked.save()
    changed = [name for name in _NAMES if getattr(before, name) != getattr(facts, name)]
    trail.record("edit_claim", locked, actor=actor, fields=changed)
    if submit:
        _submit(locked, actor=actor)
    return locked


@transaction.atomic
def withdraw_claim(claim: Claim, *, actor: Actor) -> Claim:
    """Take a submitted claim back, to change it. Not once somebody has begun to attest it. The draft is theirs who took it."""
    locked = locked_claim(claim)
    if locked.status == ClaimStatus.DRAFT and actor.has_perm("councils.claim", locked):
        return locked
    if locked.attested_by is not None:
        raise DomainError("Någon har börjat attestera. Be samordnaren att skicka tillbaka den.")
    change_status(locked, ClaimStatus.DRAFT, actor=actor, verb="withdraw_claim")
    locked.written_by, locked.changed_at = actor.actor_id, timezone.now()
    _forget_sum(locked)
    return locked


@transaction.atomic
def remove_claim(claim: Claim, *, actor: Actor) -> None:
    """Remove a draft that nobody has attested or sent."""
    locked = locked_claim(claim)
    require(actor, "councils.claim", locked)
    if locked.status != ClaimStatus.DRAFT:
        raise DomainError("Bara ett utkast går att ta bort. Ta först tillbaka det du har skickat in.")
    trail.record("remove_claim", locked, actor=actor)
    locked.delete()


@transaction.atomic
def correct_claim(claim: Claim, facts: ClaimFacts, *, actor: Actor) -> Claim:
    """Put right what has been sent to payroll: the differences become rows of their own, with sign, on a later list.

    By the claimant or the coordinator; whoever writes it doesn't attest it. Sent twice it is one.
    """
    # The mandate before its claims, as whoever ties it to an account does.
    if claim.mandate is not None:
        Mandate.objects.select_for_update(of=("self",), no_key=True).get(pk=claim.mandate.pk)
    first = locked_claim(claim.corrects or claim)
    if not (actor.has_perm("councils.claim", first) or actor.has_perm("councils.attest", first)):
        raise DomainError(NO_PERMISSION)
    if not can_be_corrected(first):
        raise DomainError(
            "Bara det som är skickat till löneenheten rättas så här. Ändra annars det du skrev."
        )
    if earlier := open_correction(first):
        if facts_of(earlier) == facts:
            return earlier
        raise EditConflictError(
            "Det finns redan en rättelse som inte är skickad än. Vänta tills den är klar.",
            changed=_differing(facts_of(earlier), facts),
        )
    correction = Claim(
        mandate=first.mandate,
        meeting=first.meeting,
        association_id=first.association_id,
        claimant=first.claimant,
        claimant_name=first.claimant_name,
        written_by=actor.actor_id,
        cost_centre=first.cost_centre,
        principal=first.principal,
        corrects=first,
    )
    _set_facts(correction, facts)
    try:
        with transaction.atomic():
            correction.save(force_insert=True)
    except IntegrityError as error:
        raise DomainError("Det finns redan en rättelse som inte är skickad än.") from error
    record_status(correction, source="", target="draft", actor=actor)
    trail.record("correct_claim", correction, actor=actor)
    _submit(correction, actor=actor)
    return correction


def refuse_meeting_not_held(meeting: Meeting) -> None:
    """Raise ``DomainError`` for a meeting that is cancelled, or hasn't begun: also one that was moved after all."""
    if meeting.status == MeetingStatus.CANCELLED:
        raise DomainError(CANCELLED)
    if meeting.starts_at > timezone.now():
        raise DomainError(NOT_BEGUN)


def locked_claim(claim: Claim) -> Claim:
    """Lock a claim: one at a time changes, attests or sends it."""
    rows = Claim.objects.select_for_update(of=("self",))
    rows = rows.select_related("mandate__user", "meeting__council", "table", "claimant", "payroll_list")
    found: Claim = rows.get(pk=claim.pk)
    return found


def facts_of(claim: Claim) -> ClaimFacts:
    """Return what a claim says."""
    return ClaimFacts(**{name: getattr(claim, name) for name in _NAMES})


def reckoned(claim: Claim, facts: ClaimFacts) -> Reckoning:
    """Return what ``facts`` would come to for the claim's meeting, by the rates of ``table_of``.

    For a correction the differences to what has been sent. Raises ``DomainError`` where something is wrong.
    """
    table = table_of(claim)
    if table is None:
        raise DomainError(NO_TABLE)
    _check(facts, agreement_for(claim.mandate, claim.meeting.day) if claim.mandate else None)
    right = fees.reckon(facts, rates_of(table))
    if claim.corrects is None:
        return right
    return fees.difference(sent_lines(claim.corrects), right.lines)


def table_of(claim: Claim) -> RateTable | None:
    """Return the rates that a claim is reckoned by: those it was handed in with, else those of the meeting's day.

    A correction and what came back keep them, also when a table for that day has been put in since.
    """
    frozen: RateTable | None = claim.corrects.table if claim.corrects is not None else claim.table
    return frozen or table_for(claim.meeting.council, claim.meeting.day)


def sent_lines(first: Claim) -> list[Line]:
    """Return what has been sent for a claim, its corrections included."""
    rows = ClaimLine.objects.filter(
        claim__in=[first.pk, *_sent_corrections(first).values_list("pk", flat=True)]
    )
    return fees.merged(line_of(row) for row in rows.order_by("pk"))


def line_of(row: ClaimLine) -> Line:
    """Return a saved row as the sums know it."""
    return Line(row.what, row.quantity, row.each_ore, row.total_ore)


def right_facts(first: Claim) -> ClaimFacts:
    """Return what holds now: of the latest correction that has been sent, else of the claim itself."""
    return facts_of(_sent_corrections(first).order_by("-created_at").first() or first)


def can_be_corrected(claim: Claim) -> bool:
    """Whether a claim has left for payroll and still belongs to somebody."""
    is_sent = claim.status in {ClaimStatus.SENT, ClaimStatus.PAID}
    return is_sent and claim.corrects_id is None and claim.forgotten_at is None


def open_correction(first: Claim) -> Claim | None:
    """Return the correction that hasn't been sent yet."""
    return first.corrections.exclude(status__in=[ClaimStatus.SENT, ClaimStatus.PAID]).first()


def _sent_corrections(first: Claim) -> Any:
    return first.corrections.filter(status__in=[ClaimStatus.SENT, ClaimStatus.PAID])


def _submit(claim: Claim, *, actor: Actor) -> None:
    """Freeze the rates as lines, and hand it over. A correction rests on what has been paid, not on the meeting."""
    if claim.corrects is None:
        refuse_meeting_not_held(claim.meeting)
    reckoning = reckoned(claim, facts_of(claim))
    if claim.corrects is not None and not reckoning.lines:
        raise DomainError("Det är ingen skillnad mot det som redan är skickat.")
    claim.table = table_of(claim)
    claim.total_ore = reckoning.total_ore
    if claim.mandate is not None and claim.mandate.name:
        claim.claimant_name = claim.mandate.name
    claim.submitted_at = claim.changed_at = timezone.now()
    claim.returned_because = "" if claim.status != ClaimStatus.RETURNED else claim.returned_because
    claim.save()
    claim.lines.all().delete()
    ClaimLine.objects.bulk_create(
        ClaimLine(
            claim=claim,
            what=line.what,
            quantity=line.quantity,
            each_ore=line.each_ore,
            total_ore=line.total_ore,
        )
        for line in reckoning.lines
    )
    change_status(claim, ClaimStatus.SUBMITTED, actor=actor, verb="submit_claim")


def _claims_of_same_person(mandate: Mandate, meeting: Meeting) -> QuerySet[Claim]:
    """Somebody may hold two seats: by account, or by the address where there is none."""
    same = Q(pk=None)
    if mandate.user is not None:
        same |= Q(claimant=mandate.user)
    for address in {mandate.email, mandate.user.email if mandate.user else ""} - {""}:
        same |= Q(mandate__user=None, mandate__email__iexact=address) | Q(claimant__email__iexact=address)
    rows: QuerySet[Claim] = Claim.objects.filter(same, meeting=meeting, corrects=None)
    return rows


def _forget_sum(claim: Claim) -> None:
    claim.table, claim.total_ore, claim.submitted_at = None, 0, None
    claim.version += 1
    claim.save(update_fields=["table", "total_ore", "submitted_at", "written_by", "changed_at", "version"])
    claim.lines.all().delete()


def _set_facts(claim: Claim, facts: ClaimFacts) -> None:
    agreement = agreement_for(claim.mandate, claim.meeting.day) if claim.mandate else None
    _check(facts, agreement)
    for name in _NAMES:
        setattr(claim, name, getattr(facts, name))
    claim.route = cleaned(facts.route, field="route", longest=160)
    claim.receipt_number = cleaned(facts.receipt_number, field="receipt_number", longest=40)


def _check(facts: ClaimFacts, agreement: FeeAgreement | None) -> None:
    """What no draft may hold either: the form says it first, at the field."""
    _within(
        facts.hours or Decimal(0), MOST_HOURS, "hours", "Ett uppdrag är högst 24 timmar. Skriv färre timmar."
    )
    _within(
        facts.preparation_hours, MOST_PREPARATION, "preparation_hours", "Skriv högst 40 timmars förberedelse."
    )
    _within(facts.mil, MOST_MIL, "mil", "Det är för långt. En mil är tio kilometer. Skriv högst 300 mil.")
    if not 0 <= facts.ticket_ore <= MOST_TICKET_ORE:
        raise DomainError("Skriv högst 20 000 kronor.", field="ticket")
    if facts.day_type and facts.day_type not in DayType.values:
        raise DomainError("Välj hur länge uppdraget varade.", field="day_type")
    refuse_address(
        facts.route, "Skriv bara orter, till exempel Bollnäs – Gävle. Vi sparar inga adresser.", field="route"
    )
    is_unpaid = agreement is not None and agreement.accepted_at is not None and not agreement.pays_travel
    if is_unpaid and (facts.mil or facts.ticket_ore):
        raise DomainError(
            "Enligt överenskommelsen ersätts inte resor.", field="mil" if facts.mil else "ticket"
        )


def _within(number: Decimal, most: Decimal, field: str, sentence: str) -> None:
    if not 0 <= number <= most:
        raise DomainError(
            "Skriv ett tal som inte är mindre än noll." if number < 0 else sentence, field=field
        )


def _differing(before: ClaimFacts, after: ClaimFacts) -> dict[str, tuple[str, str]]:
    """What is saved beside what was typed, for the page."""
    model: Any = Claim._meta
    return {
        str(model.get_field(name).verbose_name).capitalize(): (_word(old), _word(new))
        for name in _NAMES
        if (old := getattr(before, name)) != (new := getattr(after, name))
    }


def _word(value: object) -> str:
    if isinstance(value, bool):
        return "Ja" if value else "Nej"
    if isinstance(value, Decimal):
        return fees.number_words(value)
    if isinstance(value, int):
        return fees.kronor(value)
    if value in DayType.values:
        return str(DayType(value).label)
    return str(value or "")
