"""The filters above public lists, and the address of somebody who wants to follow."""

from typing import Any, ClassVar

from django import forms

from common.form_layout import ButtonRow, MainButton, PortalFormHelper
from proposals.queries.choices import Choice, Offered


class ChoiceForm(forms.Form):
    """Shows what is chosen and what there is to choose; never validated: reading an address is the choice's work.

    ``LABELS`` gives each parameter's label and the words for everything. Where nothing is offered there is no field.
    """

    LABELS: ClassVar[dict[str, tuple[str, str]]]

    def __init__(self, chosen: Choice, offered: Offered) -> None:
        super().__init__(initial=dict(chosen.pairs()))
        for name, (label, everything) in self.LABELS.items():
            if offered[name]:
                self.fields[name] = forms.ChoiceField(
                    label=label, required=False, choices=[("", everything), *offered[name]]
                )


class LoopFilterForm(ChoiceForm):
    """Above the public proposals."""

    LABELS = {
        "enhet": ("Verksamhet", "Alla verksamheter"),
        "kommun": ("Kommun", "Alla kommuner"),
        "tema": ("Område", "Alla områden"),
        "lage": ("Läge", "Alla lägen"),
        "grupp": ("Prioriterad grupp", "Alla grupper"),
    }


class InitiativeFilterForm(ChoiceForm):
    """Above the units' own measures."""

    LABELS = {"enhet": ("Verksamhet", "Alla verksamheter"), "kommun": ("Kommun", "Alla kommuner")}


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
