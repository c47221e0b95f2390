"""Answers as they are written: saved field by field, twice without harm, by two people without loss."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from common import sealing, trail
from common.actors import Actor
from common.errors import DomainError
from common.privacy import clean_text, contains_personal_number
from revisions.models import AuditStatus, GuideQuestion, Interview, InterviewAnswer, QuoteMark
from revisions.services import answer_rows as rows
from revisions.services.interviews import WRITABLE
from revisions.services.shared import NO_PERMISSION

#: Characters in one answer. Far more than anybody says, so that no interview typed in from a recording is refused.
LONGEST = 200_000
MOST_QUOTES = 100


class RefusedAnswerError(DomainError):
    """This answer is not stored; others are. ``code`` tells the device why."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class InterviewGoneError(DomainError):
    """The interview was withdrawn or destroyed: devices remove what they hold of it."""

    def __init__(self) -> None:
        super().__init__("Intervjun är borttagen. Inget av den finns kvar.")


@dataclass(frozen=True)
class WrittenAnswer:
    """One answer as a device sends it. ``base`` is the revision the writer began from."""

    save_id: UUID
    question_id: UUID
    base: int
    state: str = InterviewAnswer.State.ANSWERED
    choice: int | None = None
    text: str = ""
    #: Words to remember as a quote, as they stand in the text.
    quotes: Sequence[str] = ()
    worry: bool = False


@dataclass(frozen=True)
class StoredAnswer:
    """What the database holds after a save. ``revision`` is that of the writer's own text."""

    revision: int
    #: Two texts stand side by side until somebody chooses.
    is_double: bool
    saved_at: datetime


def save_answer(interview: Interview, written: WrittenAnswer, *, actor: Actor) -> StoredAnswer:
    """Store one answer, sealed, and return the revision it got.

    The same ``save_id`` again changes nothing. From an older revision than the stored one, the text is kept beside the other;
    from a third, ``RefusedAnswerError`` ("choose") leaves it on the device until somebody has chosen. Raises
    ``RefusedAnswerError`` ("personal_number", "too_long", "closed"), ``InterviewGoneError`` or the errors of ``common.sealing``.
    """
    return _saved_at_once(interview, written, actor) or _saved_in_turn(interview, written, actor)


def _saved_at_once(interview: Interview, written: WrittenAnswer, actor: Actor) -> StoredAnswer | None:
    """Write the next text of a field when there is nothing more to it; ``None`` when there is, and nothing is written."""
    if written.quotes or written.choice is not None:
        return None
    answer = rows.find_plain_answer(interview.pk, written.question_id, written.save_id, actor)
    if answer is None or (answer.revision, answer.worry) != (written.base, written.worry):
        return None
    text = _checked_text(written, ())
    sealed = None
    if text:
        # Whether the key was shredded was asked with the answer.
        ring = sealing.keyring([answer.key_id], shredded=())
        sealed = ring.seal(text, answer.key_id, place=sealing.place_of(answer, "text"))
    if not rows.write_plain_answer(answer, written.save_id, sealed, written.state):
        return None
    return StoredAnswer(answer.revision + 1, False, timezone.now())


@transaction.atomic
def _saved_in_turn(interview: Interview, written: WrittenAnswer, actor: Actor) -> StoredAnswer:
    locked = _locked_writable(interview, actor)
    answer = _answer(locked, written)
    if answer.known_revision is not None:
        return StoredAnswer(answer.known_revision, answer.is_double, timezone.now())
    text = _checked_text(written, answer.scale)
    if _says_nothing_new(answer, written, text, locked):
        return StoredAnswer(answer.revision, False, timezone.now())
    into_other = _lands_in_other(answer, written)
    answer.revision += 1
    worried, answer.worry = answer.worry, written.worry or (into_other and answer.worry)
    _write(answer, written, text, locked, into_other=into_other)
    if written.quotes or answer.has_marks:
        _mark(answer, text, written.quotes, in_other=into_other)
    if worried != answer.worry:
        _raise_worry(locked, answer)
    _record_writing(locked, actor)
    return StoredAnswer(answer.revision, answer.is_double or into_other, timezone.now())


@transaction.atomic
def choose_answer(
    interview: Interview, question_id: UUID, keep: str, *, expected_revision: int, actor: Actor
) -> None:
    """End a double answer: ``keep`` "text", "other" or "both" (one after the other).

    Raises ``DomainError`` when either text was changed since the person looked. Chosen already: nothing happens.
    """
    locked = _locked_writable(interview, actor)
    answer = InterviewAnswer.objects.filter(interview=locked, question_id=question_id).first()
    if answer is None or answer.other_text is None:
        return
    if answer.revision != expected_revision:
        raise DomainError("Någon skrev mer under tiden. Läs båda texterna igen och välj sedan.")
    if keep not in {"text", "other", "both"}:
        raise DomainError("Välj vilken text som ska gälla.")
    if keep == "other":
        _take_other(answer, locked)
    elif keep == "both":
        _join(answer, locked)
    answer.marks.filter(in_other=True).delete()
    answer.other_text, answer.other_choice, answer.other_revision = None, None, None
    answer.other_state = InterviewAnswer.State.ANSWERED
    answer.revision += 1
    answer.text_revision = answer.revision
    answer.save()
    _record_writing(locked, actor)


def find_quotes(text: str, quotes: Sequence[str]) -> list[tuple[int, int]]:
    """Return the places of the words in the text, in order; what does not stand there is left out."""
    places = set()
    for words in list(quotes)[:MOST_QUOTES]:
        wanted = clean_text(words)
        start = text.find(wanted) if wanted else -1
        if start >= 0:
            places.add((start, start + len(wanted)))
    return sorted(places)


def _locked_writable(interview: Interview, actor: Actor) -> Any:
    """Lock the interview alone: fifty auditors write at once, and its audit's row is for moves.

    Only the interview's id counts; who is not in its team learns nothing. The declarations that
    ``revisions.write_interview`` asks for come with the row.
    """
    locked = rows.lock_interview(interview.pk, actor)
    if locked is None:
        raise RefusedAnswerError("hidden", NO_PERMISSION)
    if not (locked.confidentiality_on and locked.no_care_relation_on):
        raise RefusedAnswerError("forbidden", NO_PERMISSION)
    if locked.status == Interview.Status.WITHDRAWN or locked.raw_destroyed_on:
        raise InterviewGoneError
    if locked.key_id is None or locked.status not in rows.OPEN:
        raise RefusedAnswerError("closed", "Personen behöver säga ja först. Börja intervjun på nytt.")
    if AuditStatus(locked.audit_status) not in WRITABLE:
        raise RefusedAnswerError(
            "closed", "Intervjuerna är avslutade, så texten sparas inte. Visa den för revisionsledaren."
        )
    return locked


def _record_writing(locked: Any, actor: Actor) -> None:
    """Note on the trail that a person wrote in the interview: once an hour, not which question when."""
    if not locked.wrote_lately:
        trail.record("write_interview", locked, actor=actor, fields=["answers"])


def _answer(interview: Interview, written: WrittenAnswer) -> Any:
    """Return the answer, made when it is the first."""
    answer = rows.find_answer(interview, written.question_id, written.save_id)
    if answer is not None:
        return answer
    question = GuideQuestion.objects.filter(pk=written.question_id, area__guide_id=interview.guide_id).first()
    if question is None:
        raise RefusedAnswerError("bad", "Frågan finns inte i den guide som intervjun följer.")
    _checked_text(written, question.scale)
    InterviewAnswer.objects.create(interview=interview, question=question)
    return rows.find_answer(interview, written.question_id, written.save_id)


def _write(
    answer: InterviewAnswer, written: WrittenAnswer, text: str, interview: Interview, *, into_other: bool
) -> None:
    """Write the answer and the save's id. An id that another answer has was not made by chance."""
    field = "other_text" if into_other else "text"
    # An empty text beside another is a text too.
    if text or into_other:
        sealing.seal_field(answer, field, text, _key(interview), ring=_ring(interview))
    else:
        answer.text = None
    try:
        rows.write_answer(
            answer,
            written.save_id,
            getattr(answer, field),
            written.state,
            _choice(written),
            into_other=into_other,
        )
    except IntegrityError as error:
        raise RefusedAnswerError("bad", "Det gick inte att spara. Ladda om sidan och försök igen.") from error


def _choice(written: WrittenAnswer) -> int | None:
    """A choice stands only beside an answer."""
    return written.choice if written.state == InterviewAnswer.State.ANSWERED else None


def _checked_text(written: WrittenAnswer, scale: Sequence[str]) -> str:
    text = clean_text(written.text)
    if written.state not in InterviewAnswer.State.values:
        raise RefusedAnswerError("bad", "Välj ett av svaren i listan.")
    if written.choice is not None and not 0 <= written.choice < len(scale):
        raise RefusedAnswerError("bad", "Välj ett av svaren i listan.")
    if len(text) > LONGEST:
        raise RefusedAnswerError(
            "too_long",
            "Svaret är längre än 200 000 tecken. Dela upp det: flytta slutet till en annan fråga i samma område.",
        )
    if contains_personal_number(text):
        raise RefusedAnswerError(
            "personal_number",
            "Svaret ser ut att innehålla ett personnummer. Ta bort det, så sparas svaret. "
            "Portalen sparar aldrig personnummer.",
        )
    return text


def _says_nothing_new(answer: Any, written: WrittenAnswer, text: str, interview: Interview) -> bool:
    """Whether an answer from an older revision is, word for word, the one that is stored.

    A phone that died between two writes may hold one text twice: there is nothing to choose between then.
    """
    if answer.is_double or written.base == answer.revision:
        return False
    answer.refresh_from_db(fields=["state", "choice", "text"])
    said = (written.state, _choice(written), written.worry)
    if said != (answer.state, answer.choice, answer.worry) or text != _opened(answer, "text", interview):
        return False
    return set(find_quotes(text, written.quotes)) == set(answer.marks.values_list("start", "end"))


def _lands_in_other(answer: Any, written: WrittenAnswer) -> bool:
    """Whether the text goes beside the stored one. A writer goes on in the text that holds what they last saved."""
    if not answer.is_double:
        return bool(written.base != answer.revision)
    if written.base == answer.text_revision:
        return False
    if written.base == answer.other_revision:
        return True
    raise RefusedAnswerError(
        "choose",
        "Det finns redan två olika texter i den här rutan. Välj vad som ska gälla, så sparas din text sedan.",
    )


def _seal(answer: InterviewAnswer, field: str, text: str, interview: Interview) -> None:
    if text:
        sealing.seal_field(answer, field, text, _key(interview), ring=_ring(interview))
    else:
        setattr(answer, field, None)


def _key(interview: Interview) -> UUID:
    if interview.key_id is None:
        raise InterviewGoneError
    return interview.key_id


def _ring(interview: Any) -> sealing.Keyring:
    """The interview's key; whether it was shredded came with the interview."""
    key_id = _key(interview)
    return sealing.keyring([key_id], shredded=[key_id] if interview.key_is_shredded else [])


def _opened(answer: InterviewAnswer, field: str, interview: Interview) -> str:
    sealed = getattr(answer, field)
    if sealed is None:
        return ""
    return _ring(interview).unseal(sealed, _key(interview), place=sealing.place_of(answer, field))


def _take_other(answer: InterviewAnswer, interview: Interview) -> None:
    _seal(answer, "text", _opened(answer, "other_text", interview), interview)
    answer.state, answer.choice = answer.other_state, answer.other_choice
    answer.marks.filter(in_other=False).delete()
    answer.marks.update(in_other=False)


def _join(answer: InterviewAnswer, interview: Interview) -> None:
    first, second = _opened(answer, "text", interview), _opened(answer, "other_text", interview)
    joined = f"{first}\n\n{second}" if first and second else first or second
    if len(joined) > LONGEST:
        raise DomainError("Tillsammans blir texterna längre än 200 000 tecken. Välj en av dem.")
    if answer.state != InterviewAnswer.State.ANSWERED or answer.choice is None:
        answer.choice = answer.other_choice
    if answer.other_state == InterviewAnswer.State.ANSWERED:
        answer.state = InterviewAnswer.State.ANSWERED
    if answer.state != InterviewAnswer.State.ANSWERED:
        answer.choice = None
    shift = len(first) + 2 if first else 0
    for mark in answer.marks.filter(in_other=True):
        QuoteMark.objects.get_or_create(
            answer=answer, in_other=False, start=mark.start + shift, end=mark.end + shift
        )
    _seal(answer, "text", joined, interview)


def _mark(answer: InterviewAnswer, text: str, quotes: Sequence[str], *, in_other: bool) -> None:
    wanted = set(find_quotes(text, quotes))
    rows = answer.marks.filter(in_other=in_other)
    present = set(rows.values_list("start", "end"))
    if wanted == present:
        return
    rows.delete()
    QuoteMark.objects.bulk_create(
        QuoteMark(answer=answer, start=start, end=end, in_other=in_other) for start, end in sorted(wanted)
    )


def _raise_worry(interview: Interview, answer: InterviewAnswer) -> None:
    """Tell the lead when a worry is new; what the lead has taken up is not raised again by the next letter typed."""
    flagged = answer.worry or interview.answers.filter(worry=True).exists()
    if flagged != interview.worry_flagged:
        interview.worry_flagged = flagged
        interview.save(update_fields=["worry_flagged"])
