"""Turn a plan into occurrence rows, and an old plan's rows into a new plan's, keeping what subscribers know.

Call these with the event's row locked and inside the caller's transaction.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from calendar_app.models import Event, EventSeries, Occurrence
from calendar_app.services import series as rules
from calendar_app.services.content import Repeat, TimePlan
from calendar_app.services.series import Rule, Slot
from common.swedish import local_date

#: A time that a new rule drops keeps its place as INSTÄLLT when it is this near, since people may have
#: planned for it; later ones go without a word.
NEAR = timedelta(days=60)


@dataclass
class _Pairing:
    kept: list[tuple[Occurrence, Slot]] = field(default_factory=list)
    dropped: list[Occurrence] = field(default_factory=list)
    added: list[Slot] = field(default_factory=list)


def is_repeated(event: Event) -> bool:
    """Whether the event has a rule or several times."""
    return event.series_id is not None or event.occurrences.count() > 1


def plan_of(event: Event) -> TimePlan | None:
    """Return the plan the event's rows follow, or ``None`` for an event without any time."""
    if event.series is not None:
        series = event.series
        rule = rules.rule_of_series(series)
        start, end = rules.moments(series.first_day, _clock(series), series.duration, all_day=series.all_day)
        repeat = Repeat(
            frequency=rule.frequency,
            interval=rule.interval,
            until=rule.until,
            count=rule.count,
            excluded=tuple(sorted(rule.excluded)),
        )
        return TimePlan(start=start, end=end, all_day=series.all_day, repeat=repeat)
    rows = list(event.occurrences.in_order())
    if not rows:
        return None
    first, *others = rows
    return TimePlan(
        start=first.start,
        end=first.end,
        all_day=first.all_day,
        also=tuple((row.start, row.end) for row in others),
    )


def plan_of_occurrence(occurrence: Occurrence) -> TimePlan:
    """Return a plan for this one time."""
    return TimePlan(start=occurrence.start, end=occurrence.end, all_day=occurrence.all_day)


def schedule(event: Event, plan: TimePlan, *, now: datetime, is_new: bool = False) -> bool:
    """Make the event's rows follow ``plan`` and return whether anything changed. A new event has none yet.

    A public series' past times stay untouched. A time that goes on keeps its row and UID; moved ones
    stay where they were moved to; cancelled ones stay cancelled on their new day.
    """
    today = local_date(now)
    rules.check_plan(plan, today)
    old = event.series
    rule = rules.rule_of(plan, plan.repeat, old) if plan.repeat else None
    if rule and old:
        rule = _with_shifted_exceptions(rule, old, rules.horizon(today))
    if rule and old and _same_plan(rule, plan, old):
        return False
    slots = _slots(plan, rule, today)
    rows = [] if is_new else list(event.occurrences.select_for_update().order_by("start", "pk"))
    frozen = event.is_public and (old is not None or len(rows) > 1)
    # A time that was moved ahead from a day that has been is as settled as one that has been.
    past = [row for row in rows if frozen and min(row.start, row.original_start or row.start) <= now]
    coming = [row for row in rows if row not in past]
    taken = {row.rule_day for row in past}
    wanted = [slot for slot in slots if slot.day not in taken and not (frozen and slot.start <= now)]
    pairing = _pair(coming, wanted, rule)
    changed = _write(event, pairing, all_day=plan.all_day, repeated=rule is not None, now=now)
    return _write_series(event, plan, rule, today) or changed


def add_missing(event: Event, series: EventSeries, *, today: date, now: datetime) -> int:
    """Fill a series' rows up to the horizon. Running it again adds nothing. Return the number added."""
    last = rules.horizon(today)
    if series.expanded_to >= last:
        return 0
    rule = rules.rule_of_series(series)
    slots = rules.slots(rule, _clock(series), series.duration, all_day=series.all_day, last=last)
    fresh = [slot for slot in slots if slot.day > series.expanded_to]
    taken = set(event.occurrences.filter(rule_day__gt=series.expanded_to).values_list("rule_day", flat=True))
    added = [slot for slot in fresh if slot.day not in taken]
    Occurrence.objects.bulk_create([_row(event, slot, all_day=series.all_day, now=now) for slot in added])
    series.expanded_to = last
    series.save(update_fields=["expanded_to"])
    return len(added)


def split_one(event: Event, copy: Event, occurrence: Occurrence) -> None:
    """Move one time to ``copy``; the series won't fill its day again."""
    occurrence.event = copy
    occurrence.save(update_fields=["event"])
    if event.series is not None and occurrence.rule_day is not None:
        event.series.excluded = sorted({*event.series.excluded, occurrence.rule_day})
        event.series.save(update_fields=["excluded"])


def split_following(event: Event, copy: Event, occurrence: Occurrence, *, now: datetime) -> None:
    """Move this time and those after it to ``copy``, with a series of their own; the first series ends before."""
    series = event.series
    if series is None or occurrence.rule_day is None:
        event.occurrences.filter(start__gte=occurrence.start).update(event=copy, updated_at=now)
        return
    day = occurrence.rule_day
    if day <= series.first_day:
        # Only times from before the rule's first day are left behind: the rule goes along whole.
        copy.series, event.series = series, None
        copy.save(update_fields=["series"])
        event.save(update_fields=["series"])
        event.occurrences.filter(rule_day__gte=day).update(event=copy, updated_at=now)
        return
    rule = rules.rule_of_series(series)
    before = sum(1 for _ in rules.all_days(rule, day - timedelta(days=1)))
    copy.series = EventSeries.objects.create(
        frequency=series.frequency,
        interval=series.interval,
        first_day=day,
        month_day=series.month_day,
        start_time=series.start_time,
        duration=series.duration,
        all_day=series.all_day,
        until=series.until,
        count=series.count - before if series.count is not None else None,
        excluded=[one for one in series.excluded if one >= day],
        expanded_to=series.expanded_to,
        continues=series,
    )
    copy.save(update_fields=["series"])
    event.occurrences.filter(rule_day__gte=day).update(event=copy, updated_at=now)
    series.until = day - timedelta(days=1)
    series.count = None
    series.excluded = [one for one in series.excluded if one < day]
    series.save(update_fields=["until", "count", "excluded"])


def move(occurrence: Occurrence, start: datetime, end: datetime, *, all_day: bool, now: datetime) -> bool:
    """Give one time another start or end; return whether that changed anything.

    The first start is kept, so that readers see "Ny tid"; moved back, the mark goes.
    """
    if (occurrence.start, occurrence.end, occurrence.all_day) == (start, end, all_day):
        return False
    if start != occurrence.start and occurrence.original_start is None:
        occurrence.original_start = occurrence.start
    if start == occurrence.original_start:
        occurrence.original_start = None
    occurrence.start, occurrence.end, occurrence.all_day = start, end, all_day
    occurrence.sequence += 1
    occurrence.updated_at = now
    occurrence.save(update_fields=["start", "end", "all_day", "original_start", "sequence", "updated_at"])
    return True


def _clock(series: EventSeries) -> time:
    return series.start_time or time(0)


def _same_plan(rule: Rule, plan: TimePlan, old: EventSeries) -> bool:
    return (
        rule == rules.rule_of_series(old)
        and plan.all_day == old.all_day
        and rules.wall(plan.start).time() == _clock(old)
        and rules.duration_of(plan.start, plan.end) == old.duration
    )


def _slots(plan: TimePlan, rule: Rule | None, today: date) -> list[Slot]:
    if rule is not None:
        return rules.slots(
            rule,
            rules.wall(plan.start).time(),
            rules.duration_of(plan.start, plan.end),
            all_day=plan.all_day,
            last=rules.horizon(today),
        )
    by_day: dict[date, Slot] = {}
    for start, end in ((plan.start, plan.end), *plan.also):
        day = rules.wall(start).date()
        by_day.setdefault(day, Slot(day, start, end))
    return list(by_day.values())


def _with_shifted_exceptions(rule: Rule, old: EventSeries, last: date) -> Rule:
    """Let skipped days follow when the rule moves to another weekday or date."""
    days = set(rules.all_days(rule, last))
    skipped = set(rule.excluded)
    period = _period(rule)
    free = {period(day): day for day in sorted(days - skipped, reverse=True)}
    for day in old.excluded:
        if day in skipped and day not in days and period(day) in free:
            skipped.add(free[period(day)])
    return Rule(
        rule.frequency,
        rule.interval,
        rule.first_day,
        rule.until,
        rule.count,
        frozenset(skipped),
        rule.month_day,
    )


def _period(rule: Rule) -> Callable[[date], tuple[int, int]]:
    if rule.frequency == EventSeries.Frequency.WEEKLY:
        return lambda day: (day.isocalendar().year, day.isocalendar().week)
    return lambda day: (day.year, day.month)


def _pair(rows: Iterable[Occurrence], slots: Iterable[Slot], rule: Rule | None) -> _Pairing:
    """Find the new time of each row: the same day, else the same week or month, else none."""
    pairing = _Pairing()
    free = {slot.day: slot for slot in slots}
    left: list[Occurrence] = []
    for row in rows:
        slot = free.pop(row.rule_day, None) if row.rule_day else None
        if slot:
            pairing.kept.append((row, slot))
        else:
            left.append(row)
    if rule is None:
        remaining = sorted(free.values(), key=lambda slot: slot.start)
        pairing.kept += zip(left, remaining, strict=False)
        pairing.dropped = left[len(remaining) :]
        pairing.added = remaining[len(left) :]
        return pairing
    period = _period(rule)
    by_period: dict[tuple[int, int], list[Slot]] = {}
    for slot in sorted(free.values(), key=lambda slot: slot.day):
        by_period.setdefault(period(slot.day), []).append(slot)
    for row in left:
        candidates = by_period.get(period(row.rule_day or local_date(row.start)))
        if candidates:
            pairing.kept.append((row, candidates.pop(0)))
        else:
            pairing.dropped.append(row)
    pairing.added = [slot for candidates in by_period.values() for slot in candidates]
    return pairing


def _write(event: Event, pairing: _Pairing, *, all_day: bool, repeated: bool, now: datetime) -> bool:
    changed: list[Occurrence] = []
    renamed: list[Occurrence] = []
    for row, slot in pairing.kept:
        if row.rule_day != slot.day:
            row.rule_day = slot.day
            renamed.append(row)
        moved_alone = repeated and row.original_start is not None
        if not moved_alone and (row.start, row.end, row.all_day) != (slot.start, slot.end, all_day):
            _retime(event, row, slot, all_day=all_day, repeated=repeated, now=now)
            changed.append(row)
    # Days are unique within the event; while they trade places nobody holds one.
    Occurrence.objects.filter(pk__in=[row.pk for row in renamed]).update(rule_day=None)
    lost = _drop(event, pairing.dropped, now)
    touched = {row.pk: row for row in (*renamed, *changed)}
    Occurrence.objects.bulk_update(
        touched.values(),
        ["start", "end", "all_day", "rule_day", "original_start", "sequence", "updated_at"],
    )
    Occurrence.objects.bulk_create([_row(event, slot, all_day=all_day, now=now) for slot in pairing.added])
    return bool(touched or lost or pairing.added)


def _retime(
    event: Event, row: Occurrence, slot: Slot, *, all_day: bool, repeated: bool, now: datetime
) -> None:
    if event.is_public and not repeated and row.start != slot.start:
        first = row.original_start or row.start
        row.original_start = None if first == slot.start else first
    row.start, row.end, row.all_day = slot.start, slot.end, all_day
    row.sequence += 1
    row.updated_at = now


def _drop(event: Event, rows: list[Occurrence], now: datetime) -> int:
    near = [row for row in rows if event.is_public and now < row.start <= now + NEAR]
    far = [row.pk for row in rows if row not in near]
    newly = [row for row in near if not row.is_cancelled]
    for row in newly:
        row.status = Occurrence.Status.CANCELLED
        row.sequence += 1
        row.updated_at = now
    Occurrence.objects.bulk_update(newly, ["status", "sequence", "updated_at"])
    Occurrence.objects.filter(pk__in=far).delete()
    return len(newly) + len(far)


def _row(event: Event, slot: Slot, *, all_day: bool, now: datetime) -> Occurrence:
    return Occurrence(
        event=event, start=slot.start, end=slot.end, all_day=all_day, rule_day=slot.day, updated_at=now
    )


def _write_series(event: Event, plan: TimePlan, rule: Rule | None, today: date) -> bool:
    old = event.series
    if rule is None:
        if old is None:
            return False
        event.series = None
        event.save(update_fields=["series"])
        old.delete()
        return True
    values = {
        "frequency": rule.frequency,
        "interval": rule.interval,
        "first_day": rule.first_day,
        "month_day": rule.month_day,
        "start_time": None if plan.all_day else rules.wall(plan.start).time(),
        "duration": rules.duration_of(plan.start, plan.end),
        "all_day": plan.all_day,
        "until": rule.until,
        "count": rule.count,
        "excluded": sorted(rule.excluded),
        "expanded_to": rules.horizon(today),
    }
    if old is None:
        event.series = EventSeries.objects.create(**values)
        event.save(update_fields=["series"])
    else:
        for name, value in values.items():
            setattr(old, name, value)
        old.save(update_fields=list(values))
    return True
