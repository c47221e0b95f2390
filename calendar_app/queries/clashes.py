"""Other activities that one might collide with: hints while planning, never a refusal."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from calendar_app.models import Occurrence
from calendar_app.models.events import LONGEST
from calendar_app.services.content import EventContent
from common.swedish import local_date, short_day_text

#: So many of the coming times are compared; a term of weekly meetings fits.
MOST_SPANS = 60
MOST_SHOWN = 5

TimeSpan = tuple[datetime, datetime]


@dataclass(frozen=True)
class Clash:
    """One collision in words, and the occurrence it is with."""

    words: str
    occurrence: Occurrence


def find_clashes(
    content: EventContent, spans: Iterable[TimeSpan], *, user: Any, except_event_id: int | None = None
) -> list[Clash]:
    """Return what overlaps in time and shares the place, or both audience and municipality.

    Only what ``user`` may see is told: others' drafts stay unknown. Two queries however many spans.
    """
    wanted = sorted(spans)[:MOST_SPANS]
    alike = _alike(content)
    if not wanted or alike is None:
        return []
    first, last = wanted[0][0], max(end for _, end in wanted)
    near = (
        Occurrence.objects.visible_to(user)
        .filter(
            alike,
            status=Occurrence.Status.PLANNED,
            start__gte=first - LONGEST,
            start__lt=last,
            end__gt=first,
        )
        .exclude(event_id=except_event_id or 0)
        .exclude(event__status="draft")
        .select_related("event")
        .in_order()[:500]
    )
    found = [Clash(_words(row, content), row) for row in near if _overlaps(row, wanted)]
    return found[:MOST_SHOWN]


def _alike(content: EventContent) -> Q | None:
    same_place = Q(event__place__iexact=content.place, event__municipality_id=content.municipality_id)
    same_people = Q(
        event__audiences__overlap=list(content.audiences), event__municipality_id=content.municipality_id
    )
    conditions = ([same_place] if content.place else []) + (
        [same_people] if content.audiences and content.municipality_id else []
    )
    if not conditions:
        return None
    alike = conditions[0]
    for condition in conditions[1:]:
        alike |= condition
    return alike


def _overlaps(row: Occurrence, spans: Sequence[TimeSpan]) -> bool:
    return any(row.start < end and start < row.end for start, end in spans)


def _words(row: Occurrence, content: EventContent) -> str:
    day = short_day_text(local_date(row.start)).capitalize()
    same_place = content.place and row.event.place.casefold() == content.place.casefold()
    why = "på samma plats" if same_place else "för samma målgrupp i samma kommun"
    return f"{day} är också ”{row.event.title}” {why}."
