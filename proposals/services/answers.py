"""What an addressee answers. A draft is the unit's own; a sent answer stays in the history for good."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from common import trail
from common.actors import Actor
from common.errors import DomainError
from common.swedish import today
from proposals.models import Addressee, Measure, MeasureUpdate, Move, Response
from proposals.models.answers import OPEN
from proposals.services.shared import conflict, locked_proposal, move, refuse_settled, require
from proposals.words import Answer, MeasureStatus, State


@dataclass(frozen=True, kw_only=True)
class AnswerWords:
    """An answer as it was typed; a draft may lack anything."""

    answer: str = ""
    text: str = ""
    responsible: str = ""
    due: date | None = None


@transaction.atomic
def save_answer_draft(
    addressee: Addressee, words: AnswerWords, *, expected_version: int, actor: Actor
) -> Response:
    """Keep an answer that isn't ready. Raises ``EditConflictError`` when a colleague saved in between."""
    locked = _locked(addressee, actor=actor)
    draft = locked.responses.filter(state=Response.State.DRAFT).first()
    if draft is not None and _words(draft) == words:
        return draft
    if locked.version != expected_version:
        raise _conflict(draft or _present(locked), words)
    if draft is None:
        draft = Response(addressee=locked, state=Response.State.DRAFT)
    _fill(draft, words)
    draft.save()
    _raise_version(locked)
    trail.record("save_answer_draft", locked, actor=actor)
    return draft


@transaction.atomic
def answer_proposal(
    addressee: Addressee, words: AnswerWords, *, expected_version: int, actor: Actor
) -> Response:
    """Answer a proposal: yes, partly or no, why, and by when. A later answer takes over; the earlier ones stay.

    The first yes becomes a measure with the same words, so that it can be followed. A no drops what was planned.
    """
    locked = _locked(addressee, actor=actor)
    present = _present(locked)
    if present is not None and _words(present) == words:
        return present  # sent twice
    if locked.version != expected_version:
        draft = locked.responses.filter(state=Response.State.DRAFT).first()
        raise _conflict(draft or present, words)
    _check(words, is_unchanged_day=present is not None and present.due == words.due)
    locked.responses.filter(state=Response.State.PRESENT).update(state=Response.State.EARLIER)
    locked.responses.filter(state=Response.State.DRAFT).delete()
    response = Response(addressee=locked, state=Response.State.PRESENT, sent_on=today())
    _fill(response, words)
    response.save()
    locked.answered_on = today()
    _raise_version(locked, "answered_on")
    _follow_in_measures(locked, response)
    trail.record("answer_proposal", locked, actor=actor, fields=["answer"])
    move(locked.proposal, Move.Kind.ANSWERED)
    return response


def _locked(addressee: Addressee, *, actor: Actor) -> Addressee:
    require(actor, "proposals.answer", addressee)
    proposal = locked_proposal(addressee.proposal_id)
    locked = Addressee.objects.select_for_update().get(pk=addressee.pk)
    locked.proposal = proposal
    if proposal.state == State.DRAFT:
        raise DomainError("Förslaget är inte skickat ännu.")
    refuse_settled(proposal)
    return locked


def _check(words: AnswerWords, *, is_unchanged_day: bool) -> None:
    if words.answer not in Answer.values:
        raise DomainError("Välj ett av de tre svaren.", field="answer")
    if not words.text.strip():
        raise DomainError("Skriv vad ni gör, eller varför ni inte gör det.", field="text")
    if not words.responsible.strip():
        raise DomainError("Skriv vilken roll som ansvarar.", field="responsible")
    if words.answer == Answer.NO:
        return
    if words.due is None:
        raise DomainError("Välj den dag då det ska vara klart.", field="due")
    if words.due < today() and not is_unchanged_day:
        raise DomainError("Dagen har varit. Välj en dag från och med i dag.", field="due")


def _follow_in_measures(addressee: Addressee, response: Response) -> None:
    open_ones = addressee.measures.filter(status__in=OPEN)
    if response.answer == Answer.NO:
        for measure in open_ones:
            measure.status = MeasureStatus.DROPPED
            measure.version += 1
            measure.save(update_fields=["status", "version"])
            MeasureUpdate.objects.create(
                measure=measure, status=measure.status, due=measure.due, expected=measure.expected
            )
        return
    kept = addressee.measures.exclude(status=MeasureStatus.DROPPED)
    if response.due is not None and not kept.exists():
        Measure.objects.create(
            addressee=addressee, what=response.text, who=response.responsible, due=response.due
        )


def _present(addressee: Addressee) -> Response | None:
    return addressee.responses.filter(state=Response.State.PRESENT).first()


def _words(response: Response) -> AnswerWords:
    return AnswerWords(
        answer=response.answer, text=response.text, responsible=response.responsible, due=response.due
    )


def _fill(response: Response, words: AnswerWords) -> None:
    response.answer, response.text = words.answer, words.text
    response.responsible = words.responsible
    response.due = words.due if words.answer != Answer.NO else None


def _raise_version(addressee: Addressee, *names: str) -> None:
    addressee.version += 1
    addressee.save(update_fields=["version", *names])


def _conflict(saved: Response | None, typed: AnswerWords) -> DomainError:
    old = _words(saved) if saved else AnswerWords()
    labels = dict(Answer.choices)
    return conflict(
        {
            "Svar": (str(labels.get(old.answer, "")), str(labels.get(typed.answer, ""))),
            "Vad ni gör, eller varför inte": (old.text, typed.text),
            "Vem ansvarar": (old.responsible, typed.responsible),
            "Klart senast": (_day(old.due), _day(typed.due)),
        }
    )


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
