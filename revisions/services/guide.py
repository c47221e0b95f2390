"""The guide's areas and questions, while a version is open. Every write locks the audit, then the guide."""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from common import trail
from common.actors import Actor
from common.errors import DomainError, EditConflictError
from common.privacy import clean_text
from organisations.models import Theme
from revisions.models import (
    AuditStatus,
    GuideArea,
    GuideQuestion,
    GuideVersion,
    QuestionArea,
    QuestionKind,
)
from revisions.services.shared import CONFLICT, locked_open_audit, require, write_facts

PartT = TypeVar("PartT", GuideArea, GuideQuestion)

LOCKED = "Den här versionen är låst. Gör en ny version om något ska ändras."
TOO_LATE = "Intervjuerna är klara. Guiden ändras inte längre."
GONE = "Någon annan har tagit bort det här. Ta tillbaka det först, eller gå tillbaka till guiden."
#: More than anybody can ask about in one conversation; a guide has at most 35 questions or so.
MOST_QUESTIONS = 200
MOST_AREAS = 60
MOST_PROMPTS = 10
MOST_LABELS = 10


@dataclass(frozen=True, kw_only=True)
class FrameFacts:
    """What is said before the first question and after the last."""

    opening: str = ""
    closing: str = ""


@dataclass(frozen=True, kw_only=True)
class AreaFacts:
    """An area's heading, and which shared theme it belongs to (``None``: the audit's own)."""

    title: str
    theme: Theme | None = None


@dataclass(frozen=True, kw_only=True)
class QuestionFacts:
    """A question. ``scale`` holds the labels, lowest first; "vet inte" and "vill inte svara" are added by the form."""

    text: str
    kind: str = QuestionKind.OPEN
    prompts: tuple[str, ...] = ()
    scale: tuple[str, ...] = ()


@transaction.atomic
def write_frame(
    guide: GuideVersion, facts: FrameFacts, *, expected_version: int, actor: Actor
) -> GuideVersion:
    """Write opening and closing. Raises ``EditConflictError`` when somebody saved in between."""
    locked = open_guide(guide, actor=actor)
    write_facts(locked, facts, expected_version=expected_version, actor=actor, verb="write_frame")
    return locked


@transaction.atomic
def add_area(guide: GuideVersion, facts: AreaFacts, *, actor: Actor) -> GuideArea:
    """Add an area of one's own. One with the same heading that is there already is returned as it is."""
    locked = open_guide(guide, actor=actor)
    title = clean_text(facts.title)
    if not title:
        raise DomainError("Skriv vad området heter.", field="title")
    present = locked.areas.kept().filter(title__iexact=title).first()
    return present or _new_area(locked, title, facts.theme, actor=actor)


@transaction.atomic
def add_from_library(guide: GuideVersion, chosen: Iterable[QuestionArea], *, actor: Actor) -> list[GuideArea]:
    """Copy areas of the library with their questions. What the guide already asks is not doubled."""
    locked = open_guide(guide, actor=actor)
    added = []
    for entry in chosen:
        area = place_for(locked, entry.theme.name, entry.theme, actor=actor)
        copy_questions(locked, area, entry.questions.all())
        added.append(area)
    return added


@transaction.atomic
def edit_area(area: GuideArea, facts: AreaFacts, *, expected_version: int, actor: Actor) -> GuideArea:
    """Change heading and theme. Raises ``EditConflictError`` when somebody saved in between."""
    open_guide(area.guide, actor=actor)
    locked = _locked_part(GuideArea, area)
    facts = replace(facts, title=clean_text(facts.title))
    if not facts.title:
        raise DomainError("Skriv vad området heter.", field="title")
    twin = locked.guide.areas.kept().filter(title__iexact=facts.title).exclude(pk=locked.pk)
    if twin.exists():
        raise DomainError("Guiden har redan ett område som heter så.", field="title")
    write_facts(locked, facts, expected_version=expected_version, actor=actor, verb="edit_area")
    return locked


@transaction.atomic
def add_question(area: GuideArea, facts: QuestionFacts, *, actor: Actor) -> GuideQuestion:
    """Add a question last in the area. Sent twice, it is there once."""
    guide = open_guide(area.guide, actor=actor)
    locked = _locked_part(GuideArea, area)
    facts = checked(facts)
    present: GuideQuestion | None = locked.questions.kept().filter(text=facts.text, kind=facts.kind).first()
    if present is not None:
        return present
    _refuse_too_many(guide, 1)
    question = GuideQuestion(area=locked, order=_last(locked.questions) + 1)
    _take(question, facts)
    question.save(force_insert=True)
    trail.record("add_question", guide, actor=actor)
    return question


@transaction.atomic
def edit_question(
    question: GuideQuestion,
    facts: QuestionFacts,
    *,
    expected_version: int,
    actor: Actor,
    area: GuideArea | None = None,
) -> GuideQuestion:
    """Change a question, and move it to another ``area`` of the same guide if one is given.

    Raises ``EditConflictError`` with both wordings when somebody saved in between.
    """
    guide = open_guide(question.area.guide, actor=actor)
    locked = _locked_part(GuideQuestion, question)
    facts = checked(facts)
    changed = [fact.name for fact in fields(facts) if _shown(locked, fact.name) != _shown(facts, fact.name)]
    if changed and locked.version != expected_version:
        raise EditConflictError(
            CONFLICT,
            changed={_LABELS[name]: (_shown(locked, name), _shown(facts, name)) for name in changed},
        )
    if area is not None and area.pk != locked.area_id:
        locked.area = _area_of(guide, area)
        locked.order = _last(locked.area.questions) + 1
        changed += ["area", "order"]
    if changed:
        _take(locked, facts)
        locked.version += 1
        locked.save(update_fields=[*changed, "version"])
        trail.record("edit_question", guide, actor=actor, fields=changed)
    return locked


@transaction.atomic
def move_part(part: GuideArea | GuideQuestion, *, step: int, actor: Actor) -> None:
    """Let an area or a question change places with the one before (``step`` −1) or after (1). At an end: nothing."""
    guide = open_guide(_guide_of(part), actor=actor)
    siblings: list[Any]
    if isinstance(part, GuideArea):
        siblings = list(guide.areas.kept())
    else:
        siblings = list(GuideQuestion.objects.kept().filter(area_id=part.area_id))
    place = next((number for number, row in enumerate(siblings) if row.pk == part.pk), None)
    if place is None:
        raise DomainError(GONE)
    wanted = place + (1 if step > 0 else -1)
    if not 0 <= wanted < len(siblings):
        return
    siblings[place], siblings[wanted] = siblings[wanted], siblings[place]
    for number, row in enumerate(siblings, start=1):
        if row.order != number:
            row.order = number
            row.save(update_fields=["order"])
    trail.record("move_part", guide, actor=actor, fields=["order"])


@transaction.atomic
def remove_part(part: GuideArea | GuideQuestion, *, actor: Actor) -> None:
    """Take away an area with its questions, or a question. It may be brought back until the guide is locked."""
    guide = open_guide(_guide_of(part), actor=actor)
    locked = type(part).objects.select_for_update().get(pk=part.pk)
    if locked.removed_at is None:
        locked.removed_at = timezone.now()
        locked.save(update_fields=["removed_at"])
        trail.record("remove_part", guide, actor=actor)


@transaction.atomic
def restore_part(part: GuideArea | GuideQuestion, *, actor: Actor) -> None:
    """Bring back what was taken away, at its place. A question brings its area along.

    Raises ``DomainError`` when the guide has got the same area or question again meanwhile.
    """
    guide = open_guide(_guide_of(part), actor=actor)
    rows: list[Any] = [part] if isinstance(part, GuideArea) else [part, part.area]
    fresh = [type(row).objects.select_for_update().get(pk=row.pk) for row in rows]
    away = [row for row in fresh if row.removed_at is not None]
    for row in away:
        _refuse_twin(guide, row)
    for row in away:
        row.removed_at = None
        row.save(update_fields=["removed_at"])
    if away:
        trail.record("restore_part", guide, actor=actor)


def open_guide(guide: GuideVersion, *, actor: Actor) -> GuideVersion:
    """Lock audit and guide; raise ``DomainError`` unless ``actor`` may change this version now."""
    audit = locked_open_audit(guide.audit)
    require(actor, "revisions.edit_guide", audit)
    if audit.has_reached(AuditStatus.ANALYSING):
        raise DomainError(TOO_LATE)
    locked = GuideVersion.objects.select_for_update().get(pk=guide.pk)
    if locked.locked_at is not None:
        raise DomainError(LOCKED)
    locked.audit = audit
    return locked


def place_for(guide: GuideVersion, title: str, theme: Theme | None, *, actor: Actor) -> GuideArea:
    """Return the guide's area of that theme or heading; a new one last when there is none."""
    kept = guide.areas.kept()
    found = kept.filter(theme=theme).first() if theme else None
    found = found or kept.filter(title__iexact=title).first()
    return found or _new_area(guide, title, theme, actor=actor)


def copy_questions(guide: GuideVersion, area: GuideArea, questions: Iterable[Any]) -> int:
    """Copy questions last into the area, with their threads; those the guide already holds are left out."""
    held = set(_asked(guide).values_list("thread", flat=True))
    wanted = [one for one in questions if one.thread not in held]
    _refuse_too_many(guide, len(wanted))
    order = _last(area.questions)
    GuideQuestion.objects.bulk_create(
        GuideQuestion(
            area=area,
            thread=one.thread,
            kind=one.kind,
            text=one.text,
            prompts=one.prompts,
            scale=one.scale,
            order=order + number,
        )
        for number, one in enumerate(wanted, start=1)
    )
    return len(wanted)


def checked(facts: QuestionFacts) -> QuestionFacts:
    """Return the facts without empty lines; raise ``DomainError`` for what can't be asked."""
    text = clean_text(facts.text)
    if not text:
        raise DomainError("Skriv frågan.", field="text")
    prompts = _lines(facts.prompts, MOST_PROMPTS, "följdfrågor", "prompts")
    scale = _lines(facts.scale, MOST_LABELS, "svar", "scale")
    if facts.kind != QuestionKind.SCALE:
        scale = ()
    elif len(scale) < 2:
        raise DomainError("Skriv minst två svar, ett på varje rad. Det lägsta först.", field="scale")
    elif len({label.casefold() for label in scale}) < len(scale):
        raise DomainError("Två svar är likadana. Ändra ett av dem.", field="scale")
    elif {label.casefold() for label in scale} & _ALWAYS_THERE:
        raise DomainError(
            "”Vet inte” och ”Vill inte svara” finns alltid med. Ta bort dem från skalan.", field="scale"
        )
    return QuestionFacts(text=text, kind=facts.kind, prompts=prompts, scale=scale)


_ALWAYS_THERE = {"vet inte", "vill inte svara", "ville inte svara"}
_LABELS = {"text": "Fråga", "kind": "Typ", "prompts": "Följdfrågor", "scale": "Svar på skalan"}


def _lines(given: Iterable[str], most: int, what: str, field: str) -> tuple[str, ...]:
    lines = tuple(line for one in given if (line := clean_text(one)))
    if len(lines) > most:
        raise DomainError(f"Det är {len(lines)} {what}. Högst {most} får plats.", field=field)
    return lines


def _take(question: GuideQuestion, facts: QuestionFacts) -> None:
    question.text, question.kind = facts.text, facts.kind
    question.prompts, question.scale = list(facts.prompts), list(facts.scale)


def _shown(row: Any, name: str) -> str:
    value = getattr(row, name)
    if name == "kind":
        return str(QuestionKind(value).label)
    return "\n".join(value) if isinstance(value, list | tuple) else str(value)


def _locked_part(model: type[PartT], part: PartT) -> PartT:
    locked: PartT = model.objects.select_for_update().get(pk=part.pk)
    if locked.removed_at is not None:
        raise DomainError(GONE)
    return locked


def _area_of(guide: GuideVersion, area: GuideArea) -> GuideArea:
    found: GuideArea | None = guide.areas.kept().filter(pk=area.pk).first()
    if found is None:
        raise DomainError("Området finns inte längre i guiden. Välj ett annat.", field="area")
    return found


def _new_area(guide: GuideVersion, title: str, theme: Theme | None, *, actor: Actor) -> GuideArea:
    if guide.areas.kept().count() >= MOST_AREAS:
        raise DomainError(f"En guide har högst {MOST_AREAS} områden. Ta bort något först.")
    area = GuideArea.objects.create(guide=guide, theme=theme, title=title, order=_last(guide.areas) + 1)
    trail.record("add_area", guide, actor=actor)
    return area


def _refuse_too_many(guide: GuideVersion, more: int) -> None:
    present = _asked(guide).count()
    if present + more > MOST_QUESTIONS:
        raise DomainError(
            f"En guide har högst {MOST_QUESTIONS} frågor. Ta bort några först, eller välj färre."
        )


def _asked(guide: GuideVersion) -> QuerySet[GuideQuestion]:
    """What the guide asks as it stands: neither the question nor its area was taken away."""
    found: QuerySet[GuideQuestion] = GuideQuestion.objects.kept().filter(
        area__guide=guide, area__removed_at=None
    )
    return found


def _refuse_twin(guide: GuideVersion, part: GuideArea | GuideQuestion) -> None:
    """What was added anew meanwhile does not come back beside itself."""
    if isinstance(part, GuideArea):
        twins = guide.areas.kept().filter(title__iexact=part.title)
        back = GuideQuestion.objects.kept().filter(area=part)
    else:
        twins, back = guide.areas.none(), GuideQuestion.objects.filter(pk=part.pk)
    if twins.exists() or _asked(guide).filter(thread__in=back.values("thread")).exists():
        raise DomainError(
            f"Guiden har redan fått ”{part}” igen. Ta bort det nya först, om ni vill ha tillbaka det gamla."
        )


def _guide_of(part: GuideArea | GuideQuestion) -> GuideVersion:
    return part.guide if isinstance(part, GuideArea) else part.area.guide


def _last(rows: Any) -> int:
    return int(max((row.order for row in rows.all()), default=0))
