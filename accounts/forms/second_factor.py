"""The app with codes, and recovery codes."""

from typing import Any

from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.recovery_codes.forms import GenerateRecoveryCodesForm
from allauth.mfa.totp import forms as totp_forms
from django.urls import reverse_lazy

from accounts.forms.words import word_code
from common.form_layout import ButtonRow, MainButton, PortalFormHelper, QuietLink, WarnButton


class SecondFactorCodeForm(mfa_forms.AuthenticateForm):  # type: ignore[misc]
    """The app's code, or a recovery code, at sign-in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word_code(self.fields["code"], hint="Sex siffror från appen, eller en av dina reservkoder.")
        self.helper = PortalFormHelper("code", ButtonRow(MainButton("Logga in")))


class CodeAgainForm(mfa_forms.ReauthenticateForm):  # type: ignore[misc]
    """The app's code once more before something sensitive."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word_code(self.fields["code"], hint="Sex siffror från appen, eller en av dina reservkoder.")
        self.helper = PortalFormHelper("code", ButtonRow(MainButton("Fortsätt")))


class ConnectAppForm(totp_forms.ActivateTOTPForm):  # type: ignore[misc]
    """The first code from a newly connected app."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word_code(self.fields["code"], "Koden som appen visar", "Sex siffror. De byts var trettionde sekund.")
        self.helper = PortalFormHelper("code", ButtonRow(MainButton("Koppla appen")))


class RemoveAppForm(totp_forms.DeactivateTOTPForm):  # type: ignore[misc]
    """Remove the app."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PortalFormHelper(
            ButtonRow(WarnButton("Ta bort appen"), QuietLink("Behåll den", str(reverse_lazy("mfa_index"))))
        )


class NewRecoveryCodesForm(GenerateRecoveryCodesForm):  # type: ignore[misc]
    """Ask for new recovery codes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PortalFormHelper(
            ButtonRow(MainButton("Skapa nya koder"), QuietLink("Avbryt", str(reverse_lazy("mfa_index"))))
        )
