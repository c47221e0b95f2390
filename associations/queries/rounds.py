"""Reads of the yearly confirmation."""

from dataclasses import dataclass

from associations.models import Association, ConfirmationRound
from associations.services.confirmation import round_of_link


@dataclass(frozen=True)
class LinkedRound:
    """What a mailed link leads to."""

    association: Association
    is_confirmed: bool


def linked_round(token: str) -> LinkedRound | None:
    """Return the entry behind a mailed link; ``None`` when the link is unknown or its question closed."""
    found = round_of_link(token)
    if found is None or found.state == ConfirmationRound.State.CLOSED:
        return None
    association = Association.objects.with_entry().get(pk=found.association_id)
    return LinkedRound(association, found.state == ConfirmationRound.State.CONFIRMED)
