"""Attest: somebody else says that the claim is right. Over the table's limit two do."""

from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from common import outbox, trail
from common.actors import Actor
from common.errors import DomainError, EditConflictError
from common.transitions import change_status
from councils.models import Claim, Invitation, Meeting, PayrollList
from councils.services.fee_claims import locked_claim, refuse_meeting_not_held
from councils.services.shared import cleaned, require
from councils.words import ClaimStatus
from organisations.models import Principal

OWN: Final = "Du kan inte attestera det du själv har begärt eller skrivit. Be en annan samordnare."
CHANGED: Final = "Begäran har ändrats sedan du öppnade sidan. Läs igenom den igen innan du attesterar."
ABSENT: Final = "Enligt närvaron var personen inte med på mötet. Skicka tillbaka begäran, eller be sekreteraren rätta närvaron."
GONE: Final = (
    "Den går inte att skicka tillbaka nu. Är den redan skickad till löneenheten, gör en rättelse i stället."
)
RETURNED: Final = "Någon har redan skickat tillbaka den, med ett annat skäl. Det sparade gäller."
ATTESTED: Final = "Den är redan attesterad, med andra uppgifter än du skrev. Det sparade gäller."


@transaction.atomic
def attest_claim(
    claim: Claim, *, principal: Principal, cost_centre: str, expected_version: int, actor: Actor
) -> Claim:
    """Say that a claim is right and who pays. Over the limit it waits for a second person; twice by one is once."""
    # The meeting first, as whoever writes down the attendance does: what is attested rests on it.
    Meeting.objects.select_for_update(of=("self",)).get(pk=claim.meeting_id)
    locked = locked_claim(claim)
    require(actor, "councils.attest", locked)
    cost_centre = cleaned(cost_centre, field="cost_centre", longest=20)
    if actor.actor_id in {locked.attested_by, locked.second_attested_by}:
        differing = _differing(locked, principal, cost_centre)
        if differing:
            raise EditConflictError(ATTESTED, changed=differing)
        return locked
    if locked.status != ClaimStatus.SUBMITTED:
        raise DomainError("Den går inte att attestera nu. Ladda om sidan och se hur det ser ut.")
    if not may_attest(actor, locked):
        raise DomainError(OWN)
    if locked.version != expected_version:
        raise DomainError(CHANGED)
    _refuse_absent(locked)
    if principal not in payers(locked):
        raise DomainError("Välj vem som betalar.", field="principal")
    locked.principal = principal
    locked.cost_centre = cost_centre
    is_first = locked.attested_by is None
    if is_first:
        locked.attested_by, locked.attested_at = actor.actor_id, timezone.now()
    else:
        locked.second_attested_by, locked.second_attested_at = actor.actor_id, timezone.now()
    locked.changed_at = timezone.now()
    locked.version += 1
    locked.save()
    if is_first and needs_two(locked):
        trail.record("attest_claim", locked, actor=actor, fields=["attested_by"])
    else:
        change_status(locked, ClaimStatus.ATTESTED, actor=actor, verb="attest_claim")
    return locked


@transaction.atomic
def return_claim(claim: Claim, because: str, *, expected_version: int, actor: Actor) -> Claim:
    """Send a claim back with the reason; also an attested one that hasn't left for payroll."""
    # The list first, as whoever gathers or sends it does.
    on_list = Claim.objects.values_list("payroll_list", flat=True).get(pk=claim.pk)
    open_list = PayrollList.objects.select_for_update().filter(pk=on_list).first()
    locked = locked_claim(claim)
    if locked.payroll_list_id != on_list:
        raise DomainError(CHANGED)
    because = cleaned(
        because,
        field="because",
        longest=300,
        required="Skriv vad som behöver ändras, så att det går att rätta.",
    )
    if locked.status == ClaimStatus.RETURNED and locked.returned_because == because:
        return locked
    if locked.version != expected_version:
        if locked.status == ClaimStatus.RETURNED:
            changed = {"Vad behöver ändras": (locked.returned_because, because)}
            raise EditConflictError(RETURNED, changed=changed)
        raise DomainError(CHANGED)
    if locked.status not in {ClaimStatus.SUBMITTED, ClaimStatus.ATTESTED}:
        raise DomainError(GONE)
    locked.returned_because = because
    locked.payroll_list = None
    locked.attested_by = locked.attested_at = None
    locked.second_attested_by = locked.second_attested_at = None
    locked.changed_at = timezone.now()
    locked.version += 1
    # The reason first: no claim is returned without one.
    locked.save(update_fields=["returned_because", "version"])
    change_status(locked, ClaimStatus.RETURNED, actor=actor, note=because, verb="return_claim")
    locked.save()
    if open_list is not None:
        open_list.version += 1
        open_list.save(update_fields=["version"])
    if locked.claimant is not None:
        outbox.queue_mail(
            "councils_claim_returned", to=locked.claimant.email, subject="Något att titta på igen", context={}
        )
    return locked


def _refuse_absent(claim: Claim) -> None:
    """Attendance and meeting may have been put right since it was claimed. A correction rests on what has been paid."""
    if claim.corrects_id is not None:
        return
    refuse_meeting_not_held(claim.meeting)
    came = Invitation.objects.filter(meeting=claim.meeting_id, mandate=claim.mandate_id, attended=True)
    if not came.exists():
        raise DomainError(ABSENT)


def _differing(claim: Claim, principal: Principal, cost_centre: str) -> dict[str, tuple[str, str]]:
    """What an attest said beside what was typed now."""
    both = {
        "Betalas av": (str(claim.principal), str(principal)),
        "Kostnadsställe": (claim.cost_centre, cost_centre),
    }
    return {label: (saved, typed) for label, (saved, typed) in both.items() if saved != typed}


def may_attest(actor: Actor, claim: Claim) -> bool:
    """Whether the claim is somebody else's, and was written by somebody else."""
    if not actor.has_perm("councils.attest", claim):
        return False
    person: Any = claim.claimant or (claim.mandate.user if claim.mandate else None)
    own = {claim.written_by, getattr(person, "actor_id", None)}
    return actor.actor_id not in own


def needs_two(claim: Claim) -> bool:
    """Whether the amount, given or taken back, is over the limit of the claim's table."""
    return claim.table is not None and abs(claim.total_ore) > claim.table.second_attest_ore


def payers(claim: Claim) -> list[Principal]:
    """Return who may pay: the principals of the council, or all when it has none."""
    own = list(claim.meeting.council.principals.order_by("kind", "name"))
    return own or list(Principal.objects.order_by("kind", "name"))
