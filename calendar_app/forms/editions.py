"""Choosing what to print."""

from typing import Any

from django import forms

from calendar_app.edition_periods import EditionPeriod, periods_to_offer
from common import swedish
from common.form_layout import ButtonRow, MainButton, PortalFormHelper


class EditionForm(forms.Form):
    """Which month or term the next edition is about."""

    period = forms.ChoiceField(
        label="Månad eller termin",
        help_text="Alla format görs på en gång. En månad blir månadsblad med lista, stor stil och affisch.",
        error_messages={
            "required": "Välj en månad eller en termin.",
            "invalid_choice": "Välj en månad eller en termin i listan.",
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        periods = periods_to_offer(swedish.today())
        months = [(one.code, one.name.capitalize()) for one in periods if not one.is_term]
        terms = [(one.code, one.name.capitalize()) for one in periods if one.is_term]
        field = self.fields["period"]
        field.choices = [("Månader", months), ("Terminer", terms)]  # type: ignore[attr-defined]
        # The first choice is the month that has been; most editions are about the one to come.
        self.initial.setdefault("period", months[1][0])
        self.helper = PortalFormHelper("period", ButtonRow(MainButton("Gör en ny utgåva")))

    def clean_period(self) -> EditionPeriod:
        """Return the period behind the chosen code."""
        period = EditionPeriod.parse(self.cleaned_data["period"])
        if period is None:
            raise forms.ValidationError("Välj en månad eller en termin i listan.")
        return period
