"""Rows that are asked for so often that building the query would cost more than answering it.

The ORM builds it once in a process, with stand-ins where values will be; from then on only the values change, and
PostgreSQL gets them as parameters, never as text in the query. PostgreSQL plans it once on each connection, too: for a
row behind five tables, planning takes longer than finding it. What is asked stays written as a queryset, with its
``visible_to`` and everything.
"""

from collections.abc import Callable
from typing import Any, Generic, NamedTuple, TypeVar

import psycopg
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.backends.utils import CursorWrapper
from django.db.models import Model, QuerySet

RowT = TypeVar("RowT", bound=Model)


def planned_cursor() -> CursorWrapper:
    """Return a cursor whose statements PostgreSQL keeps the plans of (``prepare_threshold`` in ``DATABASES``).

    Django's own sends values as part of the text, so that every statement is new. For statements that always read
    the same; a list of changing length is not one.
    """
    # As ``connection.cursor()`` does: a request may begin with this, and the connection be dead since the last one.
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    wrapped: CursorWrapper = connection._prepare_cursor(  # type: ignore[attr-defined]  # unknown to the stubs
        psycopg.Cursor(connection.connection)
    )
    return wrapped


class _Built(NamedTuple):
    sql: str
    #: The value's name at each place, or ``None`` where what stands in ``fixed`` never changes.
    names: tuple[str | None, ...]
    fixed: tuple[Any, ...]
    columns: list[str]
    start: int
    end: int
    annotations: dict[str, int]
    converters: list[tuple[int, Any, Any]]


class PreparedRow(Generic[RowT]):
    """One row of a model with its annotations, found by changing values.

    ``build`` gets the stand-ins by name and returns a queryset without related models. A stand-in is a value of the
    right type that stands nowhere else in the query.
    """

    def __init__(self, build: Callable[..., QuerySet[RowT]], **stand_ins: Any) -> None:
        self._build = build
        self._stand_ins = stand_ins
        self._known: _Built | None = None
        self._model: type[RowT]

    def find(self, **values: Any) -> RowT | None:
        """Return the row, or ``None``; ``values`` are named as the stand-ins are."""
        built = self._known or self._built()
        parameters = [
            fixed if name is None else values[name]
            for name, fixed in zip(built.names, built.fixed, strict=True)
        ]
        with planned_cursor() as cursor:
            cursor.execute(built.sql, parameters)
            found = cursor.fetchone()
        return None if found is None else self._row(built, list(found))

    def _row(self, built: _Built, found: list[Any]) -> RowT:
        for place, convert, expression in built.converters:
            found[place] = convert(found[place], expression, connection)
        row = self._model.from_db(DEFAULT_DB_ALIAS, built.columns, found[built.start : built.end])
        for name, place in built.annotations.items():
            setattr(row, name, found[place])
        return row

    def _built(self) -> _Built:
        queryset = self._build(**self._stand_ins)
        compiler = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
        sql, parameters = compiler.as_sql()
        names = tuple(self._name_of(parameter) for parameter in parameters)
        if missing := self._stand_ins.keys() - set(names):
            raise ValueError(f"The query does not use these: {sorted(missing)}")
        fields = compiler.klass_info["select_fields"]
        start, end = fields[0], fields[-1] + 1
        selected = [column for column, *_ in compiler.select]
        self._model = queryset.model
        self._known = _Built(
            sql=sql,
            names=names,
            fixed=tuple(parameters),
            columns=[column.target.attname for column in selected[start:end]],
            start=start,
            end=end,
            annotations=compiler.annotation_col_map,
            converters=[
                (place, convert, expression)
                for place, (converts, expression) in compiler.get_converters(selected).items()
                for convert in converts
            ],
        )
        return self._known

    def _name_of(self, parameter: Any) -> str | None:
        found = (
            name
            for name, stand_in in self._stand_ins.items()
            if isinstance(parameter, type(stand_in)) and parameter == stand_in
        )
        return next(found, None)
