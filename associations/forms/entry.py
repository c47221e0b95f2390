"""The form "Vår sida": everything an association tells about itself."""

from typing import Any

from django import forms

from associations.facts import EntryFacts
from associations.forms.fields import PhoneField, TextField, VersionedForm
from associations.models import (
    Activity,
    AgeGroup,
    Audience,
    Focus,
    Level,
    MembershipNeed,
    Premises,
    PremisesFact,
)
from common.form_layout import ButtonRow, MainButton, More, PlainButton, PortalFormHelper, QuietLink, Section
from common.form_widgets import CheckboxChoices, CountedTextarea, RadioChoices
from organisations.models import Municipality

_UNKNOWN = ("", "Vet inte, eller vill inte ange")
_FROM_LIST = {
    "invalid_choice": "Välj bland det som finns i listan.",
    "invalid_list": "Välj bland det som finns i listan.",
}


def _several(label: str, choices: Any, help_text: str = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        choices=choices,
        required=False,
        widget=CheckboxChoices,
        help_text=help_text,
        error_messages=_FROM_LIST,
    )


def _one(label: str, choices: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=[*choices, _UNKNOWN],
        required=False,
        widget=RadioChoices,
        initial="",
        error_messages=_FROM_LIST,
    )


class EntryForm(VersionedForm):
    """All facts of an entry. What is left empty is left out on the page, never shown as a gap."""

    name = TextField(
        label="Föreningens namn", max_length=160, error_messages={"required": "Skriv föreningens namn."}
    )
    lead = TextField(
        label="Kort om föreningen",
        max_length=240,
        required=False,
        widget=CountedTextarea(240, {"rows": 3}),
        help_text="En eller två meningar. De visas överst på er sida och i listan.",
    )
    description = TextField(
        label="Vilka vi är",
        max_length=4000,
        required=False,
        widget=CountedTextarea(4000),
        help_text="Skriv som om du berättade för någon som funderar på att komma.",
    )
    how_to_join = TextField(
        label="Så kommer man med",
        max_length=2000,
        required=False,
        widget=CountedTextarea(2000),
        help_text="Ett steg per rad. Till exempel: Ring eller mejla, så bestämmer vi när du kommer.",
    )
    audiences = _several("Ni är till för", Audience.choices)
    ages = _several("Åldrar", AgeGroup.choices, "Lämna tomt om ålder inte spelar någon roll.")
    focus_areas = _several("Inriktning", Focus.choices)
    activities = _several("Det här gör ni", Activity.choices)
    national_organisation = TextField(label="Riksorganisation", max_length=160, required=False)
    level = _one("Är ni en länsförening eller en lokalförening?", Level.choices)
    base_municipality_id = forms.TypedChoiceField(
        label="Kommun där ni finns", required=False, coerce=int, empty_value=None, error_messages=_FROM_LIST
    )
    covers_county = forms.BooleanField(
        label="Vi finns för hela länet",
        required=False,
        help_text="Då hittar alla i länet er, vilken kommun de än väljer.",
    )
    covers_ids = forms.TypedMultipleChoiceField(
        label="Eller: kommuner ni finns för",
        required=False,
        coerce=int,
        widget=CheckboxChoices,
        error_messages=_FROM_LIST,
    )
    membership = _one("Behöver man vara medlem för att komma?", MembershipNeed.choices)
    cost = TextField(
        label="Kostnad",
        max_length=160,
        required=False,
        help_text="Till exempel: Medlemskap 100 kronor om året.",
    )
    phone = PhoneField(
        label="Föreningens telefon",
        required=False,
        help_text="Ett nummer som hör till föreningen, inte till en privatperson.",
    )
    phone_hours = TextField(
        label="När svarar ni?",
        max_length=120,
        required=False,
        help_text="Till exempel: Vardagar 10.00–14.00.",
    )
    email = forms.EmailField(
        label="Föreningens e-post",
        required=False,
        max_length=254,
        help_text="Helst en adress som flera läser. Hit skickas den årliga frågan om uppgifterna stämmer.",
        error_messages={"invalid": "Skriv hela e-postadressen, till exempel hej@foreningen.se."},
    )
    answers_within = TextField(
        label="Ni svarar inom", max_length=80, required=False, help_text="Till exempel: två arbetsdagar."
    )
    website = forms.URLField(
        label="Webbplats",
        required=False,
        max_length=240,
        assume_scheme="https",
        error_messages={"invalid": "Skriv hela webbadressen, till exempel https://foreningen.se."},
    )
    languages = TextField(
        label="Språk",
        max_length=160,
        required=False,
        help_text="Till exempel: svenska, finska och teckenspråk.",
    )
    premises = _one("Har ni någon lokal?", Premises.choices)
    premises_name = TextField(label="Lokalens namn", max_length=120, required=False)
    street_address = TextField(
        label="Gatuadress och ort",
        max_length=160,
        required=False,
        help_text="Till exempel: Trädgårdsgatan 6, Hudiksvall. Aldrig en privat bostad.",
    )
    directions = TextField(
        label="Hitta hit",
        max_length=240,
        required=False,
        help_text="Till exempel: Fem minuter från resecentrum.",
    )
    opening_hours = TextField(label="Öppettider", max_length=240, required=False)
    access_facts = _several("Det här finns i lokalen", PremisesFact.choices)
    access_note = TextField(
        label="Mer om tillgängligheten",
        max_length=400,
        required=False,
        help_text="Till exempel: Ingången ligger på baksidan. Ring så möter vi dig.",
    )
    council_member = forms.BooleanField(label="Vi har någon med i ett brukarråd", required=False)

    def __init__(
        self, *args: Any, cancel_url: str, publishes: bool, facts: EntryFacts | None = None, **kwargs: Any
    ) -> None:
        if facts is not None:
            kwargs["initial"] = {**facts.as_json(), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        places = list(Municipality.objects.in_order().values_list("pk", "name"))
        self.fields["base_municipality_id"].choices = [("", "Ingen särskild"), *places]  # type: ignore[attr-defined]
        self.fields["covers_ids"].choices = places  # type: ignore[attr-defined]
        save = "Publicera ändringarna" if publishes else "Skicka för granskning"
        self.helper = PortalFormHelper(
            Section("Om er", "name", "lead", "description", "how_to_join"),
            Section("Vem är ni till för?", "audiences", "ages", "focus_areas", "activities"),
            Section("Var finns ni?", "base_municipality_id", "covers_county", "covers_ids"),
            Section(
                "Så når man er", "phone", "phone_hours", "email", "answers_within", "website", "languages"
            ),
            Section(
                "Lokalen",
                "premises",
                "premises_name",
                "street_address",
                "directions",
                "opening_hours",
                "access_facts",
                "access_note",
                hint="Många föreningar har ingen lokal. Då kan du hoppa över den här delen.",
            ),
            Section("Medlemskap och kostnad", "membership", "cost"),
            More("Om organisationen", "national_organisation", "level", "council_member"),
            "version",
            ButtonRow(
                MainButton(save), PlainButton("Förhandsgranska", "preview"), QuietLink("Avbryt", cancel_url)
            ),
        )

    @property
    def facts(self) -> EntryFacts:
        """The input as the service takes it."""
        values: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value
            for name, value in self.cleaned_data.items()
            if name != "version"
        }
        return EntryFacts(**values)
