"""What every write here shares: the permission, the slug, and the check that nobody came between."""

from dataclasses import fields
from typing import Any, TypeVar, cast

from django.db import IntegrityError, models, transaction

from common import stamps, trail
from common.actors import Actor
from common.errors import DomainError, EditConflictError
from common.writing import CONFLICT

ModelT = TypeVar("ModelT", bound=models.Model)

#: The room whose stamp cached public pages read.
STAMP = "organisations"


def require_maintainer(actor: Actor) -> None:
    """Raise ``DomainError`` unless the actor may maintain organisations."""
    if not actor.has_perm("organisations.maintain"):
        raise DomainError("Bara samordnare och administratörer kan ändra här. Fråga samordnaren.")


def insert(obj: models.Model, *, taken: str, field: str = "name") -> None:
    """Save a new row; a name that somebody else took at the same moment gives the sentence ``taken``."""
    try:
        with transaction.atomic():
            obj.save(force_insert=True)
    except IntegrityError as error:
        raise DomainError(taken, field=field) from error


def refuse_taken_name(rows: models.QuerySet[Any], name: str, sentence: str, *, but: int) -> None:
    """Raise ``DomainError`` at the name when another row than ``but`` has it, upper or lower case."""
    if rows.filter(name__iexact=name).exclude(pk=but).exists():
        raise DomainError(sentence, field="name")


def update(obj: ModelT, facts: Any, *, expected_version: int, actor: Actor, verb: str, taken: str) -> ModelT:
    """Lock the row, compare versions, write the facts that differ, raise version, trail and stamp.

    ``facts`` is a dataclass whose fields are named as the model's. Nothing is written when nothing
    differs. Raises ``EditConflictError`` with saved and typed values when somebody came between.
    """
    locked: Any = type(obj)._base_manager.select_for_update().get(pk=obj.pk)
    changed = changed_facts(locked, facts, expected_version=expected_version)
    if not changed:
        return cast(ModelT, locked)
    for name in changed:
        setattr(locked, name, getattr(facts, name))
    locked.version += 1
    try:
        with transaction.atomic():
            locked.save(update_fields=[*changed, "version"])
    except IntegrityError as error:
        raise DomainError(taken, field="name") from error
    trail.record(verb, locked, actor=actor, fields=changed)
    stamps.raise_stamp(STAMP)
    return cast(ModelT, locked)


def changed_facts(locked: Any, facts: Any, *, expected_version: int) -> list[str]:
    """Return the names of the facts that differ from the locked row's; none when nothing does.

    Raises ``EditConflictError`` with saved and typed values when somebody came between.
    """
    changed = [fact.name for fact in fields(facts) if getattr(locked, fact.name) != getattr(facts, fact.name)]
    if changed and locked.version != expected_version:
        raise EditConflictError(CONFLICT, changed=_differences(locked, facts, changed))
    return changed


def _differences(locked: Any, facts: Any, changed: list[str]) -> dict[str, tuple[str, str]]:
    return {
        str(locked._meta.get_field(name).verbose_name).capitalize(): (
            shown(getattr(locked, name)),
            shown(getattr(facts, name)),
        )
        for name in changed
    }


def shown(value: Any) -> str:
    """Return a fact as a person reads it."""
    return "" if value is None else str(value)
