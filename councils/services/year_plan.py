"""A year's meetings for several groups at once."""

import uuid
from collections.abc import Sequence
from typing import Final

from django.db import transaction

from common.actors import Actor
from common.errors import DomainError
from councils.models import Council, Meeting
from councils.services.meetings import MeetingFacts, plan_series

SENT_BEFORE: Final = (
    "De här mötena är redan planerade, med andra dagar än du skrev nu. De står kvar som de var. Öppna ett möte för att "
    "ändra det."
)


@transaction.atomic
def plan_year(
    plans: Sequence[tuple[Council, Sequence[MeetingFacts]]], *, actor: Actor, form_key: uuid.UUID
) -> list[Meeting]:
    """Plan the meetings of several groups: all or none. The same form sent twice gives them once.

    With other days the second time it is refused: nothing typed is dropped without a word. Raises ``DomainError`` that
    begins with the group's name.
    """
    wanted = [(council, series) for council, series in plans if series]
    if not wanted:
        raise DomainError("Fyll i minst en dag.")
    # All groups before anything else, in one order: two who plan the year at once wait for each other.
    rows = Council._base_manager.select_for_update(no_key=True)
    list(rows.filter(pk__in=[one.pk for one, _ in wanted]).order_by("pk").values_list("pk", flat=True))
    planned = []
    for council, series in sorted(wanted, key=lambda one: one[0].pk):
        try:
            made = plan_series(council, series, actor=actor, form_key=uuid.uuid5(form_key, str(council.pk)))
            if [one.starts_at for one in made] != [facts.starts_at for facts in series]:
                raise DomainError(SENT_BEFORE)
            planned += made
        except DomainError as error:
            if len(wanted) == 1:
                raise
            raise DomainError(f"{council}: {error.message}", field=error.field) from error
    return planned


def keys_of(form_key: uuid.UUID, council: Council, number: int) -> set[uuid.UUID]:
    """Return the keys that a group's ``number`` meetings get by the form, so that it is known when it comes again."""
    own = uuid.uuid5(form_key, str(council.pk))
    return {uuid.uuid5(own, str(place)) for place in range(number)}
