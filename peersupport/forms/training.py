"""Courses as numbers, and what a placement has done of them."""

import uuid
from typing import Any

from django import forms

from common.form_layout import ButtonRow, MainButton, Pair, PortalFormHelper, QuietLink, Section
from common.form_widgets import DateInput, RadioChoices
from peersupport.models import Course, Training
from peersupport.queries.training import courses_begun
from peersupport.services.training import (
    MOST_APPLICANTS,
    MOST_MONTHS,
    MOST_PLACES,
    CourseFacts,
    TrainingFacts,
)
from proposals.forms.shared import LoopForm, key_field, version_field

_DAY = {"required": "Välj en dag.", "invalid": "Skriv dagen som 2026-11-24."}


def _count(label: str, low: int, high: int, *, required: bool = False, help_text: str = "") -> Any:
    between = f"Skriv mellan {low} och {high}."
    return forms.IntegerField(
        label=label,
        min_value=low,
        max_value=high,
        required=required,
        help_text=help_text,
        error_messages={
            "required": "Skriv ett tal.",
            "invalid": "Skriv ett helt tal, till exempel 12.",
            "min_value": between,
            "max_value": between,
        },
    )


class CourseForm(LoopForm):
    """One round of a course: when, places, how many applied and completed. Never who."""

    name = forms.CharField(
        label="Utbildning",
        max_length=120,
        help_text="Till exempel: PEER",
        error_messages={"required": "Skriv vad utbildningen heter.", "max_length": "Skriv högst 120 tecken."},
    )
    organiser = forms.CharField(
        label="Anordnare",
        max_length=120,
        error_messages={"required": "Skriv vem som håller den.", "max_length": "Skriv högst 120 tecken."},
    )
    cohort = forms.CharField(
        label="Omgång",
        max_length=60,
        required=False,
        help_text="Till exempel: våren 2027",
        error_messages={"max_length": "Skriv högst 60 tecken."},
    )
    starts_on = forms.DateField(label="Börjar", widget=DateInput, error_messages=_DAY)
    ends_on = forms.DateField(label="Slutar", widget=DateInput, error_messages=_DAY)
    places = _count("Platser", 1, MOST_PLACES, required=True)
    applicants = _count("Sökande", 0, MOST_APPLICANTS)
    completed = _count("Klara", 0, MOST_PLACES)
    refresh_months = _count(
        "Månader till repetition", 1, MOST_MONTHS, help_text="Lämna tomt om den inte behöver repeteras."
    )
    link = forms.URLField(
        label="Länk",
        max_length=500,
        required=False,
        assume_scheme="https",
        error_messages={
            "invalid": "Skriv hela adressen, till exempel https://www.example.org/peer.",
            "max_length": "Skriv högst 500 tecken.",
        },
    )
    form_key = key_field()
    version = version_field()

    def __init__(self, *args: Any, course: Course | None = None, cancel_url: str, **kwargs: Any) -> None:
        names = [*CourseFacts.__dataclass_fields__, "version"]
        if course is not None:
            kwargs["initial"] = {name: getattr(course, name) for name in names} | {"form_key": uuid.uuid4()}
        super().__init__(*args, **kwargs)
        self.helper = PortalFormHelper(
            Section("Utbildningen", "name", "organiser", "cohort", Pair("starts_on", "ends_on"), "link"),
            Section("I siffror", "places", "applicants", "completed", hint="Bara antal. Inga namn sparas."),
            Section("Repetition", "refresh_months"),
            "form_key",
            "version",
            ButtonRow(MainButton("Spara"), QuietLink("Avbryt", cancel_url)),
        )

    @property
    def facts(self) -> CourseFacts:
        """What was typed, as the service takes it."""
        return CourseFacts(**{name: self.cleaned_data[name] for name in CourseFacts.__dataclass_fields__})


class TrainingForm(LoopForm):
    """What was done, by whom at the placement, when, and when it should be refreshed."""

    course = forms.ModelChoiceField(
        label="Utbildning",
        queryset=Course.objects.none(),
        empty_label="Välj utbildning",
        error_messages={
            "required": "Välj en utbildning.",
            "invalid_choice": "Välj bland det som finns i listan.",
        },
    )
    who = forms.ChoiceField(
        label="Vem har gått den?",
        choices=Training.Who.choices,
        widget=RadioChoices(),
        error_messages={"required": "Välj vem som har gått utbildningen."},
    )
    completed_on = forms.DateField(label="Klar", widget=DateInput, error_messages=_DAY)
    refresh_on = forms.DateField(
        label="Repetition senast",
        required=False,
        widget=DateInput,
        error_messages=_DAY,
    )
    version = version_field()

    def __init__(self, *args: Any, training: Training | None = None, cancel_url: str, **kwargs: Any) -> None:
        names = ("completed_on", "refresh_on", "version")
        initial = {name: getattr(training, name) for name in names} if training else {"version": 0}
        super().__init__(*args, **{**kwargs, "initial": initial})
        fields: Any = self.fields
        first: list[Any] = []
        if training is None:
            fields["course"].queryset = courses_begun()
            fields["refresh_on"].help_text = "Lämna tomt så räknas dagen ut från utbildningen."
            first = ["course", "who"]
        else:
            del fields["course"], fields["who"]
            fields["refresh_on"].help_text = "Lämna tomt om den inte behöver repeteras."
        self.helper = PortalFormHelper(
            *first,
            Pair("completed_on", "refresh_on"),
            "version",
            ButtonRow(MainButton("Spara"), QuietLink("Avbryt", cancel_url)),
        )

    @property
    def facts(self) -> TrainingFacts:
        """What was typed, as the service takes it."""
        return TrainingFacts(
            completed_on=self.cleaned_data["completed_on"], refresh_on=self.cleaned_data["refresh_on"]
        )
