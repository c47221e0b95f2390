"""The open forms: a way to take part, a question to the coordinator, a page that is hard to use."""

from typing import Any
from uuid import UUID

from django import forms

from associations.forms.fields import PhoneField, TextField, with_value
from common.form_fields import CheckedText
from common.form_layout import ButtonRow, Group, MainButton, Pair, PortalFormHelper, QuietLink
from common.form_note import new_note, read_note
from organisations.models import Municipality
from pages.models.enquiries import Kind
from pages.services.enquiries import Message

TOO_FAST = "Det gick lite fort för oss. Vänta några sekunder och skicka en gång till."
TOO_OLD = "Sidan har stått öppen länge. Det du skrev är kvar. Skicka en gång till."
MANY_LINKS = "Meddelandet har många länkar och ser ut som reklam. Ta bort några av dem och skicka igen."
#: More addresses than this is advertising; people seldom send two.
MOST_LINKS = 2


class EnquiryForm(forms.Form):
    """What every open form shares: how to answer, and the note that keeps machines out.

    There is no field for why somebody writes, or for a diagnosis, and there must never be one (domain.md 8).
    """

    kind: Kind
    form_id: UUID
    note = forms.CharField(required=False, widget=forms.HiddenInput)
    name = TextField(
        label="Vad vill du att vi kallar dig?",
        max_length=80,
        required=False,
        help_text="Ditt namn eller ett alias.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Skriv ett namn eller ett alias, så att vi vet vad vi ska kalla dig."},
    )
    email = forms.EmailField(
        label="E-post",
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": "Skriv hela e-postadressen, till exempel namn@example.org."},
    )
    phone = PhoneField(label="Telefon", required=False)
    text = CheckedText(
        label="Meddelande",
        max_length=2000,
        required=False,
        operator_words=False,
        error_messages={
            "required": "Skriv några ord om vad det gäller.",
            "max_length": "Texten är för lång: %(show_value)d tecken. Högst %(limit_value)d får plats.",
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].initial = new_note()
        self.fields["phone"].widget.attrs["autocomplete"] = "tel"

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
            self.form_id = shown.form_id
        words = f"{cleaned.get('name', '')} {cleaned.get('text', '')}".lower()
        if words.count("http://") + words.count("https://") > MOST_LINKS:
            self.add_error("text", MANY_LINKS)
        return cleaned

    @property
    def message(self) -> Message:
        """What was written; for a form that is valid."""
        found = {name: value for name, value in self.cleaned_data.items() if name in _OF_MESSAGE}
        return Message(kind=self.kind, **found)


_OF_MESSAGE = frozenset(Message.__dataclass_fields__) - {"kind"}


class ReachedForm(EnquiryForm):
    """A form whose sender wants an answer, or says in so many words that there is no need to reach them."""

    neither = "Skriv e-post eller telefon. Ett av dem räcker. Vill du inte det, kryssa i rutan under."
    both = "Du har skrivit hur vi når dig och kryssat i att vi inte behöver det. Ta bort krysset, eller det du skrev."
    no_contact = forms.BooleanField(
        label="Jag hör av mig själv",
        required=False,
        help_text="Då sparar vi ingenting om hur vi når dig. Du får samordnarens telefon när du har skickat.",
    )

    def clean(self) -> dict[str, Any]:
        """One way to answer, or none on purpose."""
        cleaned = super().clean()
        has_typed = any(self.data.get(name, "").strip() for name in ("email", "phone"))
        if has_typed and cleaned.get("no_contact"):
            self.add_error("no_contact", self.both)
        if not has_typed and not cleaned.get("no_contact"):
            self.add_error("email", self.neither)
        return cleaned

    @staticmethod
    def reach() -> Group:
        """The fields about how to answer."""
        return Group(
            "Hur kan vi nå dig?",
            Pair("email", "phone"),
            "no_contact",
            hint="E-post eller telefon. Ett av dem räcker.",
        )


class TakePartForm(ReachedForm):
    """One wants to take part in one of the ways."""

    municipality = forms.ModelChoiceField(
        label="Kommun",
        queryset=Municipality.objects.none(),
        required=False,
        empty_label="Vill inte säga eller vet inte",
        error_messages={"invalid_choice": "Välj en kommun i listan."},
    )

    def __init__(self, *args: Any, kind: Kind, message_hint: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.fields["name"].required = True
        municipality: Any = self.fields["municipality"]
        municipality.queryset = Municipality.objects.in_order()
        self.fields[
            "text"
        ].help_text = f"{message_hint} Skriv inte om din hälsa. Vi behöver inte veta varför."
        self.helper = PortalFormHelper(
            "note",
            "name",
            self.reach(),
            "municipality",
            "text",
            ButtonRow(MainButton("Skicka"), QuietLink("Avbryt", "/engagera-dig/")),
        )


class ContactForm(ReachedForm):
    """A question or a word to the coordinator."""

    kind = Kind.CONTACT

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].required = True
        self.fields["text"].help_text = "Skriv inte om din hälsa. Vi behöver inte veta varför du frågar."
        self.fields["no_contact"].label = "Jag behöver inget svar, eller hör av mig själv"
        self.helper = PortalFormHelper(
            "note", "text", "name", self.reach(), ButtonRow(MainButton("Skicka"), QuietLink("Avbryt", "/"))
        )


class AccessibilityForm(EnquiryForm):
    """What is hard to use, and where. Nothing about the sender is needed."""

    kind = Kind.ACCESSIBILITY
    place = TextField(
        label="Vilken sida gäller det?",
        max_length=300,
        required=False,
        help_text="Adressen, rubriken eller några ord om var det är.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        text = self.fields["text"]
        text.required = True
        text.label = "Vad är svårt eller fungerar inte?"
        text.help_text = "Skriv gärna vad du ville göra. Du behöver inte skriva varför det är svårt för dig."
        self.helper = PortalFormHelper(
            "note",
            "text",
            "place",
            Group(
                "Vill du ha svar?",
                "name",
                Pair("email", "phone"),
                hint="Du behöver inte fylla i något här. Men utan e-post eller telefon kan vi inte svara dig.",
            ),
            ButtonRow(MainButton("Skicka"), QuietLink("Avbryt", "/tillganglighet/")),
        )
