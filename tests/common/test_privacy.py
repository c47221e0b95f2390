import pytest
from django.core.exceptions import ValidationError

from common import privacy


# 811228-9874 is the tax agency's own example number; others are made from it or have a wrong check digit.
@pytest.mark.parametrize(
    "text",
    [
        "811228-9874",
        "Hon är 19811228-9874.",
        "198112289874",
        "811228+9874",
        "811228\N{EN DASH}9874",
        "811228\N{NON-BREAKING HYPHEN}9874",
        "811228\N{MINUS SIGN}9874",
        "811228\N{NO-BREAK SPACE}9874",
    ],
)
def test_a_personal_identity_number_is_refused_in_any_form(text):
    with pytest.raises(ValidationError, match="personnummer"):
        privacy.refuse_personal_numbers(text)


@pytest.mark.parametrize(
    "text", ["811228-9875", "070-174 06 05", "Org.nr 802400-1234", "20261014-1234", "2026-10-14", ""]
)
def test_other_numbers_pass(text):
    privacy.refuse_personal_numbers(text)


def test_a_coordination_number_counts_as_one():
    # Day 28 + 60 = 88; the check digit is computed for 811288-987x.
    matches = [n for n in range(10) if privacy.contains_personal_number(f"811288-987{n}")]

    assert len(matches) == 1


def test_hidden_characters_leave_and_emoji_stay():
    assert privacy.clean_text("  A\x00B\u202eC\u2066D 😀 åäö\r\nE\x1b ") == "ABCD 😀 åäö\nE"
