"""What those who work with the calendar see: the month, what waits, what changed, one event with its history."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Min, Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from associations.models import Association
from calendar_app.edition_periods import month_period
from calendar_app.holidays_sweden import planning_hints
from calendar_app.models import Event, EventChange, Occurrence, SavedFilter
from calendar_app.models.events import EventQuerySet, OccurrenceQuerySet
from calendar_app.periods import Month
from calendar_app.queries.clashes import Clash, find_clashes
from calendar_app.queries.occurrence import when_text
from calendar_app.queries.rows import organiser_names, state_words, time_text
from calendar_app.services import changes, schedule
from calendar_app.services.content import Repeat, TimePlan, content_of, described
from calendar_app.services.events import Scope
from calendar_app.services.series import (
    all_days,
    moments,
    rule_of,
    rule_of_series,
    rule_text,
    skipped_text,
)
from common.models import Edition, StatusChange
from common.search import search_text
from common.swedish import count_text, join_words, local_date, short_day_text, today

#: More rows than this on one page help nobody; filters narrow them.
MOST_ROWS = 500
#: The paper whose editions the month's changes are compared with (``pdf.formats.FORMATS``).
LIST_PAPER = "normal"
#: Status → kind of state label (templatetag ``status``).
STATUS_KINDS = {
    "draft": "wait",
    "proposed": "going",
    "published": "done",
    "cancelled": "late",
    "archived": "no",
    "deleted": "no",
}


@dataclass(frozen=True)
class WorkFilter:
    """What the coordinator looks at; every value has been checked."""

    month: Month
    status: str = ""
    association_id: int | None = None
    municipality_id: int | None = None
    kind: str = ""
    words: str = ""

    def query(self, **changed: str) -> str:
        """Return the address query, with some values changed; "" leaves one out."""
        values = {
            "manad": f"{self.month.year}-{self.month.month:02}",
            "status": self.status,
            "forening": str(self.association_id or ""),
            "kommun": str(self.municipality_id or ""),
            "typ": self.kind,
            "q": self.words,
            **changed,
        }
        return urlencode({name: value for name, value in values.items() if value})

    @property
    def saved_query(self) -> str:
        """Return what a saved filter keeps: everything but the month."""
        return self.query(manad="")


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


@dataclass(frozen=True)
class WorkDay:
    """A day of the month with what happens."""

    date: date
    hint: str
    rows: tuple[WorkRow, ...]


@dataclass(frozen=True)
class MonthPage:
    """The coordinator's month."""

    wanted: WorkFilter
    days: list[WorkDay]
    number: int
    count_words: str
    pickable: int
    previous: dict[str, str]
    following: dict[str, str]
    saved: list[SavedFilter]
    waiting: int
    cut_off: bool


@dataclass(frozen=True)
class WaitingPage:
    """What waits for the coordinator."""

    proposals: list[WorkRow]
    changes: list[EventChange]


@dataclass(frozen=True)
class ChangedPage:
    """What has changed since the month's latest edition was made."""

    month: Month
    edition: Edition | None
    rows: list[tuple[WorkRow, str]]


@dataclass(frozen=True)
class HistoryRow:
    """One step in the event's life."""

    at: datetime
    words: str
    who: str
    note: str


@dataclass(frozen=True)
class TimeRow:
    """One time of the event, with what can be done to it."""

    occurrence: Occurrence
    when: str
    states: tuple[str, ...]
    is_over: bool


@dataclass(frozen=True)
class EventWorkPage:
    """Everything the event's working page shows."""

    event: Event
    status: str
    status_kind: str
    rule: str
    skipped: str
    facts: list[tuple[str, str]]
    coming: list[TimeRow]
    past: list[TimeRow]
    more_coming: int
    history: list[HistoryRow]
    hints: list[str]
    clashes: list[Clash]
    change: EventChange | None
    siblings: list[Event]
    is_repeated: bool


def events_for(user: Any) -> EventQuerySet:
    """Return the events whose working pages ``user`` may open: those they organise or review."""
    visible = Event.objects.visible_to(user)
    if user.has_perm("calendar_app.review_events"):
        return visible
    return visible.filter(associations__representatives__in=user.represents.current()).distinct()


def occurrences_for(user: Any) -> OccurrenceQuerySet:
    """Return the occurrences of ``events_for``."""
    return Occurrence.objects.filter(event__in=events_for(user)).select_related("event", "event__series")


def month_page(user: Any, wanted: WorkFilter) -> MonthPage:
    """Return the month's occurrences of every state the user may see."""
    span = wanted.month.span
    found = list(
        _filtered(Occurrence.objects.visible_to(user).between(span.start, span.end), wanted)
        .for_listing()
        .in_order()[: MOST_ROWS + 1]
    )
    rows = [work_row(occurrence) for occurrence in found[:MOST_ROWS]]
    before, after = wanted.month.shifted(-1), wanted.month.shifted(1)
    return MonthPage(
        wanted=wanted,
        days=_by_day(rows, wanted.month),
        number=len(rows),
        count_words=count_text(len(rows), "tillfälle", "tillfällen"),
        pickable=len({row.event.pk for row in rows if row.may_be_picked}),
        previous=_month_link(wanted, before),
        following=_month_link(wanted, after),
        saved=list(SavedFilter.objects.filter(user=user)),
        waiting=waiting_count(user),
        cut_off=len(found) > MOST_ROWS,
    )


def waiting_count(user: Any) -> int:
    """Return how many proposals and changes wait for the coordinator, in two queries."""
    proposed = Event.objects.visible_to(user).filter(status=Event.Status.PROPOSED).count()
    return proposed + EventChange.objects.count()


def waiting_page(user: Any) -> WaitingPage:
    """Return proposals, the one waiting longest first, and changes of public events."""
    proposed = (
        Event.objects.visible_to(user)
        .filter(status=Event.Status.PROPOSED)
        .with_organisers()
        .prefetch_related(_first_times())
        .order_by("updated_at", "pk")
    )
    waiting = EventChange.objects.select_related("event").prefetch_related(
        "event__associations", "event__units"
    )
    return WaitingPage([event_row(event) for event in proposed], list(waiting.order_by("created_at")))


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


def own_draft_count(user: Any) -> int:
    """Return how many drafts a representative has left lying."""
    return events_for(user).filter(status=Event.Status.DRAFT).count()


def next_own_rows(user: Any, most: int) -> list[WorkRow]:
    """Return the next times of what a representative's associations organise."""
    rows = occurrences_for(user).upcoming().exclude(event__status=Event.Status.DRAFT)
    return [work_row(row) for row in rows.for_listing().in_order()[:most]]


def own_events(user: Any) -> list[WorkRow]:
    """Return a representative's events: what needs them first, then what is coming, then what has been."""
    events = (
        events_for(user)
        .with_organisers()
        .prefetch_related(_first_times(), "waiting_change")
        .annotate(first_start=Min("occurrences__start", filter=Q(occurrences__end__gt=timezone.now())))
        .order_by("-updated_at")[:MOST_ROWS]
    )
    order = {"draft": 0, "proposed": 1, "published": 2, "cancelled": 3, "archived": 4}
    rows = [replace(event_row(event), has_change=hasattr(event, "waiting_change")) for event in events]
    return sorted(rows, key=lambda row: order.get(row.event.status, 5))


def event_work_page(event: Event, user: Any) -> EventWorkPage:
    """Gather one event's working page."""
    now = timezone.now()
    rows = [_time_row(row, now) for row in event.occurrences.in_order()]
    coming = [row for row in rows if not row.is_over]
    rule = rule_of_series(event.series) if event.series else None
    content = content_of(event)
    spans = [(row.occurrence.start, row.occurrence.end) for row in coming if not row.occurrence.is_cancelled]
    return EventWorkPage(
        event=event,
        status=event.get_status_display(),
        status_kind=STATUS_KINDS[event.status],
        rule=rule_text(rule) if rule else "",
        skipped=skipped_text(rule) if rule else "",
        facts=[
            (label, value)
            for label, value in described(content).items()
            if value and value not in {"Nej", "Inget steg"} and label not in {"Rubrik", "Beskrivning"}
        ],
        coming=coming[:60],
        past=[row for row in rows if row.is_over][-12:],
        more_coming=max(0, len(coming) - 60),
        history=history(event),
        hints=planning_hints(local_date(start) for start, _ in spans),
        clashes=find_clashes(content, spans, user=user, except_event_id=event.pk)
        if event.is_unpublished or event.status == Event.Status.PUBLISHED
        else [],
        change=EventChange.objects.select_related("occurrence").filter(event=event).first(),
        siblings=list(_siblings(event, user)),
        is_repeated=event.series_id is not None or len(rows) > 1,
    )


def change_rows(change: EventChange) -> list[dict[str, Any]]:
    """Return what is public and what is proposed, side by side (``components/diff.html``)."""
    old = described(content_of(change.event))
    new = described(changes.waiting_content(change))
    rows = [
        {"label": label, "old": old[label], "new": new[label], "changed": old[label] != new[label]}
        for label in old
    ]
    proposed = changes.waiting_plan(change)
    if proposed is not None:
        before, after = plan_text(changes.present_plan(change)), plan_text(proposed)
        rows.insert(1, {"label": "När", "old": before, "new": after, "changed": before != after})
    if change.attachment or change.removes_attachment:
        rows.append(
            {
                "label": "Bilaga",
                "old": change.event.attachment_name,
                "new": change.attachment_name,
                "changed": True,
            }
        )
    return rows


def plan_text(plan: TimePlan | None) -> str:
    """Return a plan in words: "onsdag 14 oktober 2026 kl. 18.00–20.00. Varje onsdag, fem gånger"."""
    if plan is None:
        return ""
    first = when_text(Occurrence(start=plan.start, end=plan.end, all_day=plan.all_day))
    if plan.repeat is None:
        return first
    rule = rule_of(plan, plan.repeat)
    skipped = f". Inte {skipped_text(rule)}" if rule.excluded else ""
    return f"{first}. {rule_text(rule)}{skipped}"


def history(event: Event) -> list[HistoryRow]:
    """Return the event's status rows, newest first, with the names of those who acted while they exist."""
    rows = list(
        StatusChange.objects.filter(object_type="calendar_app.event", object_id=str(event.pk)).order_by(
            "-at", "-pk"
        )[:50]
    )
    names = dict(
        User.objects.filter(actor_id__in={row.actor_id for row in rows}).values_list("actor_id", "name")
    )
    return [
        HistoryRow(row.at, _history_words(row), names.get(row.actor_id, _nameless(row)), row.note)
        for row in rows
    ]


def work_row(occurrence: Occurrence) -> WorkRow:
    """Describe an occurrence fetched with ``for_listing``; makes no query."""
    event = occurrence.event
    words = f"{short_day_text(local_date(occurrence.start))}, {time_text(occurrence)}"
    notes = tuple(
        word for word in state_words(occurrence) if word != "Inställt" or event.status != "cancelled"
    )
    return _row(event, occurrence, words, notes)


def event_row(event: Event) -> WorkRow:
    """Describe an event by its next time, else its last; needs ``_first_times`` prefetched."""
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


def _first_times() -> Prefetch[str, QuerySet[Occurrence], str]:
    return Prefetch("occurrences", Occurrence.objects.order_by("start"), to_attr="times_in_order")


def _filtered(rows: QuerySet[Occurrence], wanted: WorkFilter) -> Any:
    if wanted.status:
        rows = rows.filter(event__status=wanted.status)
    if wanted.association_id:
        rows = rows.filter(event__associations=wanted.association_id)
    if wanted.municipality_id:
        rows = rows.filter(event__municipality_id=wanted.municipality_id)
    if wanted.kind:
        rows = rows.filter(event__kind=wanted.kind)
    if wanted.words:
        matching = search_text(Event.objects.all(), wanted.words, fields=("title", "place", "description"))
        rows = rows.filter(event__in=matching.order_by().values("pk"))
    return rows


def _by_day(rows: Iterable[WorkRow], month: Month) -> list[WorkDay]:
    by_day: dict[date, list[WorkRow]] = {}
    for row in rows:
        if row.occurrence is not None:
            day = max(local_date(row.occurrence.start), month.first_day)
            by_day.setdefault(day, []).append(row)
    return [
        WorkDay(day, next(iter(planning_hints([day])), ""), tuple(held))
        for day, held in sorted(by_day.items())
    ]


def _month_link(wanted: WorkFilter, month: Month) -> dict[str, str]:
    query = wanted.query(manad=f"{month.year}-{month.month:02}")
    return {"url": f"?{query}", "name": month.name, "full": month.title}


def _change_words(row: Occurrence, since: datetime) -> str:
    if row.is_cancelled:
        return "Inställt"
    if row.event.published_at and row.event.published_at > since:
        return "Ny"
    if row.is_moved:
        return "Ny tid"
    return "Ändrad"


def _time_row(row: Occurrence, now: datetime) -> TimeRow:
    states = ("Inställt",) if row.is_cancelled else ("Ny tid",) if row.is_moved else ()
    return TimeRow(row, when_text(row), states, row.end <= now)


def _siblings(event: Event, user: Any) -> QuerySet[Event]:
    root = event.split_from_id or event.pk
    related = Q(split_from=root) | Q(pk=root) | Q(split_from=event.pk)
    return events_for(user).filter(related).exclude(pk=event.pk).order_by("pk")[:12]


_HISTORY = {
    ("", "draft"): "Skrev utkastet",
    ("", "published"): "Lades in publicerad",
    ("draft", "proposed"): "Skickade för granskning",
    ("proposed", "draft"): "Tog tillbaka eller skickade tillbaka till utkast",
    ("draft", "published"): "Publicerade",
    ("proposed", "published"): "Publicerade",
    ("published", "proposed"): "Avpublicerade",
    ("published", "draft"): "Avpublicerade",
    ("published", "cancelled"): "Ställde in",
    ("cancelled", "published"): "Tog tillbaka, aktiviteten blir av",
    ("draft", "deleted"): "Tog bort utkastet",
    ("deleted", "draft"): "Tog tillbaka utkastet",
}
_CHANGES = {
    "change_proposed": "Föreslog en ändring",
    "change_approved": "Godkände ändringen",
    "change_returned": "Skickade tillbaka ändringen",
    "change_withdrawn": "Tog tillbaka ändringsförslaget",
    "archived": "Arkiverades, den har varit",
}


def _history_words(row: StatusChange) -> str:
    if row.target in _CHANGES:
        return _CHANGES[row.target]
    if not row.source:
        return "Skildes från sin serie" if row.target != "draft" else "Skrev utkastet"
    return _HISTORY.get((row.source, row.target), "Ändrade läget")


def _nameless(row: StatusChange) -> str:
    return "Portalen" if row.actor_id.int == 0 else "Någon som inte längre har konto"


def association_choices(user: Any) -> list[tuple[int, str]]:
    """Return the associations that ``user`` may add events for, in Swedish order."""
    rows = Association.objects.visible_to(user).in_order()
    if not user.has_perm("calendar_app.review_events"):
        rows = rows.filter(representatives__in=user.represents.current())
    return list(rows.values_list("pk", "name"))


def work_links(user: Any) -> tuple[str, str]:
    """Return the name and address of the working list that suits ``user``."""
    if user.has_perm("calendar_app.review_events"):
        return "Kalenderarbete", reverse("calendar_app:work")
    return "Våra aktiviteter", reverse("calendar_app:own_events")


def oldest_wait(rows: Iterable[WorkRow]) -> str:
    """Return how long the oldest of ``rows`` has waited: "Den äldsta har väntat i två dagar."."""
    oldest = min((local_date(row.event.updated_at) for row in rows), default=today())
    days = (today() - oldest) // timedelta(days=1)
    return f"Den äldsta har väntat i {count_text(days, 'dag', 'dagar')}." if days else "Den äldsta kom i dag."


def this_month() -> Month:
    """Return the present month in Stockholm."""
    return Month.of(today())


def is_repeated(event: Event) -> bool:
    """Whether the event has a rule or several times."""
    return schedule.is_repeated(event)


def has_scattered_times(event: Event) -> bool:
    """Whether the event has several times without a rule; those are changed one by one."""
    return event.series_id is None and event.occurrences.count() > 1


def plan_for_scope(event: Event, occurrence: Occurrence | None, scope: Scope) -> TimePlan | None:
    """Return when the part of the event that ``scope`` means takes place, as its form starts."""
    whole = schedule.plan_of(event)
    if occurrence is None or scope == Scope.ALL:
        return whole
    one = schedule.plan_of_occurrence(occurrence)
    if scope == Scope.THIS or whole is None or whole.repeat is None:
        return one
    return following_plan(event, occurrence) or one


def following_plan(event: Event, occurrence: Occurrence) -> TimePlan | None:
    """Return the plan of the times from ``occurrence`` on, with the rule's own time and what is left of it."""
    series = event.series
    if series is None or occurrence.rule_day is None:
        return None
    rule = rule_of_series(series)
    day = occurrence.rule_day
    before = sum(1 for _ in all_days(rule, day - timedelta(days=1)))
    start, end = moments(day, series.start_time or time(0), series.duration, all_day=series.all_day)
    return TimePlan(
        start=start,
        end=end,
        all_day=series.all_day,
        repeat=Repeat(
            frequency=rule.frequency,
            interval=rule.interval,
            until=rule.until,
            count=rule.count - before if rule.count is not None else None,
            excluded=tuple(sorted(one for one in rule.excluded if one >= day)),
        ),
    )


def waiting_change(event: Event) -> EventChange | None:
    """Return the change that waits for approval, if any."""
    return EventChange.objects.select_related("event", "occurrence").filter(event=event).first()


def events_with_files(user: Any) -> QuerySet[Event]:
    """Return the events with an attachment that ``user`` may see."""
    return Event.objects.visible_to(user).exclude(attachment="")


def statuses_of(user: Any, ids: Iterable[int]) -> dict[int, str]:
    """Return the present status of those of ``ids`` that ``user`` works with."""
    return dict(events_for(user).filter(pk__in=list(ids)).values_list("pk", "status"))


def base_municipality_id(association_id: int) -> int | None:
    """Return where an association is at home, the likely place of what it does."""
    return (
        Association.objects.filter(pk=association_id).values_list("base_municipality_id", flat=True).first()
    )


def permissions(event: Event, user: Any) -> dict[str, bool]:
    """Return which buttons the event's page shows; each service checks again."""
    status = event.status
    asks = {
        "edit": ("edit_event", status in {"draft", "proposed", "published"}),
        "propose": ("propose_event", status == "draft"),
        # The coordinator returns a proposal with a reason instead.
        "withdraw": (
            "withdraw_event",
            status == "proposed" and not user.has_perm("calendar_app.review_events"),
        ),
        "publish": ("publish_event", status in {"draft", "proposed"}),
        "unpublish": ("unpublish_event", status == "published"),
        "cancel": ("cancel_event", status == "published"),
        "restore": ("cancel_event", status == "cancelled"),
        "delete": ("delete_event", status == "draft"),
        "copy": ("copy_event", True),
        "review": ("review_events", status == "proposed"),
        "times": ("cancel_event", status in {"draft", "proposed", "published"}),
    }
    return {
        name: fits and bool(user.has_perm(f"calendar_app.{permission}", event))
        for name, (permission, fits) in asks.items()
    }
