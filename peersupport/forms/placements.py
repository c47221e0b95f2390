"""A placement's facts, its unit, its rest and end, its review day."""

import uuid
from typing import Any

from django import forms

from associations.forms.fields import TextField, VersionedForm
from associations.models import Association
from common.form_layout import ButtonRow, MainButton, Pair, PlainButton, PortalFormHelper, QuietLink, Section
from common.form_widgets import CountedTextarea, DateInput, RadioChoices
from organisations.models import Unit
from peersupport.models import Placement
from peersupport.queries.placements import units_to_choose
from peersupport.services.placements import PlacementFacts
from peersupport.words import EmployerKind, Phase

FROM_LIST = {"invalid_choice": "Välj bland det som finns i listan.", "required": "Välj ett alternativ."}
DAY = {"required": "Välj en dag.", "invalid": "Skriv dagen som 2026-11-24."}
SHARE = {
    "required": "Skriv hur stor del av heltid.",
    "invalid": "Skriv ett helt tal, till exempel 75.",
    "min_value": "Skriv mellan 1 och 100 procent.",
    "max_value": "Skriv mellan 1 och 100 procent.",
}


def unit_field(**kwargs: Any) -> "forms.ModelChoiceField[Unit]":
    """A choice among the units that go on; its rows are set when the form is made."""
    return forms.ModelChoiceField(
        queryset=Unit.objects.none(), empty_label="Välj verksamhet", error_messages=FROM_LIST, **kwargs
    )


class PlacementForm(VersionedForm):
    """Everything a placement tells of the post."""

    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    unit = unit_field(label="Verksamhet")
    purpose = TextField(
        label="Vad ska peer support bidra med?",
        max_length=1500,
        required=False,
        widget=CountedTextarea(1500, {"rows": 4}),
        help_text="Skriv om verksamheten och uppdraget. Skriv inget om den som har, eller ska ha, tjänsten.",
    )
    share = forms.IntegerField(
        label="Hur stor är tjänsten, i procent av heltid?", min_value=1, max_value=100, error_messages=SHARE
    )
    employer_kind = forms.ChoiceField(
        label="Vem anställer?",
        choices=[("", "Det är inte bestämt än"), *EmployerKind.choices],
        required=False,
        widget=RadioChoices,
        error_messages=FROM_LIST,
    )
    employer_association = forms.ModelChoiceField(
        label="Vilken förening?",
        queryset=Association.objects.none(),
        required=False,
        empty_label="Ingen förening",
        help_text="Behövs bara om en förening anställer och hyr ut.",
        error_messages=FROM_LIST,
    )
    contact_name = TextField(
        label="Kontaktperson i verksamheten",
        max_length=120,
        required=False,
        help_text="Någon i personalen, som tar emot och stödjer.",
    )
    contact_email = forms.EmailField(
        label="Kontaktpersonens e-post i tjänsten",
        required=False,
        max_length=254,
        error_messages={"invalid": "Skriv hela e-postadressen, till exempel namn@region.se."},
    )
    starts_on = forms.DateField(label="Tjänsten börjar", required=False, widget=DateInput, error_messages=DAY)
    ends_on = forms.DateField(
        label="Tjänsten slutar",
        required=False,
        widget=DateInput,
        help_text="Lämna tomt om den inte har något slut.",
        error_messages=DAY,
    )

    def __init__(
        self,
        *args: Any,
        cancel_url: str,
        placement: Placement | None = None,
        unit: Unit | None = None,
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("initial", _initial(placement, unit))
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["unit"].queryset = units_to_choose()
        held = placement.employer_association_id if placement else None
        listed = Association.objects.public()
        fields["employer_association"].queryset = (
            (listed | Association.objects.filter(pk=held)) if held else listed
        ).in_order()
        if placement is not None:
            del self.fields["unit"]
        first = [] if placement is not None else ["unit"]
        self.helper = PortalFormHelper(
            Section("Tjänsten", *first, "purpose", "share", Pair("starts_on", "ends_on")),
            Section("Arbetsgivare", "employer_kind", "employer_association"),
            Section("Kontakt", "contact_name", "contact_email"),
            "form_key",
            "version",
            ButtonRow(
                MainButton("Spara" if placement else "Börja en placering"), QuietLink("Avbryt", cancel_url)
            ),
        )

    @property
    def facts(self) -> PlacementFacts:
        """The input as the service takes it."""
        data = self.cleaned_data
        own = {name: data[name] for name in PlacementFacts.__dataclass_fields__ if name in data}
        association = data["employer_association"]
        return PlacementFacts(**own, employer_association_id=association.pk if association else None)


def _initial(placement: Placement | None, unit: Unit | None) -> dict[str, Any]:
    if placement is None:
        return {"version": 0, "form_key": uuid.uuid4(), "share": 100, "employer_kind": "", "unit": unit}
    names = "version share employer_kind employer_association contact_name contact_email purpose starts_on ends_on"
    return {name: getattr(placement, name) for name in names.split()}


class RestForm(forms.Form):
    """Why it rests, and when it comes back."""

    reason = TextField(
        label="Varför?",
        max_length=1000,
        widget=CountedTextarea(1000, {"rows": 4}),
        help_text="Skriv om verksamheten, aldrig om den som har tjänsten. Ni som följer placeringen läser det.",
        error_messages={"required": "Skriv varför, så att nästa som läser förstår."},
    )
    review_on = forms.DateField(
        label="När ser ni över det igen?",
        widget=DateInput,
        help_text="Den dagen kommer det tillbaka av sig själv, på översikten och i ett mejl.",
        error_messages=DAY,
    )

    def __init__(self, *args: Any, placement: Placement, cancel_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        targets = {move.target for move in Placement.TRANSITIONS if move.source == placement.status}
        self.target = Phase.PAUSED if Phase.PAUSED in targets else Phase.NOT_NOW
        button = "Pausa placeringen" if self.target == Phase.PAUSED else "Spara att det inte blir just nu"
        self.helper = PortalFormHelper(
            "reason", "review_on", ButtonRow(MainButton(button), QuietLink("Avbryt", cancel_url))
        )


class ReviewForm(forms.Form):
    """Another day to look at a placement that rests."""

    review_on = forms.DateField(label="Ny dag", widget=DateInput, error_messages=DAY)

    def __init__(self, *args: Any, action: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PortalFormHelper(
            "review_on", ButtonRow(PlainButton("Se över det en annan dag")), action=action
        )


class EndForm(forms.Form):
    """Why it ends, and which day was the last."""

    reason = TextField(
        label="Varför?",
        max_length=1000,
        widget=CountedTextarea(1000, {"rows": 4}),
        help_text="Skriv om verksamheten och tjänsten, aldrig om den som har den.",
        error_messages={"required": "Skriv varför placeringen avslutas."},
    )
    on = forms.DateField(label="Sista dagen", widget=DateInput, error_messages=DAY)

    def __init__(self, *args: Any, cancel_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PortalFormHelper(
            "reason", "on", ButtonRow(MainButton("Avsluta placeringen"), QuietLink("Avbryt", cancel_url))
        )


class MoveUnitForm(forms.Form):
    """The unit that takes over the post."""

    unit = unit_field(label="Ny verksamhet")

    def __init__(self, *args: Any, placement: Placement, cancel_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["unit"].queryset = units_to_choose().exclude(pk=placement.unit_id)
        self.helper = PortalFormHelper(
            "unit", ButtonRow(MainButton("Byt verksamhet"), QuietLink("Avbryt", cancel_url))
        )
