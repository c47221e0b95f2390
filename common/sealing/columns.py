"""Which columns of the database hold key ids: what is in use is never removed from the store."""

from uuid import UUID

from django.apps import apps
from django.db.models import Model, UUIDField

_registered: set[tuple[type[Model], str]] = set()


def register_key_column(model: type[Model], field: str) -> None:
    """Tell that ``model.field`` holds key ids; called in ``AppConfig.ready``. Raises if there is no such field.

    Columns named ``key_id`` or ``…_key_id`` count even if a room forgets to register them.
    """
    model._meta.get_field(field)
    _registered.add((model, field))


def key_columns() -> list[tuple[type[Model], str]]:
    """Every column with key ids, registered or known by its name."""
    named = {
        (model, field.attname)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, UUIDField) and (field.name == "key_id" or field.name.endswith("_key_id"))
    }
    return sorted(_registered | named, key=lambda column: (column[0]._meta.label_lower, column[1]))


def used_key_ids() -> set[UUID]:
    """Every key id that a row of the database needs, also rows that managers hide."""
    used: set[UUID] = set()
    for model, field in key_columns():
        rows = model._base_manager.exclude(**{field: None}).values_list(field, flat=True)
        used.update(rows.iterator(chunk_size=10_000))
    return used
