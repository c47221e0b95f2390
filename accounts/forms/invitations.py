"""Inviting, and taking an invitation."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy

from accounts import queries
from accounts.forms.words import EMAIL_LABEL, EMAIL_WRONG, LONG_ENOUGH, NAME_LENGTH, clean_name
from accounts.models import User
from accounts.services.invitations import Grant
from common.form_layout import ButtonRow, MainButton, PortalFormHelper, QuietLink
from common.form_widgets import CheckboxChoices


class InviteForm(forms.Form):
    """Invite somebody to an account and to roles."""

    name = forms.CharField(
        label="Namn",
        required=False,
        max_length=NAME_LENGTH,
        help_text="Personen kan ändra det själv.",
        error_messages={"max_length": f"Namnet är för långt. Det får ha högst {NAME_LENGTH} tecken."},
    )
    email = forms.EmailField(
        label=EMAIL_LABEL,
        max_length=254,
        help_text="Hit skickar vi länken. Den gäller i sju dagar och kan användas en gång.",
        error_messages={"required": "Skriv adressen som inbjudan ska till.", "invalid": EMAIL_WRONG},
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.groups: list[str] = []
        for number, (label, choices) in enumerate(queries.grant_choices(user)):
            name = f"grants_{number}"
            self.fields[name] = forms.MultipleChoiceField(
                label=label,
                choices=choices,
                required=False,
                widget=CheckboxChoices(),
                error_messages={"invalid_choice": "Välj bland rollerna som visas."},
            )
            self.groups.append(name)
        self.helper = PortalFormHelper(
            "name",
            "email",
            *self.groups,
            ButtonRow(
                MainButton("Skicka inbjudan"), QuietLink("Avbryt", str(reverse_lazy("accounts:invitations")))
            ),
        )

    def clean_name(self) -> str:
        """No hidden characters, no personal identity number."""
        return clean_name(self.cleaned_data["name"])

    def clean(self) -> dict[str, Any]:
        """Collect the ticked roles."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        ticked = [value for name in self.groups for value in cleaned.get(name, [])]
        pairs = [value.partition(":") for value in ticked]
        grants: list[Grant] = [{"role": role, "scope": scope} for role, _, scope in pairs]
        cleaned["grants"] = grants
        return cleaned


class OpenAccountForm(forms.Form):
    """Name and, if one likes, a password for a new account."""

    name = forms.CharField(
        label="Ditt namn",
        max_length=NAME_LENGTH,
        error_messages={
            "required": "Skriv ditt namn.",
            "max_length": f"Namnet är för långt. Det får ha högst {NAME_LENGTH} tecken.",
        },
    )
    password = forms.CharField(
        label="Lösenord",
        required=False,
        strip=False,
        max_length=200,
        help_text=f"{LONG_ENOUGH} Du kan hoppa över det och logga in med kod eller nyckel i stället.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self.helper = PortalFormHelper("name", "password", ButtonRow(MainButton("Skapa kontot")))

    def clean_name(self) -> str:
        """No hidden characters, no personal identity number."""
        return clean_name(self.cleaned_data["name"])

    def clean(self) -> dict[str, Any]:
        """Compare the password with the person's own name and address as well."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("password"):
            try:
                validate_password(cleaned["password"], User(name=cleaned.get("name", ""), email=self.email))
            except ValidationError as error:
                self.add_error("password", error)
        return cleaned
