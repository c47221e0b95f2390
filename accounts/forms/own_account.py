"""A person's own name and address, and a single button."""

from typing import Any

from django import forms
from django.urls import reverse_lazy

from accounts.forms.words import EMAIL_WRONG, NAME_LENGTH, clean_name
from common.form_layout import ButtonRow, MainButton, PortalFormHelper, QuietLink, WarnButton


class NameForm(forms.Form):
    """One's own name."""

    name = forms.CharField(
        label="Namn",
        max_length=NAME_LENGTH,
        help_text="Så heter du för de andra i portalen. Besökare ser det inte.",
        error_messages={
            "required": "Skriv ditt namn.",
            "max_length": f"Namnet är för långt. Det får ha högst {NAME_LENGTH} tecken.",
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self.helper = PortalFormHelper(
            "name",
            ButtonRow(MainButton("Spara namnet"), QuietLink("Avbryt", str(reverse_lazy("accounts:home")))),
        )

    def clean_name(self) -> str:
        """No hidden characters, no personal identity number."""
        return clean_name(self.cleaned_data["name"])


class EmailForm(forms.Form):
    """A new address for one's account."""

    email = forms.EmailField(
        label="Ny e-postadress",
        help_text="Vi skickar en länk dit. Adressen byts när du har öppnat länken.",
        max_length=254,
        error_messages={"required": "Skriv den nya adressen.", "invalid": EMAIL_WRONG},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].widget.attrs["autocomplete"] = "email"
        self.helper = PortalFormHelper(
            "email",
            ButtonRow(MainButton("Skicka länken"), QuietLink("Avbryt", str(reverse_lazy("accounts:home")))),
        )


class ConfirmForm(forms.Form):
    """A single button."""

    def __init__(self, button: MainButton | WarnButton, back: QuietLink, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PortalFormHelper(ButtonRow(button, back))
