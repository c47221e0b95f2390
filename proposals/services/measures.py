"""Measures: planned, reported, checked."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from accounts.models import User
from common import stamps, trail
from common.actors import Actor
from common.errors import DomainError
from common.swedish import today
from organisations.models import Unit
from proposals.models import Addressee, Check, Measure, MeasureUpdate, Move, Proposal, Response
from proposals.services.effect import ask_when_done
from proposals.services.shared import (
    STAMP,
    SentBeforeError,
    conflict,
    forget_checks,
    locked_proposal,
    move,
    refuse_settled,
    require,
)
from proposals.words import Answer, MeasureStatus, Verdict

LAST_ONE = (
    "Det är den enda åtgärden för förslaget. Lägg till en annan åtgärd först, "
    "eller ändra svaret på förslaget till Nej, inte nu."
)


@dataclass(frozen=True, kw_only=True)
class MeasurePlan:
    """A new measure: what, the role that answers for it (never a name), by when."""

    what: str
    who: str
    due: date


@dataclass(frozen=True, kw_only=True)
class MeasureReport:
    """How it goes. ``due`` is the day that holds now; a promised day that has passed stays beside it."""

    status: str
    happened: str
    due: date


@transaction.atomic
def add_measure(
    addressee: Addressee, plan: MeasurePlan, *, form_key: UUID | None = None, actor: Actor
) -> Measure:
    """Add a measure to an answered proposal. The same ``form_key`` again gives the same measure.

    Raises ``SentBeforeError`` when the key comes again with another plan.
    """
    require(actor, "proposals.answer", addressee)
    proposal = locked_proposal(addressee.proposal_id)
    refuse_settled(proposal)
    if earlier := _made_before(form_key, plan, addressee):
        return earlier
    willing = Response.objects.filter(addressee=addressee, state=Response.State.PRESENT)
    if not willing.exclude(answer=Answer.NO).exists():
        raise DomainError("Svara först på förslaget: ja, eller ja delvis. Sedan kan ni lägga till åtgärder.")
    _check_plan(plan)
    measure = Measure.objects.create(
        addressee=addressee, what=plan.what, who=plan.who, due=plan.due, form_key=form_key
    )
    trail.record("add_measure", measure, actor=actor)
    move(proposal, Move.Kind.PLANNED)
    return measure


@transaction.atomic
def add_own_measure(unit: Unit, plan: MeasurePlan, *, form_key: UUID | None = None, actor: Actor) -> Measure:
    """Add something the unit does by itself, without a proposal. ``form_key`` as in ``add_measure``."""
    require(actor, "proposals.answer", unit)
    Unit.objects.select_for_update().get(pk=unit.pk)
    if earlier := _made_before(form_key, plan, unit):
        return earlier
    _check_plan(plan)
    measure = Measure.objects.create(unit=unit, what=plan.what, who=plan.who, due=plan.due, form_key=form_key)
    trail.record("add_own_measure", measure, actor=actor)
    stamps.raise_stamp(STAMP)
    return measure


@transaction.atomic
def update_measure(
    measure: Measure, report: MeasureReport, *, expected_version: int, actor: Actor
) -> Measure:
    """Tell how a measure goes. Sent twice it changes nothing; a colleague's change in between is shown."""
    require(actor, "proposals.answer", measure)
    proposal, locked = _locked(measure)
    if proposal is not None:
        refuse_settled(proposal)
    if _report(locked) == report:
        return locked
    if locked.version != expected_version:
        raise _conflict(locked, report)
    _check_report(locked, report)
    _refuse_empty_yes(locked, report)
    was_done = locked.status == MeasureStatus.DONE
    _move_day(locked, report.due)
    locked.status, locked.happened = report.status, report.happened
    if locked.status == MeasureStatus.DONE:
        locked.done_on = locked.done_on or today()
    else:
        locked.done_on = None
    locked.version += 1
    locked.save()
    if was_done and locked.status != MeasureStatus.DONE:
        forget_checks(locked)
    MeasureUpdate.objects.create(
        measure=locked,
        status=locked.status,
        due=locked.due,
        expected=locked.expected,
        happened=locked.happened,
    )
    trail.record("update_measure", locked, actor=actor, fields=["status", "happened", "due"])
    if proposal is None:
        stamps.raise_stamp(STAMP)
    else:
        became_done = locked.status == MeasureStatus.DONE and not was_done
        if became_done:
            ask_when_done(proposal, actor=actor)
        move(proposal, Move.Kind.DONE if became_done else Move.Kind.UPDATED)
    return locked


@transaction.atomic
def check_measure(measure: Measure, verdict: str, note: str = "", *, actor: Actor) -> Check:
    """Say what the checkers saw of a measure that the unit says is done; the latest word holds."""
    require(actor, "proposals.check", measure)
    proposal, locked = _locked(measure)
    if proposal is None:
        raise DomainError("Verksamhetens egna åtgärder kontrolleras inte här.")
    refuse_settled(proposal)
    present = locked.checks.filter(counts=True).first()
    if present is not None and (present.verdict, present.note) == (verdict, note):
        return present  # sent twice
    if locked.status != MeasureStatus.DONE:
        raise DomainError("Verksamheten säger inte att åtgärden är klar. Kontrollera den när den är det.")
    if verdict not in Verdict.values:
        raise DomainError("Välj vad ni såg.", field="verdict")
    if verdict != Verdict.CONFIRMED and not note.strip():
        raise DomainError("Skriv vad som saknas, så att verksamheten förstår.", field="note")
    forget_checks(locked)
    check = Check.objects.create(
        measure=locked,
        verdict=verdict,
        note=note,
        by=actor if isinstance(actor, User) else None,
        on=today(),
    )
    trail.record("check_measure", locked, actor=actor, fields=["verdict"])
    move(proposal, Move.Kind.CHECKED)
    return check


def _locked(measure: Measure) -> tuple[Proposal | None, Measure]:
    """Lock the proposal first, then the measure: the order every service keeps."""
    proposal = None
    if measure.addressee_id is not None:
        addressee = Addressee.objects.only("proposal_id").get(pk=measure.addressee_id)
        proposal = locked_proposal(addressee.proposal_id)
    return proposal, Measure.objects.select_for_update().get(pk=measure.pk)


def _made_before(form_key: UUID | None, plan: MeasurePlan, of: Addressee | Unit) -> Measure | None:
    earlier = Measure.objects.filter(form_key=form_key).first() if form_key else None
    if earlier is None:
        return None
    # The day may have been moved since.
    is_same = (earlier.what, earlier.who) == (plan.what, plan.who) and plan.due in {
        earlier.due,
        earlier.expected,
    }
    if not is_same or of not in {earlier.addressee, earlier.unit}:
        raise SentBeforeError("en åtgärd till")
    return earlier


def _check_plan(plan: MeasurePlan) -> None:
    if not plan.what.strip():
        raise DomainError("Skriv vad ni ska göra.", field="what")
    if not plan.who.strip():
        raise DomainError("Skriv vilken roll som ansvarar.", field="who")
    if plan.due < today():
        raise DomainError("Dagen har varit. Välj en dag från och med i dag.", field="due")


def _check_report(measure: Measure, report: MeasureReport) -> None:
    if report.status not in MeasureStatus.values:
        raise DomainError("Välj hur det går i listan.", field="status")
    if report.status == MeasureStatus.DONE and not report.happened.strip():
        raise DomainError("Skriv vad ni gjorde, så att alla förstår.", field="happened")
    if report.status == MeasureStatus.DROPPED and not report.happened.strip():
        raise DomainError("Skriv varför ni inte gör det, så att alla förstår.", field="happened")
    if report.due != (measure.expected or measure.due) and report.due < today():
        raise DomainError("Dagen har varit. Välj en dag från och med i dag.", field="due")


def _refuse_empty_yes(measure: Measure, report: MeasureReport) -> None:
    """A yes with nothing left to do would go on for ever: nothing would be late, and nobody reminded."""
    if report.status != MeasureStatus.DROPPED or measure.addressee is None:
        return
    others = measure.addressee.measures.exclude(pk=measure.pk).exclude(status=MeasureStatus.DROPPED)
    if measure.addressee.answered_on is not None and not others.exists():
        raise DomainError(LAST_ONE, field="status")


def _move_day(measure: Measure, day: date) -> None:
    """A promise may be moved until its day; after that the new day stands beside the broken one."""
    if day == (measure.expected or measure.due):
        return
    if measure.due >= today():
        measure.due, measure.expected, measure.reminded = day, None, 0
    else:
        measure.expected = day


def _report(measure: Measure) -> MeasureReport:
    return MeasureReport(
        status=measure.status, happened=measure.happened, due=measure.expected or measure.due
    )


def _conflict(measure: Measure, report: MeasureReport) -> DomainError:
    saved = _report(measure)
    labels = dict(MeasureStatus.choices)
    return conflict(
        {
            "Hur går det": (str(labels[saved.status]), str(labels.get(report.status, ""))),
            "Vad har hänt": (saved.happened, report.happened),
            "Klart senast": (saved.due.isoformat(), report.due.isoformat()),
        }
    )
