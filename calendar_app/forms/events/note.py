"""The words that go with a decision."""

from django import forms


class NoteForm(forms.Form):
    """A reason or a message, shown in the event's history."""

    note = forms.CharField(
        label="Skriv till föreningen",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": "Skriv varför, så att föreningen vet vad den kan göra.",
            "max_length": "Högst 1000 tecken får plats.",
        },
    )
