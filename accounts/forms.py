"""Forms for signing in, for one's own account and for invitations."""

import struct
from typing import Any, Final

from allauth.account import forms as account_forms
from allauth.core import context, ratelimit
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.recovery_codes.forms import GenerateRecoveryCodesForm
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as webauthn_forms
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy

from accounts import queries
from accounts.adapters import AccountAdapter
from accounts.models import User
from accounts.services.invitations import Grant
from common.form_layout import ButtonRow, MainButton, PortalFormHelper, QuietLink, WarnButton
from common.form_widgets import CheckboxChoices
from common.privacy import clean_text, refuse_personal_numbers

_EMAIL_LABEL: Final = "E-postadress"
_EMAIL_MISSING: Final = "Skriv din e-postadress."
_EMAIL_WRONG: Final = "Adressen verkar inte vara hel. Den ska se ut som namn@exempel.se."
LONG_ENOUGH: Final = "Minst 12 tecken. Flera ord efter varandra är lätta att minnas och svåra att gissa."
_NAME_LENGTH: Final = 120
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


def _email_field(field: forms.Field, *, label: str = _EMAIL_LABEL) -> None:
    field.label = label
    field.widget.attrs = {"type": "email", "autocomplete": "email", "inputmode": "email"}
    field.error_messages |= {"required": _EMAIL_MISSING, "invalid": _EMAIL_WRONG}
    for validator in field.validators:
        if hasattr(validator, "message"):
            validator.message = _EMAIL_WRONG


def _password_field(field: forms.Field, label: str, *, missing: str, hint: str = "") -> None:
    field.label = label
    field.help_text = hint
    field.widget.attrs.pop("placeholder", None)
    field.error_messages |= {"required": missing}


def _code_field(field: forms.Field, label: str = "Kod", hint: str = "") -> None:
    field.label = label
    field.help_text = hint
    # Numeric keys on a phone; the browser may offer the code from the mail or message.
    field.widget.attrs = {"autocomplete": "one-time-code", "inputmode": "numeric", "autocapitalize": "off"}
    field.error_messages |= {"required": "Skriv koden."}


def _new_passwords(form: forms.Form) -> None:
    _password_field(
        form.fields["password1"], "Nytt lösenord", missing="Skriv ett lösenord.", hint=LONG_ENOUGH
    )
    _password_field(form.fields["password2"], "Samma lösenord igen", missing="Skriv lösenordet en gång till.")


class _SamePasswords:
    """Says in our words that two passwords differ."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = forms.Form.clean(self) or self.cleaned_data  # type: ignore[arg-type, attr-defined]
        first, second = cleaned.get("password1"), cleaned.get("password2")
        if first and second and first != second:
            self.add_error("password2", "Lösenorden är inte lika. Skriv samma lösenord två gånger.")  # type: ignore[attr-defined]
        return cleaned


class SignInForm(account_forms.LoginForm):  # type: ignore[misc]
    """E-mail and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _email_field(self.fields["login"])
        self.fields["login"].widget.attrs["autocomplete"] = "username webauthn"
        self.fields["login"].widget.attrs.pop("type", None)  # the widget writes it itself
        _password_field(self.fields["password"], "Lösenord", missing="Skriv ditt lösenord.")
        self.helper = PortalFormHelper(
            "login",
            "password",
            ButtonRow(
                MainButton("Logga in"),
                QuietLink("Glömt lösenordet?", str(reverse_lazy("account_reset_password"))),
            ),
        )


class AskForCodeForm(account_forms.RequestLoginCodeForm):  # type: ignore[misc]
    """Ask for a code by mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _email_field(self.fields["email"])
        self.helper = PortalFormHelper("email", ButtonRow(MainButton("Skicka koden")))

    def clean_email(self) -> str:
        """Look up once, whether or not the address has an account."""
        email = str(self.cleaned_data["email"])
        if not ratelimit.consume(context.request, action="request_login_code", key=email):
            raise AccountAdapter().validation_error("too_many_login_attempts")
        self._user = queries.person_who_signs_in(email)
        return email


class SignInCodeForm(account_forms.ConfirmLoginCodeForm):  # type: ignore[misc]
    """Type the code from the mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code_field(self.fields["code"])
        self.helper = PortalFormHelper("code", ButtonRow(MainButton("Logga in", "action", "verify")))


class PasswordCodeForm(account_forms.ConfirmPasswordResetCodeForm):  # type: ignore[misc]
    """Type the code for a new password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code_field(self.fields["code"])
        self.helper = PortalFormHelper("code", ButtonRow(MainButton("Fortsätt")))


class ForgottenPasswordForm(account_forms.ResetPasswordForm):  # type: ignore[misc]
    """Ask for a code to choose a new password with."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _email_field(self.fields["email"])
        self.helper = PortalFormHelper(
            "email",
            ButtonRow(
                MainButton("Skicka koden"), QuietLink("Till inloggningen", str(reverse_lazy("account_login")))
            ),
        )

    def clean_email(self) -> str:
        """Look up once, whether or not the address has an account."""
        email = str(self.cleaned_data["email"])
        person = queries.person_who_signs_in(email)
        self.users = [person] if person else []
        return email


class NewPasswordForm(_SamePasswords, account_forms.ResetPasswordKeyForm):  # type: ignore[misc]
    """Choose a new password after the code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _new_passwords(self)
        self.helper = PortalFormHelper("password1", "password2", ButtonRow(MainButton("Spara lösenordet")))


class ChangePasswordForm(_SamePasswords, account_forms.ChangePasswordForm):  # type: ignore[misc]
    """Change the password, knowing the old one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _password_field(
            self.fields["oldpassword"], "Nuvarande lösenord", missing="Skriv ditt nuvarande lösenord."
        )
        _new_passwords(self)
        self.helper = PortalFormHelper(
            "oldpassword",
            "password1",
            "password2",
            ButtonRow(MainButton("Byt lösenord"), QuietLink("Avbryt", str(reverse_lazy("accounts:home")))),
        )


class ChoosePasswordForm(_SamePasswords, account_forms.SetPasswordForm):  # type: ignore[misc]
    """A first password for somebody who has signed in by code, key or provider so far."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _new_passwords(self)
        self.helper = PortalFormHelper(
            "password1",
            "password2",
            ButtonRow(
                MainButton("Spara lösenordet"), QuietLink("Avbryt", str(reverse_lazy("accounts:home")))
            ),
        )


class PasswordAgainForm(account_forms.ReauthenticateForm):  # type: ignore[misc]
    """The password once more before something sensitive."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _password_field(self.fields["password"], "Lösenord", missing="Skriv ditt lösenord.")
        self.helper = PortalFormHelper("password", ButtonRow(MainButton("Fortsätt")))


class SecondFactorCodeForm(mfa_forms.AuthenticateForm):  # type: ignore[misc]
    """The app's code, or a recovery code, at sign-in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code_field(self.fields["code"], hint="Sex siffror från appen, eller en av dina reservkoder.")
        self.helper = PortalFormHelper("code", ButtonRow(MainButton("Logga in")))


class CodeAgainForm(mfa_forms.ReauthenticateForm):  # type: ignore[misc]
    """The app's code once more before something sensitive."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code_field(self.fields["code"], hint="Sex siffror från appen, eller en av dina reservkoder.")
        self.helper = PortalFormHelper("code", ButtonRow(MainButton("Fortsätt")))


class ConnectAppForm(totp_forms.ActivateTOTPForm):  # type: ignore[misc]
    """The first code from a newly connected app."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code_field(
            self.fields["code"], "Koden som appen visar", "Sex siffror. De byts var trettionde sekund."
        )
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


class NameForm(forms.Form):
    """One's own name."""

    name = forms.CharField(
        label="Namn",
        max_length=_NAME_LENGTH,
        help_text="Så heter du för de andra i portalen. Besökare ser det inte.",
        error_messages={
            "required": "Skriv ditt namn.",
            "max_length": f"Namnet är för långt. Det får ha högst {_NAME_LENGTH} tecken.",
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
        error_messages={"required": "Skriv den nya adressen.", "invalid": _EMAIL_WRONG},
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


class InviteForm(forms.Form):
    """Invite somebody to an account and to roles."""

    name = forms.CharField(
        label="Namn",
        required=False,
        max_length=_NAME_LENGTH,
        help_text="Personen kan ändra det själv.",
        error_messages={"max_length": f"Namnet är för långt. Det får ha högst {_NAME_LENGTH} tecken."},
    )
    email = forms.EmailField(
        label=_EMAIL_LABEL,
        max_length=254,
        help_text="Hit skickar vi länken. Den gäller i sju dagar och kan användas en gång.",
        error_messages={"required": "Skriv adressen som inbjudan ska till.", "invalid": _EMAIL_WRONG},
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
        max_length=_NAME_LENGTH,
        error_messages={
            "required": "Skriv ditt namn.",
            "max_length": f"Namnet är för långt. Det får ha högst {_NAME_LENGTH} tecken.",
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


def clean_name(name: str) -> str:
    """Return the name in one line without hidden characters; refuse personal identity numbers."""
    refuse_personal_numbers(name)
    return " ".join(clean_text(name).split())
