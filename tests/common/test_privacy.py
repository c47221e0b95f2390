import re
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from common import privacy
from common.models import PrivacyWord
from common.privacy import NO_WORDS, look_at
from common.privacy.rule_file import pattern, rules
from tests.common.privacy_table import Case, cases

# Characters. The longest is an e-mail address.
LONGEST_MATCH = 320


# 811228-9874 is the tax agency's own example number; others are made from it or have a wrong check digit.
@pytest.mark.parametrize("text", ["811228-9874", "Hon är 19811228-9874.", "198112289874", "811228+9874"])
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


@pytest.mark.parametrize("case", cases(), ids=lambda case: ascii(case.text[:40]))
def test_the_case_table(case: Case):
    remarks = look_at(case.text, case.words)

    assert [(r.kind, r.severity, r.passage(case.text)) for r in remarks] == case.remarks


def test_the_table_is_large_and_holds_as_many_traps_as_one_in_four():
    table = cases()

    assert len(table) >= 150
    assert sum(not case.remarks for case in table) * 4 >= len(table)


def test_every_kind_and_severity_of_the_rule_file_is_in_the_table():
    in_file = {(rule["kind"], rule["severity"]) for rule in rules()["patterns"] if "severity" in rule}
    in_file |= {("name", "mark"), ("name", "hint"), ("word", "mark")}

    in_table = {remark[:2] for case in cases() for remark in case.remarks}

    assert in_file <= in_table


def test_every_remark_has_words_of_its_own():
    for case in cases():
        for remark in look_at(case.text, case.words):
            assert remark.label
            assert remark.explanation.endswith((".", "?"))
            assert re.fullmatch(r"\[[a-zåäö-]+\]", remark.replacement)


def test_what_is_suggested_is_not_itself_remarked_on():
    for kind in rules()["kinds"].values():
        assert look_at(f"Jag träffade {kind['replacement']} där.", NO_WORDS) == []


def test_a_remark_does_not_hold_the_passage():
    [remark] = look_at("Jag träffade Anna där.", NO_WORDS)

    assert "Anna" not in repr(remark)


@pytest.mark.django_db
def test_the_operators_words_count_without_being_asked_for(django_assert_num_queries: Any):
    PrivacyWord.objects.create(word="Solgården", kind=PrivacyWord.Kind.ADD)
    PrivacyWord.objects.create(word="Ebba  Hus", kind=PrivacyWord.Kind.IGNORE)
    text = "Solgården ligger intill Ebba hus. Ebba var där."

    with django_assert_num_queries(1):
        remarks = look_at(text)

    assert [(r.kind, r.passage(text)) for r in remarks] == [("word", "Solgården"), ("name", "Ebba")]


# What people write, in odd orders, with emoji and accents of two characters between.
_PIECES = st.sampled_from(
    [case.text for case in cases()]
    + ["😀", "\u030a", "\u00ad", " ", "\n", "-", "Anna", "gatan ", "avd ", "ß", "İ"]
)
_TEXTS = st.one_of(st.text(max_size=200), st.lists(_PIECES, max_size=12).map("".join))


@given(_TEXTS)
def test_any_text_gets_remarks_in_order_inside_it_and_never_overlapping(text: str):
    at = 0
    for remark in look_at(text, NO_WORDS):
        assert at <= remark.start < remark.end <= len(text)
        at = remark.end


@given(_TEXTS)
def test_places_are_right_for_browsers_too(text: str):
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    units = text.encode("utf-16-le")

    for remark in look_at(text, NO_WORDS):
        passage = units[remark.start_utf16 * 2 : remark.end_utf16 * 2].decode("utf-16-le")
        assert passage == remark.passage(text)


@given(_TEXTS)
def test_a_number_is_refused_exactly_when_a_remark_refuses(text: str):
    refused = any(remark.severity == "refuse" for remark in look_at(text, NO_WORDS))

    assert privacy.contains_personal_number(text) == refused


@given(st.text(max_size=60), st.text(max_size=60))
def test_a_personal_number_is_found_whatever_surrounds_it(before: str, after: str):
    text = f"{before}\n811228-9874\n{after}"

    assert privacy.contains_personal_number(text)


@pytest.mark.parametrize("rule", [rule for rule in rules()["patterns"] if "pattern" in rule], ids=str)
def test_no_pattern_can_run_away(rule: dict[str, Any]):
    """A pattern of bounded width looks at a bounded number of characters from each place of the text."""
    written = pattern(rule["pattern"]).pattern
    _, widest = re._parser.parse(written).getwidth()

    assert widest <= LONGEST_MATCH
    assert not re.search(r"[*+](?![^\[]*\])", written), "an unbounded repetition"
    assert not re.search(r"\{[0-9]+,\}", written), "an unbounded repetition"


@pytest.mark.parametrize("rule", [rule for rule in rules()["patterns"] if "pattern" in rule], ids=str)
def test_patterns_use_what_python_and_javascript_read_alike(rule: dict[str, Any]):
    written = pattern(rule["pattern"]).pattern

    assert not re.search(r"\\[^12\[\]]", written)
    assert "(?<" not in written
    assert "(?P" not in written


def test_walks_beside_a_match_have_a_limit():
    for rule in rules()["patterns"]:
        if "left" in rule:
            assert rule["left"]["max"] <= 64


@pytest.mark.parametrize("piece", ["1", "0", "a", "A-", "a@", "12/", "070-", "gatan ", "Anna ", "811228 "])
def test_two_hundred_thousand_characters_of_the_same_are_read_to_the_end(piece: str):
    text = piece * (200_000 // len(piece)) + "\n811228-9874"

    remarks = look_at(text, NO_WORDS)

    assert remarks[-1].severity == "refuse"
