"""What a digest tells, and who is due one."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from calendar_app.filters import CalendarFilter, read_filter
from calendar_app.models import DigestSubscription, Occurrence
from calendar_app.periods import Month, Span, Week, covered_days
from calendar_app.queries.occurrence import absolute_url
from calendar_app.queries.options import filter_options
from calendar_app.queries.public import month_url, public_between, week_url
from calendar_app.queries.rows import event_row, span_text
from common import swedish

#: Mails leave from this hour in Stockholm on the period's first day.
SENT_FROM = time(6)
#: After a longer stop than this a period is skipped: late news about a week that is half over.
GRACE = {"weekly": timedelta(days=3), "monthly": timedelta(days=7)}
#: A longer list is read on the web.
MOST_ROWS = 100


@dataclass(frozen=True)
class Period:
    """A week or month that has begun. ``key`` names it: "2026-W53" or "2026-12"."""

    key: str
    title: str
    span: Span
    path: str


@dataclass(frozen=True)
class DigestLine:
    """One activity in a mail."""

    time: str
    title: str
    state: str
    facts: tuple[str, ...]
    url: str


@dataclass(frozen=True)
class DigestDay:
    """A day in a mail, "måndag 5 oktober"."""

    title: str
    lines: tuple[DigestLine, ...]


@dataclass(frozen=True)
class DigestContent:
    """What one period's mail tells, the same for everybody with the same choices."""

    title: str
    days: tuple[DigestDay, ...]
    more: int
    picked: str
    url: str


def due_period(frequency: str, now: datetime) -> Period | None:
    """Return the period that is being sent at ``now``, or ``None`` outside its sending days."""
    local = timezone.localtime(now)
    today = local.date()
    period = _month(Month.of(today)) if frequency == "monthly" else _week(Week.of(today))
    opens = datetime.combine(period.span.first, SENT_FROM, tzinfo=timezone.get_default_timezone())
    closes = period.span.first + GRACE[frequency]
    return period if opens <= now and today < closes else None


def due_subscriptions(frequency: str, period: Period) -> QuerySet[DigestSubscription]:
    """Return the active subscriptions that haven't been sent ``period``."""
    return (
        DigestSubscription.objects.filter(status=DigestSubscription.Status.ACTIVE, frequency=frequency)
        .exclude(last_period=period.key)
        .order_by("pk")
    )


def period_content(period: Period, filters: dict[str, list[str]], now: datetime) -> DigestContent:
    """Return what remains of the period at ``now``, as the public may see it."""
    options = filter_options()
    chosen = read_filter(filters, options).filter
    today = swedish.local_date(now)
    span = Span(max(period.span.first, today), period.span.after)
    rows = list(public_between(span.start, span.end, chosen))
    shown = rows[:MOST_ROWS]
    return DigestContent(
        title=period.title,
        days=_days(shown, span, today),
        more=len(rows) - len(shown),
        picked=", ".join(options.label(param, value) for param, value in chosen.pairs()),
        url=settings.PORTAL_ORIGIN + period.path + chosen.query(),
    )


def digest_filter(subscription: DigestSubscription) -> CalendarFilter:
    """Return what a subscription is limited to, as it holds now."""
    return read_filter(subscription.filters, filter_options()).filter


def _days(rows: list[Occurrence], span: Span, today: Any) -> tuple[DigestDay, ...]:
    by_day: dict[Any, list[DigestLine]] = {}
    for occurrence in rows:
        first = max(covered_days(occurrence.start, occurrence.end).first, span.first)
        by_day.setdefault(first, []).append(_line(occurrence, today))
    return tuple(
        DigestDay(swedish.day_text(day, weekday=True, year=False), tuple(lines))
        for day, lines in sorted(by_day.items())
    )


def _line(occurrence: Occurrence, today: Any) -> DigestLine:
    row = event_row(occurrence, today=today)
    note = "" if "i dag" in row.note else row.note
    facts = (row.organiser, *row.places, row.online)
    return DigestLine(row.time, row.title, note, tuple(filter(None, facts)), absolute_url(occurrence))


def _week(week: Week) -> Period:
    span = week.span
    title = f"vecka {week.week}, {span_text(span)}"
    return Period(f"{week.year}-W{week.week:02}", title, span, week_url(week))


def _month(month: Month) -> Period:
    title = swedish.month_text(month.year, month.month)
    return Period(f"{month.year}-{month.month:02}", title, month.span, month_url(month))
