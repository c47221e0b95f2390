"""Rules and the days they give: leap days, short months, week 53, changes of clocks."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from dateutil.rrule import MONTHLY, WEEKLY, rrule
from hypothesis import given
from hypothesis import strategies as st

from calendar_app.services.series import (
    STOCKHOLM,
    Rule,
    all_days,
    duration_of,
    horizon,
    moments,
    rule_days,
    rule_text,
    wall,
)

days = st.dates(date(2001, 1, 1), date(2090, 12, 31))
clocks = st.times().map(lambda clock: clock.replace(second=0, microsecond=0))
FAR = timedelta(days=1500)


@given(days, st.integers(1, 52))
def test_every_nth_week_agrees_with_the_calendar_standard(first: date, interval: int) -> None:
    last = first + FAR

    given_days = list(rule_days(Rule("weekly", interval, first), last))

    standard = rrule(WEEKLY, interval=interval, dtstart=datetime(first.year, first.month, first.day))
    assert given_days == [moment.date() for moment in standard.between(*_span(first, last), inc=True)]


@given(days.filter(lambda day: day.day <= 28), st.integers(1, 12))
def test_the_same_date_every_month_agrees_with_the_calendar_standard(first: date, interval: int) -> None:
    last = first + FAR

    given_days = list(rule_days(Rule("monthly_date", interval, first), last))

    standard = rrule(MONTHLY, interval=interval, dtstart=datetime(first.year, first.month, first.day))
    assert given_days == [moment.date() for moment in standard.between(*_span(first, last), inc=True)]


@given(days.filter(lambda day: day.day <= 28), st.integers(1, 12))
def test_the_same_weekday_of_the_month_agrees_with_the_calendar_standard(first: date, interval: int) -> None:
    last = first + FAR
    place = (first.day - 1) // 7 + 1

    given_days = list(rule_days(Rule("monthly_weekday", interval, first), last))

    from dateutil.rrule import weekday

    standard = rrule(
        MONTHLY,
        interval=interval,
        byweekday=weekday(first.weekday(), place),
        dtstart=datetime(first.year, first.month, first.day),
    )
    assert given_days == [moment.date() for moment in standard.between(*_span(first, last), inc=True)]


def _span(first: date, last: date) -> tuple[datetime, datetime]:
    return datetime.combine(first, time(0)), datetime.combine(last, time(0))


@given(days, st.integers(1, 6), st.sampled_from(["weekly", "monthly_date", "monthly_weekday"]))
def test_days_rise_and_never_come_twice(first: date, interval: int, frequency: str) -> None:
    given_days = list(all_days(Rule(frequency, interval, first), first + FAR))

    assert given_days[0] == first
    assert all(earlier < later for earlier, later in pairwise(given_days))


@given(days, st.integers(1, 60), st.sets(st.integers(0, 59)))
def test_count_counts_skipped_days_too(first: date, count: int, skipped: set[int]) -> None:
    every = list(all_days(Rule("weekly", 1, first, count=count), first + FAR))
    excluded = frozenset(every[number] for number in skipped if number < len(every))

    taking_place = list(rule_days(Rule("weekly", 1, first, count=count, excluded=excluded), first + FAR))

    assert len(every) == count
    assert taking_place == [day for day in every if day not in excluded]


def test_the_thirty_first_falls_on_the_last_day_of_shorter_months() -> None:
    rule = Rule("monthly_date", 1, date(2027, 12, 31), month_day=31)

    given_days = list(rule_days(rule, date(2028, 5, 1)))

    assert given_days == [
        date(2027, 12, 31),
        date(2028, 1, 31),
        date(2028, 2, 29),
        date(2028, 3, 31),
        date(2028, 4, 30),
    ]


def test_a_series_split_in_february_still_means_the_thirty_first() -> None:
    rule = Rule("monthly_date", 1, date(2027, 2, 28), month_day=31)

    assert list(rule_days(rule, date(2027, 4, 30))) == [
        date(2027, 2, 28),
        date(2027, 3, 31),
        date(2027, 4, 30),
    ]


def test_leap_day_every_year() -> None:
    rule = Rule("monthly_date", 12, date(2028, 2, 29))

    assert list(rule_days(rule, date(2032, 3, 1))) == [
        date(2028, 2, 29),
        date(2029, 2, 28),
        date(2030, 2, 28),
        date(2031, 2, 28),
        date(2032, 2, 29),
    ]


def test_second_tuesday_last_friday_and_a_fifth_thursday() -> None:
    second = Rule("monthly_weekday", 1, date(2026, 10, 13))
    last = Rule("monthly_last", 1, date(2026, 10, 30))
    fifth = Rule("monthly_weekday", 1, date(2026, 10, 29))

    assert list(rule_days(second, date(2026, 12, 31))) == [
        date(2026, 10, 13),
        date(2026, 11, 10),
        date(2026, 12, 8),
    ]
    assert list(rule_days(last, date(2027, 1, 31))) == [
        date(2026, 10, 30),
        date(2026, 11, 27),
        date(2026, 12, 25),
        date(2027, 1, 29),
    ]
    assert list(rule_days(fifth, date(2026, 12, 31))) == [
        date(2026, 10, 29),
        date(2026, 11, 26),
        date(2026, 12, 31),
    ]


def test_weekly_over_week_53_and_the_new_year() -> None:
    rule = Rule("weekly", 1, date(2026, 12, 18))

    given_days = list(rule_days(rule, date(2027, 1, 8)))

    assert [day.isocalendar()[:2] for day in given_days] == [(2026, 51), (2026, 52), (2026, 53), (2027, 1)]


@given(days, clocks, st.integers(1, 31 * 24 * 60))
def test_times_keep_the_clock_on_the_wall_and_never_end_before_they_start(
    day: date, clock: time, minutes: int
) -> None:
    start, end = moments(day, clock, timedelta(minutes=minutes), all_day=False)

    assert end > start
    local = start.astimezone(STOCKHOLM).replace(tzinfo=None)
    assert local - datetime.combine(day, clock) in {timedelta(0), timedelta(hours=1)}


def test_a_time_that_spring_skips_is_an_hour_later_and_autumns_first_of_two() -> None:
    spring, _ = moments(date(2027, 3, 28), time(2, 30), timedelta(hours=2), all_day=False)
    autumn, _ = moments(date(2026, 10, 25), time(2, 30), timedelta(hours=2), all_day=False)

    assert spring.astimezone(STOCKHOLM).time() == time(3, 30)
    assert autumn == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_a_short_time_inside_the_spring_gap_keeps_its_length() -> None:
    start, end = moments(date(2027, 3, 28), time(2, 30), timedelta(minutes=30), all_day=False)

    assert end - start == timedelta(minutes=30)


@given(days, clocks, st.integers(1, 31 * 24 * 60))
def test_what_is_stored_gives_the_same_times_again(day: date, clock: time, minutes: int) -> None:
    start, end = moments(day, clock, timedelta(minutes=minutes), all_day=False)

    again = moments(wall(start).date(), wall(start).time(), duration_of(start, end), all_day=False)

    assert again == (start, end)


@pytest.mark.parametrize(
    ("today", "last"),
    [
        (date(2026, 10, 7), date(2028, 4, 7)),
        (date(2026, 8, 31), date(2028, 2, 29)),
        (date(2026, 6, 30), date(2027, 12, 30)),
    ],
)
def test_the_horizon_is_eighteen_months_on(today: date, last: date) -> None:
    assert horizon(today) == last


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (Rule("weekly", 1, date(2026, 10, 14)), "Varje onsdag"),
        (
            Rule("weekly", 2, date(2026, 10, 14), until=date(2026, 12, 16)),
            "Varannan onsdag till och med 16\xa0december 2026",
        ),
        (Rule("weekly", 3, date(2026, 10, 14), count=5), "Var tredje onsdag, fem gånger"),
        (Rule("monthly_date", 1, date(2026, 10, 31), month_day=31), "Den 31:a varje månad"),
        (Rule("monthly_weekday", 1, date(2026, 10, 13)), "Andra tisdagen varje månad"),
        (Rule("monthly_last", 2, date(2026, 10, 30)), "Sista fredagen varannan månad"),
    ],
)
def test_rules_are_told_in_words(rule: Rule, words: str) -> None:
    assert rule_text(rule) == words
