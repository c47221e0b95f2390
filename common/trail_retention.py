"""Thins the trail: the only way one of its rows ever goes, by a database role that may do nothing else.

The portal's own role can neither change nor remove a row (migration 0002). What that means for an operator stands in
``docs/operations.md``, "Thin the trail".
"""

from typing import Final

import psycopg
from dateutil.relativedelta import relativedelta
from django.utils import timezone

from common.actors import SYSTEM
from common.models import TrailEntry

#: The role that the database lets remove rows (migration 0008).
ROLE: Final = "inflytande_gallring"
#: Younger rows the database keeps from that role too (migration 0008).
LEAST_YEARS: Final = 1


def thin_trail(years: int, *, url: str) -> int:
    """Remove rows older than ``years`` by the role that ``url`` signs in as; return how many. That it was done is noted.

    Raises ``psycopg.Error`` when the database refuses, ``ValueError`` for less than ``LEAST_YEARS``.
    """
    if years < LEAST_YEARS:
        raise ValueError(years)
    before = timezone.now() - relativedelta(years=years)
    with psycopg.connect(url) as retention:
        removed = retention.execute("DELETE FROM common_trailentry WHERE at < %s", [before]).rowcount
    TrailEntry.objects.create(
        actor_id=SYSTEM.actor_id,
        kind=TrailEntry.Kind.WRITE,
        room="common",
        verb="thin_trail",
        object_type=TrailEntry._meta.label_lower,
        object_id="",
        fields=[],
    )
    return removed
