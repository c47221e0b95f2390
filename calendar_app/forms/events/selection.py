"""What the coordinator's month is narrowed to."""

from typing import Any

from django import forms

from calendar_app.forms.events.fields import fill_choices
from calendar_app.models import Event, EventKind
from organisations.models import Municipality


class FilterForm(forms.Form):
    """The coordinator's selection of the month."""

    q = forms.CharField(label="Sök", required=False, max_length=100)
    status = forms.ChoiceField(
        label="Läge",
        required=False,
        choices=[("", "Alla lägen"), *[c for c in Event.Status.choices if c[0] != Event.Status.DELETED]],
    )
    forening = forms.TypedChoiceField(label="Förening", required=False, coerce=int, empty_value=None)
    kommun = forms.TypedChoiceField(label="Kommun", required=False, coerce=int, empty_value=None)
    typ = forms.ChoiceField(label="Typ", required=False, choices=[("", "Alla typer"), *EventKind.choices])
    manad = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, associations: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        municipalities = list(Municipality.objects.in_order().values_list("pk", "name"))
        for name, first, choices in (
            ("forening", "Alla föreningar", associations),
            ("kommun", "Alla kommuner", municipalities),
        ):
            fill_choices(self, name, [("", first), *choices])
