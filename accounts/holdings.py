"""What a person holds: roles, memberships, offices. Each room tells where one kind of it is written.

Permissions, the navigation and "Mina roller" all build on it. In a request every kind is read with one query, when the
first is asked for; elsewhere (services, tasks) the kind that is asked for alone. What was read is remembered on the
person's own object, which every request makes anew, so that no right outlives the request that read it.
"""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from django.db.models import QuerySet, Value
from django.db.models.functions import JSONObject

Row = dict[str, Any]


class _Kind(NamedTuple):
    rows: Callable[[Any], QuerySet[Any]]
    columns: dict[str, str]


_kinds: dict[str, _Kind] = {}


def register_holding(kind: str, rows: Callable[[Any], QuerySet[Any]], /, **columns: str) -> None:
    """Tell where ``kind`` is written: ``user -> rows``, and what of a row is read (name=look-up).

    Values come as JSON has them: dates are ISO text.
    """
    _kinds[kind] = _Kind(rows, columns)


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
    first, *others = (_part(kind, user) for kind in found)
    for kind, row in first.union(*others, all=True) if others else first:
        found[kind].append(row)
    return found


def _part(kind: str, user: Any) -> QuerySet[Any, Any]:
    rows: QuerySet[Any, Any] = _kinds[kind].rows(user).order_by()
    told: QuerySet[Any, Any] = rows.annotate(
        held_kind=Value(kind), held_row=JSONObject(**_kinds[kind].columns)
    )
    return told.values_list("held_kind", "held_row")
