"""What the writes of every room share: the version that two people raise, and text as it is kept."""

from collections.abc import Iterable
from dataclasses import fields
from datetime import date, datetime
from typing import Any, Final

from django.db import models

from common import trail
from common.actors import Actor
from common.errors import DomainError, EditConflictError
from common.privacy import clean_text, contains_personal_number
from common.swedish import day_text, local_date, time_text

CONFLICT: Final = (
    "Det har sparats ändringar sedan du öppnade sidan. Det du skrev står kvar. "
    "Jämför det som skiljer och spara igen om ditt ska gälla."
)
PERSONAL_NUMBER: Final = (
    "Texten ser ut att innehålla ett personnummer. Ta bort det. Portalen sparar aldrig personnummer."
)


def write_facts(
    row: Any, facts: Any, *, expected_version: int, actor: Actor, verb: str, also: Iterable[str] = ()
) -> list[str]:
    """Write the facts that differ to a locked row, raise its version and the trail; return the names of what changed.

    ``facts`` is a dataclass whose fields are named as the model's. ``also`` names columns of ``row`` that the caller has
    set for the same change. Raises ``EditConflictError`` with saved and typed values when somebody saved in between.
    """
    changed = [fact.name for fact in fields(facts) if getattr(row, fact.name) != getattr(facts, fact.name)]
    if not changed:
        return []
    if row.version != expected_version:
        raise EditConflictError(
            CONFLICT, changed={_label(row, name): _pair(row, facts, name) for name in changed}
        )
    for name in changed:
        setattr(row, name, getattr(facts, name))
    row.version += 1
    row.save(update_fields=[*changed, *also, "version"])
    trail.record(verb, row, actor=actor, fields=changed)
    return changed


def cleaned(text: str, *, field: str, longest: int, required: str = "") -> str:
    """Return ``text`` without control characters; ``required`` is the sentence when nothing is left. Raises ``DomainError``."""
    text = clean_text(text or "").strip()
    if required and not text:
        raise DomainError(required, field=field)
    if len(text) > longest:
        raise DomainError(f"Texten är för lång: {len(text)} tecken. Högst {longest} får plats.", field=field)
    if contains_personal_number(text):
        raise DomainError(PERSONAL_NUMBER, field=field)
    return text


def _label(row: models.Model, name: str) -> str:
    field: Any = row._meta.get_field(name.removesuffix("_id"))
    return str(field.verbose_name).capitalize()


def _pair(row: Any, facts: Any, name: str) -> tuple[str, str]:
    return _shown(getattr(row, name)), _shown(getattr(facts, name))


def _shown(value: Any) -> str:
    if isinstance(value, datetime):
        return f"{day_text(local_date(value))} kl. {time_text(value)}"
    if isinstance(value, date):
        return day_text(value)
    if isinstance(value, bool):
        return "Ja" if value else "Nej"
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)
