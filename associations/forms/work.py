"""Smaller forms of the workspace: people, networks, answers, dates."""

from typing import Any

from django import forms

from associations.forms.fields import PhoneField, TextField, VersionedForm
from associations.models import Association, AssociationNetwork, ContactPerson
from associations.services import ContactDetails, NetworkFacts
from common.form_layout import ButtonRow, MainButton, PlainButton, PortalFormHelper, QuietLink, Section
from common.form_widgets import CountedTextarea, DateInput


class NewAssociationForm(forms.Form):
    """Only the name: the facts follow on the next page."""

    name = TextField(
        label="Föreningens namn", max_length=160, error_messages={"required": "Skriv föreningens namn."}
    )

    def __init__(self, *args: Any, cancel_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PortalFormHelper(
            "name", ButtonRow(MainButton("Lägg till föreningen"), QuietLink("Avbryt", cancel_url))
        )


class RejectForm(forms.Form):
    """Why a proposal can't be shown as it is. ``number`` is the proposal that was read."""

    number = forms.IntegerField(label="Förslag", required=False, widget=forms.HiddenInput)
    note = TextField(
        label="Svar till föreningen",
        max_length=1000,
        widget=CountedTextarea(1000, {"rows": 4}),
        help_text="Skriv vad som behöver ändras. Föreningen läser svaret när de loggar in.",
        error_messages={
            "required": "Skriv några ord om varför, så att föreningen vet hur de kan göra i stället."
        },
    )

    def __init__(self, *args: Any, action: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PortalFormHelper(
            "number", "note", ButtonRow(PlainButton("Skicka tillbaka med svaret")), action=action
        )


class ContactPersonForm(VersionedForm):
    """A contact person. Every detail has its own tick; all ticks are off from the start."""

    name = TextField(
        label="Namn",
        max_length=120,
        required=False,
        help_text="Det räcker med förnamn. Det går bra med ett namn som du själv väljer.",
    )
    publish_name = forms.BooleanField(label="Visa namnet för alla", required=False)
    role = TextField(
        label="Uppdrag",
        max_length=120,
        required=False,
        help_text="Till exempel: ordförande eller kontaktperson.",
    )
    publish_role = forms.BooleanField(label="Visa uppdraget för alla", required=False)
    phone = PhoneField(label="Telefon", required=False)
    publish_phone = forms.BooleanField(label="Visa telefonnumret för alla", required=False)
    email = forms.EmailField(
        label="E-post",
        required=False,
        max_length=254,
        error_messages={"invalid": "Skriv hela e-postadressen, till exempel hej@foreningen.se."},
    )
    publish_email = forms.BooleanField(label="Visa e-postadressen för alla", required=False)

    def __init__(
        self, *args: Any, cancel_url: str, person: ContactPerson | None = None, **kwargs: Any
    ) -> None:
        initial: dict[str, Any] = {"version": person.version if person else 0}
        if person:
            initial |= {name: getattr(person, name) for name in self.base_fields if name != "version"}
        super().__init__(*args, initial=initial, **kwargs)
        self.helper = PortalFormHelper(
            Section("Namn och uppdrag", "name", "publish_name", "role", "publish_role"),
            Section("Så når man personen", "phone", "publish_phone", "email", "publish_email"),
            "version",
            ButtonRow(
                MainButton("Spara"),
                PlainButton("Förhandsgranska", "preview"),
                QuietLink("Avbryt", cancel_url),
            ),
        )

    @property
    def details(self) -> ContactDetails:
        """The input as the service takes it."""
        return ContactDetails(**{k: v for k, v in self.cleaned_data.items() if k != "version"})


class NetworkForm(VersionedForm):
    """What a network tells about itself."""

    name = TextField(
        label="Nätverkets namn", max_length=160, error_messages={"required": "Skriv nätverkets namn."}
    )
    description = TextField(
        label="Om nätverket", max_length=4000, required=False, widget=CountedTextarea(4000)
    )
    meetings = TextField(
        label="Möten",
        max_length=1000,
        required=False,
        widget=CountedTextarea(1000, {"rows": 4}),
        help_text="När och var ni träffas, och hur man får vara med.",
    )
    contact_name = TextField(
        label="Kontakt",
        max_length=120,
        required=False,
        help_text="Helst en roll, till exempel: Sammankallande.",
    )
    contact_email = forms.EmailField(
        label="E-post",
        required=False,
        max_length=254,
        error_messages={"invalid": "Skriv hela e-postadressen, till exempel hej@natverket.se."},
    )
    contact_phone = PhoneField(label="Telefon", required=False)

    def __init__(
        self, *args: Any, cancel_url: str, network: AssociationNetwork | None = None, **kwargs: Any
    ) -> None:
        initial: dict[str, Any] = {"version": network.version if network else 0}
        if network:
            initial |= {name: getattr(network, name) for name in self.base_fields if name != "version"}
        super().__init__(*args, initial=initial, **kwargs)
        self.helper = PortalFormHelper(
            "name",
            "description",
            "meetings",
            Section("Kontakt", "contact_name", "contact_email", "contact_phone"),
            "version",
            ButtonRow(MainButton("Spara"), QuietLink("Avbryt", cancel_url)),
        )

    @property
    def facts(self) -> NetworkFacts:
        """The input as the service takes it."""
        return NetworkFacts(**{k: v for k, v in self.cleaned_data.items() if k != "version"})


class MemberForm(forms.Form):
    """An association to add to a network."""

    association = forms.ModelChoiceField(
        label="Lägg till en förening",
        queryset=Association.objects.none(),
        empty_label="Välj förening",
        error_messages={
            "required": "Välj en förening i listan.",
            "invalid_choice": "Välj en förening i listan.",
        },
    )

    def __init__(self, *args: Any, network: AssociationNetwork, action: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Association.objects.exclude(networks=network).in_order()
        self.fields["association"].queryset = others  # type: ignore[attr-defined]
        self.helper = PortalFormHelper("association", ButtonRow(PlainButton("Lägg till")), action=action)


class RepresentativeForm(forms.Form):
    """Somebody who shall keep the entry."""

    email = forms.EmailField(
        label="E-postadress",
        max_length=254,
        help_text="Har personen inget konto än skickar vi en inbjudan till adressen.",
        error_messages={
            "required": "Skriv personens e-postadress.",
            "invalid": "Skriv hela e-postadressen, till exempel namn@example.org.",
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PortalFormHelper("email", ButtonRow(MainButton("Lägg till")))


class PostponeForm(VersionedForm):
    """A new day for a round's next step."""

    until = forms.DateField(
        label="Ny dag för nästa steg",
        widget=DateInput,
        help_text="Allt som kommer efter flyttas lika många dagar.",
        error_messages={"required": "Välj en dag.", "invalid": "Skriv dagen som 2026-11-24."},
    )

    def __init__(self, *args: Any, cancel_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PortalFormHelper(
            "until", "version", ButtonRow(MainButton("Flytta"), QuietLink("Avbryt", cancel_url))
        )
