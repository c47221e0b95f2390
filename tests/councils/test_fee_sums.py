"""What a claim comes to, against a plain reckoning with fractions; and what sums may be shown."""

from decimal import Decimal
from fractions import Fraction
from math import floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.errors import DomainError
from councils.fees import (
    ClaimFacts,
    Line,
    Rates,
    difference,
    kronor,
    merged,
    number_words,
    reckon,
    share_of_base,
    times,
)
from councils.queries.fee_sums import TOGETHER, Group, shown
from councils.rate_examples import rate_examples

ORE = st.integers(0, 10_000_000)
TENTHS = st.integers(0, 400).map(lambda tenths: Decimal(tenths) / 10)
RATES = st.builds(
    lambda amounts, mileage: Rates(
        dict(zip(("whole", "half", "short", "hour", "preparation"), amounts, strict=True)), mileage, 300_000
    ),
    st.lists(ORE, min_size=5, max_size=5),
    ORE,
)
FACTS = st.builds(
    ClaimFacts,
    waives=st.booleans(),
    day_type=st.sampled_from(["whole", "half", "short", "hours"]),
    hours=st.integers(1, 240).map(lambda tenths: Decimal(tenths) / 10),
    preparation_hours=TENTHS,
    mil=st.integers(0, 3000).map(lambda tenths: Decimal(tenths) / 10),
    ticket_ore=st.integers(0, 2_000_000),
    receipt_seen=st.just(True),
    lost_earnings=st.booleans(),
)


def _half_up(amount: Fraction) -> int:
    return floor(amount + Fraction(1, 2))


def _plainly(facts: ClaimFacts, rates: Rates) -> int:
    """The same sum, written as one would on paper."""
    total = _half_up(Fraction(facts.mil) * rates.mileage_ore) + facts.ticket_ore
    if facts.waives:
        return total
    if facts.day_type == "hours":
        total += _half_up(Fraction(facts.hours or 0) * rates.amounts["hour"])
    else:
        total += rates.amounts[facts.day_type]
    return total + _half_up(Fraction(facts.preparation_hours) * rates.amounts["preparation"])


@given(facts=FACTS, rates=RATES)
def test_a_claim_comes_to_what_a_plain_reckoning_with_fractions_says(facts: ClaimFacts, rates: Rates):
    found = reckon(facts, rates)

    assert found.total_ore == _plainly(facts, rates)
    assert found.total_ore == sum(line.total_ore for line in found.lines)
    assert all(times(line.quantity, line.each_ore) == line.total_ore for line in found.lines)


@given(percent=st.integers(0, 100_000).map(lambda thousandths: Decimal(thousandths) / 1000), base=ORE)
def test_a_share_of_the_base_is_rounded_half_up_to_whole_ore(percent: Decimal, base: int):
    assert share_of_base(percent, base) == _half_up(Fraction(percent) * base / 100)


@given(was=FACTS, right=FACTS, rates=RATES)
def test_a_correction_brings_what_was_sent_to_what_is_right(was: ClaimFacts, right: ClaimFacts, rates: Rates):
    sent, should_be = reckon(was, rates), reckon(right, rates)

    correction = difference(sent.lines, should_be.lines)

    assert sent.total_ore + correction.total_ore == should_be.total_ore
    together = merged([*sent.lines, *correction.lines])
    assert sorted(together, key=str) == sorted(should_be.lines, key=str)


@pytest.mark.parametrize(
    ("percent", "ore"), [("3.6", 213_120), ("1.8", 106_560), ("0.9", 53_280), ("0.5", 29_600)]
)
def test_the_shipped_shares_of_2026_come_to_what_the_field_says(percent: str, ore: int):
    assert share_of_base(Decimal(percent), 5_920_000) == ore


def test_the_shipped_examples_are_whole_and_say_that_they_are_examples():
    by_key = {one.key: one for one in rate_examples()}

    assert [rate.amount_ore for rate in by_key["procent"].rates] == [213_120, 106_560, 53_280, 29_600, 29_600]
    assert by_key["fasta"].base_ore is None
    assert all("Exempel" in one.source for one in rate_examples())


def test_who_waives_gets_the_journey_alone():
    rates = Rates({"whole": 200_000, "preparation": 20_000}, 2_500, 300_000)
    facts = ClaimFacts(waives=True, day_type="whole", preparation_hours=Decimal(2), mil=Decimal("2.5"))

    assert [line.what for line in reckon(facts, rates).lines] == ["mileage"]
    assert reckon(facts, rates).total_ore == 6_250


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        (ClaimFacts(), "day_type"),
        (ClaimFacts(day_type="half"), "day_type"),
        (ClaimFacts(day_type="hours"), "hours"),
        (ClaimFacts(day_type="whole", preparation_hours=Decimal(1)), "preparation_hours"),
        (ClaimFacts(day_type="whole", ticket_ore=100), "receipt_number"),
    ],
)
def test_what_cannot_be_reckoned_is_told_at_its_field(facts: ClaimFacts, field: str):
    with pytest.raises(DomainError) as told:
        reckon(facts, Rates({"whole": 100, "hour": 100}, 2_500, 0))

    assert told.value.field == field


def test_amounts_are_written_as_people_and_programs_read_them():
    assert kronor(213_120) == "2\xa0131,20\xa0kr"
    assert kronor(-90_000) == "−900\xa0kr"
    assert kronor(-5) == "−0,05\xa0kr"
    assert number_words(Decimal("2.50")) == "2,5"
    assert number_words(Decimal("-10.0")) == "−10"
    assert Line("fee", Decimal(1), 100, 100).taken_back().total_ore == -100


def _group(label: str, people: str, ore: int = 100) -> Group:
    return Group(label, people=set(people), fee_ore=ore)


def test_rows_of_few_people_are_put_together_until_five_stand_behind():
    rows = [_group("A", "abcdef"), _group("B", "xy"), _group("C", "z"), _group("D", "lmnopqr")]

    found = shown(rows)

    assert found is not None
    assert [(row.label, len(row.people)) for row in found] == [("D", 7), (TOGETHER, 9)]
    assert sum(row.total_ore for row in found) == 400


def test_the_same_few_in_several_rows_are_still_few():
    assert shown([_group("A", "ab"), _group("B", "abc"), _group("C", "bc")]) is None


def test_five_behind_every_row_and_all_are_shown():
    rows = [_group("A", "abcde"), _group("B", "vwxyz")]

    assert shown(rows) == rows
