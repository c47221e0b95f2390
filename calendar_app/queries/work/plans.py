"""When an activity takes place, as its form and its comparison show it."""

from datetime import time, timedelta

from calendar_app.models import Event, Occurrence
from calendar_app.queries.occurrence import when_text
from calendar_app.services import schedule
from calendar_app.services.content import Repeat, TimePlan
from calendar_app.services.events import Scope
from calendar_app.services.series import all_days, moments, rule_of, rule_of_series, rule_text, skipped_text


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
