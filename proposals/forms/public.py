"""The public list's filter, and the address of somebody who wants to follow."""

from typing import Any

from django import forms

from common.form_layout import ButtonRow, MainButton, PortalFormHelper
from proposals.queries.initiatives import InitiativeFilter
from proposals.queries.initiatives import Options as InitiativeOptions
from proposals.queries.public import LoopFilter, Options


class LoopFilterForm(forms.Form):
    """Shown, never validated: unknown values in the address are passed over by ``LoopFilter``."""

    enhet = forms.ChoiceField(label="Verksamhet", required=False)
    kommun = forms.ChoiceField(label="Kommun", required=False)
    tema = forms.ChoiceField(label="Område", required=False)
    lage = forms.ChoiceField(label="Läge", required=False)
    grupp = forms.ChoiceField(label="Prioriterad grupp", required=False)

    _ALL = {
        "enhet": "Alla verksamheter",
        "kommun": "Alla kommuner",
        "tema": "Alla områden",
        "lage": "Alla lägen",
        "grupp": "Alla grupper",
    }

    def __init__(self, chosen: LoopFilter, options: Options, **kwargs: Any) -> None:
        super().__init__(initial=dict(chosen.pairs()), **kwargs)
        for name, words in self._ALL.items():
            choices = options.of(name)
            if choices:
                self.fields[name].choices = [("", words), *choices]  # type: ignore[attr-defined]
            else:
                del self.fields[name]


class InitiativeFilterForm(forms.Form):
    """Shown, never validated, as above."""

    def __init__(self, chosen: InitiativeFilter, options: InitiativeOptions) -> None:
        super().__init__(initial=dict(chosen.pairs()))
        for name, label, everything in (
            ("enhet", "Verksamhet", "Alla verksamheter"),
            ("kommun", "Kommun", "Alla kommuner"),
        ):
            if options[name]:
                self.fields[name] = forms.ChoiceField(
                    label=label, required=False, choices=[("", everything), *options[name]]
                )


class FollowForm(forms.Form):
    """The address to write to."""

    email = forms.EmailField(
        label="Din e-postadress",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": "Skriv din e-postadress.",
            "invalid": "Skriv hela e-postadressen, till exempel namn@example.org.",
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PortalFormHelper("email", ButtonRow(MainButton("Följ förslaget")))
