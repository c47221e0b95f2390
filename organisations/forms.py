"""Forms for the working pages: input and layout, no state changes."""

from typing import Any

from django import forms
from django.core.validators import MaxValueValidator

from common.form_layout import ButtonRow, MainButton, Pair, PortalFormHelper, QuietLink
from common.privacy import clean_text, refuse_personal_numbers
from organisations.models import Area, Municipality, Principal, Respondent, Unit, UnitRole
from organisations.queries import UnitFilter
from organisations.services.bodies import PrincipalFacts, UnitFacts
from organisations.services.places import AreaFacts, MunicipalityFacts
from organisations.services.respondents import RespondentFacts

CHOOSE = "Välj i listan"
#: An order, a place on the map, a version: what the database's small numbers hold.
MOST = 32_000


class FactsForm(forms.ModelForm):  # type: ignore[type-arg] # generic only in the stubs
    """A form whose checked input becomes one service's facts.

    ``version`` is the row's version when the page was opened. Uniqueness is the service's to judge:
    it holds the lock, and its sentence says what to do.
    """

    facts_class: Any
    save_text = "Spara"
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(self, *args: Any, cancel_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.ChoiceField) and field.required:
                _say_choose(field)
            if isinstance(field, forms.IntegerField) and field.max_value is None:
                field.validators.append(MaxValueValidator(MOST, f"Skriv ett tal som är högst {MOST}."))
        self.fields["version"].initial = self.instance.version if self.instance.pk else 0
        self.helper = PortalFormHelper(
            *self.rows(), "version", ButtonRow(MainButton(self.save_text), QuietLink("Avbryt", cancel_url))
        )

    def rows(self) -> list[Any]:
        """The fields in the order they stand in the form."""
        return [name for name in self.fields if name != "version"]

    def clean(self) -> dict[str, Any]:
        """Take away control characters and hidden changes of reading direction."""
        cleaned: dict[str, Any] = super().clean() or {}
        for name, value in list(cleaned.items()):
            if isinstance(value, str):
                cleaned[name] = clean_text(value)
                if value and not cleaned[name] and self.fields[name].required:
                    self.add_error(name, "Skriv något här. Det du skrev var bara osynliga tecken.")
        return cleaned

    def validate_unique(self) -> None:
        """Left to the service."""

    def _post_clean(self) -> None:
        """Keep the instance as the database has it: only the service writes."""

    @property
    def facts(self) -> Any:
        """The input as the service takes it."""
        values = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return self.facts_class(**values)

    @property
    def expected_version(self) -> int:
        """The version the person saw when the page was opened."""
        return self.cleaned_data["version"] or 0


def _say_choose(field: forms.ChoiceField) -> None:
    """Put words in the place of Django's row of dashes."""
    if isinstance(field, forms.ModelChoiceField):
        field.empty_label = CHOOSE
    else:
        given: Any = field.choices
        field.choices = [("", CHOOSE), *(pair for pair in given if pair[0])]


class AreaForm(FactsForm):
    facts_class = AreaFacts

    class Meta:
        model = Area
        fields = ["name", "order"]
        help_texts = {"order": "Områden visas i den här ordningen, lägst först."}


class MunicipalityForm(FactsForm):
    facts_class = MunicipalityFacts

    class Meta:
        model = Municipality
        fields = ["name", "area", "code", "tile_column", "tile_row"]
        help_texts = {
            "code": "Fyra siffror från SCB, till exempel 2180.",
            "tile_column": "1 är längst till vänster. 0 om kommunen inte ska finnas på kartan.",
            "tile_row": "1 är längst upp.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = Area.objects.in_order()  # type: ignore[attr-defined]

    def rows(self) -> list[Any]:
        """The two halves of the place on the map stand side by side."""
        return ["name", "area", "code", Pair("tile_column", "tile_row")]


class PrincipalForm(FactsForm):
    facts_class = PrincipalFacts

    class Meta:
        model = Principal
        fields = ["name", "kind", "municipality"]
        help_texts = {"municipality": "Bara när huvudmannen är en kommun."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["municipality"].queryset = Municipality.objects.in_order()  # type: ignore[attr-defined]
        self.fields["municipality"].empty_label = "Ingen"  # type: ignore[attr-defined]


class UnitForm(FactsForm):
    facts_class = UnitFacts

    class Meta:
        model = Unit
        fields = ["name", "principal", "municipality"]
        help_texts = {
            "name": "Skriv namnet som besökarna känner igen, till exempel Öppenvården Bollnäs.",
            "municipality": "Där verksamheten finns.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["principal"].queryset = Principal.objects.in_order()  # type: ignore[attr-defined]
        self.fields["municipality"].queryset = Municipality.objects.in_order()  # type: ignore[attr-defined]
        self.fields["municipality"].empty_label = "Hela länet"  # type: ignore[attr-defined]


class RespondentForm(FactsForm):
    facts_class = RespondentFacts
    name = forms.CharField(
        label="Namn", max_length=120, validators=[refuse_personal_numbers], help_text="Förnamn och efternamn."
    )
    title = forms.CharField(
        label="Titel",
        max_length=120,
        validators=[refuse_personal_numbers],
        help_text="Till exempel vårdenhetschef.",
    )

    class Meta:
        model = Respondent
        fields = ["kind", "name", "title", "email"]
        help_texts = {"email": "Adressen i tjänsten. Den visas inte för besökare."}


class UnitRoleForm(forms.Form):
    """Give a role at a unit to an address, so that nobody has to see who has an account."""

    email = forms.EmailField(
        label="E-postadress",
        max_length=254,
        help_text="Har personen inget konto än skickar vi en inbjudan till adressen.",
        error_messages={
            "required": "Skriv personens e-postadress.",
            "invalid": "Skriv hela e-postadressen, till exempel namn@example.org.",
        },
    )
    role = forms.ChoiceField(label="Roll", choices=UnitRole.Role.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, cancel_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PortalFormHelper(
            "email", "role", ButtonRow(MainButton("Ge rollen"), QuietLink("Avbryt", cancel_url))
        )


class UnitSearchForm(forms.Form):
    """Search and sort the list of units by a shareable address."""

    q = forms.CharField(label="Sök verksamhet", required=False, max_length=100)
    huvudman = forms.ModelChoiceField(
        label="Huvudman",
        required=False,
        queryset=Principal.objects.in_order(),
        empty_label="Alla",
        to_field_name="slug",
    )
    visa = forms.ChoiceField(
        label="Visa",
        required=False,
        choices=[
            ("oppna", "Öppna"),
            ("utan-svar", "Öppna där ingen svarar"),
            ("nedlagda", "Nedlagda"),
            ("alla", "Alla"),
        ],
    )
    sortera = forms.ChoiceField(
        label="Sortera efter",
        required=False,
        choices=[("namn", "Namn"), ("huvudman", "Huvudman"), ("kommun", "Kommun")],
    )

    def wanted(self) -> UnitFilter:
        """What was asked for; input that makes no sense is left out."""
        self.is_valid()
        cleaned = getattr(self, "cleaned_data", {})
        principal = cleaned.get("huvudman")
        return UnitFilter(
            words=clean_text(cleaned.get("q") or ""),
            principal=principal.pk if principal else None,
            state=cleaned.get("visa") or "oppna",
            order=cleaned.get("sortera") or "namn",
        )
