"""Forms for signing in, for one's own account and for invitations."""

from accounts.forms.invitations import InviteForm, OpenAccountForm
from accounts.forms.own_account import ConfirmForm, EmailForm, NameForm
from accounts.forms.passkeys import (
    AddPasskeyForm,
    PasskeyAgainForm,
    PasskeyAsSecondFactorForm,
    PasskeyForm,
    RenamePasskeyForm,
)
from accounts.forms.passwords import (
    ChangePasswordForm,
    ChoosePasswordForm,
    ForgottenPasswordForm,
    NewPasswordForm,
    PasswordCodeForm,
)
from accounts.forms.second_factor import (
    CodeAgainForm,
    ConnectAppForm,
    NewRecoveryCodesForm,
    RemoveAppForm,
    SecondFactorCodeForm,
)
from accounts.forms.sign_in import AskForCodeForm, PasswordAgainForm, SignInCodeForm, SignInForm
from accounts.forms.words import LONG_ENOUGH, clean_name

__all__ = [
    "LONG_ENOUGH",
    "AddPasskeyForm",
    "AskForCodeForm",
    "ChangePasswordForm",
    "ChoosePasswordForm",
    "CodeAgainForm",
    "ConfirmForm",
    "ConnectAppForm",
    "EmailForm",
    "ForgottenPasswordForm",
    "InviteForm",
    "NameForm",
    "NewPasswordForm",
    "NewRecoveryCodesForm",
    "OpenAccountForm",
    "PasskeyAgainForm",
    "PasskeyAsSecondFactorForm",
    "PasskeyForm",
    "PasswordAgainForm",
    "PasswordCodeForm",
    "RemoveAppForm",
    "RenamePasskeyForm",
    "SecondFactorCodeForm",
    "SignInCodeForm",
    "SignInForm",
    "clean_name",
]
