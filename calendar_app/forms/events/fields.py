"""The fields that the forms of activities are made of."""

from typing import Any, Final

from django import forms

from common.form_widgets import DateInput, TimeInput

#: Chosen instead of a municipality.
WHOLE_COUNTY: Final = "county"
#: Field of the services → field of this form, where the names differ.
FORM_FIELDS: Final = {
    "start": "day",
    "end": "ends",
    "association_ids": "association",
    "unit_ids": "units",
    "priority_group_ids": "priority_groups",
    "municipality_id": "municipality",
}
_DATE_FORMATS: Final = ["%Y-%m-%d", "%d/%m %Y", "%d/%m/%Y", "%Y%m%d"]
_TIME_FORMATS: Final = ["%H:%M", "%H.%M", "%H:%M:%S", "%H"]


def date_field(label: str, *, required: bool = True, help_text: str = "") -> forms.DateField:
    """Return a date field with the browser's own box and a sentence for what can't be read."""
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        input_formats=_DATE_FORMATS,
        widget=DateInput(),
        error_messages={
            "required": "Välj ett datum.",
            "invalid": "Datumet går inte att läsa. Skriv till exempel 2026-10-14.",
        },
    )


def time_field(label: str, *, required: bool = True, help_text: str = "") -> forms.TimeField:
    """Return a time field with the browser's own box."""
    return forms.TimeField(
        label=label,
        required=required,
        help_text=help_text,
        input_formats=_TIME_FORMATS,
        widget=TimeInput(),
        error_messages={
            "required": "Skriv ett klockslag.",
            "invalid": "Klockslaget går inte att läsa. Skriv till exempel 18:00.",
        },
    )


def text_field(label: str, *, required: bool = False, missing: str = "", **options: Any) -> forms.CharField:
    """Return a text field; ``missing`` is what is said when a required one is empty."""
    # Length is judged together with everything else the services judge (``content_problems``).
    return forms.CharField(
        label=label,
        required=required,
        error_messages={"required": missing or "Fyll i det här."},
        **options,
    )


def fill_choices(form: forms.Form, name: str, choices: list[tuple[Any, str]]) -> None:
    """Give a declared choice field its choices, read when the form is made."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type checker
    field.choices = choices
