"""The words that go with a decision."""

from typing import Any

from django import forms

from common.privacy import clean_text, refuse_personal_numbers


class NoteForm(forms.Form):
    """A reason or a message, shown in the event's history."""

    note = forms.CharField(
        label="Skriv till föreningen",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        validators=[refuse_personal_numbers],
        error_messages={
            "required": "Skriv varför, så att föreningen vet vad den kan göra.",
            "max_length": "Högst 1000 tecken får plats.",
        },
    )

    def clean_note(self) -> Any:
        return clean_text(self.cleaned_data["note"])
