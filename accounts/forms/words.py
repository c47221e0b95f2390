"""What the forms of accounts share: the sentences at a field, and a name as it is kept."""

from typing import Final

from django import forms

from common.privacy import clean_text, refuse_personal_numbers

EMAIL_LABEL: Final = "E-postadress"
EMAIL_MISSING: Final = "Skriv din e-postadress."
EMAIL_WRONG: Final = "Adressen verkar inte vara hel. Den ska se ut som namn@exempel.se."
LONG_ENOUGH: Final = "Minst 12 tecken. Flera ord efter varandra är lätta att minnas och svåra att gissa."
NAME_LENGTH: Final = 120


def word_email(field: forms.Field, *, label: str = EMAIL_LABEL) -> None:
    """Word an address field, its errors included."""
    field.label = label
    # By the widget, not among its attributes: those it would write beside its own.
    field.widget.input_type = "email"
    field.widget.attrs = {"autocomplete": "email", "inputmode": "email"}
    field.error_messages |= {"required": EMAIL_MISSING, "invalid": EMAIL_WRONG}
    for validator in field.validators:
        if hasattr(validator, "message"):
            validator.message = EMAIL_WRONG


def word_password(field: forms.Field, label: str, *, missing: str, hint: str = "") -> None:
    """Word a password field."""
    field.label = label
    field.help_text = hint
    field.widget.attrs.pop("placeholder", None)
    field.error_messages |= {"required": missing}


def word_code(field: forms.Field, label: str = "Kod", hint: str = "") -> None:
    """Word a field for a code, and let phone and browser help."""
    field.label = label
    field.help_text = hint
    # Numeric keys on a phone; the browser may offer the code from the mail or message.
    field.widget.attrs = {"autocomplete": "one-time-code", "inputmode": "numeric", "autocapitalize": "off"}
    field.error_messages |= {"required": "Skriv koden."}


def clean_name(name: str) -> str:
    """Return the name in one line without hidden characters; refuse personal identity numbers."""
    refuse_personal_numbers(name)
    return " ".join(clean_text(name).split())
