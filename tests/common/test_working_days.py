"""Working days and the deadlines counted in them (issue 3, section 5)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from common.working_days import deadline, has_ended, is_working_day, last_working_day, working_days_left


@pytest.mark.parametrize(
    ("sent_on", "days", "last"),
    [
        # The example of the right of reply: across Christmas, New Year and Twelfth Night.
        (date(2026, 12, 8), 20, date(2027, 1, 12)),
        (date(2026, 12, 8), 1, date(2026, 12, 9)),
        # Sent on a Friday, a Saturday or a Sunday: day 1 is Monday.
        (date(2026, 11, 20), 1, date(2026, 11, 23)),
        (date(2026, 11, 21), 1, date(2026, 11, 23)),
        (date(2026, 11, 22), 1, date(2026, 11, 23)),
        # The day before Christmas Eve: the 24th, 25th, 26th and 27th don't count.
        (date(2026, 12, 23), 1, date(2026, 12, 28)),
        # New Year's Eve and New Year's Day, then a weekend.
        (date(2026, 12, 30), 1, date(2027, 1, 4)),
        # Maundy Thursday before Easter: Good Friday to Easter Monday don't count.
        (date(2027, 3, 25), 1, date(2027, 3, 30)),
        # Midsummer Eve is a Friday.
        (date(2027, 6, 24), 1, date(2027, 6, 28)),
        # Ascension Day is a Thursday, the Friday after is a working day.
        (date(2027, 5, 5), 1, date(2027, 5, 7)),
        # The National Day on a Sunday takes no working day.
        (date(2027, 6, 4), 1, date(2027, 6, 7)),
        # Across both changes of the clock.
        (date(2027, 3, 26), 2, date(2027, 3, 31)),
        (date(2026, 10, 23), 1, date(2026, 10, 26)),
        # The default for answers, from the day of the example.
        (date(2026, 12, 8), 60, date(2027, 3, 9)),
    ],
)
def test_the_last_day_is_counted_from_the_working_day_after_sending(sent_on, days, last):
    assert last_working_day(sent_on, days) == last


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 1, 1), date(2026, 1, 6), date(2026, 4, 3), date(2026, 4, 6), date(2026, 5, 1), date(2026, 5, 14),
        date(2028, 6, 6), date(2026, 6, 19), date(2026, 12, 24), date(2026, 12, 25), date(2026, 12, 31),
        date(2026, 10, 31), date(2026, 11, 22),
    ],
)  # fmt: skip
def test_holidays_eves_and_weekends_are_no_working_days(day):
    assert not is_working_day(day)


@pytest.mark.parametrize("day", [date(2026, 4, 2), date(2026, 4, 30), date(2027, 1, 5), date(2026, 12, 23)])
def test_the_days_before_other_holidays_are_working_days(day):
    assert is_working_day(day)


def test_many_working_days_are_each_counted_once():
    sent_on = date(2026, 12, 8)
    last = last_working_day(sent_on, 300)
    between = [sent_on + timedelta(days=step) for step in range(1, (last - sent_on).days + 1)]
    assert sum(is_working_day(day) for day in between) == 300
    assert is_working_day(last)


def test_no_day_at_all_is_no_deadline():
    with pytest.raises(ValueError, match="at least one"):
        last_working_day(date(2026, 12, 8), 0)


@pytest.mark.parametrize(
    ("last_day", "moment"),
    [
        (date(2027, 1, 12), datetime(2027, 1, 12, 22, 59, tzinfo=UTC)),  # winter: one hour before UTC
        (date(2027, 7, 5), datetime(2027, 7, 5, 21, 59, tzinfo=UTC)),  # summer: two hours
        (date(2027, 3, 28), datetime(2027, 3, 28, 21, 59, tzinfo=UTC)),  # the clock went forward that morning
        (date(2026, 10, 25), datetime(2026, 10, 25, 22, 59, tzinfo=UTC)),  # the clock went back that morning
        (date(2026, 12, 31), datetime(2026, 12, 31, 22, 59, tzinfo=UTC)),
    ],
)
def test_the_last_day_ends_one_minute_before_midnight_in_stockholm(last_day, moment):
    assert deadline(last_day) == moment


@pytest.mark.parametrize(
    ("moment", "ended"),
    [
        (datetime(2027, 1, 12, 22, 59, 0, tzinfo=UTC), False),
        (datetime(2027, 1, 12, 22, 59, 59, tzinfo=UTC), False),
        (datetime(2027, 1, 12, 23, 0, 0, tzinfo=UTC), True),
    ],
)
def test_the_minute_23_59_is_inside_the_deadline(moment, ended):
    assert has_ended(date(2027, 1, 12), moment) is ended


@pytest.mark.parametrize(
    ("today", "left"),
    [
        (date(2027, 1, 13), 0),
        (date(2027, 1, 12), 1),
        (date(2027, 1, 9), 2),  # a Saturday: Monday and Tuesday are left
        (date(2026, 12, 23), 10),
    ],
)
def test_days_left_count_working_days_with_the_last_one(today, left):
    assert working_days_left(date(2027, 1, 12), today) == left
