"""Form fields with rules of their own."""

from typing import Any

from django import forms

from common.form_widgets import CheckedTextarea
from common.privacy import clean_text, refuse_personal_numbers


class CheckedText(forms.CharField):
    """Free text about people: a personal identity number is refused, the rest that may point somebody out is shown.

    Returns the text without hidden characters. A refused form comes back filled and nothing of it is stored.
    """

    default_validators = [refuse_personal_numbers]

    def __init__(self, *, operator_words: bool = True, **kwargs: Any) -> None:
        kwargs.setdefault("widget", CheckedTextarea(kwargs.get("max_length"), operator_words=operator_words))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        """Return the text as it may be stored."""
        return clean_text(super().to_python(value) or "")
