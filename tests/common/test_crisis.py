from datetime import date

from common.crisis import crisis_numbers
from common.models import CrisisLine


def line(number, order):
    CrisisLine.objects.create(
        number=number, label="x", who="x", hours="x", order=order, owner="x", verified_on=date(2026, 11, 1)
    )


def test_112_is_there_even_when_nobody_has_entered_a_number(db):
    assert [number.number for number in crisis_numbers()] == ["112"]


def test_112_comes_first_when_somebody_has_removed_it(db):
    line("1177", 1)

    assert [number.number for number in crisis_numbers()] == ["112", "1177"]


def test_an_entered_112_is_not_doubled(db):
    line("1177", 2)
    line("112", 1)

    assert [number.number for number in crisis_numbers()] == ["112", "1177"]
