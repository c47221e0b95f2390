"""A unit says that it wants to know more; the coordinator answers."""

from typing import Any
from uuid import UUID

from django import forms

from accounts.models import User
from associations.forms.fields import PhoneField, TextField, with_value
from common.form_fields import CheckedText
from common.form_layout import ButtonRow, Group, MainButton, Pair, PortalFormHelper, QuietLink, Section
from common.form_note import new_note, read_note
from common.form_widgets import CountedTextarea, RadioChoices
from organisations.rules import held_unit_ids
from peersupport.forms.placements import unit_field
from peersupport.models import Interest
from peersupport.queries.placements import units_to_choose
from peersupport.services.interest import InterestFacts

TOO_FAST = "Det gick lite fort för oss. Vänta några sekunder och skicka en gång till."
TOO_OLD = "Sidan har stått öppen länge. Det du skrev är kvar. Skicka en gång till."
MANY_LINKS = "Texten har många länkar och ser ut som reklam. Ta bort några av dem och skicka igen."
#: More addresses than this is advertising.
MOST_LINKS = 2


class InterestForm(forms.Form):
    """For somebody at a unit, in their work; needs no account."""

    form_key: UUID
    note = forms.CharField(required=False, widget=forms.HiddenInput)
    unit = unit_field(label="Verksamhet")
    unit_text = TextField(
        label="Vad heter verksamheten?",
        max_length=160,
        help_text="Till exempel: Boendestöd Ljusdal.",
        error_messages={"required": "Skriv vad verksamheten heter."},
    )
    why = CheckedText(
        label="Varför vill ni?",
        max_length=1500,
        operator_words=False,
        widget=CountedTextarea(1500, {"rows": 5}),
        help_text="Några ord räcker. Skriv om verksamheten, inte om enskilda personer.",
        error_messages={"required": "Skriv några ord om varför ni vill."},
    )
    contact_name = TextField(
        label="Ditt namn",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Skriv ditt namn."},
    )
    contact_email = forms.EmailField(
        label="E-post i tjänsten",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": "Skriv din e-post i tjänsten, så att vi kan svara.",
            "invalid": "Skriv hela e-postadressen, till exempel namn@region.se.",
        },
    )
    contact_phone = PhoneField(label="Telefon i tjänsten", required=False)

    def __init__(self, *args: Any, cancel_url: str, user: Any, **kwargs: Any) -> None:
        own = units_to_choose().filter(pk__in=held_unit_ids(user, "unit_manager"))
        first = own.first()
        if first is not None:
            kwargs.setdefault(
                "initial", {"unit": first, "contact_name": user.name, "contact_email": user.email}
            )
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["note"].initial = new_note()
        fields["contact_phone"].widget.attrs["autocomplete"] = "tel"
        # Which units there are is for those who work with them: others write the name.
        asked = "unit_text" if first is None else "unit"
        del self.fields["unit" if first is None else "unit_text"]
        if first is not None:
            fields["unit"].queryset = own
        self.helper = PortalFormHelper(
            "note",
            Section("Verksamheten", asked, "why"),
            Group(
                "Hur når vi dig?", "contact_name", Pair("contact_email", "contact_phone"),
                hint="I tjänsten, inte privat.",
            ),
            ButtonRow(MainButton("Skicka"), QuietLink("Avbryt", cancel_url)),
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Refuse what came too fast, from a forged page, or full of links; a person just presses once more."""
        cleaned: dict[str, Any] = super().clean() or {}
        shown = read_note(self.data.get("note", ""))
        if shown is None:
            self.data = with_value(self.data, "note", new_note())
            self.add_error(None, TOO_OLD)
        elif shown.is_too_fast:
            self.add_error(None, TOO_FAST)
        else:
            self.form_key = shown.form_id
        words = str(cleaned.get("why", "")).lower()
        if words.count("http://") + words.count("https://") > MOST_LINKS:
            self.add_error("why", MANY_LINKS)
        return cleaned

    @property
    def facts(self) -> InterestFacts:
        """What was written; for a form that is valid."""
        data = self.cleaned_data
        return InterestFacts(
            **{name: data[name] for name in InterestFacts.__dataclass_fields__ if name in data}
        )

    def sender(self, user: Any) -> User | None:
        """The signed-in person, when they manage the unit they write for: the list holds no others."""
        return user if "unit" in self.cleaned_data and isinstance(user, User) else None


class AnswerInterestForm(forms.Form):
    """Begin a placement, or say why not, with words that are sent to who asked."""

    BEGIN, DECLINE = "begin", "decline"
    answer = forms.ChoiceField(
        label="Vad blir det?",
        choices=[(BEGIN, "Vi börjar en placering"), (DECLINE, "Inget nu")],
        widget=RadioChoices,
        error_messages={"required": "Välj vad det blir."},
    )
    unit = unit_field(label="Verksamhet", required=False, help_text="Behövs om en placering börjar.")
    words = TextField(
        label="Svar till den som frågade",
        max_length=600,
        widget=CountedTextarea(600, {"rows": 5}),
        help_text="Skickas med e-post. Skriv vad som händer nu, eller varför det inte blir något och vad ni kan göra i stället.",
        error_messages={"required": "Skriv några ord till den som frågade."},
    )

    def __init__(self, *args: Any, interest: Interest, cancel_url: str, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"unit": interest.unit_id})
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["unit"].queryset = units_to_choose()
        self.helper = PortalFormHelper(
            "answer", "unit", "words", ButtonRow(MainButton("Svara"), QuietLink("Avbryt", cancel_url))
        )

    def clean(self) -> dict[str, Any]:
        """A placement needs a unit."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("answer") == self.BEGIN and not cleaned.get("unit") and not self.has_error("unit"):
            self.add_error("unit", "Välj vilken verksamhet placeringen börjar på.")
        return cleaned
