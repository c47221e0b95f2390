"""What respondents do: send, put away, come back. Nothing of it reaches the trail, the outbox or the log.

The caller passes answers by question id, and the form's token (``surveys.tokens``). Texts are cleaned and checked here
too: a personal identity number is never stored, sealed or not.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import Enum
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from common import sealing
from common.errors import DomainError
from common.privacy import clean_text, contains_personal_number
from surveys import tokens
from surveys.models import Answer, PausedDraft, Question, Response, Survey, SurveyStatus
from surveys.services import flood, keys
from surveys.services.locks import hold

#: The longest answer in one's own words, in characters.
TEXT_LIMIT: Final = 20_000
PERSONAL_NUMBER: Final = (
    "Det ser ut som ett personnummer. Ta bort det, så går det att skicka. Vi sparar aldrig personnummer."
)
NOTHING_ANSWERED: Final = (
    "Du har inte svarat på någon fråga än, så det finns inget att skicka. "
    "Svara på minst en. Du kan också välja ”Vill inte svara”, eller stänga sidan."
)
WRONG_CODE: Final = (
    "Koden stämmer inte. Titta en gång till: det är tolv siffror. Den gäller bara den här enkäten."
)


class SurveyClosedError(DomainError):
    """The survey takes no more answers."""

    def __init__(self) -> None:
        super().__init__("Enkäten har stängt och tar inte emot fler svar. Det du skrev har inte skickats.")


class SurveyPausedError(DomainError):
    """The survey takes no answers just now."""

    def __init__(self) -> None:
        super().__init__(
            "Enkäten är pausad just nu. Det du skrev står kvar här. Försök igen senare, eller spara och fortsätt sedan."
        )


class Sent(Enum):
    """What became of a form that was sent."""

    NOW = "now"
    ALREADY = "already"


@dataclass(frozen=True)
class Given:
    """One answer. ``choices`` are places among the question's options; ``state`` as ``Answer.State``."""

    state: str = Answer.State.ANSWERED
    choices: tuple[int, ...] = ()
    text: str = ""

    @property
    def is_empty(self) -> bool:
        return self.state == Answer.State.ANSWERED and not self.choices and not self.text


Answers = Mapping[UUID, Given]


@dataclass(frozen=True)
class PausedForm:
    """What somebody put away: the form's token, the question they stood at, and the answers so far."""

    token: str
    position: int
    answers: dict[UUID, Given]


@transaction.atomic
def submit_answers(survey: Survey, answers: Answers, *, token: str) -> Sent:
    """Receive one person's answers. The same form sent again changes nothing, whatever it then holds.

    Raises ``SurveyClosedError``, ``SurveyPausedError``, or ``DomainError`` for texts that can't be kept; nothing is
    stored then.
    """
    locked = hold(survey, alone=False)
    _refuse_unless_open(locked)
    receipt = tokens.receipt(locked, token)
    if locked.responses.filter(receipt=receipt).exists():
        return Sent.ALREADY
    kept = cleaned(locked, answers)
    if not kept:
        raise DomainError(NOTHING_ANSWERED)
    flow = flood.flow_of_answers(locked)
    if flow is flood.Flow.FULL:
        raise DomainError(
            "Enkäten har fått ovanligt många svar i dag och tar inte emot fler just nu. "
            "Det du skrev står kvar här. Försök igen i morgon, eller spara och fortsätt sedan."
        )
    draft = _draft_of(locked, token)
    response, created = Response.objects.get_or_create(
        survey=locked,
        receipt=receipt,
        defaults={"quarantined": flow is flood.Flow.QUARANTINE, "key_id": draft.key_id if draft else None},
    )
    if not created:  # the other of two sendings was a moment earlier
        return Sent.ALREADY
    store_answers(response, kept)
    if draft is not None:
        draft.delete()
    return Sent.NOW


@transaction.atomic
def pause_answers(survey: Survey, answers: Answers, *, token: str, position: int = 0) -> str:
    """Put the answers away, sealed, and return the code that opens them again. The same form keeps its code."""
    locked = hold(survey, alone=False)
    if locked.status not in {SurveyStatus.OPEN, SurveyStatus.PAUSED}:
        raise SurveyClosedError
    if locked.responses.filter(receipt=tokens.receipt(locked, token)).exists():
        raise DomainError("Svaret är redan skickat. Det finns inget att spara.")
    kept = cleaned(locked, answers)
    code = tokens.resume_code(locked, token)
    hashed = tokens.code_hash(locked, code)
    draft = locked.drafts.select_for_update().filter(code_hash=hashed).first()
    if draft is None:
        if not flood.may_pause(locked):
            raise DomainError(
                "Det går inte att spara just nu, eftersom ovanligt många har pausat. Det du skrev står kvar här. "
                "Försök igen om en stund, eller skicka det du har."
            )
        draft = PausedDraft(survey=locked, code_hash=hashed, key_id=keys.take_key(locked))
    sealing.seal_field(draft, "sealed", _as_text(token, position, kept), draft.key_id)
    draft.save()
    return code


def resume_answers(survey: Survey, code: str) -> PausedForm:
    """Open what was put away. It stays there until it is sent. Raises ``DomainError`` for a wrong code."""
    if survey.status not in {SurveyStatus.OPEN, SurveyStatus.PAUSED}:
        raise DomainError("Enkäten har stängt. Sparade svar är raderade.")
    if not flood.may_try_code(survey):
        raise DomainError(
            "Många har skrivit fel kod. Vänta några minuter och försök igen. Det du sparat finns kvar.",
            field="code",
        )
    try:
        hashed = tokens.code_hash(survey, code)
    except ValueError as error:
        raise DomainError(WRONG_CODE, field="code") from error
    draft = survey.drafts.filter(code_hash=hashed).first()
    if draft is None:
        flood.note_wrong_code(survey)
        raise DomainError(WRONG_CODE, field="code")
    text = sealing.unseal(draft.sealed, draft.key_id, place=sealing.place_of(draft, "sealed"))
    return _from_text(text)


def store_answers(response: Response, answers: Answers) -> None:
    """Write cleaned answers, words sealed, in no particular order."""
    if any(given.text for given in answers.values()) and response.key_id is None:
        response.key_id = keys.take_key(response.survey)
        response.save(update_fields=["key_id"])
    ring = sealing.keyring([response.key_id]) if response.key_id else None
    rows = []
    for question_id, given in answers.items():
        row = Answer(
            response=response, question_id=question_id, state=given.state, choices=list(given.choices)
        )
        if given.text and response.key_id:
            sealing.seal_field(row, "text", given.text, response.key_id, ring=ring)
        rows.append(row)
    Answer.objects.bulk_create(sorted(rows, key=lambda row: row.pk))


def cleaned(survey: Survey, answers: Answers) -> dict[UUID, Given]:
    """Return the answers that say something, fit to be kept; raise ``DomainError`` at a question's id otherwise."""
    questions = {row.pk: row for row in survey.questions.all()}
    kept = {}
    for question_id, given in answers.items():
        question = questions.get(question_id)
        if question is None:
            continue
        one = _cleaned_one(question, given)
        if not one.is_empty:
            kept[question_id] = one
    return kept


def _cleaned_one(question: Question, given: Given) -> Given:
    if given.state != Answer.State.ANSWERED:
        return Given(state=given.state)
    if question.is_open:
        text = clean_text(given.text)
        if len(text) > TEXT_LIMIT:
            raise DomainError(too_long(text), field=str(question.pk))
        if contains_personal_number(text):
            raise DomainError(PERSONAL_NUMBER, field=str(question.pk))
        return Given(text=text)
    choices = tuple(sorted(set(given.choices)))
    if any(not 0 <= choice < len(question.options) for choice in choices):
        raise DomainError("Välj ett av svaren.", field=str(question.pk))
    if question.kind != Question.Kind.SEVERAL and len(choices) > 1:
        raise DomainError("Välj ett svar.", field=str(question.pk))
    return Given(choices=choices)


def too_long(text: str) -> str:
    """Say how much too long a text is."""
    limit = f"{TEXT_LIMIT:,}".replace(",", "\xa0")
    over = f"{len(text) - TEXT_LIMIT:,}".replace(",", "\xa0")
    return f"Texten är {over} tecken för lång. Högst {limit} tecken får plats. Korta den, allt står kvar."


def _refuse_unless_open(survey: Survey) -> None:
    if survey.status == SurveyStatus.PAUSED:
        raise SurveyPausedError
    if not survey.takes_answers:
        raise SurveyClosedError


def _draft_of(survey: Survey, token: str) -> PausedDraft | None:
    """The draft this form was put away in, if it was."""
    if not survey.drafts.exists():
        return None
    hashed = tokens.code_hash(survey, tokens.resume_code(survey, token))
    return survey.drafts.select_for_update().filter(code_hash=hashed).first()


def _as_text(token: str, position: int, answers: Answers) -> str:
    return json.dumps(
        {
            "token": token,
            "position": position,
            "answers": {str(key): asdict(given) for key, given in answers.items()},
        }
    )


def _from_text(text: str) -> PausedForm:
    data: dict[str, Any] = json.loads(text)
    answers = {
        UUID(key): Given(row["state"], tuple(row["choices"]), row["text"])
        for key, row in data["answers"].items()
    }
    return PausedForm(data["token"], data["position"], answers)
