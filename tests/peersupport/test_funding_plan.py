"""How long money lasts, against counting day by day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peersupport.funding_plan import Money, gaps, lasts_until, next_after, overlaps, share_of_year

_FIRST = date(2026, 11, 1)


def _money(starts: int, days: int | None, amount: int = 1_000) -> Money:
    begins = _FIRST + timedelta(days=starts)
    return Money(
        "project", "Någon", amount, begins, None if days is None else begins + timedelta(days=days - 1)
    )


_MONEY = st.builds(
    _money,
    st.integers(0, 40),
    st.one_of(st.none(), st.integers(1, 20)),
    st.integers(0, 10_000_000_000),
)


@given(st.lists(_MONEY, max_size=5), st.integers(-5, 60))
def test_gaps_and_the_last_day_are_what_counting_day_by_day_says(periods: list[Money], on: int) -> None:
    far = 400
    paid = {
        number
        for number in range(-10, far)
        for one in periods
        if one.starts_on <= _FIRST + timedelta(days=number) <= (one.ends_on or _FIRST + timedelta(days=far))
    }

    missing = {
        (stretch.starts_on - _FIRST).days + number
        for stretch in gaps(periods)
        for number in range((stretch.ends_on - stretch.starts_on).days + 1)
    }
    last = lasts_until(periods, _FIRST + timedelta(days=on))

    assert missing == ({*range(min(paid), max(paid) + 1)} - paid if paid else set())
    begun = [number for number in paid if number <= on]
    expected = max(begun) if begun else min(paid, default=None)
    while expected is not None and expected + 1 in paid:
        expected += 1
    if expected is None or expected == far - 1:
        assert last is None
    else:
        assert last == _FIRST + timedelta(days=expected)


@given(_MONEY)
def test_the_years_parts_of_an_amount_add_up_to_it(money: Money) -> None:
    years = range(money.starts_on.year - 1, money.starts_on.year + 3)

    parts = [share_of_year(money, year) for year in years]

    assert all(part >= 0 for part in parts)
    if money.ends_on is not None:
        assert sum(parts) == money.amount_ore
    else:
        # Without an end the amount is for a year: every whole year gets it.
        assert parts[-1] == money.amount_ore


def test_several_who_pay_at_once_are_told_with_their_days() -> None:
    project, lasting = _money(0, 10), _money(8, None)

    [(stretch, first, second)] = overlaps([lasting, project])

    assert (first, second) == (project, lasting)
    assert (stretch.starts_on, stretch.ends_on) == (date(2026, 11, 9), date(2026, 11, 10))


@pytest.mark.parametrize(("day", "begins"), [(5, date(2026, 11, 21)), (20, None)])
def test_what_begins_next(day: int, begins: date | None) -> None:
    found = next_after([_money(0, 10), _money(20, 10)], _FIRST + timedelta(days=day))

    assert (found.starts_on if found else None) == begins
