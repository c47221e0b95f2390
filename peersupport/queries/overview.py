"""What waits for each person, and the pipeline."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from common.registries import OverviewRow
from common.swedish import today
from peersupport.queries.placements import visible_placements
from peersupport.services.phases import REVIEW_AHEAD
from peersupport.words import RESTING


def waiting_rows(user: Any) -> Iterator[OverviewRow]:
    """What waits for ``user`` of placements."""
    day = today()
    due = visible_placements(user).filter(status__in=RESTING, review_on__lte=day + REVIEW_AHEAD)
    for placement in due.order_by("review_on", "pk"):
        if user.has_perm("peersupport.manage_placement", placement):
            late = placement.review_on is not None and placement.review_on < day
            yield OverviewRow(
                title=f"Se över peer support: {placement.unit}",
                url=reverse("peersupport:placement", args=[placement.pk]),
                consequence="Det vilar sedan en tid. Bestäm om det går vidare, vilar längre eller avslutas.",
                label="Skulle ha setts över" if late else "Ses över",
                tone="late" if late else "wait",
                due=placement.review_on,
            )
