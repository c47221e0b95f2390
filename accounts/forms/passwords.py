"""A forgotten, a new and a changed password."""

from typing import Any

from allauth.account import forms as account_forms
from django import forms
from django.urls import reverse_lazy

from accounts import queries
from accounts.forms.words import LONG_ENOUGH, word_code, word_email, word_password
from common.form_layout import ButtonRow, MainButton, PortalFormHelper, QuietLink


def _new_passwords(form: forms.Form) -> None:
    word_password(form.fields["password1"], "Nytt lösenord", missing="Skriv ett lösenord.", hint=LONG_ENOUGH)
    word_password(form.fields["password2"], "Samma lösenord igen", missing="Skriv lösenordet en gång till.")


class _SamePasswords:
    """Says in our words that two passwords differ."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = forms.Form.clean(self) or self.cleaned_data  # type: ignore[arg-type, attr-defined]
        first, second = cleaned.get("password1"), cleaned.get("password2")
        if first and second and first != second:
            self.add_error("password2", "Lösenorden är inte lika. Skriv samma lösenord två gånger.")  # type: ignore[attr-defined]
        return cleaned


class ForgottenPasswordForm(account_forms.ResetPasswordForm):  # type: ignore[misc]
    """Ask for a code to choose a new password with."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word_email(self.fields["email"])
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


class PasswordCodeForm(account_forms.ConfirmPasswordResetCodeForm):  # type: ignore[misc]
    """Type the code for a new password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word_code(self.fields["code"])
        self.helper = PortalFormHelper("code", ButtonRow(MainButton("Fortsätt")))


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
        word_password(
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
