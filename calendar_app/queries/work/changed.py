"""What has changed since the month's latest edition was made."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from calendar_app.edition_periods import month_period
from calendar_app.models import Occurrence
from calendar_app.periods import Month
from calendar_app.queries.work.rows import MOST_ROWS, WorkRow, work_row
from common.models import Edition

#: The paper whose editions the month's changes are compared with (``pdf.formats.FORMATS``).
LIST_PAPER = "normal"


@dataclass(frozen=True)
class ChangedPage:
    """What has changed since the month's latest edition was made."""

    month: Month
    edition: Edition | None
    rows: list[tuple[WorkRow, str]]


def changed_page(user: Any, month: Month, edition: Edition | None) -> ChangedPage:
    """Return what readers of the month's latest edition don't know."""
    if edition is None:
        return ChangedPage(month, None, [])
    span = month.span
    since = edition.created_at
    touched = (
        Occurrence.objects.public()
        .between(span.start, span.end)
        .filter(Q(updated_at__gt=since) | Q(event__published_at__gt=since))
    )
    rows = [
        (work_row(row), _change_words(row, since)) for row in touched.for_listing().in_order()[:MOST_ROWS]
    ]
    return ChangedPage(month, edition, rows)


def edition_key(month: Month) -> str:
    """Return the key of the month's ordinary edition (``services.editions``)."""
    return f"calendar:{month_period(month).code}:{LIST_PAPER}"


def _change_words(row: Occurrence, since: datetime) -> str:
    if row.is_cancelled:
        return "Inställt"
    if row.event.published_at and row.event.published_at > since:
        return "Ny"
    if row.is_moved:
        return "Ny tid"
    return "Ändrad"
