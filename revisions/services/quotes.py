"""Quotes: chosen from a passage, worded so that nobody is pointed out, approved by a second auditor.

Nothing but an approved quote leaves the team. A quote carries no age, gender or any other fact of who said it.
"""

import re

from django.db import transaction
from django.db.models import Max, Q

from common import sealing, trail
from common.actors import Actor
from common.errors import DomainError, EditConflictError
from common.privacy import clean_text, contains_personal_number
from revisions.models import CodedPassage, Finding, Quote, UserAudit
from revisions.services.findings import PERSONAL_NUMBER
from revisions.services.material import DESTROYED, locked_for_findings, person_of
from revisions.services.sealing import audit_key
from revisions.services.shared import CONFLICT

LONGEST = 2000
ONE_S_OWN = (
    "Någon annan i teamet behöver läsa och godkänna citatet. Den som skrev orden godkänner dem inte själv."
)
CHANGED = "Citatet har ändrats sedan du öppnade sidan. Läs det som står nu och bestäm sedan."
DOUBTFUL = "Svaret har ändrats sedan stället markerades. Öppna svaret och markera orden på nytt."
GONE = "Citatet finns inte längre. Någon i teamet har tagit bort det."

_ELLIPSES = re.compile(r"[\[(]\s*(?:\.{3,}|…)\s*[\])]|\.{3,}|…")


def is_reworded(original: str, wording: str) -> bool:
    """Whether ``wording`` says it with other words than ``original``: anything but spaces and ellipses counts.

    Left-out words count too, also behind an ellipsis: "jag vill … klaga" is not what "jag vill inte klaga" said.
    """
    return _bare(original) != _bare(wording)


@transaction.atomic
def choose_quote(finding: Finding, passage: CodedPassage, *, actor: Actor) -> Quote:
    """Take the passage's words as a quote, to be approved by another. Chosen twice is chosen once, also when two coders
    have marked the same words.

    Raises ``DomainError`` when the answer was edited after the passage was marked, or the material is destroyed.
    """
    audit = locked_for_findings(finding.audit, actor)
    if audit.raw_destroyed_on is not None:
        raise DomainError(DESTROYED)
    locked = Finding.objects.select_for_update().filter(pk=finding.pk, audit=audit).first()
    found = CodedPassage.objects.select_related("answer__interview").filter(
        pk=passage.pk, answer__interview__audit=audit
    )
    row = found.first()
    if locked is None or row is None:
        raise DomainError("Stället finns inte längre. Någon i teamet har tagit bort markeringen.")
    place = Q(passage__answer=row.answer_id, passage__start=row.start, passage__end=row.end)
    earlier = Quote.objects.filter(place, finding=locked).first()
    if earlier is not None:
        return earlier
    answer, key_id = row.answer, row.answer.interview.key_id
    if key_id is None or answer.text is None:
        raise DomainError(DESTROYED)
    if row.answer_revision != answer.text_revision:
        raise DomainError(DOUBTFUL)
    words = sealing.unseal(answer.text, key_id, place=sealing.place_of(answer, "text"))[row.start : row.end]
    if len(words) > LONGEST:
        raise DomainError(f"Ett citat får vara högst {LONGEST} tecken. Markera en kortare del av svaret.")
    if not words.strip():
        raise DomainError(DOUBTFUL)
    last = Quote.objects.filter(finding=locked).aggregate(last=Max("order"))["last"] or 0
    quote = Quote(finding=locked, passage=row, chosen_by_id=person_of(actor), order=last + 1)
    sealing.seal_field(quote, "original", words, key_id)
    sealing.seal_field(quote, "wording", words.strip(), audit_key(audit))
    quote.save(force_insert=True)
    trail.record("choose_quote", quote, actor=actor)
    return quote


@transaction.atomic
def reword_quote(quote: Quote, wording: str, *, expected_version: int, actor: Actor) -> Quote:
    """Change what readers will see. The flag "återgivet med andra ord" follows by itself, and an approval is taken away.

    The one who changed the words answers for them from now on, so another has to approve.
    """
    audit, locked = _locked(quote, actor)
    wording = clean_text(wording).strip()
    if not wording:
        raise DomainError("Skriv hur citatet ska stå, eller välj att det inte ska användas.", field="wording")
    if len(wording) > LONGEST:
        raise DomainError(f"Korta citatet till högst {LONGEST} tecken.", field="wording")
    if contains_personal_number(wording):
        raise DomainError(PERSONAL_NUMBER, field="wording")
    saved = wording_of(locked)
    if saved == wording:
        return locked
    if locked.version != expected_version:
        raise EditConflictError(CONFLICT, changed={"Så står det för läsaren": (saved, wording)})
    original = original_of(locked)
    # Without the original nobody can tell any longer, so it is called reworded.
    locked.reworded = True if original is None else is_reworded(original, wording)
    sealing.seal_field(locked, "wording", wording, audit_key(audit))
    locked.state, locked.approved_by_id = Quote.State.SUGGESTED, None
    locked.chosen_by_id = person_of(actor)
    locked.version += 1
    locked.save(update_fields=["wording", "reworded", "state", "approved_by", "chosen_by", "version"])
    trail.record("reword_quote", locked, actor=actor, fields=["wording", "reworded", "state"])
    return locked


@transaction.atomic
def approve_quote(quote: Quote, *, expected_version: int, actor: Actor) -> Quote:
    """A second auditor says that the words may be published. Never the one who chose or worded them."""
    _, locked = _locked(quote, actor)
    if locked.version != expected_version:
        raise DomainError(CHANGED)
    if locked.state == Quote.State.APPROVED:
        return locked
    if locked.chosen_by_id == person_of(actor):
        raise DomainError(ONE_S_OWN)
    return _judge(locked, Quote.State.APPROVED, actor, verb="approve_quote")


@transaction.atomic
def reject_quote(quote: Quote, *, expected_version: int, actor: Actor) -> Quote:
    """The quote is not to be used: it stays out of report, draft and proposals. Anybody in the team may say so."""
    _, locked = _locked(quote, actor)
    if locked.version != expected_version:
        raise DomainError(CHANGED)
    if locked.state == Quote.State.REJECTED:
        return locked
    return _judge(locked, Quote.State.REJECTED, actor, verb="reject_quote")


@transaction.atomic
def remove_quote(quote: Quote, *, actor: Actor) -> None:
    """Take a quote away altogether; the coded passage stays. Gone already: nothing happens."""
    audit = locked_for_findings(quote.finding.audit, actor)
    locked = Quote.objects.select_for_update().filter(pk=quote.pk, finding__audit=audit).first()
    if locked is None:
        return
    trail.record("remove_quote", locked, actor=actor)
    locked.delete()


def wording_of(quote: Quote, *, ring: sealing.Keyring | None = None) -> str:
    """Open what readers will see."""
    key_id = quote.finding.audit.key_id
    if key_id is None:
        return ""
    ring = ring or sealing.keyring([key_id])
    return ring.unseal(quote.wording, key_id, place=sealing.place_of(quote, "wording"))


def original_of(quote: Quote, *, ring: sealing.Keyring | None = None) -> str | None:
    """Open the words as they were said, or return ``None`` when they are destroyed."""
    key_id = quote.passage.answer.interview.key_id if quote.passage else None
    if quote.original is None or key_id is None:
        return None
    ring = ring or sealing.keyring([key_id])
    return ring.unseal(quote.original, key_id, place=sealing.place_of(quote, "original"))


def _judge(locked: Quote, state: Quote.State, actor: Actor, *, verb: str) -> Quote:
    locked.state = state
    locked.approved_by_id = person_of(actor) if state == Quote.State.APPROVED else None
    locked.version += 1
    locked.save(update_fields=["state", "approved_by", "version"])
    trail.record(verb, locked, actor=actor, fields=["state"])
    return locked


def _locked(quote: Quote, actor: Actor) -> tuple[UserAudit, Quote]:
    audit = locked_for_findings(quote.finding.audit, actor)
    rows = Quote.objects.select_for_update(of=("self",)).select_related(
        "finding", "passage__answer__interview"
    )
    locked = rows.filter(pk=quote.pk, finding__audit=audit).first()
    if locked is None:
        raise DomainError(GONE)
    locked.finding.audit = audit
    return audit, locked


def _bare(text: str) -> str:
    return "".join(_ELLIPSES.sub("", text).split())
