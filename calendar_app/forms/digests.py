"""Asking for the calendar by mail, and choosing what one's own feed holds."""

from typing import Any

from django import forms

from calendar_app.filters import CalendarFilter, Options, read_filter
from calendar_app.models import DigestSubscription
from common.form_layout import ButtonRow, MainButton, More, PortalFormHelper, QuietLink
from common.form_widgets import CheckboxChoices

#: What can be picked for a feed or a mail, with its question; each narrows.
_QUESTIONS = {
    "kommun": "Vilka kommuner?",
    "forening": "Vilka föreningar?",
    "typ": "Vilken typ av aktiviteter?",
    "steg": "Vilka steg i delaktighetstrappan?",
    "malgrupp": "För vem?",
    "form": "På plats eller digitalt?",
}


class ChoicesForm(forms.Form):
    """Tick boxes for each filter. Nothing ticked in a group means everything."""

    def __init__(self, *args: Any, options: Options, chosen: CalendarFilter, **kwargs: Any) -> None:
        picked = {param: list(chosen.values(param)) for param in _QUESTIONS}
        kwargs["initial"] = {**picked, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self._options = options
        for param, question in _QUESTIONS.items():
            choices = options.choices(param)
            if choices:
                self.fields[param] = forms.MultipleChoiceField(
                    label=question,
                    required=False,
                    choices=choices,
                    widget=CheckboxChoices,
                    help_text="Kryssa inte i något om du vill ha med alla." if param == "kommun" else "",
                    error_messages={"invalid_choice": "Ett av valen finns inte längre. Välj igen."},
                )

    def chosen(self) -> CalendarFilter:
        """Return what was picked."""
        picked = {param: self.cleaned_data.get(param, []) for param in _QUESTIONS}
        return read_filter(picked, self._options).filter

    @property
    def choice_fields(self) -> list[str]:
        """Names of the groups that have something to pick."""
        return [param for param in _QUESTIONS if param in self.fields]


class OwnFeedForm(ChoicesForm):
    """What one's own feed holds."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PortalFormHelper(*self.choice_fields, ButtonRow(MainButton("Spara valen")))


class DigestForm(ChoicesForm):
    """The address and how often."""

    email = forms.EmailField(
        label="Din e-postadress",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": "Skriv din e-postadress.",
            "invalid": "Skriv hela e-postadressen, till exempel namn@example.org.",
        },
    )
    frequency = forms.ChoiceField(
        label="Hur ofta vill du ha kalendern?",
        choices=[
            (DigestSubscription.Frequency.WEEKLY.value, "Varje vecka, på måndag morgon"),
            (DigestSubscription.Frequency.MONTHLY.value, "Varje månad, den första dagen i månaden"),
        ],
        initial=DigestSubscription.Frequency.WEEKLY.value,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Välj om du vill ha kalendern varje vecka eller varje månad.",
            "invalid_choice": "Välj om du vill ha kalendern varje vecka eller varje månad.",
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PortalFormHelper(
            "email",
            "frequency",
            More("Vill du bara ha en del av kalendern?", *self.choice_fields),
            ButtonRow(MainButton("Anmäl mig")),
        )


class DigestChangeForm(ChoicesForm):
    """How often and what, for somebody who subscribes already. Shows no address."""

    frequency = DigestForm.base_fields["frequency"]

    def __init__(self, *args: Any, end_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PortalFormHelper(
            "frequency",
            *self.choice_fields,
            ButtonRow(MainButton("Spara"), QuietLink("Sluta få kalendern", end_url)),
        )
