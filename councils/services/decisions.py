"""What the council says under an item, and to whom it goes. Each decision is numbered within its meeting."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from common import trail
from common.actors import Actor
from common.errors import DomainError, EditConflictError
from common.swedish import day_text, today
from councils.models import AgendaItem, Decision, Meeting
from councils.services.agenda import meeting_of
from councils.services.shared import CONFLICT, cleaned, require
from councils.services.writing import SentBeforeError, writable_meeting, written
from councils.words import DecisionKind
from organisations.models import Principal, Unit

NEED_TEXT = "Skriv vad rådet säger, till exempel att regionen ser över kallelserna."
SENT = "Frågan är redan skickad till den som ska svara. Då ändras inte orden i den."


@dataclass(frozen=True, kw_only=True)
class DecisionFacts:
    """What the council says, and to whom it goes: a unit, a principal or nobody."""

    kind: str
    text: str
    forwarded_to: Unit | Principal | None = None
    answer_due: date | None = None

    @property
    def unit(self) -> Unit | None:
        return self.forwarded_to if isinstance(self.forwarded_to, Unit) else None

    @property
    def principal(self) -> Principal | None:
        return self.forwarded_to if isinstance(self.forwarded_to, Principal) else None


@transaction.atomic
def add_decision(item: AgendaItem, facts: DecisionFacts, *, form_key: UUID, actor: Actor) -> Decision:
    """Write down what the council says, numbered last at the meeting. The same ``form_key`` again gives the same row.

    Raises ``SentBeforeError`` when the key comes again with other words.
    """
    meeting = meeting_of(item)
    require(actor, "councils.take_notes", meeting)
    facts = _checked(facts)
    earlier = Decision.objects.filter(form_key=form_key).first()
    if earlier is not None:
        if facts_of(earlier) != facts:
            raise SentBeforeError("ett besked till")
        return earlier
    last = meeting.decisions.aggregate(last=Max("number"))["last"] or 0
    decision = Decision.objects.create(
        item=item,
        meeting=meeting,
        number=last + 1,
        kind=facts.kind,
        text=facts.text,
        forwarded_unit=facts.unit,
        forwarded_principal=facts.principal,
        answer_due=facts.answer_due,
        form_key=form_key,
    )
    trail.record("add_decision", decision, actor=actor)
    if facts.forwarded_to is not None:
        trail.record("forward_decision", decision, actor=actor, fields=["forwarded_to"])
    written(meeting, actor=actor)
    return decision


@transaction.atomic
def edit_decision(
    decision: Decision, facts: DecisionFacts, *, expected_version: int, actor: Actor
) -> Decision:
    """Change what the council says or whom it goes to. What has been sent on stays as it was sent."""
    meeting = writable_meeting(decision.meeting_id)
    require(actor, "councils.take_notes", meeting)
    locked = _locked(decision)
    facts, saved = _checked(facts), facts_of(locked)
    if facts == saved:
        return locked
    if locked.proposal_id is not None:
        raise DomainError(SENT)
    if locked.version != expected_version:
        raise EditConflictError(CONFLICT, changed=_pairs(saved, facts))
    changed = [name for name in facts.__dict__ if getattr(facts, name) != getattr(saved, name)]
    locked.kind, locked.text, locked.answer_due = facts.kind, facts.text, facts.answer_due
    locked.forwarded_unit, locked.forwarded_principal = facts.unit, facts.principal
    locked.version += 1
    locked.save()
    verb = "forward_decision" if "forwarded_to" in changed else "edit_decision"
    trail.record(verb, locked, actor=actor, fields=changed)
    written(meeting, actor=actor)
    return locked


@transaction.atomic
def remove_decision(decision: Decision, *, actor: Actor) -> None:
    """Take a decision away; those after it move up, so that numbers stay without gaps."""
    meeting = writable_meeting(decision.meeting_id)
    require(actor, "councils.take_notes", meeting)
    locked = Decision.objects.select_for_update(of=("self",)).filter(pk=decision.pk).first()
    if locked is None:
        return
    if locked.proposal_id is not None:
        raise DomainError(SENT)
    trail.record("remove_decision", locked, actor=actor)
    number = locked.number
    locked.delete()
    if not meeting.decisions.filter(proposal__isnull=False).exists():
        _close_gap(meeting, number)
    written(meeting, actor=actor)


def facts_of(decision: Decision) -> DecisionFacts:
    """Return what is saved, to compare with what is typed."""
    return DecisionFacts(
        kind=decision.kind,
        text=decision.text,
        forwarded_to=decision.forwarded_to,
        answer_due=decision.answer_due,
    )


def _close_gap(meeting: Meeting, number: int) -> None:
    # One by one in order: the database refuses a number twice even for a moment.
    for row in meeting.decisions.filter(number__gt=number).order_by("number"):
        row.number -= 1
        row.save(update_fields=["number"])


def _locked(decision: Decision) -> Decision:
    rows = Decision.objects.select_for_update(of=("self",))
    return rows.select_related("forwarded_unit", "forwarded_principal").get(pk=decision.pk)


def _checked(facts: DecisionFacts) -> DecisionFacts:
    if facts.kind not in DecisionKind.values:
        raise DomainError("Välj om rådet föreslår, enas om eller noterar.", field="kind")
    text = cleaned(facts.text, field="text", longest=2000, required=NEED_TEXT)
    if facts.forwarded_to is None:
        return DecisionFacts(kind=facts.kind, text=text)
    if facts.kind == DecisionKind.NOTES:
        raise DomainError("Det rådet noterar går inte vidare. Välj föreslår eller enas om.", field="kind")
    if facts.answer_due is None:
        raise DomainError("Skriv när ni vill ha svar.", field="answer_due")
    if facts.answer_due <= today():
        raise DomainError("Välj en dag efter i dag som svarsdag.", field="answer_due")
    return DecisionFacts(
        kind=facts.kind, text=text, forwarded_to=facts.forwarded_to, answer_due=facts.answer_due
    )


def _pairs(saved: DecisionFacts, typed: DecisionFacts) -> dict[str, tuple[str, str]]:
    both = {
        "Rådet": tuple(str(DecisionKind(one.kind).label) for one in (saved, typed)),
        "Vad rådet säger": (saved.text, typed.text),
        "Till": tuple(str(one.forwarded_to or "") for one in (saved, typed)),
        "Svar senast": tuple(day_text(one.answer_due) if one.answer_due else "" for one in (saved, typed)),
    }
    return {label: (pair[0], pair[1]) for label, pair in both.items() if pair[0] != pair[1]}
