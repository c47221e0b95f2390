"""What the room's forms share: clean text, phone numbers, conflicts shown without losing words."""

from collections.abc import Mapping
from copy import copy
from typing import Any, cast

from django import forms
from django.http import QueryDict

from common.errors import DomainError, EditConflictError
from common.privacy import clean_text, refuse_personal_numbers
from common.swedish import parse_phone, phone_text


def with_value(data: Mapping[str, Any], name: str, value: str) -> Mapping[str, Any]:
    """Return a copy of what was sent with one value replaced; lists of values stay lists."""
    copied: Any = copy(data)
    if isinstance(data, QueryDict):
        copied = data.copy()
    copied[name] = value
    return cast("Mapping[str, Any]", copied)


class TextField(forms.CharField):
    """Text without control characters, hidden changes of direction and personal identity numbers."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.validators.append(refuse_personal_numbers)
        if self.max_length:
            self.error_messages["max_length"] = (
                "Texten är för lång: %(show_value)d tecken. Högst %(limit_value)d får plats."
            )

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        # A null character would otherwise be refused with a word nobody understands.
        return clean_text(text) if text else ""

    def clean(self, value: Any) -> str:
        if isinstance(value, str):
            value = clean_text(value)
        return str(super().clean(value))

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        # No ``maxlength``: a browser would cut pasted text without a word.
        attrs = super().widget_attrs(widget)
        attrs.pop("maxlength", None)
        return attrs


class PhoneField(TextField):
    """A phone number, typed in any common way, kept as E.164."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}), **kwargs)
        # Ten digits may look like a personal number; a phone field holds phone numbers.
        self.validators = [one for one in self.validators if one is not refuse_personal_numbers]

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if not text:
            return ""
        try:
            return parse_phone(text)
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error

    def prepare_value(self, value: Any) -> Any:
        return phone_text(value) if isinstance(value, str) and value.startswith("+") else value


class VersionedForm(forms.Form):
    """A form that tells which version it was opened on, and survives that somebody else saved first."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    #: Label → (what the other person saved, what is typed here); set when somebody was first.
    conflict: dict[str, tuple[str, str]]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conflict = {}

    def refuse(self, error: DomainError, *, version: int | None = None) -> None:
        """Show the service's sentence at its field. After a conflict the next press saves."""
        if isinstance(error, EditConflictError) and version is not None:
            self.conflict = error.changed
            self.data = with_value(self.data, "version", str(version))
        self.add_error(error.field if error.field in self.fields else None, error.message)
