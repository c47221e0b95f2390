"""The library of questions that guides begin from. What is changed here changes no guide."""

from dataclasses import fields
from typing import Any

from django.db import transaction

from common import trail
from common.actors import Actor
from common.errors import DomainError, EditConflictError
from organisations.models import Theme
from revisions.models import LibraryQuestion, QuestionArea
from revisions.services.guide import QuestionFacts, checked
from revisions.services.shared import CONFLICT, require


@transaction.atomic
def open_library_area(theme: Theme, *, actor: Actor) -> QuestionArea:
    """Return the library's area of a theme, new and empty the first time."""
    require(actor, "revisions.edit_library", None)
    area, is_new = QuestionArea.objects.get_or_create(theme=theme)
    if is_new:
        trail.record("open_library_area", area, actor=actor)
    return area


@transaction.atomic
def add_library_question(area: QuestionArea, facts: QuestionFacts, *, actor: Actor) -> LibraryQuestion:
    """Add a question last in the area. Sent twice, it is there once."""
    require(actor, "revisions.edit_library", None)
    locked = QuestionArea.objects.select_for_update(of=("self",)).get(pk=area.pk)
    facts = checked(facts)
    present = locked.questions.filter(text=facts.text).first()
    if present is not None:
        return present
    last = locked.questions.last()
    question = LibraryQuestion(area=locked, order=last.order + 1 if last else 1)
    _take(question, facts)
    question.save(force_insert=True)
    trail.record("add_library_question", locked, actor=actor)
    return question


@transaction.atomic
def edit_library_question(
    question: LibraryQuestion, facts: QuestionFacts, *, expected_version: int, actor: Actor
) -> LibraryQuestion:
    """Change a question. Raises ``EditConflictError`` when somebody saved in between."""
    require(actor, "revisions.edit_library", None)
    locked = LibraryQuestion.objects.select_for_update().filter(pk=question.pk).first()
    if locked is None:
        raise DomainError("Någon annan har tagit bort frågan.")
    facts = checked(facts)
    changed = [fact.name for fact in fields(facts) if _value(locked, fact.name) != _value(facts, fact.name)]
    if not changed:
        return locked
    if locked.version != expected_version:
        raise EditConflictError(CONFLICT, changed={"Fråga": (locked.text, facts.text)})
    _take(locked, facts)
    locked.version += 1
    locked.save(update_fields=[*changed, "version"])
    trail.record("edit_library_question", locked.area, actor=actor, fields=changed)
    return locked


@transaction.atomic
def remove_library_question(question: LibraryQuestion, *, actor: Actor) -> None:
    """Take a question out of the library. Guides that hold a copy keep it."""
    require(actor, "revisions.edit_library", None)
    deleted, _ = LibraryQuestion.objects.filter(pk=question.pk).delete()
    if deleted:
        trail.record("remove_library_question", question.area, actor=actor)


def _take(question: LibraryQuestion, facts: QuestionFacts) -> None:
    question.text, question.kind = facts.text, facts.kind
    question.prompts, question.scale = list(facts.prompts), list(facts.scale)


def _value(row: Any, name: str) -> Any:
    value = getattr(row, name)
    return list(value) if isinstance(value, tuple) else value
