"""One activity or one time of it as a row of the working lists."""

from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from calendar_app.models import Event, Occurrence
from calendar_app.queries.rows import organiser_names, state_words, time_text
from calendar_app.services.series import rule_of_series, rule_text
from common.swedish import join_words, local_date, short_day_text

#: More rows than this on one page help nobody; filters narrow them.
MOST_ROWS = 500
#: Status → kind of state label (templatetag ``status``).
STATUS_KINDS = {
    "draft": "wait",
    "proposed": "going",
    "published": "done",
    "cancelled": "late",
    "archived": "no",
    "deleted": "no",
}
_HEADINGS = {
    "draft": "Utkast",
    "published": "Publicerade",
    "cancelled": "Inställda",
    "archived": "Arkiverade",
}


@dataclass(frozen=True)
class WorkRow:
    """One occurrence in the working lists. ``has_change``: a change of it waits for approval."""

    event: Event
    occurrence: Occurrence | None
    when: str
    organisers: str
    status: str
    status_kind: str
    notes: tuple[str, ...] = ()
    has_change: bool = False

    @property
    def may_be_picked(self) -> bool:
        """Whether bulk publishing can take it."""
        return self.event.is_unpublished and not self.event.owner_room

    @property
    def heading(self) -> str:
        """What several in the same state are called together."""
        return _HEADINGS.get(self.event.status, self.status)


def work_row(occurrence: Occurrence) -> WorkRow:
    """Describe an occurrence fetched with ``for_listing``; makes no query."""
    event = occurrence.event
    words = f"{short_day_text(local_date(occurrence.start))}, {time_text(occurrence)}"
    notes = tuple(
        word for word in state_words(occurrence) if word != "Inställt" or event.status != "cancelled"
    )
    return _row(event, occurrence, words, notes)


def event_row(event: Event) -> WorkRow:
    """Describe an event by its next time, else its last; needs ``first_times`` prefetched."""
    times: list[Occurrence] = event.times_in_order  # type: ignore[attr-defined]
    now = timezone.now()
    occurrence = next((row for row in times if row.end > now), times[-1] if times else None)
    if occurrence is None:
        return _row(event, None, "Ingen tid angiven", ())
    words = f"{short_day_text(local_date(occurrence.start))}, {time_text(occurrence)}"
    if event.series:
        words = f"{rule_text(rule_of_series(event.series))}. Nästa {words}"
    return _row(event, occurrence, words, tuple(state_words(occurrence)))


def _row(event: Event, occurrence: Occurrence | None, when: str, notes: tuple[str, ...]) -> WorkRow:
    return WorkRow(
        event=event,
        occurrence=occurrence,
        when=when,
        organisers=join_words(organiser_names(event)) or "Ingen arrangör",
        status=event.get_status_display(),
        status_kind=STATUS_KINDS[event.status],
        notes=notes,
    )


def first_times() -> Prefetch[str, QuerySet[Occurrence], str]:
    """Return what ``event_row`` needs fetched: the times in order, as ``times_in_order``."""
    return Prefetch("occurrences", Occurrence.objects.order_by("start"), to_attr="times_in_order")
