"""Making a survey: its facts and its questions. Only a draft can be changed."""

import hashlib
import uuid
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Final

from django.db import IntegrityError, models, transaction
from django.db.models import Max

from common import trail
from common.actors import Actor
from common.errors import DomainError, EditConflictError
from common.transitions import record_status
from organisations.models import Unit
from surveys.models import Question, Survey, SurveySeries, SurveyStatus
from surveys.models.surveys import new_code
from surveys.rules import SurveyPlace
from surveys.services.locks import hold_new

NO_PERMISSION: Final = "Du har inte behörighet att göra det här. Fråga samordnaren."
NOT_DRAFT: Final = "Enkäten är öppnad och går inte att ändra längre. Alla ska få samma frågor."
CHANGED_MEANWHILE: Final = (
    "Enkäten har ändrats sedan du öppnade sidan. Det du skrev står kvar. "
    "Jämför det som skiljer och spara igen om ditt ska gälla."
)
_ASKED: Final = ("kind", "text", "hint", "options")
_LABELS: Final = {"kind": "Typ av fråga", "options": "Svar att välja på"}
MOST_QUESTIONS: Final = 60
MOST_BACKGROUND: Final = 3
MOST_OPTIONS: Final = 12
_CODES_TO_TRY: Final = 20


@dataclass(frozen=True, kw_only=True)
class SurveyFacts:
    """What can be changed of a survey while it is a draft."""

    title: str
    purpose: str = ""
    information: str = ""
    thanks: str = ""
    layout: str = Survey.Layout.ONE
    opens_on: date | None = None
    closes_on: date | None = None
    hourly_limit: int = 60
    daily_limit: int = 200
    keep_months: int = 6


@dataclass(frozen=True, kw_only=True)
class QuestionFacts:
    """One question. ``options`` are the labels, for a scale from lowest to highest; none for free text."""

    kind: str
    text: str
    hint: str = ""
    options: tuple[str, ...] = field(default=())


@transaction.atomic
def create_survey(
    facts: SurveyFacts,
    *,
    actor: Actor,
    owner_room: str = "",
    owner_id: object = "",
    unit: Unit | None = None,
    series: SurveySeries | None = None,
    anonymity: str = Survey.Anonymity.ANONYMOUS,
    kind: str = Survey.Kind.SURVEY,
) -> Survey:
    """Make a draft. ``anonymity`` is settled here for good. The same form sent twice gives one draft.

    With ``owner_room`` and ``owner_id`` it belongs to another room's object and that room says who manages it
    (``surveys.owners.register_owner``); otherwise to ``unit``, or to the whole county.
    """
    place = SurveyPlace(owner_room, str(owner_id), unit.pk if unit else None)
    if not actor.has_perm("surveys.create_survey", place):
        raise DomainError(NO_PERMISSION)
    _check_days(facts)
    hold_new()
    said: dict[str, Any] = {
        **asdict(facts),
        "owner_room": owner_room,
        "owner_id": str(owner_id),
        "unit": unit,
        "series": series,
        "anonymity": anonymity,
        "kind": kind,
    }
    twin = Survey.objects.filter(**said, status=SurveyStatus.DRAFT, version=1, questions=None).first()
    if twin is not None:
        return twin
    survey = Survey(**said)
    _save_with_free_code(survey)
    record_status(survey, source="", target=SurveyStatus.DRAFT, actor=actor)
    trail.record("create_survey", survey, actor=actor)
    return survey


@transaction.atomic
def edit_survey(survey: Survey, facts: SurveyFacts, *, expected_version: int, actor: Actor) -> Survey:
    """Change a draft's facts. A planned opening has to be planned again.

    Raises ``EditConflictError`` with saved and typed values when the survey has been changed since it was opened.
    """
    locked = locked_draft(survey, actor=actor)
    _check_days(facts)
    changed = [name for name, value in asdict(facts).items() if getattr(locked, name) != value]
    if changed and locked.version != expected_version:
        raise EditConflictError(
            CHANGED_MEANWHILE, changed={_label(locked, name): _pair(locked, facts, name) for name in changed}
        )
    for name in changed:
        setattr(locked, name, getattr(facts, name))
    if changed:
        _touch(locked, *changed)
        trail.record("edit_survey", locked, actor=actor, fields=changed)
    return locked


@transaction.atomic
def delete_survey(survey: Survey, *, actor: Actor) -> None:
    """Remove a draft for good."""
    locked = locked_draft(survey, actor=actor)
    trail.record("delete_survey", locked, actor=actor)
    locked.delete()


@transaction.atomic
def add_question(
    survey: Survey, facts: QuestionFacts, *, actor: Actor, thread: uuid.UUID | None = None
) -> Question:
    """Add a question last in a draft. Sent twice, it is there once.

    ``thread`` is that of the same question in other surveys, which it is to be compared with.
    """
    locked = locked_draft(survey, actor=actor)
    latest = locked.questions.last()
    if latest is not None and all(_shown(latest, name) == _shown(facts, name) for name in _ASKED):
        return latest
    facts = _checked(locked, facts, but=None)
    if locked.questions.count() >= MOST_QUESTIONS:
        raise DomainError(f"En enkät kan ha högst {MOST_QUESTIONS} frågor. Ta bort någon först.")
    last = locked.questions.aggregate(last=Max("position"))["last"] or 0
    question = Question.objects.create(
        survey=locked,
        thread=thread or uuid.uuid4(),
        kind=facts.kind,
        text=facts.text,
        hint=facts.hint,
        options=list(facts.options),
        position=last + 1,
    )
    _touch(locked)
    trail.record("add_question", question, actor=actor)
    return question


@transaction.atomic
def edit_question(
    question: Question, facts: QuestionFacts, *, actor: Actor, expected: str | None = None
) -> Question:
    """Change a question of a draft. With other options it is another question: its thread begins anew.

    ``expected`` is the ``mark_of`` that the form was opened on: a question that somebody else has changed since then
    raises ``EditConflictError`` with saved and typed values.
    """
    survey = locked_draft(question.survey, actor=actor)
    row = _question(survey, question)
    facts = _checked(survey, facts, but=row)
    differing = [name for name in _ASKED if _shown(row, name) != _shown(facts, name)]
    if differing and expected not in {None, mark_of(row)}:
        raise EditConflictError(
            CHANGED_MEANWHILE, changed={_label(row, name): _pair(row, facts, name) for name in differing}
        )
    if (row.kind, row.options) != (facts.kind, list(facts.options)):
        row.thread = uuid.uuid4()
    row.kind, row.text, row.hint, row.options = facts.kind, facts.text, facts.hint, list(facts.options)
    row.save(update_fields=["kind", "text", "hint", "options", "thread"])
    _touch(survey)
    trail.record("edit_question", row, actor=actor)
    return row


def mark_of(question: Question) -> str:
    """Return a short mark of what a question says: another mark, another question."""
    told = "\0".join(_shown(question, name) for name in _ASKED)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


@transaction.atomic
def move_question(question: Question, *, up: bool, actor: Actor) -> None:
    """Let a question change places with the one before or after it."""
    survey = locked_draft(question.survey, actor=actor)
    rows = list(survey.questions.all())
    place = next((number for number, row in enumerate(rows) if row.pk == question.pk), None)
    if place is None:
        raise DomainError("Frågan finns inte kvar. Ladda om sidan.")
    other = place - 1 if up else place + 1
    if not 0 <= other < len(rows):
        return
    rows[place], rows[other] = rows[other], rows[place]
    for number, row in enumerate(rows, start=1):
        row.position = number
    Question.objects.bulk_update(rows, ["position"])
    _touch(survey)
    trail.record("move_question", question, actor=actor, fields=["position"])


@transaction.atomic
def delete_question(question: Question, *, actor: Actor) -> None:
    """Remove a question from a draft."""
    survey = locked_draft(question.survey, actor=actor)
    row = _question(survey, question)
    trail.record("delete_question", row, actor=actor)
    row.delete()
    _touch(survey)


def locked_draft(survey: Survey, *, actor: Actor) -> Survey:
    """Lock the survey, and refuse unless it is a draft that ``actor`` manages."""
    locked = Survey.objects.select_for_update().filter(pk=survey.pk).first()
    if locked is None:
        raise DomainError("Enkäten finns inte kvar.")
    if not actor.has_perm("surveys.manage_survey", locked):
        raise DomainError(NO_PERMISSION)
    if not locked.may_be_edited:
        raise DomainError(NOT_DRAFT)
    return locked


def copy_questions(source: Survey, target: Survey) -> None:
    """Give ``target`` the same questions, each in the same thread."""
    Question.objects.bulk_create(
        Question(
            survey=target,
            thread=row.thread,
            kind=row.kind,
            text=row.text,
            hint=row.hint,
            options=row.options,
            position=row.position,
        )
        for row in source.questions.all()
    )


def _label(row: models.Model, name: str) -> str:
    field: Any = row._meta.get_field(name)
    return _LABELS.get(name) or str(field.verbose_name).capitalize()


def _pair(row: Any, facts: Any, name: str) -> tuple[str, str]:
    return _shown(row, name), _shown(facts, name)


def _shown(row: Any, name: str) -> str:
    value = getattr(row, name)
    if name == "kind":
        return str(Question.Kind(value).label)
    if name == "layout":
        return str(Survey.Layout(value).label)
    if isinstance(value, list | tuple):
        return "\n".join(value)
    return "" if value is None else str(value)


def _touch(survey: Survey, *changed: str) -> None:
    survey.version += 1
    survey.is_planned = False
    survey.save(update_fields=["version", "is_planned", *changed])


def _question(survey: Survey, question: Question) -> Question:
    row = survey.questions.select_for_update().filter(pk=question.pk).first()
    if row is None:
        raise DomainError("Frågan finns inte kvar. Ladda om sidan.")
    return row


def _checked(survey: Survey, facts: QuestionFacts, *, but: Question | None) -> QuestionFacts:
    """Refuse what makes no question; return the facts with options fit to be kept."""
    options = tuple(option.strip() for option in facts.options if option.strip())
    if facts.kind == Question.Kind.OPEN:
        if survey.anonymity == Survey.Anonymity.CHOICES_ONLY:
            raise DomainError(
                "Enkäten gjordes med bara fasta svar, och det går inte att ändra. Välj en annan typ.",
                field="kind",
            )
        options = ()
    elif len(options) < 2:
        raise DomainError("Skriv minst två svar, ett på varje rad.", field="options")
    if len(options) > MOST_OPTIONS:
        raise DomainError(f"Skriv högst {MOST_OPTIONS} svar.", field="options")
    if len({option.lower() for option in options}) < len(options):
        raise DomainError("Två svar är likadana. Ändra ett av dem.", field="options")
    if facts.kind == Question.Kind.BACKGROUND:
        others = survey.questions.filter(kind=Question.Kind.BACKGROUND)
        if but is not None:
            others = others.exclude(pk=but.pk)
        if others.count() >= MOST_BACKGROUND:
            raise DomainError(
                f"Högst {MOST_BACKGROUND} bakgrundsfrågor. Fler kan göra att någon går att känna igen.",
                field="kind",
            )
    return QuestionFacts(kind=facts.kind, text=facts.text.strip(), hint=facts.hint.strip(), options=options)


def _check_days(facts: SurveyFacts) -> None:
    if facts.opens_on and facts.closes_on and facts.closes_on < facts.opens_on:
        raise DomainError("Sista dagen är före den första. Ändra en av dem.", field="closes_on")
    if facts.daily_limit < facts.hourly_limit:
        raise DomainError("Svar om dagen kan inte vara färre än svar i timmen.", field="daily_limit")


def _save_with_free_code(survey: Survey) -> None:
    for _ in range(_CODES_TO_TRY):
        try:
            with transaction.atomic():
                survey.save(force_insert=True)
        except IntegrityError as error:
            if "code" not in str(error):
                raise
            survey.code = new_code()
        else:
            return
    raise DomainError("Det gick inte att hitta en ledig kod. Försök igen.")
