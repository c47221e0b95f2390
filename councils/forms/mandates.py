"""Appointing, handing over, ending; a person's name and contact."""

import uuid
from typing import Any

from django import forms

from associations.forms.fields import PhoneField, TextField, VersionedForm
from associations.models import Association
from common.errors import DomainError
from common.form_layout import (
    ButtonRow,
    MainButton,
    Pair,
    PortalFormHelper,
    QuietLink,
    Section,
    WarnButton,
    Words,
)
from common.form_widgets import DateInput, RadioChoices
from common.swedish import today
from councils.models import Council, Mandate, Seat
from councils.queries.mandates import appointing_associations
from councils.services.mandates import ContactFacts, MandateFacts
from councils.words import AppointedHow, MandateRole
from organisations.models import Principal, Unit

_DAY = {"required": "Välj en dag.", "invalid": "Skriv dagen som 2026-11-24."}
_FROM_LIST = {"invalid_choice": "Välj bland det som finns i listan.", "required": "Välj ett alternativ."}
_CONTACT = ("name", "email", "phone")
NAME_WORDS = (
    "Namnet och kontaktuppgifterna ser bara personen själv, föreningen, rådets ordförande och sekreterare och samordnaren. "
    "Personen bestämmer själv om namnet får visas för alla."
)


class _ContactFields(forms.Form):
    name = TextField(label="Namn", max_length=120, error_messages={"required": "Skriv vad personen heter."})
    email = forms.EmailField(
        label="E-post",
        required=False,
        max_length=254,
        help_text="Hit skickas kallelser. Har adressen ett konto här hör uppdraget till det.",
        error_messages={"invalid": "Skriv hela e-postadressen, till exempel namn@example.org."},
    )
    phone = PhoneField(label="Telefon", required=False)

    @property
    def contact(self) -> ContactFacts:
        """Name and contact as the service takes them."""
        return ContactFacts(**{name: self.cleaned_data[name] for name in _CONTACT})

    def refuse(self, error: DomainError) -> None:
        """Show the service's sentence at its field."""
        self.add_error(error.field if error.field in self.fields else None, error.message)


class AppointForm(_ContactFields):
    """Somebody for a seat: who, in which role, when, and how their own appointed them."""

    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    association = forms.ModelChoiceField(
        label="Förening",
        queryset=Association.objects.none(),
        empty_label="Välj förening",
        error_messages=_FROM_LIST,
    )
    role = forms.ChoiceField(label="Uppdrag", widget=RadioChoices, error_messages=_FROM_LIST)
    starts_on = forms.DateField(label="Från", widget=DateInput, error_messages=_DAY)
    ends_on = forms.DateField(
        label="Till och med",
        required=False,
        widget=DateInput,
        help_text="Lämna tomt om det inte är bestämt.",
        error_messages=_DAY,
    )
    appointed_on = forms.DateField(label="Utsedd den", widget=DateInput, error_messages=_DAY)
    appointed_how = forms.ChoiceField(
        label="Hur?", choices=AppointedHow.choices, widget=RadioChoices, error_messages=_FROM_LIST
    )

    def __init__(
        self,
        *args: Any,
        seat: Seat,
        cancel_url: str,
        role: str = MandateRole.MEMBER,
        button: str = "Utse",
        by_association: bool = False,
        asks_body: bool = True,
        **kwargs: Any,
    ) -> None:
        own = seat.kind in {Seat.Kind.ASSOCIATION, Seat.Kind.OPEN}
        initial = {
            "form_key": uuid.uuid4(),
            "role": role,
            "starts_on": today(),
            "appointed_on": today(),
            "appointed_how": AppointedHow.BOARD if own else AppointedHow.EMPLOYER,
        }
        kwargs.setdefault("initial", initial)
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        roles = [MandateRole.MEMBER]
        # An association appoints no chair; handing over, it may replace its own.
        if not by_association or role == MandateRole.CHAIR:
            roles.append(MandateRole.CHAIR)
        if seat.has_substitute:
            roles.append(MandateRole.SUBSTITUTE)
        fields["role"].choices = [(one.value, one.label) for one in roles]
        how = [AppointedHow.ANNUAL_MEETING, AppointedHow.BOARD, AppointedHow.WRITTEN_NOTICE]
        if by_association:
            how.remove(AppointedHow.WRITTEN_NOTICE)
        fields["appointed_how"].choices = [
            (one.value, one.label) for one in (how if own else [AppointedHow.EMPLOYER])
        ]
        whose = []
        if seat.kind == Seat.Kind.OPEN and asks_body:
            fields["association"].queryset = appointing_associations(seat.council)
            whose = ["association"]
        else:
            del self.fields["association"]
        self.helper = PortalFormHelper(
            Section("Vem?", *whose, *_CONTACT, Words(NAME_WORDS)),
            Section("Uppdraget", "role", Pair("starts_on", "ends_on")),
            Section("Så blev personen utsedd", "appointed_how", "appointed_on"),
            "form_key",
            ButtonRow(MainButton(button), QuietLink("Avbryt", cancel_url)),
        )

    @property
    def facts(self) -> MandateFacts:
        """The input as the service takes it."""
        names = ("role", "starts_on", "ends_on", "appointed_on", "appointed_how")
        return MandateFacts(contact=self.contact, **{name: self.cleaned_data[name] for name in names})


class CoOptForm(_ContactFields):
    """Somebody without a seat."""

    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    body = forms.ChoiceField(label="Kommer från", error_messages=_FROM_LIST)
    starts_on = forms.DateField(label="Från", widget=DateInput, error_messages=_DAY)
    ends_on = forms.DateField(label="Till och med", required=False, widget=DateInput, error_messages=_DAY)
    appointed_on = forms.DateField(label="Beslutat den", widget=DateInput, error_messages=_DAY)

    def __init__(self, *args: Any, council: Council, cancel_url: str, **kwargs: Any) -> None:
        initial = {"form_key": uuid.uuid4(), "starts_on": today(), "appointed_on": today()}
        kwargs.setdefault("initial", initial)
        super().__init__(*args, **kwargs)
        self._bodies: dict[str, Any] = {}
        groups: list[tuple[str, list[tuple[str, str]]]] = []
        for label, rows in (
            ("Föreningar", Association.objects.public().in_order()),
            ("Verksamheter", Unit.objects.active().in_order()),
            ("Huvudmän", Principal.objects.in_order()),
        ):
            here = {f"{one._meta.model_name}-{one.pk}": one for one in rows}
            self._bodies |= here
            groups.append((label, [(key, str(one)) for key, one in here.items()]))
        fields: Any = self.fields
        fields["body"].choices = [("", "Välj"), *groups]
        self.helper = PortalFormHelper(
            Section("Vem?", "body", *_CONTACT, Words(NAME_WORDS)),
            Section("Uppdraget", Pair("starts_on", "ends_on"), "appointed_on"),
            "form_key",
            ButtonRow(MainButton("Adjungera"), QuietLink("Avbryt", cancel_url)),
        )

    @property
    def chosen_body(self) -> Any:
        """The association, unit or principal that was chosen."""
        return self._bodies[self.cleaned_data["body"]]

    @property
    def facts(self) -> MandateFacts:
        """The input as the service takes it."""
        data = self.cleaned_data
        how = AppointedHow.BOARD if data["body"].startswith("association") else AppointedHow.EMPLOYER
        names = ("starts_on", "ends_on", "appointed_on")
        return MandateFacts(
            contact=self.contact,
            role=MandateRole.CO_OPTED,
            appointed_how=how,
            **{name: data[name] for name in names},
        )


class ContactForm(VersionedForm, _ContactFields):
    """A mandate holder's name and contact; for those who may not say who it is, the telephone number alone."""

    def __init__(
        self, *args: Any, mandate: Mandate, may_rename: bool, cancel_url: str, **kwargs: Any
    ) -> None:
        initial = {name: getattr(mandate, name) for name in (*_CONTACT, "version")}
        kwargs.setdefault("initial", initial)
        super().__init__(*args, **kwargs)
        self._kept = {} if may_rename else {"name": mandate.name, "email": mandate.email}
        for name in self._kept:
            del self.fields[name]
        shown = [name for name in _CONTACT if name not in self._kept]
        self.helper = PortalFormHelper(
            *shown, "version", ButtonRow(MainButton("Spara"), QuietLink("Avbryt", cancel_url))
        )

    @property
    def contact(self) -> ContactFacts:
        """Name and contact as the service takes them; what isn't asked for as it was."""
        return ContactFacts(**{name: (self.cleaned_data | self._kept)[name] for name in _CONTACT})

    def refuse(self, error: DomainError, *, version: int | None = None) -> None:
        """Show the service's sentence at its field; after a conflict the next press saves."""
        VersionedForm.refuse(self, error, version=version)


class EndForm(forms.Form):
    """The last day of a mandate that ends earlier than was said."""

    ends_on = forms.DateField(label="Sista dagen", widget=DateInput, error_messages=_DAY)

    def __init__(self, *args: Any, cancel_url: str, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"ends_on": today()})
        super().__init__(*args, **kwargs)
        self.helper = PortalFormHelper(
            "ends_on", ButtonRow(WarnButton("Avsluta uppdraget"), QuietLink("Gå tillbaka", cancel_url))
        )
