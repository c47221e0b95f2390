"""Signing in by password or by a code in the mail."""

from typing import Any

from allauth.account import forms as account_forms
from allauth.core import context, ratelimit
from django.urls import reverse_lazy

from accounts import queries
from accounts.adapters import AccountAdapter
from accounts.forms.words import word_code, word_email, word_password
from common.form_layout import ButtonRow, MainButton, PortalFormHelper, QuietLink


class SignInForm(account_forms.LoginForm):  # type: ignore[misc]
    """E-mail and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word_email(self.fields["login"])
        self.fields["login"].widget.attrs["autocomplete"] = "username webauthn"
        word_password(self.fields["password"], "Lösenord", missing="Skriv ditt lösenord.")
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
        word_email(self.fields["email"])
        self.helper = PortalFormHelper("email", ButtonRow(MainButton("Skicka koden")))

    def clean_email(self) -> str:
        """Look up once, whether or not the address has an account."""
        # One address, however it is written: the limit is the mailbox's.
        email = str(self.cleaned_data["email"]).lower()
        if not ratelimit.consume(context.request, action="request_login_code", key=email):
            raise AccountAdapter().validation_error("too_many_login_attempts")
        self._user = queries.person_who_signs_in(email)
        return email


class SignInCodeForm(account_forms.ConfirmLoginCodeForm):  # type: ignore[misc]
    """Type the code from the mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word_code(self.fields["code"])
        self.helper = PortalFormHelper("code", ButtonRow(MainButton("Logga in", "action", "verify")))


class PasswordAgainForm(account_forms.ReauthenticateForm):  # type: ignore[misc]
    """The password once more before something sensitive."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word_password(self.fields["password"], "Lösenord", missing="Skriv ditt lösenord.")
        self.helper = PortalFormHelper("password", ButtonRow(MainButton("Fortsätt")))
