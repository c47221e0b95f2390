"""What a person holds: roles, memberships, offices. Each room tells where one kind of it is written.

Permissions, the navigation and "Mina roller" all build on it. In a request every kind is read with one query, when the
first is asked for; elsewhere (services, tasks) the kind that is asked for alone. What was read is remembered on the
person's own object, which every request makes anew, so that no right outlives the request that read it.
"""

import json
from collections.abc import Callable, Iterable
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from django.contrib.auth import get_user_model
from django.db import DEFAULT_DB_ALIAS
from django.db.models import QuerySet, Value
from django.db.models.functions import JSONObject
from django.utils import timezone

from common.prepared import planned_cursor

Row = dict[str, Any]


class _Kind(NamedTuple):
    rows: Callable[[Any], QuerySet[Any]]
    columns: dict[str, str]


_kinds: dict[str, _Kind] = {}


def register_holding(kind: str, rows: Callable[[Any], QuerySet[Any]], /, **columns: str) -> None:
    """Tell where ``kind`` is written: ``user -> rows``, and what of a row is read (name=look-up).

    ``rows`` may look at the person's id and address, and at what day it is. Values come as JSON has them: dates are
    ISO text.
    """
    _kinds[kind] = _Kind(rows, columns)
    _plan.cache_clear()


def held(user: Any, kind: str) -> list[Row]:
    """Return the rows of ``kind`` that ``user`` holds now, in no order; none for somebody who isn't signed in."""
    if not getattr(user, "is_authenticated", False):
        return []
    known: dict[str, list[Row]] | None = getattr(user, "_holdings", None)
    if known is None:
        known = user._holdings = {}
    if kind not in known:
        wanted = _kinds if getattr(user, "_holdings_at_once", False) else (kind,)
        known.update(_read(user, wanted))
    return known[kind]


def read_at_once(user: Any) -> None:
    """Let ``user``, who came with a request, have every kind read with one query."""
    user._holdings_at_once = True


def forget(user: Any) -> None:
    """Read again next time: a service has given ``user`` something, or taken it."""
    if hasattr(user, "_holdings"):
        del user._holdings


def _read(user: Any, wanted: Iterable[str]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {kind: [] for kind in wanted}
    plan = _plan(tuple(found), timezone.localdate())
    # PostgreSQL takes ten times as long to plan it as to answer it, and plans this one once on each connection.
    with planned_cursor() as cursor:
        cursor.execute(plan.sql, [told(user) if callable(told) else told for told in plan.parameters])
        for kind, row in cursor.fetchall():
            found[kind].append(json.loads(row))
    return found


class _Plan(NamedTuple):
    """A query that is ready but for who asks: a parameter is a value, or how the person's own is told."""

    sql: str
    parameters: tuple[Any, ...]


#: Whom a query is written for before it is known who asks.
_NOBODYS_ID = -5_270_943_186_112_094
_NOBODYS_ADDRESS = "the-one-who-asks@accounts.holdings.invalid"


@lru_cache(maxsize=64)
def _plan(wanted: tuple[str, ...], day: date) -> _Plan:
    """Write the query once a ``day``: writing it takes Django ten times as long as PostgreSQL takes to answer it.

    The stand-in has an id and an address and nothing else: rows that want more of a person fail here.
    """
    known = {"id": _NOBODYS_ID, "email": _NOBODYS_ADDRESS}
    model = get_user_model()
    in_order = [field.attname for field in model._meta.concrete_fields if field.attname in known]
    nobody = model.from_db(DEFAULT_DB_ALIAS, in_order, [known[name] for name in in_order])
    first, *others = (_part(kind, nobody) for kind in wanted)
    rows = first.union(*others, all=True) if others else first
    sql, parameters = rows.query.get_compiler(DEFAULT_DB_ALIAS).as_sql()
    return _Plan(sql, tuple(_whose(value) for value in parameters))


def _whose(value: Any) -> Any:
    if value == _NOBODYS_ID:
        return lambda user: type(value)(user.pk)
    if value == _NOBODYS_ADDRESS:
        return lambda user: user.email
    return value


def _part(kind: str, user: Any) -> QuerySet[Any, Any]:
    rows: QuerySet[Any, Any] = _kinds[kind].rows(user).order_by()
    told: QuerySet[Any, Any] = rows.annotate(
        held_kind=Value(kind), held_row=JSONObject(**_kinds[kind].columns)
    )
    return told.values_list("held_kind", "held_row")
