"""A formal decision and which placements it concerns."""

import uuid
from typing import Any

from django import forms

from associations.forms.fields import TextField, VersionedForm
from common.form_layout import ButtonRow, MainButton, Pair, PortalFormHelper, QuietLink, Section
from common.form_widgets import CheckboxChoices, CountedTextarea, DateInput, RadioChoices
from peersupport.forms.placements import DAY, FROM_LIST
from peersupport.models import Decision, Placement
from peersupport.queries.decisions import placements_to_decide
from peersupport.services.decisions import LINK, DecisionFacts
from peersupport.words import Outcome


class PlacementChoices(forms.ModelMultipleChoiceField):  # type: ignore[type-arg] # the stub can't be subscripted at run time
    """Placements told by unit and phase."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.unit}, {obj.get_status_display().lower()}"


class DecisionForm(VersionedForm):
    """Body, day, number, outcome, which units, and where the document is."""

    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    placements = PlacementChoices(
        label="Vilka placeringar gäller beslutet?",
        queryset=Placement.objects.none(),
        widget=CheckboxChoices,
        error_messages={**FROM_LIST, "required": "Välj minst en verksamhet som beslutet gäller."},
    )
    outcome = forms.ChoiceField(
        label="Vad blev beslutet?", choices=Outcome.choices, widget=RadioChoices, error_messages=FROM_LIST
    )
    body = TextField(
        label="Vem beslutade?",
        max_length=160,
        help_text="Till exempel: Hälso- och sjukvårdsnämnden.",
        error_messages={"required": "Skriv vem som beslutade."},
    )
    decided_on = forms.DateField(label="Beslutet är från", widget=DateInput, error_messages=DAY)
    record_number = TextField(label="Diarienummer", max_length=40, required=False)
    summary = TextField(
        label="Beslutet i korthet",
        max_length=600,
        required=False,
        widget=CountedTextarea(600, {"rows": 4}),
        help_text="Skriv vad som beslutades, så att den som inte läser handlingen förstår.",
    )
    link = forms.URLField(
        label="Länk till beslutet",
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text="Adressen till handlingen, på nämndens egen webbplats.",
        error_messages={"invalid": LINK},
    )

    def __init__(
        self,
        *args: Any,
        cancel_url: str,
        decision: Decision | None = None,
        chosen: Placement | None = None,
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("initial", _initial(decision, chosen))
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["placements"].queryset = placements_to_decide(decision)
        self.helper = PortalFormHelper(
            Section("Beslutet", "outcome", "body", Pair("decided_on", "record_number"), "summary", "link"),
            Section("Vilka det gäller", "placements"),
            "form_key",
            "version",
            ButtonRow(MainButton("Spara"), QuietLink("Avbryt", cancel_url)),
        )

    @property
    def facts(self) -> DecisionFacts:
        """The input as the service takes it."""
        data = self.cleaned_data
        return DecisionFacts(**{name: data[name] for name in DecisionFacts.__dataclass_fields__})


def _initial(decision: Decision | None, chosen: Placement | None) -> dict[str, Any]:
    if decision is None:
        return {"version": 0, "form_key": uuid.uuid4(), "placements": [chosen.pk] if chosen else []}
    names = "version outcome body decided_on record_number summary link"
    initial = {name: getattr(decision, name) for name in names.split()}
    return initial | {"placements": decision.placements.all()}
