"""Rows of ``/oversikt/``: the first ones by themselves, the rest as one."""

from collections.abc import Iterator, Sequence
from typing import Final

from django.urls import reverse

from common.registries import OverviewRow
from common.swedish import count_text

#: Rows told one by one; more are one row.
MOST: Final = 5


def few_rows(rows: Sequence[OverviewRow], what: str) -> Iterator[OverviewRow]:
    """Yield the first ones by themselves, the rest as one row: hundreds of rows would hide what else waits."""
    yield from rows[:MOST]
    if rest := rows[MOST:]:
        yield OverviewRow(
            title=f"{count_text(len(rest), 'placering', 'placeringar').capitalize()} till {what}",
            url=f"{reverse('peersupport:home')}?visa=lista",
            consequence="De står i listan, de som har stått längst först.",
            label=rest[0].label,
            tone=rest[0].tone,
            due=rest[0].due,
        )
