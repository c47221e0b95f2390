"""A proposal is settled, and opened again."""

from datetime import date

from django.db import transaction

from common import trail
from common.actors import Actor
from common.errors import DomainError, EditConflictError
from common.swedish import today
from common.transitions import record_status
from common.working_days import last_working_day
from proposals.models import Addressee, Measure, MeasureUpdate, Move, Proposal, Response
from proposals.services.effect import drop_question
from proposals.services.publishing import write_to_addressees
from proposals.services.shared import SETTLED, forget_checks, locked_proposal, move, require
from proposals.words import Answer, MeasureStatus, Outcome, State, Status, Verdict


@transaction.atomic
def settle_proposal(
    proposal: Proposal, outcome: str, note: str, *, expected_version: int, actor: Actor
) -> Proposal:
    """Settle a proposal as partly done or no longer called for, and say why. Counts as no improvement.

    Raises ``EditConflictError`` with both reasons when somebody has settled it otherwise.
    """
    require(actor, "proposals.check", proposal)
    locked = locked_proposal(proposal.pk)
    if locked.outcome == outcome and locked.outcome_note == note:
        return locked  # sent twice
    if locked.outcome:
        theirs = f"{locked.get_outcome_display()}. {locked.outcome_note}"
        raise EditConflictError(SETTLED, changed={"Varför": (theirs, note)})
    if locked.state == State.DRAFT:
        raise DomainError("Förslaget är inte skickat ännu.")
    if locked.version != expected_version:
        raise DomainError(
            "Förslaget har ändrats sedan du öppnade sidan. Ladda om sidan och se hur det ser ut nu."
        )
    if outcome not in Outcome.values:
        raise DomainError("Välj ett utfall i listan.", field="outcome")
    if not note.strip():
        raise DomainError("Skriv varför, så att alla förstår.", field="note")
    if outcome == Outcome.PARTLY and not _something_was_seen(locked):
        raise DomainError(
            "Ingen åtgärd är klar och sedd av er. Då är det inte delvis genomfört.", field="outcome"
        )
    before = locked.base_status
    locked.outcome, locked.outcome_note, locked.outcome_on = outcome, note, today()
    locked.version += 1
    if outcome == Outcome.NO_LONGER:
        drop_question(locked)
    locked.save(update_fields=["outcome", "outcome_note", "outcome_on", "version"])
    standing = move(locked, Move.Kind.SETTLED)
    record_status(locked, source=before, target=standing.base_status, actor=actor)
    trail.record("end_proposal", locked, actor=actor, fields=["outcome"])
    return locked


@transaction.atomic
def reopen_proposal(proposal: Proposal, note: str, *, actor: Actor) -> Proposal:
    """Open a proposal again, because it isn't done after all. The unit can't prevent it.

    What the unit said stays in the history. A no is asked again, a deed counts as going on, checks and users' answers
    begin anew, and the answer deadline runs once more from today.
    """
    require(actor, "proposals.check", proposal)
    locked = locked_proposal(proposal.pk)
    if locked.reopened_on == today() and locked.reopened_note == note and not locked.outcome:
        return locked  # sent twice
    if not note.strip():
        raise DomainError("Skriv varför ni öppnar det igen, så att verksamheten förstår.", field="note")
    addressees = list(Addressee.objects.select_for_update().filter(proposal=locked).order_by("pk"))
    if not can_reopen(locked):
        raise DomainError("Förslaget är redan öppet: inget är sagt vara klart, och ingen har sagt nej.")
    before = locked.base_status
    locked.outcome, locked.outcome_note, locked.outcome_on = "", "", None
    locked.reopened_on, locked.reopened_note = today(), note
    locked.effect_base = locked.effect_yes = locked.effect_partly = locked.effect_no = None
    locked.effect_reached, locked.effect_on = False, None
    locked.version += 1
    locked.save()
    drop_question(locked)
    due = last_working_day(today(), locked.source.answer_days)
    for addressee in addressees:
        _reopen_for(addressee, due, note)
    standing = move(locked, Move.Kind.REOPENED)
    record_status(locked, source=before, target=standing.base_status, actor=actor)
    trail.record("reopen_proposal", locked, actor=actor, fields=["outcome"])
    write_to_addressees(locked.source, [locked], again=locked.version)
    return locked


def can_reopen(proposal: Proposal) -> bool:
    """Whether there is anything to open again: a no, a deed, or a settled outcome."""
    if proposal.state == State.DRAFT:
        return False
    if proposal.outcome or proposal.base_status in {Status.DONE, Status.DECLINED}:
        return True
    present = Response.objects.filter(addressee__proposal=proposal, state=Response.State.PRESENT)
    if present.filter(answer=Answer.NO).exists():
        return True
    return Measure.objects.filter(addressee__proposal=proposal, status=MeasureStatus.DONE).exists()


def _reopen_for(addressee: Addressee, due: date, note: str) -> None:
    present = addressee.responses.filter(state=Response.State.PRESENT).first()
    if present is not None and present.answer == Answer.NO:
        present.state = Response.State.EARLIER
        present.save(update_fields=["state"])
        addressee.answered_on = None
    if addressee.answered_on is None:
        addressee.answer_due, addressee.reminded = due, 0
    addressee.version += 1
    addressee.save(update_fields=["answered_on", "answer_due", "reminded", "version"])
    for measure in addressee.measures.select_for_update().filter(status=MeasureStatus.DONE):
        measure.status, measure.done_on, measure.due, measure.expected = MeasureStatus.GOING, None, due, None
        # What was said to be done stands in the history; the measure says again what is to be done.
        measure.happened, measure.reminded = "", 0
        measure.version += 1
        measure.save(
            update_fields=["status", "done_on", "due", "expected", "happened", "reminded", "version"]
        )
        MeasureUpdate.objects.create(measure=measure, status=measure.status, due=due, happened=note)
        forget_checks(measure)


def _something_was_seen(proposal: Proposal) -> bool:
    seen = [Verdict.CONFIRMED, Verdict.PARTLY]
    done = Measure.objects.filter(addressee__proposal=proposal, status=MeasureStatus.DONE)
    return done.filter(checks__counts=True, checks__verdict__in=seen).exists()
