"""The form template pack: every widget, its label, hint, error and what was typed."""

import re
from typing import Any

import pytest
from crispy_forms.utils import render_crispy_form
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import FileField, Form

from common.answer_form import AnswerForm
from common.form_layout import ButtonRow, MainButton, PortalFormHelper
from tests.look.forms import EveryField, Folded, People


def html(form: Any) -> str:
    return render_crispy_form(form)


def wrapper(page: str, name: str) -> str:
    """Return the field's own part of the page."""
    start = re.search(rf'<(div|fieldset) class="field[^>]* id="(div_)?id_{name}"', page)
    assert start
    following = re.search(r'<(div|fieldset) class="field[^>]* id="(div_)?id_', page[start.end() :])
    return page[start.start() : start.end() + following.start()] if following else page[start.start() :]


EVERY_NAME = [name for name, field in EveryField.base_fields.items() if not field.widget.is_hidden]
MISSING = [
    "title",
    "text",
    "day",
    "starts",
    "ends",
    "municipality",
    "way",
    "step",
    "email",
    "secret",
    "agreed",
]


@pytest.mark.parametrize("name", EVERY_NAME)
def test_every_field_is_named_by_a_label_or_a_legend(name: str) -> None:
    part = wrapper(html(EveryField()), name)
    label = str(EveryField.base_fields[name].label)

    assert re.search(rf"<(label for=\"id_{name}\"|legend)>{re.escape(label)}", part) or (
        f'<label class="choice"><input type="checkbox" name="{name}"' in part and label in part
    )


@pytest.mark.parametrize("name", MISSING)
def test_every_empty_field_says_what_to_do_and_is_linked_to_it(name: str) -> None:
    part = wrapper(html(EveryField({})), name)

    assert "field--bad" in part
    assert f'id="id_{name}_error"' in part
    assert '<span class="vh">Fel: </span>' in part
    assert re.search(rf'aria-describedby="[^"]*id_{name}_error', part)
    assert 'aria-invalid="true"' in part


@pytest.mark.parametrize("name", MISSING)
def test_summary_links_every_error_to_a_box_that_exists(name: str) -> None:
    page = html(EveryField({}))

    links = re.findall(r'<li><a href="#([^"]+)"', page)

    assert any(link.startswith(f"id_{name}") for link in links)
    assert all(f'id="{link}"' in page for link in links)


def test_hint_comes_before_error_and_error_before_the_box() -> None:
    part = wrapper(html(EveryField({})), "title")

    assert part.index("id_title_helptext") < part.index("id_title_error") < part.index("<input")
    assert 'aria-describedby="id_title_helptext id_title_error"' in part


def test_count_is_described_after_the_hint() -> None:
    part = wrapper(html(EveryField()), "text")

    assert 'aria-describedby="id_text_helptext id_text_count"' in part
    assert "400 tecken kvar av 400" in part
    assert "maxlength" not in part


@pytest.mark.parametrize(
    ("missing", "words"),
    [(0, None), (1, "En sak behöver rättas"), (2, "Två saker behöver rättas")],
)
def test_summary_counts_in_words_and_stays_away_when_all_is_well(missing: int, words: str | None) -> None:
    given = {"name": "Kim", "extra": ""} if missing == 0 else {"extra": ""}
    form = Folded(given)
    if missing == 2:
        form.add_error(None, "Något annat är också fel.")

    page = html(form)

    if words is None:
        assert "behöver rättas" not in page
    else:
        assert words in page


def test_fault_of_the_whole_form_stands_in_the_summary_without_a_link() -> None:
    form = EveryField({"title": "dubblett"})

    assert "<li>Det finns redan en likadan aktivitet den dagen.</li>" in html(form)


def test_summary_is_an_alert_that_can_take_the_focus() -> None:
    assert '<div class="errors" role="alert" tabindex="-1" aria-labelledby="fel">' in html(EveryField({}))


def test_only_optional_fields_are_marked() -> None:
    page = html(EveryField())

    marked = {name for name in EVERY_NAME if "(frivilligt)" in wrapper(page, name)}

    assert marked == {"access", "seats", "poster"}


def test_browser_bubbles_are_off_and_nothing_is_called_invalid_beforehand() -> None:
    page = html(EveryField())

    assert "novalidate" in page
    assert " required" not in page
    assert "aria-invalid" not in page


def test_dates_and_times_use_the_browsers_own_boxes() -> None:
    page = html(EveryField())

    assert re.search(r'type="date" name="day"', page)
    assert re.search(r'type="time" name="starts"', page)
    assert re.search(r'type="date" name="ends_0"', page)
    assert re.search(r'type="time" name="ends_1"', page)


def test_date_that_the_browser_cannot_show_keeps_what_was_typed() -> None:
    page = html(
        EveryField({"day": "i morgon", "starts": "kvart över tre", "ends_0": "2026-10-14", "ends_1": "sent"})
    )

    assert 'type="text" name="day" value="i morgon"' in page
    assert 'type="text" name="starts" value="kvart över tre"' in page
    assert 'type="date" name="ends_0" value="2026-10-14"' in page
    assert 'type="text" name="ends_1" value="sent"' in page


def test_what_was_typed_comes_back_escaped() -> None:
    page = html(EveryField({"title": '"><script>alert(1)</script>', "way": "online", "access": ["loop"]}))

    assert "<script>alert" not in page
    assert 'value="online" id="id_way_1" checked' in page
    assert 'value="loop" id="id_access_1" checked' in page


def test_choice_that_is_closed_says_why() -> None:
    part = wrapper(html(EveryField()), "access")

    assert 'value="sign" id="id_access_2" disabled' in part
    assert "Går inte att välja. Beställ tolk först." in part


def test_ladder_choices_show_their_stair() -> None:
    part = wrapper(html(EveryField()), "step")

    assert re.findall(r"#stair-(\d)", part) == ["1", "2", "3", "4", "5"]


def test_password_is_never_sent_back() -> None:
    assert "hemligt" not in html(EveryField({"secret": "hemligt"}))


def test_hidden_fields_have_no_label_of_their_own() -> None:
    page = html(EveryField())

    assert '<input type="hidden" name="version" value="3" id="id_version">' in page
    assert "Version" not in page


def test_form_with_a_file_can_carry_it() -> None:
    assert 'enctype="multipart/form-data"' in html(EveryField())


def test_stored_file_is_named_and_can_be_removed_when_it_is_optional() -> None:
    class WithFile(Form):
        poster = FileField(label="Affisch", required=False)
        helper = PortalFormHelper("poster", ButtonRow(MainButton("Spara")))

    stored = SimpleUploadedFile("affisch.pdf", b"%PDF")
    stored.url = "/bilaga/"  # As a file from the database has: Django's own widget looks for it.

    page = html(WithFile(initial={"poster": stored}))

    assert "affisch.pdf finns redan" in page
    assert page.count('name="poster-clear"') == 1


def test_folded_fields_open_when_there_is_something_in_them() -> None:
    assert '<details class="more" open>' in html(Folded({"name": "Kim", "extra": "Teckenspråk"}))
    assert '<details class="more">' in html(Folded())


def test_formset_has_one_summary_and_a_legend_for_each_row() -> None:
    rows = People(
        {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0", "form-0-phone": "1", "form-1-phone": "2"}
    )
    rows.item_name = "Kontaktperson"
    rows.helper = PortalFormHelper()
    rows.helper.layout = None

    page = html(rows)

    assert page.count('role="alert"') == 1
    assert "Två saker behöver rättas" in page
    assert '<a href="#id_form-1-name">' in page
    assert '<legend class="h-m">Kontaktperson 2</legend>' in page


def test_field_that_the_layout_forgot_is_still_shown() -> None:
    class Forgetful(Form):
        poster = FileField(label="Affisch")
        helper = PortalFormHelper(ButtonRow(MainButton("Spara")))

    assert 'name="poster"' in html(Forgetful())


@pytest.mark.parametrize(
    ("given", "faults"),
    [
        ({}, {"answer", "text", "responsible", "due"}),
        ({"answer": "yes", "text": "Vi skriver ut.", "responsible": "Chef"}, {"due"}),
        ({"answer": "no", "text": "Inte i år.", "responsible": "Chef"}, set()),
        ({"draft": "1"}, set()),
        ({"draft": "1", "due": "i morgon"}, {"due"}),
    ],
)
def test_answer_asks_only_for_what_it_needs(given: dict[str, str], faults: set[str]) -> None:
    form = AnswerForm(given)

    assert set(form.errors) == faults
    assert form.preview.due is None
