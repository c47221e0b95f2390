"""Findings (styrkor, förbättringsområden): written from codes, ordered, and turned into proposals."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from common import sealing, trail
from common.actors import Actor
from common.errors import DomainError, EditConflictError
from common.privacy import clean_text, contains_personal_number
from organisations.models import Principal, Unit
from proposals import services as loop
from proposals.few import TOO_FEW, tells_of_few
from proposals.models import Proposal
from proposals.words import SaidFrom, State
from revisions.models import AnalysisCode, Finding, Quote, UserAudit
from revisions.services.material import locked_for_findings
from revisions.services.sealing import audit_key
from revisions.services.shared import CONFLICT
from revisions.services.source import source_of

LONGEST_TITLE = 200
LONGEST_SUMMARY = 6000
PERSONAL_NUMBER = (
    "Texten ser ut att innehålla ett personnummer. Ta bort det. Portalen sparar aldrig personnummer."
)
GONE = "Den finns inte längre. Någon i teamet har tagit bort den."


@dataclass(frozen=True)
class FindingWords:
    """What a finding says. ``code`` is the theme it comes from."""

    kind: str
    title: str
    summary: str
    code: AnalysisCode | None = None


@transaction.atomic
def create_finding(
    audit: UserAudit, words: FindingWords, *, form_key: UUID | None = None, actor: Actor
) -> Finding:
    """Write a finding, sealed with the audit's key, last of its kind. The same ``form_key`` again gives the same one."""
    locked = locked_for_findings(audit, actor)
    earlier = Finding.objects.filter(audit=locked, pk=form_key).first() if form_key else None
    if earlier is not None:
        return earlier
    words = _checked(locked, words)
    finding = Finding(audit=locked, kind=words.kind, code=words.code)
    if form_key is not None:
        finding.pk = form_key
    finding.theme = words.code.theme if words.code else None
    finding.order = _last_order(locked, words.kind) + 1
    _seal(finding, words)
    finding.save(force_insert=True)
    trail.record("create_finding", finding, actor=actor)
    return finding


@transaction.atomic
def edit_finding(finding: Finding, words: FindingWords, *, expected_version: int, actor: Actor) -> Finding:
    """Change a finding. Raises ``EditConflictError`` with saved and typed words when somebody came between."""
    audit, locked = _locked(finding, actor)
    words = _checked(audit, words)
    saved = words_of(locked)
    changed = [
        name for name in ("kind", "title", "summary", "code") if getattr(saved, name) != getattr(words, name)
    ]
    if not changed:
        return locked
    if locked.version != expected_version:
        raise EditConflictError(
            CONFLICT,
            changed={
                "Rubrik": (saved.title, words.title),
                "Det här såg ni": (saved.summary, words.summary),
            },
        )
    if "kind" in changed:
        locked.kind, locked.order = words.kind, _last_order(audit, words.kind) + 1
    locked.code = words.code
    locked.theme = words.code.theme if words.code else None
    _seal(locked, words)
    locked.version += 1
    locked.save(update_fields=["kind", "order", "code", "theme", "title", "summary", "version"])
    trail.record("edit_finding", locked, actor=actor, fields=changed)
    return locked


@transaction.atomic
def move_finding(finding: Finding, *, up: bool, actor: Actor) -> None:
    """Let a finding change places with the one before or after it, of the same kind. At the end nothing happens."""
    audit, locked = _locked(finding, actor)
    rows = list(Finding.objects.filter(audit=audit, kind=locked.kind).order_by("order", "pk"))
    here = rows.index(locked)
    there = here - 1 if up else here + 1
    if not 0 <= there < len(rows):
        return
    rows[here], rows[there] = rows[there], rows[here]
    for order, row in enumerate(rows, start=1):
        row.order = order
    Finding.objects.bulk_update(rows, ["order"])
    trail.record("move_finding", locked, actor=actor, fields=["order"])


@transaction.atomic
def remove_finding(finding: Finding, *, actor: Actor) -> None:
    """Take a finding away. Its quotes must go first, so that no approved quote is lost by a slip."""
    _, locked = _locked(finding, actor)
    if locked.quotes.exists():
        raise DomainError("Ta bort citaten först. Sedan går det att ta bort resultatet.")
    trail.record("remove_finding", locked, actor=actor)
    locked.delete()


@transaction.atomic
def propose_from_finding(
    finding: Finding,
    *,
    title: str,
    text: str,
    addressees: Sequence[Unit | Principal],
    quote: Quote | None = None,
    note: str = "",
    form_key: UUID | None = None,
    actor: Actor,
) -> Proposal:
    """Write a proposal, as a draft of the loop, to one or more units or principals.

    ``quote`` (approved) becomes its "du sa". Until publication only the link is kept: a proposal's columns are plain,
    and an interview's words stay sealed till then. Raises ``DomainError`` at the field.
    """
    audit, locked = _locked(finding, actor)
    if not addressees:
        raise DomainError("Välj minst en verksamhet eller huvudman som förslaget går till.", field="units")
    if tells_of_few(note):
        raise DomainError(TOO_FEW, field="note")
    if not text.strip():
        raise DomainError("Skriv vad som ska ändras, så att det går att se om det har hänt.", field="text")
    if quote is not None and (quote.finding_id != locked.pk or quote.state != Quote.State.APPROVED):
        raise DomainError("Välj ett citat som en andra revisor har godkänt.", field="quote")
    proposal = loop.create_proposal(
        source=source_of(audit, actor=actor),
        title=title,
        text=text,
        theme=locked.theme,
        addressees=addressees,
        said_note=note,
        form_key=form_key,
        actor=actor,
    )
    locked.proposals.add(proposal)
    if quote is not None:
        Quote.objects.filter(pk=quote.pk).update(proposal=proposal)
    trail.record("propose_from_finding", locked, actor=actor)
    return proposal


def fill_in_said(audit: UserAudit, *, actor: Actor) -> int:
    """Give draft proposals the words of their linked, approved quotes; return how many got any.

    Called when the report is published, after the plain wordings are filled in and before the proposals are sent.
    """
    filled = 0
    quotes = Quote.objects.filter(finding__audit=audit, state=Quote.State.APPROVED, proposal__isnull=False)
    for quote in quotes.exclude(published_wording="").select_related("proposal").order_by("order", "pk"):
        proposal = quote.proposal
        if proposal is None or proposal.state != State.DRAFT or proposal.said:
            continue
        proposal.said, proposal.said_from = quote.published_wording[:1000], SaidFrom.INTERVIEW
        proposal.said_reworded = quote.reworded
        proposal.version += 1
        proposal.save(update_fields=["said", "said_from", "said_reworded", "version"])
        trail.record("edit_proposal", proposal, actor=actor, fields=["said", "said_from", "said_reworded"])
        filled += 1
    return filled


def words_of(finding: Finding, *, ring: sealing.Keyring | None = None) -> FindingWords:
    """Open a finding's words with the audit's key."""
    key_id = finding.audit.key_id
    if key_id is None:
        return FindingWords(finding.kind, "", "", finding.code)
    ring = ring or sealing.keyring([key_id])
    title, summary = (
        ring.unseal(getattr(finding, name), key_id, place=sealing.place_of(finding, name))
        for name in ("title", "summary")
    )
    return FindingWords(finding.kind, title, summary, finding.code)


def _locked(finding: Finding, actor: Actor) -> tuple[UserAudit, Finding]:
    audit = locked_for_findings(finding.audit, actor)
    locked = (
        Finding.objects.select_for_update(of=("self",))
        .select_related("code__theme")
        .filter(pk=finding.pk)
        .first()
    )
    if locked is None or locked.audit_id != audit.pk:
        raise DomainError(GONE)
    locked.audit = audit
    return audit, locked


def _checked(audit: UserAudit, words: FindingWords) -> FindingWords:
    title, summary = clean_text(words.title).strip(), clean_text(words.summary).strip()
    if words.kind not in Finding.Kind.values:
        raise DomainError("Välj om det är en styrka eller ett förbättringsområde.", field="kind")
    if not title:
        raise DomainError("Skriv en rubrik.", field="title")
    if len(title) > LONGEST_TITLE:
        raise DomainError(f"Korta rubriken till högst {LONGEST_TITLE} tecken.", field="title")
    if len(summary) > LONGEST_SUMMARY:
        raise DomainError(f"Korta texten till högst {LONGEST_SUMMARY} tecken.", field="summary")
    for name, text in (("title", title), ("summary", summary)):
        if contains_personal_number(text):
            raise DomainError(PERSONAL_NUMBER, field=name)
    if words.code is not None and words.code.audit_id != audit.pk:
        raise DomainError("Temat finns inte i den här revisionen.", field="code")
    return FindingWords(words.kind, title, summary, words.code)


def _seal(finding: Finding, words: FindingWords) -> None:
    key_id = audit_key(finding.audit)
    ring = sealing.keyring([key_id])
    sealing.seal_field(finding, "title", words.title, key_id, ring=ring)
    sealing.seal_field(finding, "summary", words.summary, key_id, ring=ring)


def _last_order(audit: UserAudit, kind: str) -> int:
    return Finding.objects.filter(audit=audit, kind=kind).aggregate(last=Max("order"))["last"] or 0
