"""Other activities that one might collide with: hints while planning, never a refusal."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from calendar_app.models import Occurrence
from calendar_app.models.events import LONGEST
from calendar_app.services.content import EventContent
from common.swedish import count_text, join_words, local_date, short_day_text

#: So many of the coming times are compared; a term of weekly meetings fits.
MOST_SPANS = 60
MOST_SHOWN = 5
MOST_DAYS = 3

TimeSpan = tuple[datetime, datetime]


@dataclass(frozen=True)
class Clash:
    """Collisions with one other event in words, and the first occurrence they are with."""

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
    by_event: dict[int, list[Occurrence]] = {}
    for row in near:
        if _overlaps(row, wanted):
            by_event.setdefault(row.event_id, []).append(row)
    return [Clash(_words(rows, content), rows[0]) for rows in list(by_event.values())[:MOST_SHOWN]]


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


def _words(rows: Sequence[Occurrence], content: EventContent) -> str:
    event = rows[0].event
    days = [short_day_text(local_date(row.start)) for row in rows[:MOST_DAYS]]
    if len(rows) > MOST_DAYS:
        days.append(f"{count_text(len(rows) - MOST_DAYS, 'gång', 'gånger')} till")
    same_place = content.place and event.place.casefold() == content.place.casefold()
    why = "på samma plats" if same_place else "för samma målgrupp i samma kommun"
    return f"”{event.title}” är {why} samtidigt {join_words(days)}."
