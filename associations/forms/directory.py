"""The filters of the public list, a GET form."""

from collections.abc import Iterable
from typing import Any

from django import forms

from associations.models import Activity, Audience, Focus
from associations.queries.directory import DirectoryFilter
from organisations.models import Municipality


class DirectoryForm(forms.Form):
    """Shown, never validated: unknown values in the address are passed over by ``DirectoryFilter``."""

    q = forms.CharField(
        label="Sök",
        required=False,
        help_text="Till exempel ångest eller anhörig",
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    kommun = forms.ChoiceField(label="Kommun", required=False)
    malgrupp = forms.MultipleChoiceField(
        label="Vem är den till för?",
        required=False,
        choices=[(one.slug, one.label) for one in Audience],
        widget=forms.CheckboxSelectMultiple,
    )
    inriktning = forms.ChoiceField(
        label="Inriktning",
        required=False,
        choices=[("", "Alla inriktningar"), *((one.slug, one.label) for one in Focus)],
    )
    verksamhet = forms.ChoiceField(
        label="Vad vill du göra?",
        required=False,
        choices=[("", "Allt"), *((one.slug, one.label) for one in Activity)],
    )

    def __init__(
        self, chosen: DirectoryFilter, municipalities: Iterable[Municipality], **kwargs: Any
    ) -> None:
        initial = {
            "q": chosen.words,
            "kommun": chosen.municipality,
            "malgrupp": [one.slug for one in chosen.audiences],
            "inriktning": chosen.focus[0].slug if chosen.focus else "",
            "verksamhet": chosen.activities[0].slug if chosen.activities else "",
        }
        super().__init__(initial=initial, **kwargs)
        places = [("", "Alla kommuner"), *((place.slug, place.name) for place in municipalities)]
        self.fields["kommun"].choices = places  # type: ignore[attr-defined]
