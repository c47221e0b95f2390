"""Passkeys. The script fills the answer in; whatever else is sent gets a sentence."""

import struct
from typing import Any, Final

from allauth.mfa.webauthn import forms as webauthn_forms
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from django import forms
from django.urls import reverse_lazy

from accounts.adapters import AccountAdapter
from common.form_layout import ButtonRow, MainButton, PortalFormHelper, QuietLink

# What the passkey library raises for an answer that is not shaped as one (CBOR and COSE included).
_UNSOUND: Final = (
    ArithmeticError,
    AttributeError,
    InvalidSignature,
    LookupError,
    RecursionError,
    TypeError,
    UnsupportedAlgorithm,
    ValueError,
    struct.error,
)


class _Sound:
    """Refuses an answer that no browser makes; the library takes its shape for granted."""

    def clean_credential(self) -> Any:
        """Check the answer and find whose key it is."""
        try:
            return super().clean_credential()  # type: ignore[misc]
        except _UNSOUND:
            raise AccountAdapter().validation_error("incorrect_passkey") from None


class PasskeyForm(_Sound, webauthn_forms.LoginWebAuthnForm):  # type: ignore[misc]
    """Sign in by passkey."""


class PasskeyAsSecondFactorForm(_Sound, webauthn_forms.AuthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey after the password."""


class PasskeyAgainForm(_Sound, webauthn_forms.ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey once more before something sensitive."""


class AddPasskeyForm(webauthn_forms.AddWebAuthnForm):  # type: ignore[misc]
    """Save a passkey that signs in by itself. The script fills ``credential``."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name = self.fields["name"]
        name.label = "Vad ska nyckeln heta?"
        name.help_text = "Till exempel Min mobil. Namnet ser bara du."
        name.max_length = 60
        name.validators.append(forms.CharField(max_length=60).validators[0])
        self.fields["passwordless"].widget = forms.HiddenInput()
        self.fields["passwordless"].initial = True
        self.fields["credential"].error_messages |= {
            "required": "Webbläsaren skickade ingen nyckel. Försök igen, eller koppla en app i stället."
        }

    def clean(self) -> dict[str, Any]:
        """Check the new key; nonsense gets a sentence."""
        try:
            cleaned: dict[str, Any] = super().clean()
        except _UNSOUND:
            raise AccountAdapter().validation_error("incorrect_passkey") from None
        return cleaned


class RenamePasskeyForm(webauthn_forms.EditWebAuthnForm):  # type: ignore[misc]
    """Give a passkey another name."""

    name = forms.CharField(
        label="Nyckelns namn", max_length=60, error_messages={"required": "Skriv ett namn på nyckeln."}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PortalFormHelper(
            "name", ButtonRow(MainButton("Spara"), QuietLink("Avbryt", str(reverse_lazy("mfa_index"))))
        )
