"""A council's facts, its state, its seats, its secretary."""

import uuid
from typing import Any

from django import forms

from associations.forms.fields import PhoneField, TextField, VersionedForm
from associations.models import Association, AssociationNetwork
from common.form_layout import (
    ButtonRow,
    MainButton,
    More,
    Pair,
    PlainButton,
    PortalFormHelper,
    QuietLink,
    Section,
)
from common.form_widgets import CheckboxChoices, CountedTextarea, DateInput, RadioChoices
from common.uploads import MIB, PDF, ContentCheck
from councils.models import Council, Seat
from councils.services.councils import CouncilFacts
from councils.words import CouncilKind, CouncilStatus, MinutesKind, Standing, Voice
from organisations.models import Area, Principal, Unit

_FROM_LIST = {"invalid_choice": "Välj bland det som finns i listan.", "required": "Välj ett alternativ."}
_DAY = {"required": "Välj en dag.", "invalid": "Skriv dagen som 2026-11-24."}
#: Rules of procedure are a few pages.
MAX_RULES = 10 * MIB
KIND_HINTS = {
    CouncilKind.COUNCIL: "Föreningar och verksamheter möts och följer upp inflytandet.",
    CouncilKind.COMMITTEE: "Förbereder ett råds möten och dagordning.",
    CouncilKind.DIALOGUE_AREA: "Öppna dialogmöten i ett område, en gång per termin.",
    CouncilKind.STEERING_GROUP: "Styr ett arbete för en tid, till exempel införandet av peer support.",
}


def _choice(label: str, queryset: Any, empty: str, help_text: str = "") -> "forms.ModelChoiceField[Any]":
    return forms.ModelChoiceField(
        label=label,
        queryset=queryset,
        required=False,
        empty_label=empty,
        help_text=help_text,
        error_messages=_FROM_LIST,
    )


def _several(label: str, queryset: Any, help_text: str = "") -> "forms.ModelMultipleChoiceField[Any]":
    return forms.ModelMultipleChoiceField(
        label=label,
        queryset=queryset,
        required=False,
        widget=CheckboxChoices,
        help_text=help_text,
        error_messages=_FROM_LIST,
    )


class CouncilForm(VersionedForm):
    """Everything a council tells about itself."""

    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(
        label="Vad är det?",
        choices=CouncilKind.choices,
        widget=RadioChoices(hints=KIND_HINTS),
        error_messages=_FROM_LIST,
    )
    name = TextField(
        label="Namn",
        max_length=120,
        help_text="Till exempel: Länets brukarråd för psykisk hälsa.",
        error_messages={"required": "Skriv vad rådet heter."},
    )
    purpose = TextField(
        label="Syfte",
        max_length=2000,
        required=False,
        widget=CountedTextarea(2000, {"rows": 5}),
        help_text="Vad rådet är till för, och vad det kan påverka. Skriv så att den som inte är med förstår.",
    )
    area = _choice("Område", Area.objects.none(), "Hela länet")
    parent = _choice("Hör till", Council.objects.none(), "Inget annat råd")
    network = _choice(
        "Föreningsnätverk",
        AssociationNetwork.objects.none(),
        "Inget nätverk",
        "Föreningarna i nätverket kan föreslå punkter till dagordningen.",
    )
    principals = _several("Huvudmän", Principal.objects.none())
    units = _several("Verksamheter som deltar", Unit.objects.none())
    rules = forms.FileField(
        label="Arbetsordning",
        required=False,
        validators=[ContentCheck((PDF,), MAX_RULES)],
        widget=forms.FileInput(attrs={"accept": ".pdf"}),
        help_text="En pdf på högst 10 MB. Alla som ser rådets sida kan läsa den.",
    )
    drop_rules = forms.BooleanField(label="Ta bort den arbetsordning som finns", required=False)
    rules_decided_on = forms.DateField(
        label="Arbetsordningen beslutades", required=False, widget=DateInput, error_messages=_DAY
    )
    contact_name = TextField(
        label="Kontakt",
        max_length=120,
        required=False,
        help_text="Någon i tjänsten eller en roll. Visas på rådets publika sida.",
    )
    contact_email = forms.EmailField(
        label="E-post",
        required=False,
        max_length=254,
        error_messages={"invalid": "Skriv hela e-postadressen, till exempel radet@region.se."},
    )
    contact_phone = PhoneField(label="Telefon", required=False)
    papers_days = forms.IntegerField(
        label="Dagar före mötet då handlingarna ska vara ute",
        min_value=0,
        max_value=60,
        help_text="Om inget annat är bestämt är det 10 dagar.",
    )
    views_days = forms.IntegerField(label="Dagar för synpunkter på anteckningarna", min_value=1, max_value=60)
    minutes_kind = forms.ChoiceField(
        label="Anteckningar från mötena",
        choices=MinutesKind.choices,
        widget=RadioChoices,
        error_messages=_FROM_LIST,
    )
    cost_centre = TextField(
        label="Kostnadsställe",
        max_length=20,
        required=False,
        help_text="För arvoden och resor. Visas bara för samordnaren och på listorna till löneenheten.",
    )
    is_public = forms.BooleanField(
        label="Rådet har en sida som alla kan läsa",
        required=False,
        help_text="Där står syfte, platser och möten. Ingens namn visas utan personens eget ja.",
    )

    def __init__(self, *args: Any, cancel_url: str, council: Council | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("initial", _initial(council))
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["area"].queryset = Area.objects.in_order()
        others = Council.objects.exclude(status=CouncilStatus.ENDED)
        fields["parent"].queryset = (others.exclude(pk=council.pk) if council else others).order_by("name")
        fields["network"].queryset = AssociationNetwork.objects.in_order()
        fields["principals"].queryset = Principal.objects.in_order()
        fields["units"].queryset = Unit.objects.active().in_order()
        has_rules = bool(council and council.rules_of_procedure)
        if not has_rules:
            del self.fields["drop_rules"]
        rules = ["rules", "drop_rules", "rules_decided_on"] if has_rules else ["rules", "rules_decided_on"]
        self.helper = PortalFormHelper(
            Section("Om rådet", "kind", "name", "purpose", "area", "parent", "is_public"),
            Section("Vilka deltar?", "network", "principals", "units"),
            Section("Arbetsordning", *rules),
            Section("Kontakt", "contact_name", "contact_email", "contact_phone"),
            More("Möten och anteckningar", Pair("papers_days", "views_days"), "minutes_kind", "cost_centre"),
            "form_key",
            "version",
            ButtonRow(MainButton("Spara" if council else "Lägg till rådet"), QuietLink("Avbryt", cancel_url)),
        )

    @property
    def facts(self) -> CouncilFacts:
        """The input as the service takes it."""
        data = self.cleaned_data
        own = {name: data[name] for name in CouncilFacts.__dataclass_fields__ if name in data}
        keys: dict[str, Any] = {
            f"{name}_id": one.pk if (one := data[name]) else None for name in ("area", "parent", "network")
        }
        return CouncilFacts(**own, **keys)

    @property
    def rules_file(self) -> bytes | None:
        """The uploaded PDF, if any."""
        upload = self.cleaned_data.get("rules")
        return upload.read() if upload else None


def _initial(council: Council | None) -> dict[str, Any]:
    if council is None:
        return {
            "version": 0,
            "form_key": uuid.uuid4(),
            "papers_days": 10,
            "views_days": 14,
            "minutes_kind": MinutesKind.NOTES,
            "kind": CouncilKind.COUNCIL,
        }
    names = (
        "version kind name purpose area parent network rules_decided_on contact_name contact_email "
        "contact_phone papers_days views_days minutes_kind cost_centre is_public"
    )
    initial = {name: getattr(council, name) for name in names.split()}
    return initial | {"principals": council.principals.all(), "units": council.units.all()}


class StatusForm(forms.Form):
    """Pause, end or resume a council."""

    status = forms.ChoiceField(label="Nytt läge", widget=RadioChoices, error_messages=_FROM_LIST)
    reason = TextField(
        label="Varför?",
        max_length=400,
        widget=CountedTextarea(400, {"rows": 3}),
        help_text="Alla kan läsa det här på rådets sida. Nämn inga privatpersoner.",
        error_messages={"required": "Skriv varför, så att alla som undrar får veta."},
    )
    review_on = forms.DateField(
        label="När ser ni över det?",
        required=False,
        widget=DateInput,
        help_text="Behövs när rådet blir vilande. Dagen kommer tillbaka på samordnarens översikt.",
        error_messages=_DAY,
    )

    def __init__(self, *args: Any, council: Council, cancel_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = {
            CouncilStatus.ACTIVE: "Rådet börjar igen",
            CouncilStatus.PAUSED: "Rådet blir vilande",
            CouncilStatus.ENDED: "Rådet avslutas",
        }
        targets = {move.target for move in Council.TRANSITIONS if move.source == council.status}
        field: Any = self.fields["status"]
        field.choices = [(value, word) for value, word in words.items() if value in targets]
        self.helper = PortalFormHelper(
            "status", "reason", "review_on", ButtonRow(MainButton("Spara"), QuietLink("Avbryt", cancel_url))
        )


class ReviewForm(forms.Form):
    """Another day to look at a paused council."""

    review_on = forms.DateField(label="Ny dag", widget=DateInput, error_messages=_DAY)

    def __init__(self, *args: Any, action: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PortalFormHelper(
            "review_on", ButtonRow(PlainButton("Se över det en annan dag")), action=action
        )


class SeatsForm(forms.Form):
    """Several seats at once."""

    kind = forms.ChoiceField(
        label="Platser för",
        choices=[
            (Seat.Kind.ASSOCIATION, "Vissa föreningar"),
            (Seat.Kind.OPEN, "Valfri förening i nätverket"),
            (Seat.Kind.UNIT, "Verksamheter"),
            (Seat.Kind.PRINCIPAL, "Huvudmän"),
        ],
        widget=RadioChoices,
        initial=Seat.Kind.ASSOCIATION,
        error_messages=_FROM_LIST,
    )
    associations = _several("Föreningar", Association.objects.none())
    units = _several("Verksamheter", Unit.objects.none())
    principals = _several("Huvudmän", Principal.objects.none())
    voice = forms.ChoiceField(
        label="Platserna talar för",
        choices=Voice.choices,
        widget=RadioChoices,
        error_messages={"required": "Välj vem platserna talar för."},
    )
    each = forms.IntegerField(
        label="Platser till var och en",
        min_value=1,
        max_value=20,
        initial=1,
        error_messages={
            "min_value": "Välj mellan 1 och 20 platser.",
            "max_value": "Välj mellan 1 och 20 platser.",
        },
    )
    has_substitute = forms.BooleanField(label="Platserna har ersättare", required=False, initial=True)

    def __init__(self, *args: Any, council: Council, action: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["associations"].queryset = Association.objects.public().in_order()
        takes_part = Unit.objects.active().in_order()
        fields["units"].queryset = takes_part
        fields["principals"].queryset = Principal.objects.in_order()
        self.helper = PortalFormHelper(
            "kind",
            More("Välj föreningar", "associations"),
            More("Välj verksamheter", "units"),
            More("Välj huvudmän", "principals"),
            "voice",
            "each",
            "has_substitute",
            ButtonRow(MainButton("Lägg till platserna")),
            action=action,
        )

    @property
    def bodies(self) -> list[Any]:
        """Those chosen for the kind that was chosen."""
        names = {
            Seat.Kind.ASSOCIATION: "associations",
            Seat.Kind.UNIT: "units",
            Seat.Kind.PRINCIPAL: "principals",
        }
        name = names.get(Seat.Kind(self.cleaned_data["kind"]))
        return list(self.cleaned_data[name]) if name else []

    def clean(self) -> dict[str, Any]:
        """Say at the list itself that nothing is chosen there."""
        kind = self.cleaned_data.get("kind")
        lists = {"association": "associations", "unit": "units", "principal": "principals"}
        if kind in lists and not self.cleaned_data.get(lists[kind]):
            self.add_error(lists[kind], "Välj minst en.")
        return self.cleaned_data


class StandingForm(forms.Form):
    """Which items stand on every agenda."""

    codes = forms.MultipleChoiceField(
        label="Punkter som står på varje dagordning",
        choices=Standing.choices,
        widget=CheckboxChoices,
        error_messages={"required": "Välj minst en punkt."},
    )

    def __init__(self, *args: Any, council: Council, cancel_url: str, **kwargs: Any) -> None:
        held = {one.code: one.title for one in council.standing_items.all()}
        kwargs.setdefault("initial", {"codes": list(held)})
        super().__init__(*args, **kwargs)
        field: Any = self.fields["codes"]
        field.choices = [(code, held.get(code, label)) for code, label in Standing.choices]
        self.helper = PortalFormHelper(
            "codes", ButtonRow(MainButton("Spara"), QuietLink("Avbryt", cancel_url))
        )


class AddressForm(forms.Form):
    """An address to give an office to, so that nobody has to see who has an account."""

    email = forms.EmailField(
        label="E-postadress",
        max_length=254,
        help_text="Har personen inget konto än skickar vi en inbjudan till adressen.",
        error_messages={
            "required": "Skriv personens e-postadress.",
            "invalid": "Skriv hela e-postadressen, till exempel namn@example.org.",
        },
    )

    def __init__(self, *args: Any, action: str, button: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PortalFormHelper("email", ButtonRow(PlainButton(button)), action=action)


class PayrollForm(AddressForm):
    """The same, for one principal's payroll office."""

    principal = forms.ModelChoiceField(
        label="Huvudman",
        queryset=Principal.objects.none(),
        empty_label="Välj huvudman",
        error_messages=_FROM_LIST,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, button="Lägg till", **kwargs)
        fields: Any = self.fields
        fields["principal"].queryset = Principal.objects.in_order()
        self.helper = PortalFormHelper(
            "principal", "email", ButtonRow(MainButton("Lägg till")), action=kwargs["action"]
        )
