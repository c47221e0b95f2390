from datetime import UTC, date, datetime, time

import pytest

from associations.models import Association
from common import swedish

NBSP = "\xa0"


def test_a_date_is_written_out_with_a_space_that_does_not_break():
    assert swedish.day_text(date(2026, 10, 14)) == f"14{NBSP}oktober 2026"
    assert swedish.day_text(date(2026, 11, 24), weekday=True) == f"tisdag 24{NBSP}november 2026"
    assert swedish.short_day_text(date(2026, 10, 14)) == f"ons 14{NBSP}okt"


def test_times_have_a_full_stop_and_no_leading_zero_in_stockholm():
    start = datetime(2026, 6, 1, 7, 0, tzinfo=UTC)
    end = datetime(2026, 6, 1, 10, 5, tzinfo=UTC)

    assert swedish.time_range_text(start, end) == "9.00–12.05"
    assert swedish.time_text(time(8, 0)) == "8.00"


def test_a_range_over_midnight_names_both_days():
    start = datetime(2026, 6, 1, 20, 0, tzinfo=UTC)
    end = datetime(2026, 6, 2, 6, 0, tzinfo=UTC)

    text = swedish.time_range_text(start, end)

    assert text == f"mån 1{NBSP}juni kl.{NBSP}22.00 – tis 2{NBSP}juni kl.{NBSP}8.00"


def test_the_day_is_the_one_in_stockholm():
    assert swedish.local_date(datetime(2026, 12, 31, 23, 30, tzinfo=UTC)) == date(2027, 1, 1)


@pytest.mark.parametrize(
    ("day", "week"),
    [(date(2026, 12, 31), "vecka 53"), (date(2027, 1, 1), "vecka 53"), (date(2027, 1, 4), "vecka 1")],
)
def test_weeks_follow_iso_8601(day, week):
    assert swedish.week_text(day) == week


@pytest.mark.parametrize(
    ("typed", "kept", "shown"),
    [
        ("070-174 06 05", "+46701740605", "070-174 06 05"),
        ("0701740605", "+46701740605", "070-174 06 05"),
        ("+46 70 174 06 05", "+46701740605", "070-174 06 05"),
        ("026-15 40 00", "+4626154000", "026-15 40 00"),
    ],
)
def test_phone_numbers_are_kept_in_one_form_and_shown_in_groups(typed, kept, shown):
    number = swedish.parse_phone(typed)

    assert number == kept
    assert swedish.phone_text(number) == shown
    assert swedish.phone_link(number) == f"tel:{kept}"


@pytest.mark.parametrize("typed", ["", "abc", "12", "070-174 06 05 99 99 99 99"])
def test_a_wrong_phone_number_gets_a_sentence_with_an_example(typed):
    with pytest.raises(ValueError, match="riktnummer"):
        swedish.parse_phone(typed)


def test_short_numbers_are_dialled_as_they_are():
    assert swedish.phone_link("112") == "tel:112"
    assert swedish.phone_link("116 111") == "tel:116111"
    assert swedish.phone_link("020-50 50 50") == "tel:+4620505050"


NAMES = [
    "Zebran",
    "Åkern",
    "Ärlan",
    "Öbon",
    "Ängen",
    "abborren",
    "Bäver",
    "Bätter",
    "Émile",
    "Edda",
    "Üdo",
    "Uma",
]
IN_ORDER = [
    "abborren",
    "Bätter",
    "Bäver",
    "Edda",
    "Émile",
    "Üdo",
    "Uma",
    "Zebran",
    "Åkern",
    "Ängen",
    "Ärlan",
    "Öbon",
]


def test_the_database_sorts_å_ä_ö_after_z(db):
    Association.objects.bulk_create(Association(name=name, slug=f"a-{n}") for n, name in enumerate(NAMES))

    names = list(Association.objects.in_order().values_list("name", flat=True))

    assert names == IN_ORDER


def test_python_sorts_as_the_database_does():
    assert sorted(NAMES, key=swedish.sort_key) == IN_ORDER


def test_small_numbers_are_words_and_large_ones_have_spaces():
    assert swedish.count_text(1, "aktivitet", "aktiviteter") == "en aktivitet"
    assert swedish.count_text(1, "förslag", "förslag", neuter=True) == "ett förslag"
    assert swedish.count_text(2, "aktivitet", "aktiviteter") == "två aktiviteter"
    assert swedish.count_text(12500, "rad", "rader") == f"12{NBSP}500 rader"


def test_words_are_joined_with_och():
    assert swedish.join_words(["Bollnäs", "Gävle", "Ljusdal"]) == "Bollnäs, Gävle och Ljusdal"
    assert swedish.join_words(["Gävle"]) == "Gävle"
    assert swedish.join_words([]) == ""
