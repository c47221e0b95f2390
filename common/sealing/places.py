"""The place of a sealed column: model, field and row, so that rooms need not spell it themselves."""

from functools import lru_cache
from uuid import UUID

from django.db.models import Model

from common.sealing.keys import Keyring, seal


def place_of(row: Model, field: str) -> str:
    """``revisions.interviewanswer.text:<primary key>``, the same for as long as the row lives.

    The row must have its primary key, so rows with a number are saved before their text is sealed. Renaming a model
    or a field makes its texts unreadable unless a migration seals them anew.
    """
    key = row.pk
    if key is None:
        raise ValueError("A text is sealed for a row that has its primary key.")
    return f"{_column(type(row), field)}:{key}"


def seal_field(row: Model, field: str, text: str, key_id: UUID, *, ring: Keyring | None = None) -> None:
    """Put ``text``, sealed, into ``row.field``; saving is the caller's. Pass ``ring`` when sealing several."""
    place = place_of(row, field)
    setattr(row, field, ring.seal(text, key_id, place=place) if ring else seal(text, key_id, place=place))


@lru_cache(maxsize=256)
def _column(model: type[Model], field: str) -> str:
    """A page has thousands of places, and few columns."""
    model._meta.get_field(field)
    return f"{model._meta.label_lower}.{field}"
